'use strict';

require('../../js/preload');
