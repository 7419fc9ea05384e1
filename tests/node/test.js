'use strict';

// node:test, with an end to whatever a failed test has started.

const test = require('node:test');
const { killAll } = require('./programs');

/** @param {string} name the sentence that it proves @param {() => any} body */
module.exports = function sentence(name, body) {
    test(name, async () => {
        try {
            await body();
        } finally {
            await killAll();
        }
    });
};
