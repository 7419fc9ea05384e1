// SPDX-License-Identifier: MIT
'use strict';

/**
 * The IPC channel of the demo. A window sends a request (see preload.js for which are allowed) and
 * gets {error} or the result. It is sent {playlist: {items: [{id, title}], current}, still: the
 * source has only sound, failure: why the source cannot be played, or null} when that changes, and
 * {notice} for problems that do not stop playback.
 */
const CHANNEL = 'frameshare-demo';

module.exports = { CHANNEL };
