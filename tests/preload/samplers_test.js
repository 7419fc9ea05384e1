// SPDX-License-Identifier: MIT
'use strict';

// js/preload/samplers.js and shaders.js, for every row of the table of formats.

const assert = require('assert');
const test = require('node:test');
require('../node/programs');
const { layout } = require('../../js/stream/addon');
const { planSamplers, sampleBytes } = require('../../js/preload/samplers');
const { fragmentShader } = require('../../js/preload/shaders');

const FORMATS = layout.formats.filter(Boolean);

function shapeOf(name) {
    return FORMATS.find((shape) => shape.name === name);
}

test('every component of every format is found where the table says', () => {
    for (const shape of FORMATS) {
        const { samplers, grids, channels } = planSamplers(shape);

        assert.ok(samplers.length <= 4, `${shape.name} takes more texture units than there are for it`);
        shape.components.forEach(({ plane, offset, step }, c) => {
            const channel = channels[c];
            if (step === 0) {
                assert.strictEqual(channel, null);
                return;
            }
            const sampler = samplers[channel.sampler];
            assert.deepStrictEqual([sampler.plane, sampler.step], [plane, step]);
            // A texel has one to four samples, and this one is inside.
            assert.ok([1, 2, 3, 4].includes(step / sampleBytes(shape)), shape.name);
            assert.ok(channel.channel < step / sampleBytes(shape), shape.name);
            assert.strictEqual(channel.channel * sampleBytes(shape), offset);
            // So many texels make up a unit of the plane.
            const { hShift, bytes } = shape.planes[plane];
            assert.strictEqual(2 ** hShift / 2 ** grids[sampler.grid].hShift * step, bytes, shape.name);
            assert.strictEqual(grids[sampler.grid].vShift, shape.planes[plane].vShift);
        });
    }
});

test('no two samplers of a format are the same', () => {
    for (const shape of FORMATS) {
        const names = planSamplers(shape).samplers.map(({ plane, step }) => `${plane} ${step}`);
        assert.strictEqual(new Set(names).size, names.length, shape.name);
    }
});

test('packed 4:2:2 is seen twice: as luma, and as chroma of half the width', () => {
    assert.deepStrictEqual(planSamplers(shapeOf('YUY2')), {
        samplers: [{ plane: 0, step: 2, grid: 0 }, { plane: 0, step: 4, grid: 1 }],
        grids: [{ hShift: 0, vShift: 0 }, { hShift: 1, vShift: 0 }],
        channels: [{ sampler: 0, channel: 0 }, { sampler: 1, channel: 1 }, { sampler: 1, channel: 3 }, null],
    });
});

/** The body of a shader in few words. */
function facts(name, mapping = null) {
    const text = fragmentShader(shapeOf(name), mapping);

    return {
        samples: /matrix \* vec3\(([^)]*)\)/.exec(text)[1],
        alpha: /colour = vec4\(.*, ([^,]*)\);/.exec(text)[1],
        planes: text.match(/uniform u?sampler2D plane\d/g).map((each) => each.slice(8)),
    };
}

test('a shader takes each component from its texture and channel', () => {
    assert.deepStrictEqual(facts('NV21'), {
        samples: 'texel0.r, texel1.g, texel1.r', alpha: '1.0', planes: ['sampler2D plane0', 'sampler2D plane1'],
    });
    assert.deepStrictEqual(facts('YVYU'), {
        samples: 'texel0.r, texel1.a, texel1.g', alpha: '1.0', planes: ['sampler2D plane0', 'sampler2D plane1'],
    });
    assert.deepStrictEqual(facts('ARGB64_LE'), {
        samples: 'texel0.g, texel0.b, texel0.a', alpha: 'texel0.r', planes: ['usampler2D plane0'],
    });
    assert.deepStrictEqual(facts('GRAY16_LE'), {
        samples: 'texel0.r, texel0.r, texel0.r', alpha: '1.0', planes: ['usampler2D plane0'],
    });
    assert.strictEqual(facts('xRGB').alpha, '1.0');
});

test('a shader knows how many bits a sample has, and where in its word they are', () => {
    assert.match(fragmentShader(shapeOf('P010_10LE'), null), />> 6u\) \/ 1023\.0/);
    assert.match(fragmentShader(shapeOf('I420_12LE'), null), />> 0u\) \/ 4095\.0/);
    for (const shape of FORMATS) {
        assert.doesNotMatch(fragmentShader(shape, null), /SHIFT|TOP|undefined|NaN|null/, shape.name);
    }
});

test('a mapping of colours is called when there is one, and only then', () => {
    const mapping = 'vec3 mapColour(vec3 rgb) { return rgb; }';

    assert.match(fragmentShader(shapeOf('I420'), mapping), /vec3 mapColour[\s\S]*void main[\s\S]*mapColour\(rgb\)/);
    assert.doesNotMatch(fragmentShader(shapeOf('I420'), null), /mapColour/);
});
