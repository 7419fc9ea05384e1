// SPDX-License-Identifier: MIT
'use strict';

/**
 * The IPC channel between a preload and the main process. Only words about pictures travel on it:
 * names, states, times. Pictures are in shared memory.
 *
 * Preload to main, answered with {ok} or {error}: {document, element, command, ...} where document
 * is a word the preload made up for its page, element a number in it, and command one of hello, bye
 * (the page comes, goes), open {src, share, format, deinterlace, subtitles, position, again},
 * close, confirm (the name of the player's stream, whose host is there), play, pause, seek
 * {position, accurate}, rate {rate}, loop {loop}, pitch {preserve}, step {frames}, select {kind,
 * id}, subtitles {uri}, orientation {direction}, volume {volume}, mute {mute}.
 *
 * Main to preload: {document, element, event}, the event as the player said it.
 */
const CHANNEL = 'frameshare';

module.exports = { CHANNEL };
