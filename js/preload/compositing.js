// SPDX-License-Identifier: MIT
'use strict';

/**
 * How this window is composited: `gpu`, `software`, or null until the main process has said so. In
 * software Chromium converts video's colours itself, and not well (present/video-frame.js).
 * @type {'gpu' | 'software' | null}
 */
let compositing = null;

/** @param {any} answer to `hello`, or the event `compositing`, from the main process */
function learnCompositing(answer) {
    const said = answer && answer.compositing;

    compositing = said === 'gpu' || said === 'software' ? said : null;
}

const getCompositing = () => compositing;

/** @type {MediaQueryList | null} */
let wide = null;

/** Does the window's screen have a high dynamic range? The window may move to another screen. */
function isHdrScreen() {
    wide = wide || matchMedia('(dynamic-range: high)');
    return wide.matches;
}

const COMPOSITORS = [null, 'software', 'gpu'];

/**
 * The compositor and the kind of screen as one number: when it changes, pictures are drawn in
 * another way.
 */
const surroundings = () => 2 * COMPOSITORS.indexOf(compositing) + (isHdrScreen() ? 1 : 0);

module.exports = { learnCompositing, getCompositing, isHdrScreen, surroundings };
