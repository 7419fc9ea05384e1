'use strict';

require('frameshare/preload');
