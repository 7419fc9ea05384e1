'use strict';

/**
 * Who puts this window's layers together: `gpu`, `software`, or null as long as the main process has not said. In software Chromium
 * converts video's colours itself, and not well (present/video-frame.js).
 * @type {'gpu' | 'software' | null}
 */
let compositing = null;

/** @param {any} answer to `hello`, from the main process */
function learnCompositing(answer) {
    const said = answer && answer.compositing;

    compositing = said === 'gpu' || said === 'software' ? said : null;
}

const getCompositing = () => compositing;

module.exports = { learnCompositing, getCompositing };
