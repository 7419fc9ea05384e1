// SPDX-License-Identifier: MIT
'use strict';

const { ipcRenderer } = require('electron');
const frameshare = require('../..');

const now = () => Number(process.hrtime.bigint());

/** The picture is really there: alpha of the first and of the last pixel. */
function isOpaque(data) {
    return data[3] === 255 && data[1920 * 1080 * 4 - 1] === 255;
}

ipcRenderer.on('frame', (event, data, at) => {
    const seen = now();
    ipcRenderer.send('seen', { seen, at, ok: isOpaque(data) });
});

/** How long it takes to hold a frame that is there: lease to view. Looks on a timer, as a display does. */
function measureHold(stream, seconds) {
    return new Promise((resolve) => {
        const holdNs = [];
        const end = now() + seconds * 1e9;
        const look = () => {
            if (stream.reader.hasNew()) {
                const start = now();
                const frame = stream.getFrame();
                const took = now() - start;
                if (frame) {
                    if (!isOpaque(frame.data)) {
                        throw new Error('the frame is not the picture that was made');
                    }
                    frame.release();
                    holdNs.push(took);
                }
            }
            if (now() < end) {
                setTimeout(look, 5);
            } else {
                resolve(holdNs);
            }
        };
        look();
    });
}

/** From publish until a reader that slept has its view. */
async function measureWake(stream, seconds) {
    const viewNs = [];
    const start = now();
    let frames = 0;

    while (now() - start < seconds * 1e9) {
        const frame = await stream.waitFrame(1000);
        const seen = now();
        if (frame) {
            viewNs.push(seen - frame.publishedAt);
            frames += isOpaque(frame.data) ? 1 : 0;
            frame.release();
        }
    }
    return { viewNs, fps: frames / ((now() - start) / 1e9) };
}

ipcRenderer.on('stream', async (event, { stream: name, seconds }) => {
    const stream = await frameshare.openAsync(name, { timeout: 10000 });
    await stream.waitFrame(5000).then((frame) => frame && frame.release());
    const wake = await measureWake(stream, seconds);
    const holdNs = await measureHold(stream, seconds);
    const { published, copied } = stream.stats();

    stream.close();
    ipcRenderer.send('stream', { ...wake, holdNs, mapping: stream.mapping, copiesPerFrame: copied / published });
});
