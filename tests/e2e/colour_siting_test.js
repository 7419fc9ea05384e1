// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { edgesChart } = require('../colour/charts');
const { Projector, formats, colorimetryOf, farthest, tell, render } = require('./support/projector');

const SPACE = { matrix: 'bt709', range: 'limited' };

/** GStreamer's names of where the chroma samples lie, and where that is across and down: see reference.js. */
const SITES = { jpeg: [0, 0], mpeg2: [-1, 0], 'v-cosited': [0, -1], cosited: [-1, -1] };

test('a chroma edge of one pixel is where the chroma site puts it', async (t) => {
    const projector = await Projector.start();

    try {
        for (const format of formats().filter(({ model, hShift }) => model === 'yuv' && hShift > 0)) {
            await t.test(format.name, async (u) => {
                const chart = edgesChart(format, 66, 62);
                const deviations = [];

                for (const [site, position] of Object.entries(SITES)) {
                    const shown = await projector.show({ ...chart, format: format.name, site,
                        colorimetry: colorimetryOf(SPACE) });
                    const worst = farthest(shown, render(chart, format, SPACE, position), chart.width);

                    deviations.push(`${site} ${worst.deviation.toFixed(2)}`);
                    assert.ok(worst.deviation <= 1, `${site}: ${tell(worst)}`);
                }
                u.diagnostic(`${format.name}: at most ${deviations.join(', ')} codes off`);
            });
        }
    } finally {
        await projector.stop();
    }
});
