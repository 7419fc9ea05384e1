#!/usr/bin/env node
// SPDX-License-Identifier: MIT
'use strict';

if (process.argv[2] === 'bundle') {
    process.exitCode = require('../gstreamer/bundle/command').command(process.argv.slice(3));
} else {
    require('./launch').launch('command');
}
