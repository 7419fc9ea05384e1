// SPDX-License-Identifier: MIT
'use strict';

// Writes the page of the C library out of the comments of include/frameshare/*.h.

const fs = require('fs');
const path = require('path');

/** In the order in which one needs them. */
const ORDER = ['reader.h', 'writer.h', 'frame.h', 'format.h', 'overlay.h', 'stream.h', 'accounts.h', 'error.h'];

/** @param {string} comment from slash to slash @returns {string} what it says */
function said(comment) {
    return comment.replace(/^\/\*\*?\s?/, '').replace(/\s*\*\/$/, '').replace(/^[ \t]*\* ?/gm, '').trim();
}

/**
 * A declaration that has a comment before it: up to its semicolon, or all lines of a macro, with no comment left out.
 * @param {string} text after the comment
 * @returns {string}
 */
function declaration(text) {
    if (text.startsWith('#define')) {
        return text.slice(0, text.search(/(?<!\\)\n/));
    }
    let depth = 0;
    const code = text.replace(/\/\*.*?\*\//gs, (comment) => ' '.repeat(comment.length));

    for (let i = 0; i < code.length; i++) {
        depth += code[i] === '{' ? 1 : code[i] === '}' ? -1 : 0;
        if (code[i] === ';' && depth === 0) {
            return text.slice(0, i + 1);
        }
    }
    return text;
}

/** @param {string} root of the project @returns {string} Markdown */
function writeHeaders(root) {
    const folder = path.join(root, 'include', 'frameshare');
    const parts = ['# The C library', '`#include <frameshare/frameshare.h>` has all of it; link with `-lframeshare`. [examples/reader.c](../../examples/reader.c) ' +
        'is a whole program. Results are 0 or a negative `FRS_E*`, of which `frs_error_message()` says more.'];

    for (const name of ORDER) {
        const text = fs.readFileSync(path.join(folder, name), 'utf8').replace(/^\/\* SPDX.*\n/, '');
        const comments = Array.from(text.matchAll(/^\/\*\*.*?\*\/\n/gms));

        comments.forEach((found, i) => {
            const rest = text.slice(/** @type {number} */ (found.index) + found[0].length);

            parts.push(i === 0 ? `## ${name}\n\n${said(found[0].trim())}` :
                `\`\`\`c\n${declaration(rest).replace(/^FRS_API /, '')}\n\`\`\`\n\n${said(found[0].trim())}`);
        });
    }
    return `${parts.join('\n\n')}\n`;
}

module.exports = { writeHeaders };
