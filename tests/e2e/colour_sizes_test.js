// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { noiseChart } = require('../colour/charts');
const { Projector, formats, colorimetryOf, farthest, tell, render } = require('./support/projector');

const SIZES = [[1, 1], [3, 5], [17, 9]];

/** How the rows lie in the slot; `padding` is in samples. */
const ROWS = [
    { name: 'copied', place: 'heap', padding: 0 },
    { name: 'tight', place: 'slot', padding: 0 },
    { name: 'padded by a sample', place: 'slot', padding: 1 },
    { name: 'padded by 13 samples', place: 'slot', padding: 13 },
];

test('every format is shown at odd sizes and strides', async (t) => {
    const projector = await Projector.start();

    try {
        for (const format of formats()) {
            const space = { matrix: format.model === 'rgb' ? 'rgb' : 'bt709', range: 'full' };

            await t.test(format.name, async (u) => {
                let most = 0;

                for (const [width, height] of SIZES) {
                    const chart = noiseChart(format, width, height);
                    const expected = render(chart, format, space);

                    for (const { name, place, padding } of ROWS) {
                        const shown = await projector.show({ ...chart, format: format.name, place, site: 'jpeg',
                            padding: padding * (format.depth > 8 ? 2 : 1), colorimetry: colorimetryOf(space) });
                        const worst = farthest(shown, expected, width);

                        most = Math.max(most, worst.deviation);
                        assert.ok(worst.deviation <= 1, `${width}x${height}, ${name}: ${tell(worst)}`);
                    }
                }
                u.diagnostic(`${format.name}: at most ${most.toFixed(2)} codes off`);
            });
        }
    } finally {
        await projector.stop();
    }
});
