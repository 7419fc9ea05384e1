// SPDX-License-Identifier: MIT
'use strict';

const { passFor } = require('../element/native');

const CODES = {
    MEDIA_ERR_ABORTED: 1,
    MEDIA_ERR_NETWORK: 2,
    MEDIA_ERR_DECODE: 3,
    MEDIA_ERR_SRC_NOT_SUPPORTED: 4,
};

/** What HTML calls a MediaError: `code` is one of its constants, `message` for people, `reason` a PlayerError's code. */
class MediaFailure {
    /**
     * @hideconstructor
     * @param {{code: string, message: string}} error of a player
     * @param {boolean} loaded did it fail while playing, or before
     */
    constructor(error, loaded) {
        // FRS_...: the player is there, but not its stream.
        const lost = ['host', 'closed', 'network'].includes(error.code) || error.code.startsWith('FRS_');

        /** A word for programs: the `code` of a PlayerError. */
        this.reason = error.code;
        /** For people. */
        this.message = error.message;
        /** MEDIA_ERR_NETWORK 2, MEDIA_ERR_DECODE 3 or MEDIA_ERR_SRC_NOT_SUPPORTED 4. */
        this.code = CODES.MEDIA_ERR_SRC_NOT_SUPPORTED;
        if (loaded) {
            this.code = lost ? CODES.MEDIA_ERR_NETWORK : CODES.MEDIA_ERR_DECODE;
        }
    }
}

Object.assign(MediaFailure, CODES);
// Those of the browser's class could not be set.
Object.assign(MediaFailure.prototype, CODES, { code: 0, message: '' });
passFor(MediaFailure, 'MediaError');

module.exports = { MediaFailure };
