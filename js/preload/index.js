'use strict';

const { injectPage } = require('./inject');
const { Page } = require('./page');

/**
 * `require('frameshare/preload')` in a window's preload script (contextIsolation on, nodeIntegration off,
 * sandbox off) is all it takes: <gst-video> works in the window's pages from then on.
 */
const page = new Page();

injectPage().catch((error) => console.error(`frameshare: ${error.message}`));

/**
 * The newest picture of an element, for the preload script itself.
 * @param {HTMLElement} element a <gst-video>
 * @returns {import('../stream/frame').Frame | null} null when there is none newer than the last one taken
 */
function getFrame(element) {
    const link = page.find(element);

    return link && link.source ? link.source.getFrame() : null;
}

module.exports = { getFrame };
