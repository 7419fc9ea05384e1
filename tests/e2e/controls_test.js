// SPDX-License-Identifier: MIT
'use strict';

// The attribute `controls`: a bar in the element's shadow tree, driven through Chromium's input as a person does.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeTracks } = require('./support/clips');
const { until } = require('./support/processes');

const clip = pathToFileURL(makeTracks()).href;

/** Runs in the page: what the bar has to say. */
function look() {
    const { video } = window;
    const bar = video._view.root.querySelector('.bar');
    const [time] = bar.querySelectorAll('span');

    return {
        group: bar.getAttribute('role'),
        labels: Array.from(bar.querySelectorAll('button, input')).filter(({ hidden }) => !hidden).map((each) => each.getAttribute('aria-label')),
        time: time.textContent,
        captions: bar.querySelector('[aria-pressed]').getAttribute('aria-pressed'),
        inside: bar.getBoundingClientRect().bottom <= video.getBoundingClientRect().bottom && bar.offsetWidth === video.clientWidth,
    };
}

class Person {
    constructor(application) {
        this._application = application;
    }

    page(fn, ...args) {
        return this._application.page(0, fn, ...args);
    }

    until(condition, what) {
        return until(() => this.page(condition), what);
    }

    async press(keyCode) {
        await this._application.main((world, key) => {
            const { webContents } = world.windows[0];

            webContents.focus();
            webContents.sendInputEvent({ type: 'keyDown', keyCode: key });
            if (key === 'Space') {
                webContents.sendInputEvent({ type: 'char', keyCode: key });
            }
            webContents.sendInputEvent({ type: 'keyUp', keyCode: key });
        }, keyCode);
    }

    /** Click in the middle of what has this label, or of the picture. */
    async click(label) {
        const [x, y] = await this.page((name) => {
            const { video } = window;
            const { left, top, width, height } = (name ? video._view.root.querySelector(`[aria-label="${name}"]`) : video).getBoundingClientRect();

            return [Math.round(left + width / 2), Math.round(top + height / 2)];
        }, label);

        await this._application.main((world, at) => ['mouseMove', 'mouseDown', 'mouseUp'].forEach((type) => {
            world.windows[0].webContents.sendInputEvent(Object.assign({ type, button: 'left', clickCount: 1 }, at));
        }), { x, y });
    }
}

test('the attribute `controls` shows a bar that the mouse and the keyboard use, and nothing without it', async (t) => {
    const application = await Application.launch();
    const person = new Person(application);

    try {
        await application.main((world) => world.open({ allow: ['file:///'], width: 640, height: 480 }));
        await application.page(0, async (src) => {
            const video = document.createElement('gst-video');

            window.video = video;
            window.heard = [];
            ['input', 'change'].forEach((name) => document.addEventListener(name, () => window.heard.push(name)));
            video.style.cssText = 'width: 600px; height: 400px';
            document.body.append(video);
            video.src = src;
            await new Promise((resolve) => video.addEventListener('canplaythrough', resolve, { once: true }));
        }, clip);
        const count = () => window.video._view.root.querySelectorAll('.bar, button, input').length;

        assert.strictEqual(await application.page(0, count), 0);
        await application.page(0, () => (window.video.controls = true));
        assert.deepStrictEqual(await application.page(0, look), {
            group: 'group', labels: ['Play', 'Position', 'Mute', 'Volume', 'Captions', 'Full screen'], time: '0:00 / 0:20', captions: 'false', inside: true,
        });
        await t.test('the mouse plays, pauses, mutes, chooses captions and goes to another place', async () => {
            await person.click('Play');
            await person.until(() => !window.video.paused, 'it plays');
            await person.click('Pause');
            await person.until(() => window.video.paused, 'it is paused');
            await person.click();
            await person.until(() => !window.video.paused, 'a click into the picture plays');
            await application.page(0, () => window.video.addEventListener('click', (event) => event.preventDefault(), { once: true }));
            await person.click();
            await person.click('Mute');
            await person.until(() => window.video.muted && window.video._view.root.querySelector('[aria-label="Unmute"]') !== null, 'it is muted');
            assert.strictEqual(await application.page(0, () => window.video.paused), false);
            await person.click('Volume');
            await person.until(() => !window.video.muted && Math.abs(window.video.volume - 0.5) < 0.1, 'the volume is in the middle');
            await person.click('Captions');
            await person.until(() => window.video.textTracks[0].mode === 'showing', 'captions are shown');
            assert.strictEqual((await application.page(0, look)).captions, 'true');
            await person.click('Captions');
            await person.until(() => window.video.textTracks[0].mode === 'disabled', 'they are not');
            await application.page(0, () => window.video.pause());
            await person.click('Position');
            await person.until(() => !window.video.seeking && Math.abs(window.video.currentTime - 10) < 1, 'it is in the middle');
            await person.until(() => /^0:(09|10) /.test(window.video._view.root.querySelector('.bar span').textContent), 'the bar says so');
        });
        await t.test('keys do what they do in the browser\'s own buttons and ranges', async () => {
            await application.page(0, () => window.video._view.root.querySelector('[aria-label="Play"]').focus());
            await person.press('Space');
            await person.until(() => !window.video.paused, 'it plays');
            await person.press('Space');
            await person.until(() => window.video.paused && !window.video.seeking, 'it is paused');
            const before = await application.page(0, () => {
                window.video._view.root.querySelector('[aria-label="Position"]').focus();
                return window.video.currentTime;
            });

            await person.press('Right');
            await until(() => application.page(0, (time) => window.video.currentTime > time + 0.1, before), 'it is later');
        });
        assert.deepStrictEqual(await application.page(0, () => window.heard), []);
        await application.page(0, () => window.video.removeAttribute('controls'));
        assert.strictEqual(await application.page(0, count), 0);
        await person.click();
        await application.page(0, () => new Promise((resolve) => setTimeout(resolve)));
        assert.strictEqual(await application.page(0, () => window.video.paused), true);
    } finally {
        await application.stop();
    }
});

test('the bar fills the screen, and says so', async () => {
    const application = await Application.launch();
    const person = new Person(application);

    try {
        await application.main((world) => world.open({ allow: ['file:///'], width: 640, height: 480 }));
        await application.page(0, () => {
            document.body.innerHTML = '<gst-video controls></gst-video>';
            [window.video] = document.body.children;
        });
        await person.click('Full screen');
        await person.until(() => document.fullscreenElement === window.video, 'it fills the screen');
        await person.until(() => window.video._view.root.querySelector('[aria-label="Leave full screen"]') !== null, 'the bar says so');
        await until(() => application.page(0, () => window.video.clientWidth === window.innerWidth), 'it is as wide as the screen');
        await person.click('Leave full screen');
        await person.until(() => document.fullscreenElement === null, 'it does not any more');
    } finally {
        await application.stop();
    }
});
