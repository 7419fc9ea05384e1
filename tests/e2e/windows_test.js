// SPDX-License-Identifier: MIT
'use strict';

// Windows that cannot show anything: what is said of them names the cause, and what to set.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { temporaryFolder } = require('./support/clips');
const { Application } = require('./support/electron');
const { until } = require('./support/processes');

const PRELOAD = path.join(__dirname, '..', '..', 'js', 'preload');

/** @param {string} name @param {string} text @returns {string} the file's path */
function write(name, text) {
    const file = path.join(temporaryFolder(), name);

    fs.writeFileSync(file, text);
    return file;
}

test('of a sandboxed preload script it is said which it is, and that sandbox: false is wanted', async () => {
    const application = await Application.launch();

    try {
        const preload = write('sandboxed.js', 'require("frameshare/preload");');

        await application.main(async (world, file, page) => {
            const window = new world.BrowserWindow({ show: false, webPreferences: { preload: file, contextIsolation: true, sandbox: true } });

            world.keep.attached = world.attach(window, {});
            await window.loadFile(page);
            window.destroy();
        }, preload, write('sandboxed.html', '<gst-video></gst-video>'));
        await until(() => /frameshare: the preload script .*sandboxed\.js is sandboxed.*sandbox: false/.test(application.stderr),
            `it is said: ${application.stderr}`, 60000);
    } finally {
        await application.stop();
    }
});

test('a sandboxed preload script that has frameshare bundled into it says so itself', async () => {
    const application = await Application.launch();

    try {
        // As a bundler puts it there: the module's own text, in a function.
        const text = fs.readFileSync(path.join(PRELOAD, 'index.js'), 'utf8');
        const preload = write('bundled.js', `(function (module) {${text}\n})({ exports: {} });`);
        const said = await application.main((world, file, page) => new Promise((resolve) => {
            const window = new world.BrowserWindow({ show: false, webPreferences: { preload: file, contextIsolation: true, sandbox: true } });

            window.webContents.once('preload-error', (event, which, error) => resolve(error.message));
            window.loadFile(page);
        }), preload, write('bundled.html', '<gst-video></gst-video>'));

        assert.match(said, /the preload script of this window is sandboxed: open the window with webPreferences: \{ sandbox: false \}/);
    } finally {
        await application.stop();
    }
});

/** A window of which the page opens another one with window.open(). `prepare` gets the world and the window before that. */
async function openChild(application, page, prepare) {
    await application.main(async (world, source) => {
        await world.open({ src: 'frameshare:none' });
        const { webContents } = world.windows[0];

        world.keep.created = new Promise((resolve) => webContents.once('did-create-window', resolve));
        world.keep.said = [];
        await world.require('vm').runInThisContext(`(${source})`)(world, webContents);
        world.app.once('browser-window-created', (event, window) => window.webContents.on('console-message', (details, level, message) => {
            world.keep.said.push(message === undefined ? details.message : message);
        }));
    }, String(prepare));
    await application.page(0, (uri) => void window.open(uri), `file://${page}`);
}

/** @returns {Promise<any>} what `ask`, in the child's page, gives at last */
function askChild(application, ask) {
    return application.main(async (world, source) => {
        const { webContents } = await world.keep.created;
        const gone = new Promise((resolve, reject) => {
            webContents.once('render-process-gone', (event, { reason }) => reject(new Error(`the child's renderer is gone: ${reason}`)));
        });

        for (;;) {
            const asked = webContents.executeJavaScript(`(${source})(document.querySelector('gst-video') || {})`);
            const value = await Promise.race([asked, gone]);

            if (value) {
                return value;
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
    }, String(ask));
}

const CHILDREN = 'children of window.open() are told of since Electron 12';

test('of a window that window.open() made it is said that it has no preload script, in its console and in the program\'s', async (t) => {
    const application = await Application.launch();

    try {
        if (application.major < 12) {
            t.skip(CHILDREN);
            return;
        }
        const says = /made by window\.open\(\).*setWindowOpenHandler\(\).*sandbox: false.*attach\(window/;

        await openChild(application, write('child.html', '<gst-video src="frameshare:none"></gst-video>'), () => {});
        await until(() => says.test(application.stderr), 'it is said', 60000);
        await until(async () => (await application.main((world) => world.keep.said)).some((each) => says.test(each)), 'it is said to the page', 60000);
    } finally {
        await application.stop();
    }
});

test('an element in a child that has the preload script, and is not attached, is told where to attach it', async (t) => {
    const application = await Application.launch();

    try {
        if (application.major < 12) {
            t.skip(CHILDREN);
            return;
        }
        await openChild(application, write('unattached.html', '<gst-video src="frameshare:none"></gst-video>'), (world, webContents) => {
            webContents.setWindowOpenHandler(() => ({ action: 'allow', overrideBrowserWindowOptions: {
                webPreferences: { preload: world.preloadFile, contextIsolation: true, sandbox: false } } }));
        });
        assert.match(await askChild(application, ({ error }) => error && error.message),
            /this window may not play: call attach\(window, \.\.\.\).*window\.open\(\).*did-create-window/);
    } finally {
        await application.stop();
    }
});

test('a child plays with the preload script, and attached when did-create-window tells of it', async (t) => {
    const application = await Application.launch();

    try {
        if (application.major < 12) {
            t.skip(CHILDREN);
            return;
        }
        await openChild(application, write('playing.html', '<gst-video src="preset:ball"></gst-video>'), (world, webContents) => {
            webContents.setWindowOpenHandler(() => ({ action: 'allow', overrideBrowserWindowOptions: {
                webPreferences: { preload: world.preloadFile, contextIsolation: true, sandbox: false } } }));
            webContents.once('did-create-window', (window) => world.attach(window, {
                presets: { ball: 'videotestsrc ! video/x-raw,width=64,height=48 ! framesharesink' } }));
        });
        assert.strictEqual(await askChild(application, ({ error, videoWidth }) => (error && error.message) || videoWidth), 64);
        assert.deepStrictEqual((await application.main((world) => world.keep.said)).filter((each) => /frameshare/.test(each)), []);
    } finally {
        await application.stop();
    }
});
