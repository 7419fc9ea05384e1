#!/usr/bin/env node
// SPDX-License-Identifier: MIT
'use strict';

// Writes docs/quirks.md from the table of quirks, which `frameshare-player --quirks` tells: build first.
//
//     node scripts/quirks.js

const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const native = require('../js/native');

const PAGE = path.join(__dirname, '..', 'docs', 'quirks.md');
const WIDTH = 100;

const HEAD = `# GStreamer's faults, worked around

Made by \`node scripts/quirks.js\` from the table in \`src/player/quirks/quirks.c\`.

The player works around these faults of GStreamer's. Which are active depends on the version that
runs; \`frameshare-player --quirks\` says so of this machine. To find out whether one is to blame for
something, or needed at all, switch it off in the environment of the app:

    FRAMESHARE_QUIRKS=-qtdemux-range,-matroskademux-seek electron .

A name that is none gives one line on standard error that lists those there are. "Seen" are the
versions in which someone saw the fault; where "versions" says "all", none is known to be without.
"Not reported" says that no report or change of GStreamer's own is known here.
A fault that is seen each time has a test in \`tests/player/quirks_test.c\` that runs with its
workaround and without, and fails when a GStreamer has mended it.
`;

/**
 * @param {string} text what \`frameshare-player --quirks\` says
 * @returns {{name: string, fields: Map<string, string>}[]}
 */
function parse(text) {
    return text.trimEnd().split('\n\n').slice(1).map((block) => {
        const [name, ...lines] = block.split('\n');

        return { name, fields: new Map(lines.map((line) => /** @type {[string, string]} */ (line.trim().split(/ +(.*)/, 2)))) };
    });
}

/** @param {string} text @returns {string} the same in lines of the page's width */
function wrap(text) {
    const lines = [''];

    for (const word of text.split(' ')) {
        const line = lines[lines.length - 1];

        if (line && line.length + 1 + word.length > WIDTH) {
            lines.push(word);
        } else {
            lines[lines.length - 1] = line ? `${line} ${word}` : word;
        }
    }
    return lines.join('\n');
}

/** @param {string} text what \`frameshare-player --quirks\` says @returns {string} */
function makePage(text) {
    const parts = parse(text).map(({ name, fields }) => {
        const upstream = fields.get('upstream') || '';
        const facts = [
            ['element', fields.get('element')], ['versions', fields.get('versions')], ['seen in', fields.get('seen')],
            ['the fault is there', fields.get('fault')], ['upstream', /^https:/.test(upstream) ? `<${upstream}>` : upstream],
        ];

        return `## ${name}\n\n${wrap(fields.get('does') || '')}\n\n${facts.map(([what, is]) => `- ${what}: ${is}\n`).join('')}`;
    });

    return [HEAD, ...parts].join('\n');
}

/** @returns {string} what the page is to be now */
function readPage() {
    return makePage(execFileSync(process.env.FRAMESHARE_PLAYER || native.find('player'), ['--quirks'], { encoding: 'utf8' }));
}

if (require.main === module) {
    fs.writeFileSync(PAGE, readPage());
}

module.exports = { PAGE, parse, readPage };
