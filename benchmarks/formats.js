// SPDX-License-Identifier: MIT
'use strict';

// One frame of every pixel format on the screen of an Electron window, beside ffmpeg's rendering of the same bytes: how
// far they are apart, and both as one picture, to look at.

const fs = require('fs');
const path = require('path');

const { planSamplers, sampleBytes } = require('../js/preload/samplers');
const { layout } = require('../js/stream/addon');
const { Projector } = require('../tests/e2e/support/projector');
const { coloursOf, makeFrame } = require('./lib/raw-frames');
const { machine, printTable, results } = require('./lib/measure');

const WIDTH = 176;
const HEIGHT = 96;
const COLUMNS = 5;
const JPEG_QUALITY = 88;
/** Equal pictures have no noise to divide by. */
const EQUAL_DB = 99;

/** What goes up as which texture. */
function texturesOf(shape) {
    const samples = sampleBytes(shape);

    return planSamplers(shape).samplers.map(({ step }) =>
        ['R', 'RG', 'RGB', 'RGBA'][step / samples - 1] + (samples === 1 ? '8' : '16UI')).join(' + ');
}

/** 16 bits in 8, on black, which is what the page has behind it. @param {Uint16Array} words RGBA */
function onBlack(words) {
    return Buffer.from(words.map((value, i) => i % 4 === 3 ? 255 : Math.round(value / 257 * words[i | 3] / 65535)));
}

/** Colours alone: alpha is in them. */
function compare(one, other) {
    let squares = 0;
    let most = 0;

    one.forEach((value, i) => {
        const difference = i % 4 === 3 ? 0 : Math.abs(value - other[i]);
        squares += difference * difference;
        most = Math.max(most, difference);
    });
    const mean = squares / (one.length / 4 * 3);

    return { psnr: mean ? 10 * Math.log10(255 * 255 / mean) : EQUAL_DB, most };
}

/** What the window's screenshot has, once it is what was drawn: the compositor is a frame or two behind. */
async function screenshot(projector, drawn) {
    for (let tries = 0; tries < 50; tries++) {
        const bitmap = Buffer.from(await projector.application.main(async (world, width, height) => {
            const image = await world.windows[0].webContents.capturePage({ x: 0, y: 0, width, height });
            return image.toBitmap().toString('base64');
        }, WIDTH, HEIGHT), 'base64');
        const pixels = bitmap.map((value, i) => i % 4 === 3 ? 255 : bitmap[(i & ~3) + 2 - i % 4]);

        if (pixels.length === drawn.length && compare(pixels, drawn).most === 0) {
            return pixels;
        }
    }
    throw new Error('the screenshot never became what was drawn');
}

async function measure(projector, shape) {
    const { raw, rendered } = makeFrame(shape.name, WIDTH, HEIGHT);
    const drawn = await projector.show({ format: shape.name, width: WIDTH, height: HEIGHT, raw, ...coloursOf(shape.name) });
    const ours = await screenshot(projector, drawn);
    const theirs = onBlack(rendered);

    return { name: shape.name, textures: texturesOf(shape), bytes: raw.length, ...compare(ours, theirs), ours, theirs };
}

/** All of them as one picture, laid out by a window. */
async function montage(projector, electron, rows) {
    const cells = rows.map(({ name, psnr, ours, theirs }) => ({
        label: `${name}: ${psnr === EQUAL_DB ? 'equal' : `${psnr.toFixed(1)} dB`}`,
        pictures: [ours, theirs].map((pixels) => Buffer.from(pixels).toString('base64')),
    }));
    const width = COLUMNS * (2 * WIDTH + 16) + 16;
    const height = Math.ceil(rows.length / COLUMNS) * (HEIGHT + 26) + 48;

    return Buffer.from(await projector.application.main(async (world, all, title, w, h, cellWidth, cellHeight, quality) => {
        const index = await world.open({ width: w, height: h });
        await world.page(index, (cells_, title_, pictureWidth, pictureHeight) => {
            const { body } = document;
            body.style.cssText = 'margin: 0; padding: 8px; background: #fff; color: #222; font: 13px DejaVu Sans, sans-serif';
            body.appendChild(document.createElement('div')).textContent = title_;
            for (const { label, pictures } of cells_) {
                const cell = body.appendChild(document.createElement('div'));
                cell.style.cssText = `float: left; width: ${2 * pictureWidth + 4}px; height: ${pictureHeight + 18}px; margin: 8px 12px 0 0`;
                cell.textContent = label;
                cell.appendChild(document.createElement('br'));
                pictures.forEach((base64) => {
                    const canvas = cell.appendChild(document.createElement('canvas'));
                    const bytes = Uint8ClampedArray.from(window.atob(base64), (letter) => letter.charCodeAt(0));
                    Object.assign(canvas, { width: pictureWidth, height: pictureHeight });
                    canvas.style.cssText = 'float: left; margin-right: 2px';
                    canvas.getContext('2d').putImageData(new ImageData(bytes, pictureWidth, pictureHeight), 0, 0);
                });
            }
            return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        }, all, title, cellWidth, cellHeight);
        await world.wait(500);
        const image = await world.windows[index].webContents.capturePage();
        return image.toJPEG(quality).toString('base64');
    }, cells, `Each format: left frameshare in Electron ${electron}, right ffmpeg (zimg)`, width, height, WIDTH, HEIGHT,
    JPEG_QUALITY), 'base64');
}

async function main() {
    const projector = await Projector.start();
    const rows = [];

    try {
        for (const shape of layout.formats.filter(Boolean)) {
            rows.push(await measure(projector, shape));
        }
        const electron = projector.application.version;
        const formats = rows.map(({ name, textures, bytes, psnr, most }) => ({ name, textures, bytes, psnr, most }));

        fs.mkdirSync(results, { recursive: true });
        fs.writeFileSync(path.join(results, 'formats.jpg'), await montage(projector, electron, rows));
        fs.writeFileSync(path.join(results, 'formats.json'),
            JSON.stringify({ machine: machine(), electron, width: WIDTH, height: HEIGHT, formats }, null, 4) + '\n');
    } finally {
        await projector.stop();
    }
    printTable(['format', 'textures', 'bits a pixel', 'PSNR, dB', 'most, codes'], rows.map(({ name, textures, bytes, psnr, most }) =>
        [name, textures, bytes * 8 / WIDTH / HEIGHT, psnr === EQUAL_DB ? 'equal' : psnr.toFixed(1), most]));
    process.stdout.write('\nbuild/bench/formats.json and build/bench/formats.jpg are written\n');
}

main();
