// SPDX-License-Identifier: MIT
'use strict';

// The window of the demo, used as people do: with the mouse, the keyboard, files from the dialog and dropped files.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { encode, makeClip, makeTracks, temporaryFolder } = require('./support/clips');
const { Application } = require('./support/electron');
const { Hand } = require('./support/hand');

const DEMO = path.join(__dirname, '..', '..', 'demo');
const first = makeClip({ frames: 45, name: 'first.mp4' });
const second = makeClip({ frames: 300, name: 'second.mp4' });
const film = makeTracks();
const song = encode('song.ogg', ['-f', 'lavfi', '-i', 'sine=frequency=440', '-t', '20', '-metadata', 'title=Of Waves', '-metadata',
    'artist=The Sines', '-c:a', 'libvorbis']);

/** The demo with its first window. */
class Demo extends Hand {
    /** @param {string[]} sources @param {{env?: object, pipeline?: string}} [options] */
    static async open(sources, { env = {}, pipeline } = {}) {
        const config = fs.mkdtempSync(path.join(temporaryFolder(), 'config-'));
        const application = await Application.launch({
            env: Object.assign({ XDG_CONFIG_HOME: config }, env),
            program: [DEMO, `--frameshare-run=${JSON.stringify({ sources, pipeline })}`],
        });
        const demo = new Demo(application, 0);

        await application.main((world) => new Promise((resolve) => {
            const timer = setInterval(() => {
                if (world.list().length > 0 && !world.list()[0].webContents.isLoading()) {
                    clearInterval(timer);
                    resolve();
                }
            }, 50);
        }));
        await demo.until('body', () => Boolean(customElements.get('gst-video') && customElements.get('media-controller')));
        return demo;
    }

    /** Wait until this is played. */
    plays(file) {
        return this.video((video, title) => {
            return document.title.startsWith(title) && !video.paused && video.readyState === 4 && video.currentTime > 0.1;
        }, path.basename(file));
    }

    /** What people will choose in the next dialog. */
    choose(...files) {
        return this._application.main((world, filePaths) => {
            world.require('electron').dialog.showOpenDialog = async () => ({ filePaths });
        }, files);
    }

    /** Drop a file of the disk, as the browser hands it over: its path is in it, where no page can write. */
    async drop(file) {
        await this.at('body', (body) => {
            const input = document.createElement('input');

            input.type = 'file';
            input.id = 'of-the-disk';
            body.append(input);
        });
        await this._application.main(async (world, name) => {
            const { debugger: tools } = world.list()[0].webContents;

            tools.attach('1.3');
            const { root } = await tools.sendCommand('DOM.getDocument');
            const { nodeId } = await tools.sendCommand('DOM.querySelector', { nodeId: root.nodeId, selector: '#of-the-disk' });
            await tools.sendCommand('DOM.setFileInputFiles', { nodeId, files: [name] });
            tools.detach();
        }, file);
        await this.at('#of-the-disk', (input) => {
            const dataTransfer = new DataTransfer();

            dataTransfer.items.add(input.files[0]);
            input.remove();
            document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        });
    }

    /** As people do. */
    async close() {
        await this._application.main((world) => world.list().forEach((window) => window.close()));
        return this._application.exited;
    }
}

test('the empty demo says what to do, plays files of the dialog one after the other, and its playlist chooses', async () => {
    const demo = await Demo.open([]);

    try {
        await demo.until('#start', (start) => start.clientHeight > 0 && /Open files/.test(start.textContent));
        await demo.choose(first, second);
        await demo.click('#start-films');
        await demo.until('#start', (start) => start.clientHeight === 0);
        // The first is short, and nobody asks for the second.
        await demo.plays(second);
        await demo.press('B');
        await demo.video((video, title) => document.title.startsWith(title), path.basename(first));
        await demo.plays(second);

        await demo.press('P');
        await demo.until('#items li:nth-child(2)', (item) => item.getAttribute('aria-current') === 'true');
        await demo.click('#items li:nth-child(1) .title');
        await demo.video((video, title) => document.title.startsWith(title), path.basename(first));
        await demo.press('N');
        await demo.plays(second);
        await demo.click('#items li:nth-child(1) .remove');
        await demo.until('#items', (items) => items.children.length === 1);
        await demo.click('#items li:nth-child(1) .remove');
        await demo.until('#start', (start) => start.clientHeight > 0);
        assert.strictEqual(await demo.at('body', () => document.title), 'frameshare');
    } finally {
        await demo.stop();
    }
});

test('the demo that was started with a pipeline plays what is opened after it, and the pipeline again when it is chosen', async () => {
    const demo = await Demo.open([], { pipeline: 'videotestsrc is-live=true ! video/x-raw,width=320,height=200 ! framesharesink' });
    const showsPipeline = () => demo.video((video) => document.title.startsWith('A pipeline') && video.videoHeight === 200 &&
        !video.paused && video.readyState === 4);

    try {
        await showsPipeline();
        await demo.choose(first, second);
        await demo.press('O');
        await demo.plays(second);
        assert.strictEqual(await demo.at('gst-video', (video) => video.videoHeight), 360);
        await demo.press('B', 'B');
        await showsPipeline();
        // What was opened in its place was no failure.
        await demo.choose(first);
        await demo.press('O');
        await demo.plays(first);
        assert.deepStrictEqual(await demo.close(), { status: 0, signal: null });
    } finally {
        await demo.stop();
    }
});

test('keys of the demo play, seek, step the volume and show numbers that are possible', async () => {
    const demo = await Demo.open([film]);

    try {
        await demo.plays(film);
        await demo.press('I');
        await demo.until('#stats-shown', (output) => /^\d+\.\d \/s · \d+$/.test(output.textContent));
        await demo.until('#stats-slots', (output) => /^\d+ of \d+ · \d+\.\d MB$/.test(output.textContent));
        const said = await demo.at('#stats', (stats) => {
            return Array.from(stats.querySelectorAll('output')).map((each) => each.textContent.match(/[\d.]+/g).map(Number));
        });
        const [shown, missed, latency, upload, copies, slots] = said;
        const published = await demo.at('gst-video', (video) => video.stats.published);

        assert.ok(shown[0] <= 100 && shown[1] > 0 && shown[1] <= published, String(said));
        assert.ok(missed[1] < published, String(said));
        assert.ok(latency[0] > 0 && upload[0] > 0, String(said));
        assert.ok(copies[1] === 0 && copies[2] > 0 && copies[2] <= published, String(said));
        assert.ok(slots[0] > 0 && slots[0] <= slots[1] && slots[2] > 0, String(said));
        await demo.press('I');
        await demo.until('#stats', (stats) => stats.clientHeight === 0);

        await demo.press('K');
        await demo.video((video) => video.paused);
        const from = await demo.at('gst-video', (video) => video.currentTime);
        await demo.press('Right');
        await demo.video((video, wanted) => !video.seeking && Math.abs(video.currentTime - wanted) < 0.1, from + 5);
        await demo.press('Home');
        await demo.video((video) => !video.seeking && video.currentTime < 0.1);
        await demo.press('Down');
        await demo.video((video) => Math.abs(video.volume - 0.95) < 0.001);
    } finally {
        await demo.stop();
    }
});

test('what has tags is called as they say, in the window, over sound alone for good, and in the playlist', async () => {
    const demo = await Demo.open([song, second]);

    try {
        await demo.video((video) => document.title === 'The Sines – Of Waves – frameshare' && !video.paused);
        await demo.until('#title', (title) => title.textContent === 'The Sines – Of Waves' && title.hasAttribute('noautohide'));
        await demo.press('N');
        await demo.plays(second);
        await demo.until('#title', (title, name) => title.textContent === name && !title.hasAttribute('noautohide'), path.basename(second));
        assert.deepStrictEqual(await demo.at('#items', (items) => Array.from(items.querySelectorAll('.title')).map((each) => each.textContent)),
            ['The Sines – Of Waves', path.basename(second)]);
    } finally {
        await demo.stop();
    }
});

test('the demo is used by the keyboard alone: its buttons and its playlist keep the focus, and ? tells the keys', async () => {
    const demo = await Demo.open([second, film]);
    const focus = (selector) => demo.at(selector, (element) => element.focus());
    const hasFocus = (selector) => demo.until(selector, (element) => element === document.activeElement);

    try {
        await demo.plays(second);
        await focus('#list');
        await demo.press('Enter');
        await demo.until('#playlist', (panel) => panel.clientHeight > 0);
        await hasFocus('#list');
        assert.strictEqual(await demo.at('#list', (button) => button.getAttribute('aria-pressed')), 'true');
        await focus('#items li:nth-child(2) .title');
        await demo.press('Space');
        await demo.plays(film);
        await hasFocus('#items li:nth-child(2) .title');
        await focus('#items li:nth-child(1) .remove');
        await demo.press('Enter');
        await demo.until('#items', (items) => items.children.length === 1);
        await hasFocus('#items li:nth-child(1) .remove');

        await focus('media-volume-range >>> input');
        await demo.press('K');
        await demo.video((video) => video.paused);
        await demo.press('Left');
        await demo.video((video) => video.volume < 1);
        assert.strictEqual(await demo.at('gst-video', (video) => video.seeking), false);

        await demo.press('?');
        await demo.until('#help', (help) => help.clientHeight > 0 && /full screen/.test(help.textContent));
        await demo.press('Escape');
        await demo.until('#help', (help) => help.clientHeight === 0);
        await demo.until('#playlist', (panel) => panel.clientHeight > 0);
        await demo.press('Escape');
        await demo.until('#playlist', (panel) => panel.clientHeight === 0);
    } finally {
        await demo.stop();
    }
});

test('the demo tells for a while of subtitles that cannot be read, and plays on', async () => {
    const subtitles = path.join(temporaryFolder(), 'broken.srt');
    const demo = await Demo.open([film]);

    fs.writeFileSync(subtitles, Buffer.from([0, 1, 2, 255, 3]));
    try {
        await demo.plays(film);
        await demo.choose(subtitles);
        await demo.press('T');
        await demo.until('#notice', (notice) => notice.clientHeight > 0 && /broken\.srt/.test(notice.textContent));
        await demo.plays(film);
        await demo.choose(second);
        await demo.press('O');
        await demo.until('#notice', (notice) => notice.clientHeight === 0);
    } finally {
        await demo.stop();
    }
});

test('what is dropped on the demo plays, with subtitles that are dropped after it; what a page makes up does not', async () => {
    const subtitles = path.join(temporaryFolder(), 'dropped.srt');
    const demo = await Demo.open([]);

    fs.writeFileSync(subtitles, '1\n00:00:00,000 --> 00:00:10,000\nHear, hear\n');
    try {
        await demo.at('body', (body, name) => {
            const dataTransfer = new DataTransfer();
            const file = new File(['x'], name);

            Object.defineProperty(file, 'path', { value: name });
            dataTransfer.items.add(file);
            body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
        }, first);
        await demo.drop(second);
        await demo.plays(second);
        assert.strictEqual(await demo.at('#items', (items) => items.children.length), 1);
        await demo.press('K');
        await demo.video((video) => video.paused);
        await demo.drop(subtitles);
        await demo.video((video) => video.textTracks.length === 1 && video.textTracks[0].mode === 'showing' && video.paused);
        await demo.press('K');
        await demo.plays(second);
    } finally {
        await demo.stop();
    }
});

test('an address that nobody can open is told of before it is tried, and a file that is damaged or missing with what to do', async () => {
    const file = path.join(temporaryFolder(), 'becomes-good.mp4');

    fs.writeFileSync(file, Buffer.alloc(5000, 7));
    const demo = await Demo.open([file, second]);

    try {
        await demo.until('#error', (page) => page.clientHeight > 0 && /becomes-good\.mp4/.test(page.textContent));
        fs.copyFileSync(film, file);
        await demo.click('#error-retry');
        await demo.plays(file);
        await demo.until('#error', (page) => page.clientHeight === 0);

        await demo.press('U');
        await demo.until('#address', (form) => form.clientHeight > 0);
        await demo.press('X');
        await demo.click('#address .main');
        await demo.until('#address-problem', (problem) => /begins with one of/.test(problem.textContent));
        await demo.press('Escape');
        await demo.until('#address', (form) => form.clientHeight === 0);

        await demo.choose(path.join(temporaryFolder(), 'nowhere.mp4'));
        await demo.press('O');
        await demo.until('#error', (page) => page.clientHeight > 0 && /nowhere\.mp4/.test(page.textContent));
    } finally {
        await demo.stop();
    }
});

test('the demo names the package of a decoder that is missing', async () => {
    const none = ['avdec_h264', 'openh264dec', 'vah264dec', 'vaapih264dec', 'vaapidecodebin', 'nvh264dec', 'v4l2h264dec'];
    const demo = await Demo.open([film], { env: { GST_PLUGIN_FEATURE_RANK: none.map((name) => `${name}:NONE`).join() } });

    try {
        await demo.until('#error', (page) => page.clientHeight > 0 && /missing/.test(page.textContent));
        await demo.until('#error-command', (command) => /^sudo apt install gstreamer1\.0-[a-z]+$/.test(command.textContent));
    } finally {
        await demo.stop();
    }
});

test('the demo fills the screen by its button and by a key, panels too, and comes back as it was', async () => {
    const demo = await Demo.open([second]);

    try {
        await demo.plays(second);
        const size = await demo.at('body', () => [window.innerWidth, window.innerHeight]);
        // What a click or a key does next depends on what the button shows, which hears of it last.
        const fills = () => demo.until('media-fullscreen-button[mediaisfullscreen]', () => document.fullscreenElement && document.fullscreenElement.id === 'app' &&
            window.innerWidth === screen.width && window.innerHeight === screen.height);
        const isBack = () => demo.until('media-fullscreen-button:not([mediaisfullscreen])', (button, ...before) =>
            document.fullscreenElement === null && window.innerWidth === before[0] && window.innerHeight === before[1], ...size);

        await demo.click('media-fullscreen-button');
        await fills();
        await demo.press('P');
        await demo.until('#playlist', (panel) => panel.getBoundingClientRect().width > 0);
        await demo.press('F');
        await isBack();
        await demo.press('F');
        await fills();
        await demo.click('media-fullscreen-button');
        await isBack();
    } finally {
        await demo.stop();
    }
});
