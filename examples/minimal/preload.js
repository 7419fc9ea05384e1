// SPDX-License-Identifier: MIT
'use strict';
require('frameshare/preload');
