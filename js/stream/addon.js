// SPDX-License-Identifier: MIT
'use strict';

const { loadAddon } = require('../native');

/** The native half. @type {import('./types').Addon} */
module.exports = loadAddon();
