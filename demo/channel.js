'use strict';

/**
 * The IPC channel of the demo. A window asks (see preload.js for what it may) and gets {error} or what it asked for;
 * it is told {playlist: {items: [{id, title}], current}, still: it is one picture for sound alone, failure: why the source cannot
 * be played, or null} when that changes, and {notice} of what goes wrong while it goes on.
 */
const CHANNEL = 'frameshare-demo';

module.exports = { CHANNEL };
