// SPDX-License-Identifier: MIT
'use strict';

const SWITCH = '--frameshare-run=';

/**
 * @typedef {object} RunOptions what ./run was asked for
 * @property {import('./playlist').Source[]} sources played one after the other
 * @property {number} windows
 * @property {number | null} seconds end after so many
 * @property {string | null} report path of a JSON file to write at the end
 * @property {string | null} screenshot path of a PNG file to write at the end
 * @property {'native' | 'rgba'} format
 * @property {boolean} inProcess
 * @property {boolean} loop
 */

/**
 * @param {string[]} argv
 * @returns {RunOptions}
 */
function readOptions(argv) {
    const argument = argv.find((each) => each.startsWith(SWITCH));
    const given = argument ? JSON.parse(argument.slice(SWITCH.length)) : {};

    return {
        sources: given.pipeline ? [{ pipeline: given.pipeline }] : given.sources || [],
        windows: Math.max(1, Number(given.windows) || 1),
        seconds: Number(given.seconds) || null,
        report: given.report || null,
        screenshot: given.screenshot || null,
        format: given.format === 'rgba' ? 'rgba' : 'native',
        inProcess: Boolean(given.inProcess),
        loop: Boolean(given.loop),
    };
}

module.exports = { readOptions };
