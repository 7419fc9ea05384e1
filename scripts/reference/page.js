// SPDX-License-Identifier: MIT
'use strict';

// Writes what Model has read as a page of Markdown.

/**
 * @typedef {import('./model').Item} Item
 * @typedef {import('./model').Entry} Entry
 * @typedef {import('./model').Callable} Callable
 * @typedef {import('./model').Class} Class
 */

/** One page, which knows where the types of all pages are described. */
class Page {
    /** @param {string} file @param {{name: string, file: string}[]} places on which page each type is described */
    constructor(file, places) {
        this._file = file;
        this._places = places;
        /** Public names of which nothing is said. @type {string[]} */
        this.silent = [];
    }

    /** @param {{title: string, text: string}} head @param {Item[]} items @returns {string} */
    write({ title, text }, items) {
        const parts = [`# ${title}`, text, ...items.map((item) => this._item(item))];

        return `${parts.filter(Boolean).join('\n\n')}\n`;
    }

    /** @param {Item} item @returns {string} */
    _item(item) {
        switch (item.kind) {
        case 'class':
            return this._class(item);
        case 'function':
            return this._callable(item.call, '##', item.name);
        case 'value':
            return [`## ${item.name}`, this._type(item.type), this._said(item.text, item.name)].filter(Boolean).join('\n\n');
        default:
            return [`## ${item.name}`, item.type && this._type(item.type), item.properties.length > 0 ? item.text : this._said(item.text, item.name),
                this._table('property', item.properties, item.name)].filter(Boolean).join('\n\n');
        }
    }

    /** @param {Class} item @returns {string} */
    _class(item) {
        const section = (/** @type {string} */ name, /** @type {string} */ what) => what && `### ${item.name}: ${name}\n\n${what}`;

        return [
            `## ${item.name}`, this._said(item.text, item.name),
            item.make && this._callable(item.make, '###', item.name, false),
            section('attributes', this._table('attribute', item.attributes, item.name)),
            section('properties', this._table('property', item.properties, item.name)),
            section('methods', item.methods.map((each) => this._callable(each, '####', `${item.name}.${each.name}`)).join('\n\n')),
            section('events', this._table('event', item.events, item.name)),
        ].filter(Boolean).join('\n\n');
    }

    /** @param {Callable} call @param {string} level @param {string} name @param {boolean} [needed] it must be described */
    _callable(call, level, name, needed = true) {
        const list = call.parameters.map((each) => {
            const what = each.text ? `: ${each.text}` : '';

            return `- \`${each.name}\`${each.optional ? ' (may be left out)' : ''} ${this._type(each.type)}${what}`;
        });

        if (call.returns) {
            list.push(`- returns: ${call.returns}`);
        }
        call.throws.forEach((each) => list.push(`- throws: ${each}`));
        return [
            `${level} ${call.title}`, `    ${call.signature}`,
            needed && !call.text && !call.returns && !list.some((each) => each.includes(': ')) ? this._said('', name) : call.text, list.join('\n'),
        ].filter(Boolean).join('\n\n');
    }

    /** @param {string} kind @param {Entry[]} entries @param {string} owner @returns {string} */
    _table(kind, entries, owner) {
        if (entries.length === 0) {
            return '';
        }
        const rows = entries.map((each) => {
            const cells = [`\`${each.name}\``, this._type(each.type), this._said(each.text.replace(/^Read only\.$/, ''), `${owner}.${each.name}`)];

            return `| ${cells.map((cell) => cell.replace(/(\\*)\|/g, '\\|').replace(/\n+/g, ' ')).join(' | ')} |`;
        });

        return [`| ${kind} | type | |`, '|---|---|---|', ...rows].join('\n');
    }

    /** @param {string} type @returns {string} as code, with a link to what is described */
    _type(type) {
        const names = type.match(/\b[A-Z]\w+\b/g) || [];
        const links = names.filter((name, i) => names.indexOf(name) === i).map((name) => this._link(name)).filter(Boolean);

        if (links.length === 1 && names[0] === type) {
            return links[0];
        }
        return `\`${type}\`${links.length > 0 ? ` (${links.join(', ')})` : ''}`;
    }

    /** @param {string} name of a type @returns {string} '' where it is described nowhere */
    _link(name) {
        const places = this._places.filter((each) => each.name === name);
        const place = places.find(({ file }) => file === this._file) || places[0];

        return place ? `[${name}](${place.file === this._file ? '' : place.file}#${name.toLowerCase()})` : '';
    }

    /** @param {string} text @param {string} name @returns {string} */
    _said(text, name) {
        if (!text) {
            this.silent.push(name);
        }
        return text;
    }
}

module.exports = { Page };
