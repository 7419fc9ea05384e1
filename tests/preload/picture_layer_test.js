// SPDX-License-Identifier: MIT
'use strict';

// js/preload/picture-layer.js: what needs no GPU.

const assert = require('assert');
const test = require('node:test');
require('../node/programs');
const { layout } = require('../../js/stream/addon');
const { Crop } = require('../../js/preload/geometry');
const { PictureLayer } = require('../../js/preload/picture-layer');

test('a picture that is larger than a texture can be is refused by its size, and the next one is not', () => {
    // As WebGL 2, with small textures; everything else it is asked for is done and says nothing.
    const gl = /** @type {any} */ (new Proxy({}, {
        get: (_, name) => (name === 'getParameter' ? (what) => (what === 'MAX_TEXTURE_SIZE' ? 4096 : 0)
            : name === 'getShaderParameter' || name === 'getProgramParameter' ? (__, what) => what !== 'ACTIVE_UNIFORMS'
                : name === name.toUpperCase() ? name : () => ({})),
    }));
    const layer = new PictureLayer(gl);
    const frame = /** @type {any} */ ({ format: 1, shape: layout.formats[1], width: 4097, height: 2, matrix: 1, range: 1 });

    assert.throws(() => layer.configure(frame, new Crop()), /4097 x 2 .*4096/);
    assert.strictEqual(layer.ready, false);
    layer.configure({ ...frame, width: 4096 }, new Crop());
    assert.strictEqual(layer.ready, true);
});
