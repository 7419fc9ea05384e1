// SPDX-License-Identifier: MIT
'use strict';

// Pictures of growth: panels beneath each other, each with lines over a logarithmic axis of how many or how large.

const WIDTH = 960;
const PANEL = 250;
const LEFT = 84;
const RIGHT = 230;
const TOP = 64;
const COLOURS = ['#045', '#c50', '#383', '#808', '#777'];

/** @type {(text: string) => string} */
function escape(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** @type {(value: number) => string} */
function short(value) {
    return String(+value.toPrecision(3));
}

/**
 * @typedef {{label: string, points: [number, number][]}} Line
 * @typedef {{title: string, unit: string, lines: Line[]}} Panel
 */

/** Marks of the other axis: 1, 2 or 5 times a power of ten apart, 5 at most. @param {number} top */
function marks(top) {
    const power = 10 ** Math.floor(Math.log10(top));
    const step = [0.2, 0.5, 1, 2].map((times) => times * power).find((each) => top / each <= 5) || power;
    return Array.from({ length: Math.floor(top / step) + 1 }, (_, i) => i * step);
}

/** @param {Panel} panel @param {number} y0 its top edge */
function plotPanel({ title, unit, lines }, y0) {
    const xs = [...new Set(/** @type {number[]} */ ([]).concat(...lines.map(({ points }) => points.map(([at]) => at))))].sort((a, b) => a - b);
    const top = 1.08 * Math.max(...lines.map(({ points }) => Math.max(...points.map(([, y]) => y))));
    const [low, high] = [Math.log(xs[0]), Math.log(xs[xs.length - 1])];
    const bottom = y0 + PANEL - 40;
    /** @type {(value: number) => string} */
    const x = (value) => (LEFT + (Math.log(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)).toFixed(1);
    /** @type {(value: number) => string} */
    const y = (value) => (bottom - value / top * (bottom - y0 - 24)).toFixed(1);
    const parts = [`<text x="16" y="${y0 + 8}" font-weight="bold">${escape(title)}</text>`];

    for (const value of marks(top)) {
        parts.push(`<line x1="${LEFT}" y1="${y(value)}" x2="${WIDTH - RIGHT}" y2="${y(value)}" stroke="#e4e4e4"/>`,
            `<text x="${LEFT - 8}" y="${+y(value) + 4}" text-anchor="end" fill="#555">${short(value)} ${escape(unit)}</text>`);
    }
    for (const value of xs) {
        parts.push(`<text x="${x(value)}" y="${bottom + 18}" text-anchor="middle" fill="#555" font-size="11">${short(value)}</text>`);
    }
    lines.forEach(({ label, points }, i) => {
        const colour = COLOURS[i % COLOURS.length];
        const path = points.map(([px, py], at) => `${at ? 'L' : 'M'}${x(px)} ${y(py)}`).join('');
        parts.push(`<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
            ...points.map(([px, py]) => `<circle cx="${x(px)}" cy="${y(py)}" r="3" fill="${colour}"><title>${short(py)} ${escape(unit)}</title></circle>`),
            `<rect x="${WIDTH - RIGHT + 20}" y="${y0 + 24 + i * 20}" width="10" height="10" fill="${colour}"/>`,
            `<text x="${WIDTH - RIGHT + 36}" y="${y0 + 33 + i * 20}">${escape(label)}</text>`);
    });
    return parts.join('\n');
}

/**
 * @param {string} title
 * @param {string} subtitle
 * @param {Panel[]} panels
 * @returns {string} SVG
 */
function plotCurves(title, subtitle, panels) {
    const height = TOP + panels.length * PANEL + 10;

    return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">`,
        `<rect width="${WIDTH}" height="${height}" fill="white"/>`,
        `<text x="16" y="24" font-size="16" font-weight="bold">${escape(title)}</text>`,
        `<text x="16" y="44" fill="#555">${escape(subtitle)}</text>`,
        ...panels.map((panel, i) => plotPanel(panel, TOP + i * PANEL + 16)),
        '</svg>\n',
    ].join('\n');
}

module.exports = { plotCurves };
