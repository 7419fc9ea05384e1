// SPDX-License-Identifier: MIT
'use strict';

/**
 * What a page hears when something fails that it did not choose, by the code of the error: it must
 * not learn where the films of the app are. The app hears all of it from its player.
 * @type {{[code: string]: string}}
 */
const SENTENCES = {
    closed: 'the player was closed',
    command: 'the player does not do that',
    crashed: 'the player crashed 3 times while it played this source; load() tries again',
    decode: 'this source cannot be decoded',
    exists: 'the stream\'s name is taken by another one',
    forbidden: 'this source is there, and may not be read',
    format: 'this source is no video that can be played, or it is damaged',
    host: 'the player\'s process ended, or cannot be started; load() starts a new one',
    interrupted: 'another source was loaded',
    late: 'pictures come too late to be shown',
    'missing-plugin': 'GStreamer has not all that this source needs',
    name: 'the stream cannot have the name that it was given',
    network: 'the server of this source cannot be reached, or ended the connection',
    'no-video': 'there is neither picture nor sound in this source',
    'not-found': 'this source is not there',
    'not-seekable': 'this source has no such position',
    pipeline: 'the description of this pipeline is wrong',
    rate: 'this source cannot be played at that speed',
    refused: 'that is refused',
    resource: 'this source cannot be read',
    state: 'the player cannot do that now',
    track: 'this source has no such track',
    FRS_ECLOSED: 'the stream of this player has ended',
    FRS_ENOENT: 'the stream of this player is not there: is its program running, as this user?',
    FRS_ETIMEOUT: 'the stream of this player does not answer: is its program stopped?',
};

/** What else there is to say. */
const REST = 'the player failed; the main process knows why';

/** The longest that is looked at. */
const LONGEST = 2000;

/**
 * Marks of a path, an address, a name of a host, something quoted, a parameter or a key. Words,
 * numbers, sizes (640x360) and names of GStreamer's elements have none of them.
 */
const MARKS = [
    /[\\/@=&%~#<>{}|$`]/, /\?\S/, /["\u201c\u201d\u2018\u2019]/, /(^|[\s(])'[^']*'/, /:\S/,
    /[^\s.]\.[^\s.,;:)]*[A-Za-z_-]/, /\d+\.\d+\.\d/, /[^\x20-\x7e]/, /[A-Za-z0-9_+-]{33}/,
];

/**
 * Is it made of words alone, so that it names no file, host, address or key?
 * @param {any} text
 * @returns {boolean}
 */
function isPlain(text) {
    return typeof text === 'string' && text.length <= LONGEST && !MARKS.some((mark) => mark.test(text));
}

/**
 * @param {string} code of an error
 * @returns {string} what is said of it where no more may be said
 */
function sentenceOf(code) {
    return Object.prototype.hasOwnProperty.call(SENTENCES, code) ? SENTENCES[code] : REST;
}

module.exports = { isPlain, sentenceOf };
