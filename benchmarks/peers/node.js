// SPDX-License-Identifier: MIT
'use strict';

// A Node process that reads the stream $BENCH_STREAM. See program.h.

const frameshare = require('../..');
const { Seen, readStream } = require('./reader');

const seen = new Seen();

process.stdin.on('end', () => process.stdout.write(seen.lines(), () => process.exit(0))).resume();
readStream(frameshare, process.env.BENCH_STREAM, seen);
process.stdout.write(`ready ${process.pid} 0\n`);
