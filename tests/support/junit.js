// SPDX-License-Identifier: MIT
'use strict';

// A reporter for `node --test` that writes JUnit to the file that FRAMESHARE_JUNIT names: Node 20's own does not say in which file a
// test is, and writes nothing when it is stopped. What has begun and not ended when the run is stopped has failed.

const fs = require('fs');
const path = require('path');

/** @typedef {{name: string, file: string, line: number, seconds: number, skipped?: string | boolean, problem?: string}} Case */
/** @typedef {{name: string, nesting: number, file?: string, line?: number, skip?: string | boolean, todo?: string | boolean}} TestEvent */
/** @typedef {{details: {type?: string, duration_ms: number, error?: any}}} TestEnd */

/** @type {{[sign: string]: string}} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };

/**
 * Text for an attribute: XML knows no control characters.
 *
 * @param {unknown} text
 */
function escape(text) {
    return String(text).replace(/[\0-\x08\x0b-\x1f\ufffe\uffff]/g, '').replace(/[&<>"\n]/g, (sign) => ENTITIES[sign]);
}

/**
 * The message of what the test threw.
 *
 * @param {any} error
 * @returns {string}
 */
function problemOf(error) {
    const cause = error && error.cause !== undefined ? error.cause : error;

    return (cause && cause.message) || String(cause);
}

class Report {
    constructor() {
        /** @type {Case[]} */
        this.cases = [];
        /** @type {Map<string, string[]>} by file: the names of the test that runs, from the outermost on */
        this.begun = new Map();
    }

    /** @param {TestEvent} event */
    begin({ name, nesting, file }) {
        if (file === undefined || name === file) {
            return;
        }
        const names = (this.begun.get(file) || []).slice(0, nesting);
        names[nesting] = name;
        this.begun.set(file, names);
    }

    /**
     * @param {boolean} isBad
     * @param {TestEvent & TestEnd} event
     */
    end(isBad, { name, nesting, file = name, line = 0, details, skip, todo }) {
        const outer = (this.begun.get(file) || []).slice(0, nesting);

        this.begun.set(file, outer);
        // A group is its tests; a test with parts of which one failed has not failed beside it once more.
        if ((details.type === 'suite' && !isBad) || (isBad && details.error.failureType === 'subtestsFailed')) {
            return;
        }
        this.cases.push({
            name: [...outer, name].join(': '), file, line, seconds: details.duration_ms / 1000,
            skipped: skip !== undefined ? skip : todo, problem: isBad ? problemOf(details.error) : undefined,
        });
    }

    /**
     * What runs now, as cases that failed.
     *
     * @returns {Case[]}
     */
    running() {
        return [...this.begun].filter(([, names]) => names.length > 0).map(([file, names]) => (
            { name: names.join(': '), file, line: 0, seconds: 0, problem: 'it ran when the time was over' }));
    }
}

/**
 * @param {Case} one
 * @param {string} suite
 */
function caseText({ name, line, seconds, skipped, problem }, suite) {
    const inner = skipped !== undefined ? `<skipped message="${escape(skipped)}"/>`
        : problem !== undefined ? `<failure message="${escape(problem)}"/>` : '';

    return `<testcase name="${escape(name)}" classname="${escape(suite)}" line="${line}" time="${seconds}">${inner}</testcase>\n`;
}

/**
 * @param {string} file
 * @param {Case[]} cases
 */
function suiteText(file, cases) {
    const suite = path.relative(process.cwd(), file);
    const failures = cases.filter((one) => one.problem !== undefined && one.skipped === undefined).length;
    const skipped = cases.filter((one) => one.skipped !== undefined).length;
    const text = cases.map((one) => caseText(one.name === file ? { ...one, name: suite } : one, suite)).join('');

    return `<testsuite name="${escape(suite)}" file="${escape(file)}" tests="${cases.length}" failures="${failures}" errors="0" ` +
        `skipped="${skipped}">\n${text}</testsuite>\n`;
}

/** @param {Case[]} cases */
function documentOf(cases) {
    const files = [...new Set(cases.map((one) => one.file))];
    const suites = files.map((file) => suiteText(file, cases.filter((one) => one.file === file)));

    return `<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

/** @param {AsyncIterable<{type: string, data: any}>} source */
module.exports = async function* junit(source) {
    const file = process.env.FRAMESHARE_JUNIT;
    if (!file) {
        throw new Error('FRAMESHARE_JUNIT must name the file to write');
    }
    const report = new Report();

    // Not to the stream of the reporter: a run that is stopped does not flush it.
    process.once('exit', () => {
        fs.writeFileSync(file, documentOf([...report.cases, ...report.running()]));
    });
    for await (const { type, data } of source) {
        if (type === 'test:dequeue') {
            report.begin(data);
        } else if (type === 'test:pass' || type === 'test:fail') {
            report.end(type === 'test:fail', data);
        }
    }
    yield '';
};
