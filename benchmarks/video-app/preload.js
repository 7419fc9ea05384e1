// SPDX-License-Identifier: MIT
'use strict';

require('../../js/preload');
