// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');
const { GstPlayer } = require('../../../js/main');
const { temporaryFolder } = require('../../support/folder');

const root = temporaryFolder();
/** A program that runs host.js. */
const host = path.join(root, 'host');
fs.writeFileSync(host, `#!/bin/sh\nexec "${process.execPath}" "${path.join(__dirname, 'host.js')}" "$@"\n`, { mode: 0o755 });
let journals = 0;

/** A player of hosts that do as their source says, what it tells, and what they were told. */
function prepare(options = { host }) {
    const journal = path.join(root, `journal${++journals}`);

    fs.writeFileSync(journal, '');
    process.env.FRAMESHARE_TEST_JOURNAL = journal;
    const player = new GstPlayer(options);
    const events = [];
    player.on('message', (event) => events.push(event));
    player.on('error', () => {});
    const heard = (name) => events.filter(({ event }) => event === name);
    const told = () => fs.readFileSync(journal, 'utf8').trim().split('\n');
    return { player, events, heard, told };
}

module.exports = { host, prepare };
