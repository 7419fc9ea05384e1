// SPDX-License-Identifier: MIT
import { element, listen, onClick, request } from './host.js';

/** The text for a MediaError's `reason`. @type {{[reason: string]: string}} */
const TITLES = {
    'not-found': 'This cannot be found',
    forbidden: 'This may not be read',
    network: 'The server cannot be reached',
    'missing-plugin': 'Something is missing to play this',
    format: 'This is no film that can be read',
    decode: 'This film is damaged',
    'no-video': 'There is nothing to see or to hear in this',
    pipeline: 'This pipeline cannot be made',
    crashed: 'The player crashes on this',
    host: 'The player has ended',
};

const PACKAGE = /gstreamer1\.0-[a-z0-9-]*[a-z0-9]/;

/** What the window shows for a source that cannot be played: why, and what to do about it. */
export class ErrorPage {
    /**
     * @param {any} video
     * @param {import('./playlist-panel.js').PlaylistPanel} playlist
     */
    constructor(video, playlist) {
        this._video = video;
        this._playlist = playlist;
        this._page = element('error');
        /** The main process's message, which includes file names. @type {string | null} */
        this._failure = null;
        onClick('error-retry', () => this.retry());
        onClick('error-films', () => request('open-films'));
        onClick('error-next', () => playlist.go(1));
        video.addEventListener('loadstart', () => this._hide());
        video.addEventListener('emptied', () => this._hide());
        video.addEventListener('error', () => this._show());
        listen(({ failure }) => {
            this._failure = failure;
            if (video.error) {
                this._show();
            }
        });
    }

    get isOpen() {
        return !this._page.hidden;
    }

    retry() {
        return request('retry');
    }

    _hide() {
        this._page.hidden = true;
        document.body.classList.remove('failed');
    }

    _show() {
        const { reason } = this._video.error;
        const message = this._failure || this._video.error.message;
        const missing = PACKAGE.exec(message);

        element('error-title').textContent = TITLES[reason] || 'This cannot be played';
        element('error-message').textContent = message;
        element('error-package').hidden = !missing;
        element('error-command').textContent = missing ? `sudo apt install ${missing[0]}` : '';
        element('error-next').hidden = !this._playlist.hasNext;
        this._page.hidden = false;
        document.body.classList.add('failed');
    }
}
