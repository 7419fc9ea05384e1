// SPDX-License-Identifier: MIT
'use strict';

// What getFrame() of a player reads with, and its writer in another process.

const test = require('node:test');
const { eventually, killAll, newName, startWriter } = require('../node/programs');
const { PictureReader } = require('../../js/main/picture-reader');

test('a process that its writer has cut off reads the stream again', async () => {
    const name = newName();
    const writer = await startWriter(name);
    const pictures = new PictureReader();
    const sequence = () => {
        const stream = pictures.soon(name);
        const frame = stream && stream.getFrame();

        return frame && frame.sequence;
    };

    try {
        await writer.ask('frame 1');
        await eventually(() => sequence() === 1, 'the first frame');
        for (let frame = 2; frame < 5; frame++) {
            await writer.ask('cut');
            await writer.ask('frame 1');
            await eventually(() => sequence() === frame, `frame ${frame}`);
        }
    } finally {
        pictures.close();
        await killAll();
    }
});
