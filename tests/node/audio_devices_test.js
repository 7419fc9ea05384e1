// SPDX-License-Identifier: MIT
'use strict';

// js/main/player.js: where sound goes. What devices do is tested in tests/player/devices_test.c.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const nodeTest = require('node:test');
const { build } = require('./programs');
const { GstPlayer } = require('../../js/main/player');

const host = path.join(build, 'src', 'player', 'frameshare-player');
const skip = fs.existsSync(host) ? false : 'built without GStreamer';
process.env.GST_PLUGIN_PATH = path.join(build, 'src', 'gst');

nodeTest('a player tells its audio devices before anything is loaded, and takes the system\'s choice', { skip }, async () => {
    const player = new GstPlayer({ host });

    try {
        for (const device of await player.audioDevices()) {
            assert.deepStrictEqual(Object.keys(device), ['id', 'label', 'default']);
            assert.notStrictEqual(device.id, '');
        }
        await player.setAudioDevice(null);
    } finally {
        await player.close();
    }
});

nodeTest('an audio device that is not there is refused by its name', { skip }, async () => {
    const player = new GstPlayer({ host });

    try {
        await assert.rejects(player.setAudioDevice('Nowhere'), { code: 'not-found', message: /"Nowhere"/ });
    } finally {
        await player.close();
    }
});
