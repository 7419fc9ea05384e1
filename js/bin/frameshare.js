#!/usr/bin/env node
// SPDX-License-Identifier: MIT
'use strict';

require('./launch').launch('command');
