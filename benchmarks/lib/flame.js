// SPDX-License-Identifier: MIT
'use strict';

const WIDTH = 1200;
const ROW = 17;
const HEAD = 30;
/** Narrower blocks are left out, pixels. */
const LEAST = 1;
const LETTER = 6.6;

/** @typedef {{name: string, count: number, children: Map<string, Block>}} Block */

/** @param {string} name @returns {Block} */
function block(name) {
    return { name, count: 0, children: new Map() };
}

/** @param {string[][]} stacks the outermost first @returns {Block} */
function fold(stacks) {
    const all = block('all');

    for (const stack of stacks) {
        let at = all;

        at.count++;
        for (const name of stack) {
            const next = at.children.get(name) || block(name);

            at.children.set(name, next);
            next.count++;
            at = next;
        }
    }
    return all;
}

/** @param {Block} at @param {number} scale pixels a sample @returns {number} rows that can be seen */
function depth(at, scale) {
    const seen = Array.from(at.children.values()).filter(({ count }) => count * scale >= LEAST);

    return 1 + Math.max(0, ...seen.map((child) => depth(child, scale)));
}

/** @param {string} text */
function escape(text) {
    return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** The same name has the same colour in every picture. @param {string} name */
function colour(name) {
    const hash = Array.from(name).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7);

    return `hsl(${10 + hash % 45}, 75%, ${58 + hash % 14}%)`;
}

/**
 * A flame graph: the width of a block is how often it was there, what it called lies above it.
 * @param {string[][]} stacks one a sample, the outermost call first
 * @param {string} title
 * @returns {string} SVG
 */
function draw(stacks, title) {
    const all = fold(stacks);
    const scale = WIDTH / Math.max(1, all.count);
    const height = HEAD + ROW * depth(all, scale);
    /** @type {string[]} */
    const parts = [];
    const add = (/** @type {Block} */ at, /** @type {number} */ x, /** @type {number} */ row) => {
        const width = at.count * scale;
        const y = height - ROW * (row + 1);
        const letters = Math.floor((width - 6) / LETTER);
        const percent = `${at.name}: ${(100 * at.count / all.count).toFixed(1)} %`;

        if (width < LEAST) {
            return;
        }
        parts.push(`<g><title>${escape(percent)}</title><rect x="${x.toFixed(1)}" y="${y}" width="${Math.max(width - 0.5, 0.5).toFixed(1)}" height="${ROW - 1}" fill="${colour(at.name)}"/>` +
            `${letters > 2 ? `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${escape(at.name.slice(0, letters))}</text>` : ''}</g>`);
        Array.from(at.children.values()).sort((a, b) => (a.name < b.name ? -1 : 1)).reduce((left, child) => {
            add(child, left, row + 1);
            return left + child.count * scale;
        }, x);
    };

    add(all, 0, 0);
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="monospace" font-size="11">` +
        `<rect width="100%" height="100%" fill="white"/><text x="10" y="18" font-size="14">${escape(title)}</text>${parts.join('\n')}</svg>\n`;
}

module.exports = { draw };
