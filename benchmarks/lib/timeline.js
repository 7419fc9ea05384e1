// SPDX-License-Identifier: MIT
'use strict';

// A picture of numbers over time: an area of steps a series, a line for each event.

const WIDTH = 960;
const HEIGHT = 420;
const LEFT = 64;
const RIGHT = 64;
const TOP = 84;
const BOTTOM = 44;

/** @type {(text: string) => string} */
function escape(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * @param {string} title
 * @param {string} subtitle
 * @param {{label: string, colour: string, points: [number, number][]}[]} series seconds and values; drawn in this order
 * @param {{at: number, label: string}[]} events
 * @param {string} unit
 * @returns {string} SVG
 */
function plotTimeline(title, subtitle, series, events, unit) {
    const end = Math.max(...series.map(({ points }) => points[points.length - 1][0]));
    const top = 1.05 * Math.max(...series.map(({ points }) => Math.max(...points.map(([, value]) => value))));
    /** @type {(seconds: number) => string} */
    const x = (s) => (LEFT + s / end * (WIDTH - LEFT - RIGHT)).toFixed(1);
    /** @type {(value: number) => string} */
    const y = (value) => (HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM)).toFixed(1);
    const parts = [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="12">`,
        `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
        `<text x="16" y="24" font-size="16" font-weight="bold">${escape(title)}</text>`,
        `<text x="16" y="44" fill="#555">${escape(subtitle)}</text>`,
    ];
    const step = 10 ** Math.floor(Math.log10(top));

    for (let value = 0; value <= top; value += top / step > 5 ? step : step / 2) {
        parts.push(`<line x1="${LEFT}" y1="${y(value)}" x2="${WIDTH - RIGHT}" y2="${y(value)}" stroke="#e4e4e4"/>`,
            `<text x="${LEFT - 8}" y="${+y(value) + 4}" text-anchor="end" fill="#555">${value} ${unit}</text>`);
    }
    for (const { colour, points } of series) {
        const path = points.map(([s, value], i) => `${i ? `H${x(s)}V` : `M${x(s)} `}${y(value)}`).join('');
        parts.push(`<path d="${path}V${y(0)}H${x(points[0][0])}Z" fill="${colour}" fill-opacity="0.35"/>`,
            `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5"/>`);
    }
    events.forEach(({ at, label }, i) => {
        parts.push(`<line x1="${x(at)}" y1="${TOP - 10}" x2="${x(at)}" y2="${y(0)}" stroke="#999" stroke-dasharray="3 3"/>`,
            `<text x="${+x(at) + 3}" y="${TOP - 4 + i % 2 * 12}" fill="#333" font-size="11">${escape(label)}</text>`,
            `<text x="${x(at)}" y="${HEIGHT - 26}" text-anchor="middle" fill="#555" font-size="11">${at.toFixed(0)} s</text>`);
    });
    series.forEach(({ label, colour }, i) => {
        const at = LEFT + i * 230;
        parts.push(`<rect x="${at}" y="${HEIGHT - 16}" width="10" height="10" fill="${colour}"/>`,
            `<text x="${at + 15}" y="${HEIGHT - 7}">${escape(label)}</text>`);
    });
    return parts.join('\n') + '\n</svg>\n';
}

module.exports = { plotTimeline };
