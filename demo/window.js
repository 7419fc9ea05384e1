// SPDX-License-Identifier: MIT
'use strict';

const path = require('path');
const { BrowserWindow } = require('electron');
const { CHANNEL } = require('./channel');

const SIZE = { width: 960, height: 540 };
const OFFSET = 24;

/**
 * Resolves when the window shows a picture or an error. A live source has no picture before it
 * plays.
 */
const READY = `new Promise((resolve) => {
    const video = document.querySelector('gst-video');
    const done = () => (video.readyState >= 2 || video.streamType === 'live' || video.error) && resolve();
    ['loadeddata', 'streamtypechange', 'error'].forEach((name) => video.addEventListener(name, done));
    done();
})`;

/**
 * Create a window of the demo.
 * @param {number} number of windows before it
 * @returns {BrowserWindow}
 */
function openWindow(number) {
    const window = new BrowserWindow({
        x: OFFSET * number,
        y: OFFSET * number,
        ...SIZE,
        minWidth: 480,
        minHeight: 270,
        useContentSize: true,
        backgroundColor: '#0b0d10',
        title: 'frameshare',
        autoHideMenuBar: true,
        webPreferences: {
            preload: path.join(__dirname, 'preload.js'),
            contextIsolation: true,
            nodeIntegration: false,
            sandbox: false,
            backgroundThrottling: false,
        },
    });
    const { webContents } = window;
    let before = window.getBounds();

    // Do not let a page navigate away.
    webContents.on('will-navigate', (event) => event.preventDefault());
    window.on('resize', () => {
        before = window.isFullScreen() ? before : window.getBounds();
    });
    // A window manager resizes the window itself; without one (a kiosk, Xvfb) it would stay as
    // large as the screen.
    window.on('leave-html-full-screen', () => window.setBounds(before));
    return window;
}

/** @param {BrowserWindow} window */
function loadPage(window) {
    return window.loadFile(path.join(__dirname, 'page', 'index.html'));
}

/**
 * @param {BrowserWindow} window
 * @returns {Promise<void>} when it shows everything that it can before it plays
 */
function isReady(window) {
    return window.webContents.executeJavaScript(READY);
}

/** @param {BrowserWindow} window @param {object} state */
function tell(window, state) {
    window.webContents.send(CHANNEL, state);
}

module.exports = { isReady, loadPage, openWindow, tell };
