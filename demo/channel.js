'use strict';

/**
 * The IPC channel of the demo. A window asks (see preload.js for what it may) and gets {error} or what it asked for;
 * it is told {playlist: {items: [{id, title}], current}} when that changes.
 */
const CHANNEL = 'frameshare-demo';

module.exports = { CHANNEL };
