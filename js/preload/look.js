// SPDX-License-Identifier: MIT
'use strict';

const { compose } = require('./geometry');

/** @typedef {import('./fit').Fit} Fit */

const MODES = ['fill', 'contain', 'cover', 'none', 'scale-down'];

/** FRS_ORIENTATION_* of the element's attributes. @type {{[value: string]: number}} */
const ROTATIONS = { 90: 1, 180: 2, 270: 3 };
/** @type {{[value: string]: number}} */
const FLIPS = { horizontal: 4, vertical: 6 };

/**
 * Parse a computed object-position, "X Y", each of which may be a calc() with spaces in it.
 * @param {string} text
 */
function splitPosition(text) {
    let depth = 0;

    for (let i = 0; i < text.length; i++) {
        depth += text[i] === '(' ? 1 : text[i] === ')' ? -1 : 0;
        if (text[i] === ' ' && depth === 0) {
            return [text.slice(0, i), text.slice(i + 1)];
        }
    }
    return [text, '50%'];
}

/**
 * Parse a computed length as {share, pixels}; one that is not a sum of a percentage and pixels,
 * such as min(), counts as the centre.
 * @param {string} text
 */
function readLength(text) {
    try {
        // TypeScript's library does not have CSS Typed OM.
        const sum = /** @type {any} */ (window).CSSNumericValue.parse(text).toSum('percent', 'px');

        return { share: sum.values[0].value / 100, pixels: sum.values[1].value };
    } catch (error) {
        return { share: 0.5, pixels: 0 };
    }
}

/**
 * The element's style and attributes that say how the picture lies in it: `object-fit`,
 * `object-position`, `rotate` and `flip`.
 */
class Look {
    /**
     * @param {HTMLElement} element
     * @param {() => void} changed called when one that can be observed has changed: call read()
     */
    constructor(element, changed) {
        this._element = element;
        this._style = getComputedStyle(element);
        this._mode = '';
        this._position = '';
        this._orientation = 0;
        this._share = { x: 0.5, y: 0.5 };
        this._pixels = { x: 0, y: 0 };
        this._observer = new MutationObserver(changed);
        this._observer.observe(element, { attributeFilter: ['class', 'style', 'rotate', 'flip', 'present'] });
    }

    /** Read them again. @returns {boolean} whether any has changed */
    read() {
        const { objectFit, objectPosition } = this._style;
        const orientation = compose(FLIPS[this._element.getAttribute('flip') || ''] || 0,
            ROTATIONS[this._element.getAttribute('rotate') || ''] || 0);

        // An element outside the document has no computed style.
        if (!objectFit || (objectFit === this._mode && objectPosition === this._position &&
            orientation === this._orientation)) {
            return false;
        }
        const [x, y] = splitPosition(objectPosition).map(readLength);

        this._mode = objectFit;
        this._position = objectPosition;
        this._orientation = orientation;
        this._share = { x: x.share, y: y.share };
        this._pixels = { x: x.pixels, y: y.pixels };
        return true;
    }

    /** @param {Fit} fit written */
    apply(fit) {
        fit.mode = MODES.includes(this._mode) ? this._mode : 'contain';
        fit.x = this._share.x;
        fit.y = this._share.y;
        fit.moreX = this._pixels.x;
        fit.moreY = this._pixels.y;
        fit.orientation = this._orientation;
    }

    destroy() {
        this._observer.disconnect();
    }
}

module.exports = { Look, splitPosition };
