// SPDX-License-Identifier: MIT
import { element, leave, listen, onClick, request } from './host.js';

/** The playlist at the side, the title above the picture, and what is shown while nothing plays. */
export class PlaylistPanel {
    constructor() {
        this._panel = element('playlist');
        this._count = 0;
        this._at = -1;
        onClick('list', () => this.toggle());
        onClick('previous', () => this.go(-1));
        onClick('next', () => this.go(1));
        onClick('add-films', () => request('open-films'));
        onClick('add-subtitles', () => request('open-subtitles'));
        element('items').addEventListener('click', (/** @type {MouseEvent} */ event) => this._click(event));
        listen((state) => this._show(state));
    }

    toggle() {
        this._panel.hidden = !this._panel.hidden;
        element('list').setAttribute('aria-pressed', String(!this._panel.hidden));
    }

    /** @param {number} steps forward, below 0 back */
    go(steps) {
        return request('go', steps);
    }

    /** Is there an item after the current one? */
    get hasNext() {
        return this._at >= 0 && this._at + 1 < this._count;
    }

    /** @param {MouseEvent} event */
    _click(event) {
        const button = /** @type {HTMLElement} */ (event.target).closest('button');

        if (button) {
            leave(button, event);
            request(button.className === 'remove' ? 'remove' : 'select', Number(button.value));
        }
    }

    /** @param {import('./host.js').State} state */
    _show({ playlist: { items, current }, still }) {
        const now = items.find((item) => item.id === current);
        const title = now ? now.title : '';

        this._count = items.length;
        this._at = items.findIndex((item) => item.id === current);
        document.title = title ? `${title} – frameshare` : 'frameshare';
        element('title').textContent = title;
        element('start').hidden = items.length > 0;
        document.body.classList.toggle('empty', !element('start').hidden);
        element('previous').disabled = this._at <= 0;
        element('next').disabled = !this.hasNext;
        // A source with only sound has nothing else to show.
        document.body.classList.toggle('still', still);
        element('title').toggleAttribute('noautohide', still);
        this._list(items, current);
    }

    /** @param {{id: number, title: string}[]} items @param {number} current */
    _list(items, current) {
        const list = element('items');
        const rows = Array.from(list.children);
        const focused = /** @type {any} */ (document.activeElement);
        const at = rows.indexOf(focused && focused.closest('#items li'));

        list.textContent = '';
        items.forEach((item) => list.append(this._row(item, item.id === current)));
        if (at >= 0) {
            // Keep the focus on the same button, or on that of the row that took its place.
            const same = list.querySelector(`.${focused.className}[value="${focused.value}"]`);
            const row = list.children[Math.min(at, items.length - 1)];

            (same || (row && row.querySelector(`.${focused.className}`)) || element('add-films')).focus();
        }
    }

    /** @param {{id: number, title: string}} item @param {boolean} current */
    _row({ id, title }, current) {
        const row = document.createElement('li');

        row.append(this._button('title', title, id), this._button('remove', '×', id));
        row.children[1].setAttribute('aria-label', `Remove ${title}`);
        if (current) {
            row.setAttribute('aria-current', 'true');
        }
        return row;
    }

    /** @param {string} name @param {string} text @param {number} id */
    _button(name, text, id) {
        const button = document.createElement('button');

        button.className = name;
        button.textContent = text;
        button.value = String(id);
        return button;
    }
}
