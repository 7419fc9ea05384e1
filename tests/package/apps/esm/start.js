// SPDX-License-Identifier: MIT
// The Electrons of the tests start apps by require().
'use strict';

import('./app.mjs');
