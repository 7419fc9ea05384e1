// SPDX-License-Identifier: MIT
// require('frameshare/page') where package.json's "exports" is not read: Electron 9.
'use strict';

module.exports = require('./js/page');
