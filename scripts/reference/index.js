// SPDX-License-Identifier: MIT
'use strict';

// Writes the reference pages, docs/reference (or FOLDER), from the JSDoc of js/ and the comments of the C headers, and
// custom-elements.json, by which editors know <gst-video>.
//
//     node scripts/reference [FOLDER]
//
// It fails, and says of which, when nothing is said of a public name.

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { writeHeaders } = require('./headers');
const { writeManifest } = require('./manifest');
const { Model } = require('./model');
const { Page } = require('./page');

const ROOT = path.join(__dirname, '..', '..');

/** A type is described on the first page that names it. */
const PAGES = [
    {
        file: 'stream.md', types: 'index.d.ts', title: 'require(\'frameshare\'): streams, in plain Node and in Electron\'s main process',
        text: 'Reads the pictures of any stream of this user: of a player, of `framesharesink` in a pipeline, of a program in C.',
    },
    {
        file: 'main.md', types: 'main/index.d.ts', title: 'require(\'frameshare/main\'): players, and who may open what',
        text: 'For Electron\'s main process. `GstPlayer` works in plain Node, too.',
    },
    {
        file: 'page.md', types: 'page/index.d.ts', title: '<gst-video>: what a page has',
        text: 'The window\'s preload says `require(\'frameshare/preload\')`, and its pages have the element. What it does otherwise than `<video>` ' +
            'is in [media-element.md](../media-element.md). Beside it the page has the object `frameshare`: `frameshare.player(NAME)` makes a ' +
            '`srcObject`; `frameshare.FrameReader` reads pictures, and `frameshare.workerScript` is what a Worker imports to have it, too.',
    },
    {
        file: 'preload.md', types: 'preload/index.d.ts', title: 'require(\'frameshare/preload\')',
        text: 'For the preload script of a window (`contextIsolation: true`, `sandbox: false`). Requiring it is all that `<gst-video>` needs.',
    },
];

/** @param {Map<string, string>} pages @returns {string} a page that leads to all of them */
function writeIndex(pages) {
    const lines = Array.from(pages, ([file, text]) => `- [${text.slice(2, text.indexOf('\n')).replace(/</g, '\\<')}](${file})`);

    return `# Reference\n\nMade by \`node scripts/reference\` from the comments in the sources.\n\n${lines.join('\n')}\n`;
}

/** @returns {{pages: Map<string, string>, manifest: string, silent: string[]}} the pages and custom-elements.json; names without a description */
function makePages() {
    const types = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-reference-'));

    try {
        execFileSync(path.join(ROOT, 'scripts', 'types'), [types], { stdio: 'inherit' });
        const model = new Model(types, ROOT);
        /** @type {{name: string, source: string | undefined, file: string}[]} */
        const places = [];
        const read = PAGES.map(({ file, types: module, ...head }) => {
            const items = model.read(module).filter((item) => item.kind === 'function' ||
                !places.some(({ name, source }) => name === item.name && source === item.source));

            items.filter(({ kind }) => kind !== 'function').forEach(({ name, source }) => places.push({ name, source, file }));
            return { file, head, items };
        });
        /** @type {Map<string, string>} */
        const pages = new Map();
        /** @type {string[]} */
        const silent = [];

        for (const { file, head, items } of read) {
            const page = new Page(file, places);

            pages.set(file, page.write(head, items));
            silent.push(...page.silent.map((name) => `${file}: ${name}`));
        }
        pages.set('c.md', writeHeaders(ROOT));
        pages.set('README.md', writeIndex(pages));
        const element = read.map(({ items }) => items).flat().find(({ name }) => name === 'GstVideo');

        return { pages, manifest: writeManifest(/** @type {import('./model').Class} */ (element)), silent };
    } finally {
        fs.rmSync(types, { recursive: true, force: true });
    }
}

if (require.main === module) {
    const folder = process.argv[2] || path.join(ROOT, 'docs', 'reference');
    const { pages, manifest, silent } = makePages();

    fs.mkdirSync(folder, { recursive: true });
    pages.forEach((text, name) => fs.writeFileSync(path.join(folder, name), text));
    fs.writeFileSync(path.join(process.argv[2] || ROOT, 'custom-elements.json'), manifest);
    if (silent.length > 0) {
        process.stderr.write(`Nothing is said of\n    ${silent.join('\n    ')}\n`);
        process.exitCode = 1;
    }
}

module.exports = { makePages };
