// SPDX-License-Identifier: MIT
'use strict';

// media-chrome and its themes as npm has them, over a <gst-video>, used with the mouse and the keyboard. What each does
// is looked at in the element and in what the player shows of it. Pictures of all of them go to build/test/media-chrome.

const assert = require('assert');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const test = require('node:test');
const { makeTracks } = require('./support/clips');
const { Application } = require('./support/electron');
const { Hand } = require('./support/hand');

const ROOT = path.join(__dirname, '..', '..');
const PICTURES = path.join(ROOT, 'build', 'test', 'media-chrome');
const THEMES = ['sutro', 'yt', 'minimal'];
const clip = makeTracks();
const DURATION = 20;

/** Everything that a player could want, in its plainest form. */
const CONTROLS = `
    <media-controller class="player">
        <gst-video slot="media"></gst-video>
        <media-playback-rate-menu hidden anchor="auto"></media-playback-rate-menu>
        <media-captions-menu hidden anchor="auto"></media-captions-menu>
        <media-audio-track-menu hidden anchor="auto"></media-audio-track-menu>
        <media-control-bar>
            <media-play-button></media-play-button>
            <media-mute-button></media-mute-button>
            <media-volume-range></media-volume-range>
            <media-time-display showduration></media-time-display>
            <media-time-range></media-time-range>
            <media-playback-rate-button></media-playback-rate-button>
            <media-playback-rate-menu-button></media-playback-rate-menu-button>
            <media-captions-button></media-captions-button>
            <media-captions-menu-button></media-captions-menu-button>
            <media-audio-track-menu-button></media-audio-track-menu-button>
            <media-pip-button></media-pip-button>
            <media-fullscreen-button></media-fullscreen-button>
        </media-control-bar>
    </media-controller>`;

/** In the page: media-chrome's modules, or all of it in one script for a Chromium that knows no import maps. */
async function installPlayer(look) {
    localStorage.clear();
    if (!Element.prototype.replaceChildren) {
        // All that media-chrome misses in Chromium 83.
        Element.prototype.replaceChildren = function replaceChildren(...nodes) {
            this.textContent = '';
            this.append(...nodes);
        };
    }
    if (look.script) {
        await new Promise((resolve, reject) => {
            const script = document.createElement('script');

            script.src = look.script;
            script.onload = resolve;
            script.onerror = () => reject(new Error(`${look.script} cannot be loaded`));
            document.head.append(script);
        });
    } else {
        await Promise.all(look.modules.map((module) => import(module)));
    }
    document.body.innerHTML = look.html;
    document.querySelector('gst-video').src = look.src;
}

/** @returns {object} how a theme, or the plain controls where there is none, comes into the page */
function lookOf(theme, major) {
    const modern = major >= 89;
    const name = modern && theme ? `media-theme-${theme}` : 'media-theme';
    const modules = theme ? [`player.style/${theme}/dist/media-theme.js`] : ['media-chrome', 'media-chrome/dist/menu/index.js'];
    const template = !modern && theme
        ? fs.readFileSync(path.join(ROOT, 'node_modules/player.style/themes', theme, 'dist/media-theme.html'), 'utf8') : '';

    return Object.assign({
        src: String(pathToFileURL(clip)),
        html: theme ? `<template id="look">${template}</template>
            <${name} class="player" ${modern ? '' : 'template="look"'}><gst-video slot="media"></gst-video></${name}>` : CONTROLS,
    }, modern ? { modules } : { script: '../../../../node_modules/media-chrome/dist/iife/all.js' });
}

/** A player in a window of its own. */
class Player extends Hand {
    static async open(theme) {
        const application = await Application.launch();
        const player = new Player(application, 0);

        player._name = `${theme || 'plain'}-${application.major}`;
        const look = lookOf(theme, Number(await application.main(() => parseInt(process.versions.chrome, 10))));
        await application.main((world, folder) => {
            return world.open({ width: 960, height: 540, page: 'media_chrome.html', allow: [folder] });
        }, String(pathToFileURL(path.dirname(clip))));
        await application.page(0, installPlayer, look);
        await player.video((video) => video.readyState === 4);
        return player;
    }

    /** Wait until a player's element has an attribute, or has none when `value` is null. */
    shows(selector, attribute, value) {
        return this.until(selector, (element, name, wanted) => {
            return wanted === null ? !element.hasAttribute(name) : element.getAttribute(name) === wanted;
        }, attribute, value);
    }

    async pause() {
        await this.click('media-play-button');
        await this.video((video) => video.paused);
        await this.shows('media-play-button', 'mediapaused', '');
    }

    async play() {
        await this.click('media-play-button');
        await this.video((video) => !video.paused && video.readyState === 4);
        await this.shows('media-play-button', 'mediapaused', null);
    }

    /** The position is there, of a paused element, and the range and the clock show it. */
    async isAt(seconds, tolerance) {
        await this.video((video, wanted, most) => !video.seeking && Math.abs(video.currentTime - wanted) <= most,
            seconds, tolerance);
        await this.until('media-time-range', (range) => {
            const video = document.querySelector('gst-video');

            return Math.abs(range.range.valueAsNumber - video.currentTime / video.duration) < 0.01;
        });
        await this.until('media-time-display', (display) => {
            const whole = Math.floor(document.querySelector('gst-video').currentTime);
            const text = display.shadowRoot.querySelector('slot').textContent.trim();

            return text.startsWith(`0:${String(whole).padStart(2, '0')}`);
        });
    }

    /** What Chromium has drawn, for people to look at. */
    async picture(name) {
        const data = await this._application.main(async (world) => {
            return (await world.windows[0].webContents.capturePage()).toPNG().toString('base64');
        });

        fs.mkdirSync(PICTURES, { recursive: true });
        fs.writeFileSync(path.join(PICTURES, `${this._name}-${name}.png`), Buffer.from(data, 'base64'));
    }
}

for (const theme of [null, ...THEMES]) {
    test(`${theme ? `the theme ${theme}` : 'media-controller'} plays, seeks, sets the volume, shows captions and fills the screen`, async () => {
        const player = await Player.open(theme);

        try {
            await player.shows('media-play-button', 'mediapaused', '');
            await player.play();
            await player.video((video) => video.currentTime > 0.2);
            await player.picture('playing');
            await player.pause();

            await player.click('media-time-range', 0.5);
            await player.isAt(DURATION / 2, 0.5);
            await player.drag('media-time-range', 0.5, 0.6, 0.7, 0.3);
            await player.isAt(0.3 * DURATION, 0.5);
            // Seeking while it plays.
            await player.play();
            await player.click('media-time-range', 0.6);
            await player.video((video) => !video.seeking && !video.paused && video.currentTime > 11.5 && video.currentTime < 18);
            await player.pause();

            await player.click('media-mute-button');
            await player.video((video) => video.muted);
            await player.shows('media-mute-button', 'mediavolumelevel', 'off');
            // The button has the focus, and so the keyboard.
            await player.press('Space');
            await player.video((video) => !video.muted);
            await player.hover('media-mute-button');
            await player.drag('media-volume-range', 0.9, 0.5, 0.4);
            await player.video((video) => video.volume > 0.2 && video.volume < 0.5);
            await player.shows('media-mute-button', 'mediavolumelevel', 'low');
            await player.until('media-volume-range', (range) => {
                return Math.abs(range.range.valueAsNumber - document.querySelector('gst-video').volume) < 0.01;
            });

            await player.click('media-fullscreen-button');
            await player.video(() => document.fullscreenElement === document.querySelector('.player'));
            await player.shows('media-fullscreen-button', 'mediaisfullscreen', '');
            await player.video((video) => video.clientWidth === screen.width && video.clientHeight === screen.height);
            await player.picture('fullscreen');
            await player.click('media-fullscreen-button');
            await player.video(() => document.fullscreenElement === null);
            await player.shows('media-fullscreen-button', 'mediaisfullscreen', null);

            await player.click('media-captions-button');
            await player.video((video) => video.textTracks[0].mode === 'showing');
            await player.shows('media-captions-button', 'aria-checked', 'true');
            await player.video(async (video) => {
                const [seen, bare] = await Promise.all([video.snapshot(), video.snapshot({ subtitles: false })]);

                return seen.data.length === bare.data.length && seen.data.some((value, i) => value !== bare.data[i]);
            });
            await player.picture('captions');
            await player.click('media-captions-button');
            await player.video((video) => Array.from(video.textTracks).every((track) => track.mode === 'disabled'));
            await player.shows('media-captions-button', 'aria-checked', 'false');
            assert.strictEqual(await player.at('gst-video', (video) => video.error), null);
        } finally {
            await player.stop();
        }
    });
}

test('media-chrome offers what a <gst-video> can, and hides what it cannot', async () => {
    const player = await Player.open(null);

    try {
        await player.until('media-controller', (controller) => {
            const { mediaDuration, mediaSeekable, mediaStreamType, mediaWidth, mediaHeight, mediaVolumeUnavailable,
                mediaFullscreenUnavailable, mediaCastUnavailable } = controller.mediaStore.getState();

            return Math.floor(mediaDuration) === 20 && Math.floor(mediaSeekable[1]) === 20 &&
                mediaStreamType === 'on-demand' && mediaWidth === 640 && mediaHeight === 360 &&
                !mediaVolumeUnavailable && !mediaFullscreenUnavailable && mediaCastUnavailable === 'unsupported';
        });
        await player.until('media-time-display', (display) => {
            return display.shadowRoot.querySelector('slot').textContent.replace(/\s+/g, ' ').trim() === '0:00 / 0:20';
        });
    } finally {
        await player.stop();
    }
});

test('media-chrome\'s button and menu of rates, its menus of captions and of audio tracks choose', async () => {
    const player = await Player.open(null);

    try {
        await player.click('media-playback-rate-button');
        await player.video((video) => video.playbackRate === 1.2);
        await player.until('media-playback-rate-button', (button) => /1\.2x/.test(button.shadowRoot.textContent));
        await player.click('media-playback-rate-menu-button');
        await player.click('media-playback-rate-menu >>> media-chrome-menu-item[value="2"]');
        await player.video((video) => video.playbackRate === 2);
        await player.until('media-playback-rate-menu-button', (button) => /2x/.test(button.shadowRoot.textContent));

        await player.click('media-captions-menu-button');
        await player.until('media-captions-menu', (menu) => /Off.*English.*Deutsch/s.test(menu.shadowRoot.textContent));
        await player.picture('captions-menu');
        await player.click('media-captions-menu >>> media-chrome-menu-item:last-of-type');
        await player.video((video) => video.textTracks[1].mode === 'showing' && video.textTracks[0].mode === 'disabled');
        await player.shows('media-captions-menu >>> media-chrome-menu-item:last-of-type', 'aria-checked', 'true');
        await player.until('media-captions-menu-button', (button) => /Deutsch/.test(decodeURIComponent(
            button.getAttribute('mediasubtitlesshowing'))));

        await player.click('media-audio-track-menu-button');
        await player.until('media-audio-track-menu', (menu) => /English.*Deutsch/s.test(menu.shadowRoot.textContent));
        await player.shows('media-audio-track-menu >>> media-chrome-menu-item:first-of-type', 'aria-checked', 'true');
        await player.picture('audio-menu');
        await player.click('media-audio-track-menu >>> media-chrome-menu-item:last-of-type');
        await player.video((video) => video.audioTracks[1].enabled && !video.audioTracks[0].enabled);
        await player.shows('media-audio-track-menu >>> media-chrome-menu-item:last-of-type', 'aria-checked', 'true');
    } finally {
        await player.stop();
    }
});

test('the keyboard shortcuts of media-controller work, and a click on the picture', async () => {
    const player = await Player.open(null);

    try {
        await player.click('gst-video');
        await player.video((video) => !video.paused);
        await player.shows('media-play-button', 'mediapaused', null);
        await player.press('K');
        await player.video((video) => video.paused);
        await player.shows('media-play-button', 'mediapaused', '');
        await player.press('Space');
        await player.video((video) => !video.paused);
        await player.shows('media-play-button', 'mediapaused', null);
        await player.press('Space');
        await player.video((video) => video.paused && !video.ended);

        // The keys count from what the controller has heard of the time.
        const heard = () => player.until('media-time-range', (range) => Math.abs(
            document.querySelector('gst-video').currentTime - Number(range.getAttribute('mediacurrenttime'))) < 0.01);
        await heard();
        const from = await player.at('gst-video', (video) => video.currentTime);
        await player.press('Right');
        await player.isAt(from + 10, 0.3);
        await heard();
        await player.press('Left');
        await player.isAt(from, 0.3);

        await player.press('M');
        await player.video((video) => video.muted);
        await player.shows('media-mute-button', 'mediavolumelevel', 'off');
        await player.press('M');
        await player.video((video) => !video.muted);
        await player.press('Down');
        await player.video((video) => Math.abs(video.volume - 0.975) < 0.001);
        await player.until('media-volume-range', (range) => Math.abs(range.range.valueAsNumber - 0.975) < 0.01);
        await player.press('Up');
        await player.video((video) => video.volume === 1);

        await player.press('F');
        await player.shows('media-fullscreen-button', 'mediaisfullscreen', '');
        await player.press('F');
        await player.video(() => document.fullscreenElement === null);

        await player.press('C');
        await player.video((video) => video.textTracks[0].mode === 'showing');
        await player.shows('media-captions-button', 'aria-checked', 'true');
        await player.press('C');
        await player.video((video) => video.textTracks[0].mode === 'disabled');
    } finally {
        await player.stop();
    }
});
