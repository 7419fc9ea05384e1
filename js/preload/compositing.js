'use strict';

/**
 * Who puts this window's layers together: `gpu`, `software`, or null as long as the main process has not said. In software Chromium
 * converts video's colours itself, and not well (present/video-frame.js).
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

/** Is the screen that shows this window one of high dynamic range? It may come to be on another. */
function isHdrScreen() {
    wide = wide || matchMedia('(dynamic-range: high)');
    return wide.matches;
}

const COMPOSITORS = [null, 'software', 'gpu'];

/** Who composites, and on which screen, as one number: another has pictures drawn another way. */
const surroundings = () => 2 * COMPOSITORS.indexOf(compositing) + (isHdrScreen() ? 1 : 0);

module.exports = { learnCompositing, getCompositing, isHdrScreen, surroundings };
