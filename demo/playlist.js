// SPDX-License-Identifier: MIT
'use strict';

const EventEmitter = require('events');

/**
 * @typedef {string | {pipeline: string}} Source a URI, an absolute path, or a pipeline description
 * @typedef {{id: number, source: Source, title: string}} Item
 */

/**
 * @param {Source} source
 * @returns {string} its name for people: the last part of its path, else its server
 */
function titleOf(source) {
    if (typeof source !== 'string') {
        return 'A pipeline';
    }
    const path = source.replace(/^[a-z][a-z0-9+.-]*:\/+/i, '').replace(/[?#].*$/, '').replace(/\/+$/, '');
    const name = path.slice(path.lastIndexOf('/') + 1);

    try {
        return source.startsWith('/') ? name : decodeURIComponent(name);
    } catch (error) {
        return name;
    }
}

/** The playlist. Emits `change` when the items or the current item change. */
class Playlist extends EventEmitter {
    constructor() {
        super();
        /** @type {Item[]} */
        this._items = [];
        this._lastId = 0;
        /** Id of the current item; 0 for none. */
        this._current = 0;
    }

    get length() {
        return this._items.length;
    }

    /** @returns {Item | null} the current item */
    get current() {
        return this._items.find((item) => item.id === this._current) || null;
    }

    /**
     * @param {boolean} [around] wrap from the last item to the first
     * @returns {Item | null} the item after the current one
     */
    next(around = false) {
        const index = this._items.findIndex((item) => item.id === this._current) + 1;

        return (index > 0 && this._items[around && index === this._items.length ? 0 : index]) || null;
    }

    /**
     * @param {Source[]} sources to append
     * @returns {number} the id of the first of them, 0 for none
     */
    add(sources) {
        const first = this._lastId + 1;

        if (sources.length === 0) {
            return 0;
        }
        sources.forEach((source) => this._items.push({ id: ++this._lastId, source, title: titleOf(source) }));
        this.emit('change');
        return first;
    }

    /** @param {number} id of the item to make current @returns {boolean} whether it exists */
    select(id) {
        const found = this._items.some((item) => item.id === id);

        if (found) {
            this._current = id;
            this.emit('change');
        }
        return found;
    }

    /**
     * @param {number} steps forward, below 0 back
     * @param {boolean} [around] wrap at both ends
     * @returns {boolean} whether there is such an item
     */
    go(steps, around = false) {
        const count = this._items.length;
        const index = this._items.findIndex((item) => item.id === this._current) + steps;
        const item = this._items[around && count > 0 ? (index + count) % count : index];

        return item !== undefined && this.select(item.id);
    }

    /**
     * Give an item the title in its tags.
     * @param {number} id
     * @param {string} title
     */
    entitle(id, title) {
        const item = this._items.find((each) => each.id === id);

        if (item && item.title !== title) {
            item.title = title;
            this.emit('change');
        }
    }

    /**
     * Remove an item. If it is the current one, the next one becomes current; if it is the last,
     * the previous one, or none.
     * @param {number} id
     */
    remove(id) {
        const index = this._items.findIndex((item) => item.id === id);

        if (index >= 0) {
            this._items.splice(index, 1);
            if (this._current === id) {
                const next = this._items[Math.min(index, this._items.length - 1)];

                this._current = next ? next.id : 0;
            }
            this.emit('change');
        }
    }

    /**
     * The playlist for a page.
     * @returns {{items: {id: number, title: string}[], current: number}}
     */
    toRecord() {
        return { items: this._items.map(({ id, title }) => ({ id, title })), current: this._current };
    }
}

module.exports = { Playlist };
