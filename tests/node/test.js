// SPDX-License-Identifier: MIT
'use strict';

// node:test, with an end to whatever a failed test has started.

const test = require('node:test');
const { killAll, newName, startWriter } = require('./programs');

/** @param {string} name the sentence that it proves @param {() => any} body */
function sentence(name, body) {
    test(name, async () => {
        try {
            await body();
        } finally {
            await killAll();
        }
    });
}

/**
 * The same with a writer (writer.c) of a stream of its own, `name`, which `open(options)` opens. At the end of `body`
 * what it opened is closed and the writer stops.
 * @param {string} sentenceText
 * @param {(at: {writer: any, name: string, open: (options?: object) => any}) => any} body
 * @param {...string} args of the writer
 */
function withWriter(sentenceText, body, ...args) {
    sentence(sentenceText, async () => {
        const name = newName();
        const writer = await startWriter(name, ...args);
        /** @type {any[]} */
        const streams = [];

        await body({
            writer, name, open: (options) => {
                streams.push(require('../../js').open(name, options));
                return streams[streams.length - 1];
            },
        });
        streams.forEach((stream) => stream.close());
        await writer.stop();
    });
}

module.exports = Object.assign(sentence, { withWriter });
