// SPDX-License-Identifier: MIT
// require('frameshare/main') where package.json's "exports" is not read: Electron 9.
'use strict';

module.exports = require('./js/main');
