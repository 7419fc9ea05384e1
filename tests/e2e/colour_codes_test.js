// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { codesChart, isInside } = require('../colour/charts');
const { Projector, formats, colorimetryOf, farthest, tell, render } = require('./support/projector');

const RANGES = ['limited', 'full'];
const MATRICES = { yuv: ['bt601', 'bt709', 'bt2020', 'smpte240m', 'fcc'], rgb: ['rgb'], gray: ['bt601'] };

/** Every chart of a format, and the one that came out worst. */
async function showAll(projector, format) {
    let worst = { deviation: -1 };

    for (const matrix of MATRICES[format.model]) {
        for (const range of RANGES) {
            const space = { matrix, range };
            const chart = codesChart(format, space);
            const shown = await projector.show({ ...chart, format: format.name, colorimetry: colorimetryOf(space) });
            const here = farthest(shown, render(chart, format, space), chart.width, isInside);

            if (here.deviation > worst.deviation) {
                worst = { ...here, space: `${matrix} ${range}` };
            }
        }
    }
    return worst;
}

test('every code value is shown within one code of its colour', async (t) => {
    const projector = await Projector.start();

    try {
        for (const format of formats()) {
            await t.test(`${format.name} in every matrix and range`, async (u) => {
                const worst = await showAll(projector, format);

                u.diagnostic(`${format.name}: at most ${worst.deviation.toFixed(2)} codes off`);
                assert.ok(worst.deviation <= 1, `${worst.space}: ${tell(worst)}`);
            });
        }
    } finally {
        await projector.stop();
    }
});
