// SPDX-License-Identifier: MIT
'use strict';

// Writes a picture of every second of a film, as PNG. Plain Node: no window, no Electron.
//
//     node examples/node/snapshots.js FILM FOLDER

const { once } = require('events');
const fs = require('fs');
const path = require('path');
const { GstPlayer } = require('frameshare/main');

/**
 * @param {string} film a path, or a URI
 * @param {string} folder
 */
async function main(film, folder) {
    const player = new GstPlayer();

    try {
        await player.load(film);                        // paused at its first picture
        fs.mkdirSync(folder, { recursive: true });
        for (let second = 0; second < Number(player.duration); second++) {
            const seeked = once(player, 'seeked');      // the picture is there
            await player.seek(second);
            await seeked;

            const file = path.join(folder, `${String(second).padStart(4, '0')}.png`);
            const picture = await player.snapshot();
            fs.writeFileSync(file, picture.toPNG());
            console.log(`${file}  ${picture.width}x${picture.height}`);
        }
    } finally {
        await player.close();                           // ends its process, too
    }
}

main(process.argv[2], process.argv[3] || '.').catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
});
