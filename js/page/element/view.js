// SPDX-License-Identifier: MIT
'use strict';

const { STYLE: BAR } = require('./controls');

const STYLE = `
:host { display: inline-block; position: relative; overflow: hidden; object-fit: contain; width: max-content; }
:host([hidden]) { display: none; }
svg { display: block; width: 100%; height: auto; visibility: hidden; }
.frame, canvas, img, video { position: absolute; left: 0; top: 0; width: 100%; height: 100%; writing-mode: horizontal-tb; }
.frame, .frame ~ img, .frame ~ video { box-sizing: border-box; padding: inherit; }
.stage { position: relative; width: 100%; height: 100%; }
img { object-fit: inherit; object-position: inherit; }
img[hidden] { display: none; }
video { opacity: 0; }
p { position: absolute; left: 5%; right: 5%; bottom: 5%; margin: 0; color: white; font: 1.2em sans-serif; text-align: center; white-space: pre-line; }
p > span { background: rgba(0, 0, 0, 0.8); padding: 0 0.3em; }
`;

/**
 * The sheet of STYLE that all elements of a document share. It is made by a script, as a `<style>` does nothing where the page's
 * Content-Security-Policy has no 'unsafe-inline'; and such a sheet serves the document that it was made for.
 * @type {WeakMap<Document, CSSStyleSheet>}
 */
const shared = new WeakMap();

const SVG = 'http://www.w3.org/2000/svg';

/** What a `<video>` is as large as before it has a picture, CSS pixels. */
const WIDTH = 300;
const HEIGHT = 150;

/**
 * What is in the shadow root of an element: the canvas that the preload draws into, the poster over it, and an empty picture as
 * large as that of the video, which gives the element its size and its shape as `<video>` has them. On top, and not seen, is a
 * `<video>`: players ask of a click whether it began in one, and picture-in-picture takes one.
 */
class View {
    /**
     * @param {HTMLElement} element
     * @param {(detail: any) => void} onEvent for each event that the preload dispatches on the canvas
     */
    constructor(element, onEvent) {
        this._element = element;
        this.root = element.attachShadow({ mode: 'open' });
        this._onEvent = onEvent;
        /** What is this element's alone. @type {CSSStyleSheet | null} */
        this._sizes = null;
        /** What CSS says of the attributes `width` and `height`. @type {string[]} */
        this._hints = [];
        this._box = this._createBox(WIDTH, HEIGHT);
        this.canvas = this._createCanvas();
        /** What shows the picture: the preload puts more beside the canvas. */
        this._stage = document.createElement('div');
        this._stage.className = 'stage';
        this._stage.append(this.canvas);
        /** The element without its CSS padding, which is the page's. */
        const frame = document.createElement('div');
        frame.className = 'frame';
        frame.append(this._stage);
        this._poster = document.createElement('img');
        this._poster.alt = '';
        this._poster.hidden = true;
        this._poster.addEventListener('load', () => this._resize());
        // There is no poster then, says HTML.
        this._poster.addEventListener('error', () => this._failPoster());
        /** The poster that could not be loaded. */
        this._failed = '';
        /** Is there a picture of this source? */
        this._picture = false;
        /** Is the poster to be seen, if there is one? */
        this._wantsPoster = false;
        this._width = this._height = 0;
        this._text = document.createElement('p');
        this.surface = document.createElement('video');
        this.surface.setAttribute('aria-hidden', 'true');
        this.root.append(this._box, frame, this._poster, this._text, this.surface);
        this.adoptSheets();
    }

    /** The style sheets, for the document that the element is in now. In one without a window nothing is laid out. */
    adoptSheets() {
        const { ownerDocument } = this._element;
        const { defaultView } = ownerDocument;

        if (!defaultView) {
            return;
        }
        const { CSSStyleSheet } = defaultView;
        const common = shared.get(ownerDocument) || new CSSStyleSheet();

        if (!shared.has(ownerDocument)) {
            common.replaceSync(STYLE + BAR);
            shared.set(ownerDocument, common);
        }
        this._sizes = new CSSStyleSheet();
        this.root.adoptedStyleSheets = [common, this._sizes];
        this._resize();
    }

    _createCanvas() {
        const canvas = document.createElement('canvas');

        canvas.addEventListener('frameshare:event', (event) => {
            this._onEvent(/** @type {CustomEvent} */ (event).detail);
        });
        return canvas;
    }

    /** What shows the picture, which the preload has marked; null: there was none yet. @returns {HTMLCanvasElement | HTMLVideoElement | null} */
    get picture() {
        return this._stage.querySelector('[data-shown]');
    }

    /** The same, where it is a `<video>`. @returns {HTMLVideoElement | null} */
    get film() {
        const { picture } = this;

        return picture instanceof HTMLVideoElement ? picture : null;
    }

    /** A canvas has only one WebGL context in its life, and the preload gave that of this one back to the browser. */
    renewCanvas() {
        const canvas = this._createCanvas();

        this.canvas.replaceWith(canvas);
        this.canvas = canvas;
    }

    /** @param {() => void} run while the canvas is in no tree */
    withoutCanvas(run) {
        const { canvas } = this;
        const next = canvas.nextSibling;

        canvas.remove();
        run();
        this._stage.insertBefore(canvas, next);
    }

    /** The size of the picture as it lies in the element; 0 while there is none. @param {number} width @param {number} height */
    setSize(width, height) {
        this._width = width;
        this._height = height;
        this._resize();
    }

    /** As `<video>`: to the picture's size, else to the poster's. */
    _resize() {
        const width = this._width || this._poster.naturalWidth || WIDTH;
        const height = this._height || this._poster.naturalHeight || HEIGHT;

        if (this._sizes) {
            this._sizes.replaceSync(`:host { ${[`aspect-ratio: ${width} / ${height}`].concat(this._hints).join('; ')} }`);
        }
        if (this._box.getAttribute('viewBox') !== `0 0 ${width} ${height}`) {
            const box = this._createBox(width, height);

            this._box.replaceWith(box);
            this._box = box;
        }
    }

    /** Chromium before 88 does not see that one of these changes its size. @param {number} width @param {number} height */
    _createBox(width, height) {
        const box = document.createElementNS(SVG, 'svg');

        box.setAttribute('width', String(width));
        box.setAttribute('height', String(height));
        box.setAttribute('viewBox', `0 0 ${width} ${height}`);
        return box;
    }

    /**
     * What the attributes `width` and `height` say, as CSS; that of the page goes before it.
     * @param {string | null} width
     * @param {string | null} height
     */
    setHints(width, height) {
        this._hints = [['width', width], ['height', height]].filter((hint) => hint[1] !== null).map((hint) => hint.join(': '));
        this._resize();
    }

    /** Text over the picture. @param {any[]} cues VTTCues */
    showCues(cues) {
        this._text.textContent = '';
        cues.forEach((cue, i) => {
            const span = document.createElement('span');

            span.append(cue.getCueAsHTML());
            this._text.append(...(i > 0 ? ['\n', span] : [span]));
        });
    }

    /**
     * @param {string} uri absolute, '' for none
     * @param {boolean} shown
     * @param {boolean} picture is there one of this source on the canvas?
     */
    showPoster(uri, shown, picture) {
        this._picture = picture;
        this._wantsPoster = shown;
        if (uri === '') {
            this._poster.removeAttribute('src');
            this._failed = '';
        } else if (this._poster.src !== uri) {
            this._failed = '';
            this._poster.src = uri;
        }
        this._resize();
        this._choose();
    }

    _failPoster() {
        this._failed = this._poster.src;
        this._choose();
    }

    /** The poster, or the picture: where one has another shape than the other, both would be seen. */
    _choose() {
        const { src } = this._poster;
        const poster = this._wantsPoster && Boolean(src) && src !== this._failed;

        this._poster.hidden = !poster;
        this._stage.style.visibility = this._picture && !poster ? '' : 'hidden';
    }
}

module.exports = { View };
