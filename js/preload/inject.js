// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');
const path = require('path');
const { webFrame } = require('electron');
const native = require('../native');

const REQUIRE = /require\('(\.[^']*)'\)/g;

/**
 * Bundle a file and everything it requires into one script, for a world without require(). Files
 * refer to each other by number; only relative paths are followed, to
 * JSON where they say so.
 * @param {string} entry
 * @returns {string} an expression whose value is what the entry exports
 */
function bundle(entry) {
    /** @type {string[]} */
    const files = [];
    /** @type {string[]} */
    const functions = [];

    /** @param {string} file @returns {number} */
    function add(file) {
        const known = files.indexOf(file);

        if (known >= 0) {
            return known;
        }
        const number = files.push(file) - 1;
        const text = fs.readFileSync(file, 'utf8');
        const source = file.endsWith('.json') ? `module.exports = ${text}` : text.replace(REQUIRE, (whole, name) => {
            return `require(${add(path.resolve(path.dirname(file), name.endsWith('.json') ? name : `${name}.js`))})`;
        });

        functions[number] = `function (module, exports, require) {${source}\n}`;
        return number;
    }

    add(entry);
    return `(function () {
        const functions = [${functions.join(',\n')}];
        const modules = [];
        function require(number) {
            if (!modules[number]) {
                modules[number] = { exports: {} };
                functions[number](modules[number], modules[number].exports, require);
            }
            return modules[number].exports;
        }
        return require(0);
    })()`;
}

/** Define <gst-video> in the page's own world: custom elements cannot be defined from this one. */
function injectPage() {
    const folder = path.join(native.root(), 'js', 'page');
    const reader = bundle(path.join(folder, 'worker.js'));
    const page = bundle(path.join(folder, 'index.js'));

    return webFrame.executeJavaScript(`${page}.install(${JSON.stringify(reader)}); undefined`);
}

module.exports = { injectPage, bundle };
