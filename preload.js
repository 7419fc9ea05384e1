// SPDX-License-Identifier: MIT
// require('frameshare/preload') where package.json's "exports" is not read: Electron 9.
'use strict';

module.exports = require('./js/preload');
