// SPDX-License-Identifier: MIT
'use strict';

// The preload of a window that has nothing to do with frameshare.
