// SPDX-License-Identifier: MIT
'use strict';

// js/preload/display.js: what a stream's reader and a page with too many elements see of it.

const assert = require('assert');
const test = require('node:test');
const { layout } = require('../../js/stream/addon');
const { Application } = require('./support/electron');
const { noisyPicture } = require('./support/pictures');

/** A window, and in its preload a display of a reader that hands out one picture and remembers what it is told. */
async function open(more) {
    const application = await Application.launch();
    const picture = noisyPicture(layout.formats.find((shape) => shape && shape.name === 'I420'), 64, 32, 0, more);

    await application.main((world) => world.open());
    await application.preload(0, ({ painter }, each) => painter.display(each, { width: 320, height: 240 }),
        { ...picture, bytes: picture.bytes.toString('base64') });
    return application;
}

/** Change the element and wait until the reader has been told something new. */
function told(application, style) {
    return application.preload(0, ({ painter }, text) => painter.restyle(text), style);
}

test('the writer is told on how many pixels of the screen a picture is seen, and only when that changes', async () => {
    const application = await open({});

    try {
        assert.deepStrictEqual(await told(application, ''), [[320, 160]]);
        assert.deepStrictEqual(await told(application, 'width: 200px'), [[320, 160], [200, 100]]);
        assert.deepStrictEqual(await told(application, 'object-fit: cover'), [[320, 160], [200, 100], [480, 240]]);
        assert.deepStrictEqual((await told(application, 'object-fit: none')).slice(3), [[64, 32]]);
        // Nobody sees it.
        assert.deepStrictEqual((await told(application, 'object-fit: none; display: none')).slice(4), [[0, 0]]);
        assert.deepStrictEqual((await told(application, 'object-fit: none; width: 64px; height: 64px')).slice(5), [[64, 32]]);
    } finally {
        await application.stop();
    }
});

test('of a picture that is turned, the size is told as it is before', async () => {
    const application = await open({ orientation: 1 });

    try {
        // 64x32 stands upright, 120 wide and 240 high.
        assert.deepStrictEqual(await told(application, ''), [[240, 120]]);
    } finally {
        await application.stop();
    }
});

test('elements that lose their WebGL context to others say how many there may be', async () => {
    const application = await Application.launch();

    try {
        const warnings = await application.main(async (world) => {
            const said = [];
            await world.player('one').load({ pipeline: 'videotestsrc num-buffers=2 ! ' +
                'video/x-raw,width=32,height=18,framerate=10/1 ! framesharesink' });
            const index = await world.open();
            world.windows[index].webContents.on('console-message', (event, level, message) => {
                if (/^frameshare/.test(message)) {
                    said.push(message);
                }
            });
            const add = (count) => world.page(index, (n) => {
                document.body.insertAdjacentHTML('beforeend', ('<gst-video src="frameshare:one" style="width: 32px; ' +
                    'height: 18px; display: inline-block"></gst-video>').repeat(n));
                return new Promise((resolve) => {
                    const look = () => (Array.from(document.querySelectorAll('gst-video')).every((video) =>
                        video.readyState >= 2) ? resolve() : setTimeout(look, 20));
                    look();
                });
            }, count);

            await add(14);
            await world.wait(2500);
            const before = said.length;
            await add(5);
            await world.until(() => said.length > before, 'a warning');
            return { before, said };
        });

        assert.strictEqual(warnings.before, 0);
        warnings.said.forEach((each) => assert.match(each, /WebGL context.*16.*max-active-webgl-contexts/));
    } finally {
        await application.stop();
    }
});
