// SPDX-License-Identifier: MIT
'use strict';

const { loadAddon } = require('../native');

/** The native addon. @type {import('./types').Addon} */
module.exports = loadAddon();
