// SPDX-License-Identifier: MIT
'use strict';

const fs = require('fs');

/** @typedef {import('electron').BrowserWindow} BrowserWindow */

/**
 * How long a window may take to draw the last picture, s. A page that has already drawn it sends no
 * event that could be waited for.
 */
const SETTLE = 0.2;

const STATS = 'document.querySelector("gst-video").stats';

/**
 * Statistics about playback, of a paused player.
 * @param {import('../js/main').GstPlayer} player
 * @param {BrowserWindow[]} windows that show it
 */
async function collect(player, windows) {
    // A paused player publishes no more; a moment later every window has drawn the last picture.
    await player.pause().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, SETTLE * 1000));
    /** @type {any[]} */
    const all = await Promise.all(windows.map((window) => window.webContents.executeJavaScript(STATS)));
    const known = all.map((each) => each || { shown: 0, missed: 0, upload_ms: {}, latency_ms: {}, presenter: null });
    const first = known[0] || {};
    const video = player.video;

    return {
        electron: process.versions.electron,
        mapping: first.mapping || null,
        stream: player.stream,
        source: video && { width: video.width, height: video.height, format: video.format, fps: video.fps },
        published: first.published || 0,
        in_place: first.in_place || 0,
        copied: first.copied || 0,
        dropped: first.dropped || 0,
        windows: known.map(({ shown, missed, upload_ms, latency_ms, presenter }) => {
            return { shown, missed, upload_ms, latency_ms, presenter };
        }),
    };
}

/**
 * Write the files that ./run was asked for: the report, and the picture of the first window.
 * @param {{report: string | null, screenshot: string | null}} files
 * @param {import('../js/main').GstPlayer} player
 * @param {BrowserWindow[]} windows
 * @returns {Promise<boolean>} every window has shown something
 */
async function writeReport(files, player, windows) {
    const result = await collect(player, windows);

    if (files.report) {
        fs.writeFileSync(files.report, JSON.stringify(result, null, 4) + '\n');
    }
    if (files.screenshot && windows.length > 0) {
        const image = await windows[0].webContents.capturePage();
        fs.writeFileSync(files.screenshot, image.toPNG());
    }
    return result.windows.every((window) => window.shown > 0);
}

module.exports = { writeReport };
