// SPDX-License-Identifier: MIT
'use strict';

// Prints once a second how many frames of a stream arrived, and their average colour. Without
// Electron:
//
//     gst-launch-1.0 videotestsrc is-live=true ! framesharesink stream=test &
//     node examples/node/colours.js test

const frameshare = require('frameshare');

/** @param {Uint8Array} data RGBA */
function average(data) {
    const sum = [0, 0, 0];

    for (let i = 0; i < data.length; i += 4) {
        sum.forEach((_, c) => (sum[c] += data[i + c]));
    }
    return sum.map((each) => Math.round(each * 4 / data.length));
}

/** @param {string} name of the stream */
async function main(name) {
    const stream = await frameshare.openAsync(name, { timeout: 10000 });
    let second = -1;
    let frames = 0;

    for (;;) {
        const frame = await stream.waitFrame();         // leased: nobody writes to it

        if (!frame) {
            break;                                      // the stream has ended
        }
        frames++;
        const now = Math.floor(Number(frame.pts) / 1e9);
        // The picture as it is displayed, in RGBA, whatever `frame.format` is; frame.planes has
        // what the decoder wrote.
        const picture = now === second ? null : stream.snapshot();

        if (picture) {
            const size = `${frame.width}x${frame.height}`;

            console.log(`${now} s  frame ${frames}  ${size} ${frame.format}  rgb(${average(picture.data).join(', ')})`);
            second = now;
        }
        frame.release();
    }
    stream.close();
}

main(process.argv[2]).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
