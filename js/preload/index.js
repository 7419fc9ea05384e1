// SPDX-License-Identifier: MIT
'use strict';

/**
 * A window's preload script needs no more than `require('frameshare/preload')` (contextIsolation
 * on, nodeIntegration off, sandbox off): then <gst-video> works in the window's pages.
 */
const page = typeof window === 'undefined' ? null : start();

/** @returns {import('./page').Page} */
function start() {
    if (/** @type {any} */ (process).sandboxed) {
        throw new Error('frameshare/preload loads native code, and the preload script of this window is sandboxed: ' +
            'open the window with webPreferences: { sandbox: false }');
    }
    const { injectPage } = require('./inject');
    const { Page } = require('./page');

    injectPage().catch((error) => console.error(`frameshare: ${error.message}`));
    return new Page();
}

/**
 * The newest picture of an element, for the preload script itself.
 * @param {HTMLElement} element a <gst-video>
 * @returns {import('../stream/frame').Frame | null} null when there is none newer than the last one
 * taken
 */
function getFrame(element) {
    if (!page) {
        throw new Error('frameshare/preload works in the preload script of a window, and this process has no window');
    }
    const link = page.find(element);

    return link && link.source ? link.source.getFrame() : null;
}

module.exports = { getFrame };
