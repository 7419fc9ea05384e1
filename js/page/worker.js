// SPDX-License-Identifier: MIT
'use strict';

const { FrameReader } = require('../stream/reader');

// In a Worker there is no module system either: one name is what importScripts() leaves.
/** @type {any} */ (self).frameshare = { FrameReader };
