// SPDX-License-Identifier: MIT
'use strict';

// A picture of percentiles: one line a series, from p50 over p95 and p99 to the maximum, on a logarithmic axis.

const WIDTH = 960;
const LABELS = 330;
const ROW = 26;
const TOP = 64;

/** @type {(text: string) => string} */
function escape(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** @type {(ns: number) => string} */
function timeLabel(ns) {
    const units = /** @type {[number, string][]} */ ([[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']]);
    const [size, unit] = units.find(([smallest]) => ns >= smallest) || [1, 'ns'];
    return `${+(ns / size).toPrecision(3)} ${unit}`;
}

/**
 * @param {string} title
 * @param {string} subtitle
 * @param {{label: string, percentiles: import('./measure').Percentiles}[]} series times in ns
 * @returns {string} SVG
 */
function plotPercentiles(title, subtitle, series) {
    const all = series.map((s) => s.percentiles);
    const low = Math.floor(Math.log10(Math.max(1, Math.min(...all.map((p) => p.p50)))));
    const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...all.map((p) => p.max)))));
    const height = TOP + series.length * ROW + 40;
    /** @type {(ns: number) => string} */
    const x = (ns) => (LABELS + (Math.log10(Math.max(1, ns)) - low) / (high - low) * (WIDTH - LABELS - 40)).toFixed(1);
    const parts = [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">`,
        `<rect width="${WIDTH}" height="${height}" fill="white"/>`,
        `<text x="16" y="24" font-size="16" font-weight="bold">${escape(title)}</text>`,
        `<text x="16" y="44" fill="#555">${escape(subtitle)}; dots: p50, p95, p99, max</text>`,
    ];

    for (let decade = low; decade <= high; decade++) {
        const at = x(10 ** decade);
        parts.push(`<line x1="${at}" y1="${TOP - 6}" x2="${at}" y2="${height - 30}" stroke="#ddd"/>`,
            `<text x="${at}" y="${height - 12}" text-anchor="middle" fill="#555">${timeLabel(10 ** decade)}</text>`);
    }
    series.forEach(({ label, percentiles: p }, i) => {
        const y = TOP + i * ROW + ROW / 2;
        parts.push(`<text x="${LABELS - 12}" y="${y + 4}" text-anchor="end">${escape(label)}</text>`,
            `<line x1="${x(p.p50)}" y1="${y}" x2="${x(p.max)}" y2="${y}" stroke="#9bb" stroke-width="2"/>`);
        for (const [value, colour, radius] of /** @type {[number, string, number][]} */ ([[p.max, '#bcc', 3], [p.p99, '#7aa', 4],
            [p.p95, '#488', 4], [p.p50, '#045', 5]])) {
            parts.push(`<circle cx="${x(value)}" cy="${y}" r="${radius}" fill="${colour}"><title>${timeLabel(value)}</title></circle>`);
        }
    });
    return parts.join('\n') + '\n</svg>\n';
}

module.exports = { plotPercentiles, timeLabel };
