// SPDX-License-Identifier: MIT
'use strict';

// <gst-video> as an element of a document, beside <video>: attributes, handlers, size, copies, other trees.

const assert = require('assert');
const test = require('node:test');
const { pathToFileURL } = require('url');
const { Application } = require('./support/electron');
const { makeWebm } = require('./support/clips');

const clip = pathToFileURL(makeWebm()).href;

/** Both elements through the same function of the page: [what <video> gives, what <gst-video> gives]. */
async function both(application, fn, ...args) {
    const results = [];

    for (const tag of ['video', 'gst-video']) {
        results.push(await application.page(0, `(tag, args) => (${fn})(tag, ...args)`, tag, args));
    }
    return results;
}

/** Runs in the page: every attribute and property through values that make sense, and some that do not. */
function reflect(tag) {
    const values = ['', 'a.mp4', ' b c.mp4 ', 'none', 'AUTO', 'metadata', 'bogus', true, false, 0, 5, 1.9, -1,
        2147483647, 2147483648, NaN, '12px', ' 7', '+8', '-9', null, undefined];
    const names = { src: 'src', poster: 'poster', preload: 'preload', autoplay: 'autoplay', loop: 'loop', muted: 'defaultMuted',
        playsinline: 'playsInline', width: 'width', height: 'height', disablepictureinpicture: 'disablePictureInPicture',
        controls: 'controls', crossorigin: 'crossOrigin' };
    const seen = [];

    for (const [attribute, property] of Object.entries(names)) {
        const video = document.createElement(tag);

        seen.push([property, video[property]]);
        for (const value of values) {
            video[property] = value;
            seen.push([property, String(value), video[property], video.getAttribute(attribute)]);
            video.setAttribute(attribute, value);
            seen.push([attribute, String(value), video[property]]);
            video.removeAttribute(attribute);
            seen.push([attribute, 'removed', video[property]]);
        }
    }
    return seen;
}

/** Runs in the page: handlers as a property and as an attribute. */
async function handle(tag) {
    const video = document.createElement(tag);
    const heard = [];

    window.heard = heard;
    video.setAttribute('onvolumechange', 'window.heard.push(event.type, this.localName)');
    video.onratechange = (event) => heard.push(event.type, event.target === video, event.bubbles);
    video.addEventListener('ratechange', () => heard.push('listener'));
    heard.push(typeof video.onvolumechange);
    video.volume = 0.5;
    video.playbackRate = 2;
    await new Promise((resolve) => video.addEventListener('ratechange', resolve));
    video.onvolumechange = null;
    video.volume = 1;
    await new Promise((resolve) => video.addEventListener('volumechange', resolve));
    return heard.map((each) => (each === tag ? 'its name' : each));
}

/** Runs in the page: the size of a loaded element by its style and attributes. */
async function measure(tag, src, styles) {
    const sizes = {};
    const video = document.createElement(tag);
    const box = document.createElement('div');

    // Out of reach of the style sheet of the page.
    box.style.cssText = 'width: 200px; height: 500px; position: absolute';
    box.attachShadow({ mode: 'open' }).append(video);
    document.body.append(box);
    const size = () => [video.offsetWidth, video.offsetHeight];
    sizes.empty = size();
    video.src = src;
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve));
    for (const [style, attributes] of styles) {
        video.style.cssText = style;
        Object.entries(attributes).forEach(([name, value]) => video.setAttribute(name, value));
        sizes[style + JSON.stringify(attributes)] = size();
        Object.keys(attributes).forEach((name) => video.removeAttribute(name));
    }
    video.removeAttribute('src');
    video.load();
    sizes.after = size();
    box.remove();
    return sizes;
}

const STYLES = [
    ['', {}], ['width: 100%', {}], ['width: 640px', {}], ['max-width: 100%', {}], ['width: 100px; height: 100px', {}],
    ['display: block', {}], ['display: none', {}], ['', { width: '160' }], ['', { width: '50%', height: '40' }],
    ['width: 80px', { width: '160' }], ['', { hidden: '' }],
];
/** Chromium has aspect-ratio, for what is not <video>, from 88 on. */
const OF_HEIGHT = [['height: 90px', {}], ['height: 90px; width: auto', { width: '10' }], ['', { height: '360' }],
    ['max-height: 90px', {}]];

/** Runs in the page: an element with a picture, and how it refuses a window before it has one. */
async function prepare(src, present) {
    const video = document.createElement('gst-video');

    video.setAttribute('present', present);

    window.video = video;
    window.refused = () => video.requestPictureInPicture().then(() => 'resolved', (error) => error.name);
    document.body.append(video);
    const before = await window.refused();
    video.src = src;
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve));
    return before;
}

/** Runs in the page, as if somebody had clicked there. @param {boolean} forbids the attribute closes the window */
async function showInWindow(forbids) {
    const { video, refused } = window;
    const heard = [];
    const left = new Promise((resolve) => video.addEventListener('leavepictureinpicture', resolve));

    for (const name of ['enterpictureinpicture', 'leavepictureinpicture']) {
        video.addEventListener(name, (event) => {
            heard.push(`${name} ${event.bubbles} ${document.pictureInPictureElement === video}`);
        });
    }
    const { width } = await video.requestPictureInPicture();
    const element = document.pictureInPictureElement === video;
    const { paused } = video;
    if (forbids) {
        video.disablePictureInPicture = true;
    } else {
        await document.exitPictureInPicture();
    }
    await left;
    const after = document.pictureInPictureElement;
    video.disablePictureInPicture = true;
    const disabled = await refused();
    video.remove();
    return { open: width > 0, element, paused, after, disabled, heard };
}

/** Runs in the page: frames of 25 a second by their numbers. */
async function step(src) {
    const video = document.createElement('gst-video');
    const name = (promise) => promise.then(() => 'resolved', (error) => error.name);
    const frame = () => Math.floor(video.currentTime * 25 + 0.5);
    const seen = {};

    document.body.append(video);
    seen.before = await name(video.step());
    video.src = src;
    await new Promise((resolve) => video.addEventListener('canplaythrough', resolve, { once: true }));
    await video.step(2);
    seen.forward = [frame()];
    await Promise.all([video.step(), video.step()]);
    seen.forward.push(frame());
    await video.step(-1);
    seen.back = frame();
    seen.none = await video.step(0).then(() => frame() === 3);
    seen.word = await Promise.resolve().then(() => video.step('far')).catch((error) => error.name);
    const played = name(video.play());
    const stepped = name(video.step(-1e9));
    seen.paused = [video.paused, await played];
    await stepped;
    seen.first = frame();
    const late = name(video.step());
    video.load();
    seen.replaced = await late;
    video.remove();
    return seen;
}

/** Runs in the page: elements by markup, by cloneNode(), in a shadow tree, and in the document of a frame. */
async function copy(src) {
    const name = (promise) => promise.then(() => 'resolved', (error) => error.name);
    const ready = (video) => new Promise((resolve) => video.addEventListener('canplaythrough', () => resolve(video.readyState), { once: true }));
    const box = document.createElement('div');
    const facts = (video) => [video.muted, video.volume, video.hasAttribute('controls')];
    const seen = {};

    document.body.append(box);
    box.innerHTML = '<gst-video muted controls></gst-video>';
    const [video] = box.children;
    video.volume = 0.25;
    seen.markup = facts(video);
    const clone = video.cloneNode(true);
    clone.volume = 0.25;
    seen.clone = facts(clone);
    clone.src = src;
    box.attachShadow({ mode: 'open' }).append(clone);
    seen.shadow = await name(clone.play());
    // Made, asked to play and taken out before it was ever in a document.
    const made = document.createElement('gst-video');
    made.src = src;
    const early = name(made.play());
    box.shadowRoot.append(made);
    made.pause();
    seen.made = [await early, await ready(made)];
    const frame = document.createElement('iframe');
    document.body.append(frame);
    frame.contentDocument.body.append(made);
    await made.play();
    seen.moved = [made.readyState, made.paused];
    const last = name(made.play().then(() => new Promise(() => {})));
    made.load();
    const waiting = name(made.play());
    made.remove();
    seen.gone = await Promise.race([waiting, last]);
    frame.remove();
    box.remove();
    return seen;
}

test('an element in a document is as <video> is', async (t) => {
    const application = await Application.launch();

    try {
        await application.main((world, allowed) => world.open({ allow: [allowed] }), clip);
        await t.test('its attributes are reflected by the same rules', async () => {
            const [expected, seen] = await both(application, reflect);
            assert.deepStrictEqual(seen.filter((each, i) => each.join() !== expected[i].join()), []);
            assert.strictEqual(seen.length, expected.length);
        });
        await t.test('handlers are called, as properties and as attributes', async () => {
            const [expected, seen] = await both(application, handle);
            assert.deepStrictEqual(seen, expected);
            assert.strictEqual(expected[0], 'function');
        });
        await t.test('it has the same size by the same styles and attributes', async () => {
            const styles = application.major < 12 ? STYLES : STYLES.concat(OF_HEIGHT);
            const [expected, seen] = await both(application, measure, clip, styles);
            assert.deepStrictEqual(seen, expected);
        });
        await t.test('it steps frame by frame, and each promise settles', async () => {
            assert.deepStrictEqual(await application.page(0, step, clip), {
                before: 'InvalidStateError', forward: [2, 4], back: 3, none: true, word: 'TypeError', paused: [true, 'resolved'],
                first: 0, replaced: 'AbortError',
            });
        });
        await t.test('copies, and elements in other trees and documents, play', async () => {
            assert.deepStrictEqual(await application.page(0, copy, clip), {
                markup: [true, 0.25, true], clone: [true, 0.25, true], shadow: 'resolved', made: ['AbortError', 4], moved: [4, false],
                gone: 'AbortError',
            });
        });
        for (const present of application.major < 22 ? ['auto'] : ['auto', 'video']) {
            for (const forbids of [false, true]) {
                const how = forbids ? 'until the page forbids it' : 'until the page closes it';

                await t.test(`its picture is in the window of picture-in-picture, paused as it is, ${how} (${present})`, async () => {
                    const before = await application.page(0, prepare, clip, present);
                    const seen = await application.main((world, call) => world.windows[0].webContents.executeJavaScript(call, true),
                        `(${showInWindow})(${forbids})`);

                    assert.strictEqual(before, 'InvalidStateError');
                    assert.deepStrictEqual(seen, {
                        open: true, element: true, paused: true, after: null, disabled: 'InvalidStateError',
                        heard: ['enterpictureinpicture true true', 'leavepictureinpicture true false']
                    });
                });
            }
        }
    } finally {
        await application.stop();
    }
});
