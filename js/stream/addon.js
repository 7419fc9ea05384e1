// SPDX-License-Identifier: MIT
'use strict';

const path = require('path');

/**
 * The native half: build/frameshare.node, or what FRAMESHARE_ADDON names.
 * @type {import('./types').Addon}
 */
module.exports = require(process.env.FRAMESHARE_ADDON || path.join(__dirname, '..', '..', 'build', 'frameshare.node'));
