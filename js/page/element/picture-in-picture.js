// SPDX-License-Identifier: MIT
'use strict';

/**
 * An element in the browser's picture-in-picture window. That takes a `<video>` only: the one inside the element, which then gets
 * what the element shows. The sound stays where it is, with the player.
 */
class PictureInPicture {
    /**
     * @param {HTMLElement} element the <gst-video>
     * @param {import('./view').View} view
     * @param {import('./captures').Captures} captures
     */
    constructor(element, view, captures) {
        this._element = element;
        this._view = view;
        this._captures = captures;
        view.surface.addEventListener('enterpictureinpicture', (event) => this._forward(event));
        view.surface.addEventListener('leavepictureinpicture', (event) => {
            this.close();
            this._forward(event);
        });
    }

    /** @returns {Promise<any>} a PictureInPictureWindow */
    async open() {
        const { surface } = this._view;

        if (!surface.srcObject) {
            surface.muted = true;
            surface.srcObject = this._captures.create();
        }
        try {
            await surface.play();
            return await surface.requestPictureInPicture();
        } catch (error) {
            this.close();
            throw error;
        }
    }

    /** The page does not want it any more: the window closes, if there is one. */
    leave() {
        const { surface, root } = this._view;

        if (/** @type {any} */ (root).pictureInPictureElement === surface) {
            // What fails is that it is closed already.
            surface.ownerDocument.exitPictureInPicture().catch(() => {});
        }
    }

    /** @param {any} event that the element fires too */
    _forward(event) {
        this._element.dispatchEvent(new event.constructor(event.type, {
            bubbles: true, pictureInPictureWindow: event.pictureInPictureWindow,
        }));
    }

    close() {
        const stream = /** @type {MediaStream | null} */ (this._view.surface.srcObject);

        if (stream) {
            this._captures.end(stream);
            this._view.surface.srcObject = null;
        }
    }
}

module.exports = { PictureInPicture };
