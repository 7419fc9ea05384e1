// SPDX-License-Identifier: MIT
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

/** GStreamer's names, whose primaries and transfers are those of the standard: none of them is converted. */
const NAMED = [
    { colorimetry: 'bt601', space: { matrix: 'bt601', range: 'limited' } },
    { colorimetry: 'bt709', space: { matrix: 'bt709', range: 'limited' } },
    { colorimetry: 'smpte240m', space: { matrix: 'smpte240m', range: 'limited' } },
    // What jpegdec says: full range BT.601, sRGB's transfer and BT.709's primaries.
    { colorimetry: '1:4:7:1', space: { matrix: 'bt601', range: 'full' } },
];

let projector;

test.before(async () => {
    projector = await Projector.start();
});
test.after(() => projector.stop());

/** Show a chart that these caps describe and compare it with what they should mean. */
async function check({ format, lines, space, site, caps = {} }) {
    const description = knownFormats().get(format);
    const chart = edgesChart(description, 64, lines);
    const shown = await projector.show({ ...chart, format, ...caps });
    const worst = farthest(shown, render(chart, description, space, site), chart.width);

    assert.ok(worst.deviation <= 1, tell(worst));
}

for (const { what, ...described } of DEFAULTS) {
    test(`video that says nothing of its colour, ${what}`, () => check(described));
}

for (const { colorimetry, space } of NAMED) {
    test(`colorimetry ${colorimetry} is ${space.matrix}, ${space.range} range`, () =>
        check({ format: 'I420', lines: 64, space, site: [-1, 0], caps: { colorimetry, site: 'mpeg2' } }));
}
