// SPDX-License-Identifier: MIT
'use strict';

/** The style of the bar; view.js has it in the sheet that all elements share. */
const STYLE = `
.bar { position: absolute; left: 0; right: 0; bottom: 0; display: flex; align-items: center; padding: 2px 4px; color: white; font: 13px sans-serif;
    background: rgba(0, 0, 0, 0.6); direction: ltr; writing-mode: horizontal-tb; opacity: 0; transition: opacity 0.2s; }
:host(:hover) .bar, .bar:focus-within, .bar.paused { opacity: 1; }
.bar [hidden] { display: none; }
.bar button { flex: none; padding: 4px; border: 0; background: none; color: inherit; cursor: pointer; }
.bar button[aria-pressed=true] { box-shadow: inset 0 -2px; }
.bar svg { visibility: visible; width: 20px; height: 20px; fill: currentColor; }
.bar input { flex: 1 1 0; min-width: 0; margin: 0 4px; }
.bar .volume { flex: 0 1 64px; }
.bar span { flex: none; margin: 0 4px; font-variant-numeric: tabular-nums; }
:host([controls]) p { bottom: calc(5% + 36px); }
`;

const SVG = 'http://www.w3.org/2000/svg';

/** Icons of 24 by 24. */
const ICONS = {
    play: 'M7 4v16l13-8z',
    pause: 'M6 4h4v16H6zM14 4h4v16h-4z',
    sound: 'M3 9v6h4l5 5V4L7 9zM14 8v8c2-1 3-2 3-4s-1-3-3-4zM14 3v2c4 1 6 4 6 7s-2 6-6 7v2c5-1 8-5 8-9s-3-8-8-9z',
    silence: 'M3 9v6h4l5 5V4L7 9zM22 9l-1-1-3 3-3-3-1 1 3 3-3 3 1 1 3-3 3 3 1-1-3-3z',
    captions: 'M2 5v14h20V5zM4 12h6v2H4zM12 12h8v2h-8zM4 15h10v2H4zM16 15h4v2h-4z',
    larger: 'M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z',
};

/** Events of the element after which the bar may be another. */
const EVENTS = ['play', 'pause', 'ended', 'emptied', 'loadedmetadata', 'durationchange', 'timeupdate', 'seeking', 'seeked', 'progress', 'volumechange'];
/** Events of its text tracks. */
const OF_TRACKS = ['change', 'addtrack', 'removetrack'];

/** @param {number} time s @returns {string} as clocks say it */
function clock(time) {
    const seconds = Math.floor(Number.isFinite(time) ? time : 0);
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, String(seconds % 60).padStart(2, '0')];

    return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`;
}

/** The bar that the attribute `controls` asks for, in the element's shadow tree: buttons and ranges of the browser's own, so that keys work. */
class Controls {
    /** @param {any} element the <gst-video> @param {ShadowRoot} root its */
    constructor(element, root) {
        this._element = element;
        this._bar = document.createElement('div');
        this._bar.className = 'bar';
        this._bar.setAttribute('role', 'group');
        this._bar.setAttribute('aria-label', 'Video controls');
        this._play = this._addButton(() => this._toggle());
        this._time = this._bar.appendChild(document.createElement('span'));
        this._seek = this._addRange('Position', (value) => (element.currentTime = value));
        this._mute = this._addButton(() => (element.muted = !element.muted));
        this._volume = this._addRange('Volume', (value) => Object.assign(element, { volume: value, muted: false }));
        this._volume.className = 'volume';
        this._volume.max = '1';
        this._captions = this._addButton(() => this._toggleCaptions());
        this._larger = this._addButton(() => this._toggleFullscreen());
        // The page hears of the element's own events only.
        ['input', 'change'].forEach((name) => this._bar.addEventListener(name, (event) => event.stopPropagation()));
        this._look = () => this._show();
        this._click = (/** @type {Event} */ event) => this._clicked(event);
        root.append(this._bar);
        this._listen('addEventListener');
        this._show();
    }

    /** @param {'addEventListener' | 'removeEventListener'} method */
    _listen(method) {
        EVENTS.forEach((name) => this._element[method](name, this._look));
        OF_TRACKS.forEach((name) => this._element.textTracks[method](name, this._look));
        this._element[method]('fullscreenchange', this._look);
        this._element[method]('click', this._click);
    }

    /** @param {() => void} act */
    _addButton(act) {
        const button = this._bar.appendChild(document.createElement('button'));
        const icon = button.appendChild(document.createElementNS(SVG, 'svg'));

        button.type = 'button';
        icon.setAttribute('viewBox', '0 0 24 24');
        icon.append(document.createElementNS(SVG, 'path'));
        button.addEventListener('click', act);
        return button;
    }

    /** @param {string} label @param {(value: number) => void} act */
    _addRange(label, act) {
        const range = this._bar.appendChild(document.createElement('input'));

        range.type = 'range';
        range.step = 'any';
        range.setAttribute('aria-label', label);
        range.addEventListener('input', () => act(Number(range.value)));
        return range;
    }

    /** A click into the picture, as in `<video>`: unless the page has taken it. @param {Event} event */
    _clicked(event) {
        if (!event.composedPath().includes(this._bar)) {
            setTimeout(() => event.defaultPrevented || this._toggle());
        }
    }

    _toggle() {
        if (this._element.paused) {
            // What fails is an event of the element's, too.
            this._element.play().catch(() => {});
        } else {
            this._element.pause();
        }
    }

    /** @returns {any[]} */
    get _texts() {
        return Array.from(this._element.textTracks).filter(({ kind }) => kind === 'subtitles' || kind === 'captions');
    }

    _toggleCaptions() {
        const texts = this._texts;
        const showing = texts.filter(({ mode }) => mode === 'showing');

        if (showing.length > 0) {
            showing.forEach((track) => (track.mode = 'disabled'));
        } else if (texts.length > 0) {
            texts[0].mode = 'showing';
        }
    }

    _toggleFullscreen() {
        const element = this._element;
        const done = element.matches(':fullscreen') ? element.ownerDocument.exitFullscreen() : element.requestFullscreen();

        done.catch(() => {});
    }

    /** @param {HTMLButtonElement} button @param {keyof typeof ICONS} icon @param {string} label */
    _draw(button, icon, label) {
        /** @type {Element} */ (button.querySelector('path')).setAttribute('d', ICONS[icon]);
        button.setAttribute('aria-label', label);
        button.title = label;
    }

    _show() {
        const { paused, muted, volume, ownerDocument } = this._element;
        const silent = muted || volume === 0;
        const texts = this._texts;

        this._bar.classList.toggle('paused', paused);
        this._draw(this._play, paused ? 'play' : 'pause', paused ? 'Play' : 'Pause');
        this._draw(this._mute, silent ? 'silence' : 'sound', muted ? 'Unmute' : 'Mute');
        this._volume.value = silent ? '0' : String(volume);
        this._draw(this._captions, 'captions', 'Captions');
        this._captions.hidden = texts.length === 0;
        this._captions.setAttribute('aria-pressed', String(texts.some(({ mode }) => mode === 'showing')));
        this._draw(this._larger, 'larger', this._element.matches(':fullscreen') ? 'Leave full screen' : 'Full screen');
        this._larger.hidden = !ownerDocument.fullscreenEnabled;
        this._showTime();
    }

    _showTime() {
        const { currentTime, duration, seekable } = this._element;
        const [start, end] = seekable.length > 0 ? [seekable.start(0), seekable.end(0)] : [0, 0];
        const text = Number.isFinite(duration) ? `${clock(currentTime)} / ${clock(duration)}` : clock(currentTime);

        this._time.textContent = text;
        this._seek.hidden = end <= start;
        this._seek.min = String(start);
        this._seek.max = String(end);
        this._seek.value = String(currentTime);
        this._seek.setAttribute('aria-valuetext', text);
    }

    /** The attribute is gone. */
    close() {
        this._listen('removeEventListener');
        this._bar.remove();
    }
}

module.exports = { Controls, STYLE };
