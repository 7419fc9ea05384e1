// SPDX-License-Identifier: MIT
import { AddressForm } from './address.js';
import { ErrorPage } from './error-page.js';
import { element, onClick, request } from './host.js';
import { installKeys } from './keys.js';
import { listenForNotices } from './notice.js';
import { PlaylistPanel } from './playlist-panel.js';
import { StatsOverlay } from './stats-overlay.js';

const video = /** @type {any} */ (document.querySelector('gst-video'));
const controller = element('controller');
const playlist = new PlaylistPanel();
const address = new AddressForm();
const stats = new StatsOverlay(video);
const errors = new ErrorPage(video, playlist);

const openFilms = () => request('open-films');
const help = element('help');

['start', 'help'].forEach((id) => element(id).append(element('keys').content.cloneNode(true)));
listenForNotices(video);

onClick('open', openFilms);
onClick('start-films', openFilms);

/** Close panels that cover the picture. */
function escape() {
    if (address.isOpen) {
        address.close();
    } else if (!help.hidden) {
        help.hidden = true;
    } else if (!element('playlist').hidden) {
        playlist.toggle();
    }
}

installKeys(controller, {
    o: openFilms,
    u: () => address.open(),
    t: () => request('open-subtitles'),
    p: () => playlist.toggle(),
    n: () => playlist.go(1),
    b: () => playlist.go(-1),
    i: () => stats.toggle(),
    ',': () => video.step && video.step(-1),
    '.': () => video.step && video.step(1),
    '?': () => (help.hidden = !help.hidden),
    Home: () => (video.currentTime = 0),
    Enter: () => errors.isOpen && errors.retry(),
    Escape: escape,
});

// Make the whole document full screen, so that panels and pages stay visible.
controller.fullscreenElement = element('app');

// Toggle full screen, as players do; the first click has paused, and the second one plays again.
video.addEventListener('dblclick', () => document.fullscreenElement
    ? document.exitFullscreen() : element('app').requestFullscreen());

// The preload handles dropped files; this only shows the drop area.
let over = 0;

/** @param {number} change in the number of nested elements that a dragged file is over */
function drag(change) {
    over = Math.max(0, over + change);
    element('drop').hidden = over === 0;
}

window.addEventListener('dragenter', () => drag(1));
window.addEventListener('dragleave', () => drag(-1));
window.addEventListener('drop', () => drag(-over));

controller.focus();
