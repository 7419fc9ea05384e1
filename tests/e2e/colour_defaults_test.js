'use strict';

const assert = require('assert');
const test = require('node:test');
const { knownFormats } = require('../colour/publisher');
const { edgesChart } = require('../colour/charts');
const { Projector, farthest, tell, render } = require('./support/projector');

/** What GStreamer takes caps for that say nothing of colour (gst_video_info_set_format() and its neighbours). */
const DEFAULTS = [
    { what: 'up to 576 lines: BT.601, limited, chroma in the middle', format: 'I420', lines: 576,
        space: { matrix: 'bt601', range: 'limited' }, site: [0, 0] },
    { what: 'above 576 lines: BT.709, limited, chroma left', format: 'I420', lines: 578,
        space: { matrix: 'bt709', range: 'limited' }, site: [-1, 0] },
    { what: 'ten bits of 720 lines: BT.709, limited, chroma left', format: 'I420_10LE', lines: 720,
        space: { matrix: 'bt709', range: 'limited' }, site: [-1, 0] },
    { what: 'grey: full', format: 'GRAY8', lines: 720, space: { matrix: 'bt601', range: 'full' }, site: [0, 0] },
    { what: 'RGB: full', format: 'RGBA', lines: 720, space: { matrix: 'rgb', range: 'full' }, site: [0, 0] },
];

test('video that says nothing of its colour is taken as GStreamer takes it', async (t) => {
    const projector = await Projector.start();

    try {
        for (const { what, format, lines, space, site } of DEFAULTS) {
            await t.test(what, async () => {
                const chart = edgesChart(knownFormats().get(format), 64, lines);
                const shown = await projector.show({ ...chart, format });
                const worst = farthest(shown, render(chart, knownFormats().get(format), space, site), chart.width);

                assert.ok(worst.deviation <= 1, tell(worst));
            });
        }
    } finally {
        await projector.stop();
    }
});
