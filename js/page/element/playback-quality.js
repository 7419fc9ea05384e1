// SPDX-License-Identifier: MIT
'use strict';

const { passFor } = require('./native');

/** What getVideoPlaybackQuality() gives: VideoPlaybackQuality, which no script can create. */
class PlaybackQuality {
    /** @param {number} shown pictures @param {number} missed pictures */
    constructor(shown, missed) {
        this.creationTime = performance.now();
        this.totalVideoFrames = shown + missed;
        this.droppedVideoFrames = missed;
        this.corruptedVideoFrames = 0;
    }
}

// Those of the browser's class could not be set.
Object.assign(PlaybackQuality.prototype, { creationTime: 0, totalVideoFrames: 0, droppedVideoFrames: 0, corruptedVideoFrames: 0 });
passFor(PlaybackQuality, 'VideoPlaybackQuality');

module.exports = { PlaybackQuality };
