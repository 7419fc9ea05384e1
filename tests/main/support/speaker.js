// SPDX-License-Identifier: MIT
'use strict';

// A host that says what stands in a file, byte by byte: `{first, then, words}`, on its channel when it starts, when it is told to load, and as its last words.
// What it says again and again, `more`, it says until it is ended.

const fs = require('fs');
const net = require('net');

const speech = JSON.parse(fs.readFileSync(process.env.FRAMESHARE_TEST_SPEECH, 'utf8'));
const line = new net.Socket({ fd: 3, readable: true, writable: true });
const words = new net.Socket({ fd: 4, writable: true });

function repeat(socket, text) {
    const block = text.repeat(Math.ceil(65536 / text.length));
    const more = () => {
        while (socket.write(block)){
            ;
        }
        socket.once('drain', more);
    };
    more();
}

[line, words].forEach((socket) => socket.on('error', () => process.exit(0)));
line.on('end', () => process.exit(0));
line.write(speech.first === undefined ? `${JSON.stringify({ event: 'hello', stream: `speaker_${process.pid}`, pid: process.pid })}\n` : speech.first);
line.once('data', () => {
    if (speech.then) {
        line.write(speech.then);
    }
    if (speech.more) {
        repeat(line, speech.more);
    }
    if (speech.words) {
        repeat(words, speech.words);
    }
});
