// SPDX-License-Identifier: MIT
'use strict';

// What a picture must look like, in double precision and straight from the definitions: H.273 for colour and for
// where chroma lies, bilinear between samples. Nothing here is shared with the code under test;
// ../../colour has the formulas of colour, and checks them against zimg.

const { toRgb } = require('../../colour/reference');

/** H.273's MatrixCoefficients as that reference has them. */
const MATRICES = { 1: 'bt709', 4: 'fcc', 5: 'bt601', 6: 'bt601', 7: 'smpte240m', 9: 'bt2020' };

/** Component `c` of a picture as code values: at(x, y) in samples of that component, clamped to its columns and rows. */
function component(shape, picture, bytes, c) {
    const { plane, offset, step } = shape.components[c];
    const wide = shape.depth > 8;
    const { hShift, vShift, bytes: unit } = shape.planes[plane];
    const columnShift = 2 ** hShift / (unit / step);
    const rowShift = 2 ** vShift;
    const crop = picture.cropWidth
        ? [picture.cropX, picture.cropY, picture.cropWidth, picture.cropHeight]
        : [0, 0, picture.width, picture.height];
    const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
    const at = (x, y) => {
        const column = clamp(x, Math.floor(crop[0] / columnShift), Math.ceil((crop[0] + crop[2]) / columnShift) - 1);
        const row = clamp(y, Math.floor(crop[1] / rowShift), Math.ceil((crop[1] + crop[3]) / rowShift) - 1);
        const byte = picture.offset[plane] + row * picture.stride[plane] + column * step + offset;
        return (wide ? bytes[byte] + 256 * bytes[byte + 1] : bytes[byte]) >> shape.shift;
    };

    return { at, columnShift, rowShift };
}

/** Distance, in luma samples, of the first sample of a component from the left (top) of the first luma sample's middle. */
function siteOf(site, columnShift, rowShift) {
    const centredX = site === 1 || site === 3 || site === 5;
    const top = site === 2 || site === 3;
    const bottom = site === 4 || site === 5;

    return {
        x: centredX ? (columnShift - 1) / 2 : 0,
        y: top ? 0 : bottom ? rowShift - 1 : (rowShift - 1) / 2,
    };
}

/** The code value of a component at the middle of luma sample (x, y), between samples where there is none. */
function sample({ at, columnShift, rowShift }, site, x, y) {
    const first = siteOf(site, columnShift, rowShift);
    const column = (x - first.x) / columnShift;
    const row = (y - first.y) / rowShift;
    const [i, j] = [Math.floor(column), Math.floor(row)];
    const [u, v] = [column - i, row - j];

    return (at(i, j) * (1 - u) + at(i + 1, j) * u) * (1 - v) + (at(i, j + 1) * (1 - u) + at(i + 1, j + 1) * u) * v;
}

/** R, G, B in 0..1 of code values; what the picture does not say is as for untagged video. */
function colour(shape, model, { matrix, range, height }, codes) {
    const isYuv = shape.model === model.yuv;
    const name = MATRICES[matrix] || (height > 576 ? 'bt709' : 'bt601');
    const space = { matrix: name, range: (range === 0 ? isYuv : range === 1) ? 'limited' : 'full' };

    if (isYuv && matrix === 0) {
        return toRgb([codes[2], codes[0], codes[1]], { model: 'rgb', depth: shape.depth }, space).slice(0, 3);
    }
    return toRgb(codes, { model: Object.keys(model).find((each) => model[each] === shape.model), depth: shape.depth },
        space).slice(0, 3);
}

/**
 * The picture as RGBA, premultiplied, 0..255 and not rounded: its crop, not turned, pixel for pixel or scaled.
 * @param {any} layout the addon's
 * @param {any} picture as Painter has it, with `bytes` a Buffer
 * @param {{width: number, height: number}} [size]
 */
function render(layout, picture, size) {
    const shape = layout.formats.find((each) => each && each.name === picture.format);
    const components = shape.components.map(({ step }, c) => (step ? component(shape, picture, picture.bytes, c) : null));
    const site = picture.chromaSite === undefined ? 0 : picture.chromaSite;
    const facts = { matrix: 2, range: 0, ...picture };
    const result = [];
    const [x0, y0, w, h] = picture.cropWidth
        ? [picture.cropX, picture.cropY, picture.cropWidth, picture.cropHeight]
        : [0, 0, picture.width, picture.height];

    const { width, height } = size || { width: w, height: h };

    for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
            const [x, y] = [x0 + (column + 0.5) * w / width - 0.5, y0 + (row + 0.5) * h / height - 0.5];
            const codes = components.map((each) => each && sample(each, site, x, y));
            const alpha = components[3] ? codes[3] / (2 ** shape.depth - 1) : 1;
            const rgb = colour(shape, layout.model, facts, codes).map((value) => Math.min(Math.max(value, 0), 1));
            result.push(...rgb.map((value) => value * alpha * 255), alpha * 255);
        }
    }
    return result;
}

module.exports = { render };
