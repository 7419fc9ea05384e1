// SPDX-License-Identifier: MIT
'use strict';

// Writes custom-elements.json, by which editors know <gst-video>: its attributes, properties, methods and events. The format is that of
// https://github.com/webcomponents/custom-elements-manifest, 1.0.0.

/**
 * @typedef {import('./model').Class} Class
 * @typedef {import('./model').Entry} Entry
 * @typedef {import('./model').Callable} Callable
 */

const FILE = 'js/page/index.js';
const READ_ONLY = /^Read only\. ?/;

/** @param {Entry} entry */
function entryOf({ name, type, text }) {
    return { name, type: { text: type }, description: text };
}

/** @param {Entry} entry */
function fieldOf(entry) {
    const field = Object.assign({ kind: 'field' }, entryOf(entry), { description: entry.text.replace(READ_ONLY, '') });

    return READ_ONLY.test(entry.text) ? Object.assign(field, { readonly: true }) : field;
}

/** @param {Callable} call */
function methodOf({ name, text, parameters, returns, signature }) {
    const list = parameters.map((each) => Object.assign(entryOf(each), each.optional ? { optional: true } : {}));

    return {
        kind: 'method', name, description: text, parameters: list,
        return: { type: { text: signature.slice(signature.lastIndexOf('): ') + 3) }, description: returns },
    };
}

/** Without empty lists and texts. @param {any} value @returns {any} */
function compact(value) {
    if (Array.isArray(value)) {
        return value.map(compact);
    }
    if (value === null || typeof value !== 'object') {
        return value;
    }
    const entries = Object.entries(value).map(([name, each]) => [name, compact(each)]);

    return entries.reduce((all, [name, each]) => (each === '' || (Array.isArray(each) && each.length === 0) ? all
        : Object.assign(all, { [name]: each })), {});
}

/**
 * @param {Class} element the class of <gst-video>
 * @returns {string} custom-elements.json
 */
function writeManifest(element) {
    const declaration = {
        kind: 'class', customElement: true, tagName: 'gst-video', name: element.name, description: element.text,
        superclass: { name: 'HTMLElement' }, attributes: element.attributes.map(entryOf),
        members: [...element.properties.map(fieldOf), ...element.methods.map(methodOf)], events: element.events.map(entryOf),
    };
    const manifest = {
        schemaVersion: '1.0.0', readme: 'README.md', modules: [{
            kind: 'javascript-module', path: FILE, declarations: [declaration],
            exports: [{ kind: 'custom-element-definition', name: 'gst-video', declaration: { name: element.name, module: FILE } }],
        }],
    };

    return `${JSON.stringify(compact(manifest), null, 1)}\n`;
}

module.exports = { writeManifest };
