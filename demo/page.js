'use strict';

/** How long the bar stays after the mouse has moved, ms. */
const AWAKE = 2000;
/** Seconds an arrow key goes. */
const STEP = 5;

const video = /** @type {any} */ (document.querySelector('gst-video'));
const overlay = /** @type {HTMLElement} */ (document.getElementById('error'));
const message = /** @type {HTMLElement} */ (document.getElementById('message'));
const done = /** @type {HTMLElement} */ (document.getElementById('done'));
const time = /** @type {HTMLElement} */ (document.getElementById('time'));
let timer = 0;

/** @param {number} seconds */
function clock(seconds) {
    const whole = Math.max(0, Math.floor(seconds));

    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function showTime() {
    const duration = video.duration;

    if (!document.body.classList.contains('awake')) {
        return;
    }
    done.style.width = duration > 0 ? `${Math.min(100, 100 * video.currentTime / duration)}%` : '0';
    time.textContent = duration > 0 && isFinite(duration)
        ? `${clock(video.currentTime)} / ${clock(duration)}`
        : clock(video.currentTime);
}

function wake() {
    document.body.classList.add('awake');
    showTime();
    clearTimeout(timer);
    timer = window.setTimeout(() => document.body.classList.remove('awake'), AWAKE);
}

function toggle() {
    if (video.paused) {
        // What keeps it from playing is told by the error event.
        video.play().catch(() => {});
    } else {
        video.pause();
    }
    wake();
}

/** @type {{[key: string]: () => void}} */
const KEYS = {
    ' ': toggle,
    ArrowLeft: () => (video.currentTime -= STEP),
    ArrowRight: () => (video.currentTime += STEP),
    Home: () => (video.currentTime = 0),
    Enter: () => video.error && video.load(),
};

window.addEventListener('keydown', (event) => {
    const action = KEYS[event.key];

    if (action) {
        event.preventDefault();
        action();
        wake();
    }
});
window.addEventListener('mousemove', wake);
window.addEventListener('click', toggle);
video.addEventListener('timeupdate', showTime);
video.addEventListener('loadstart', () => (overlay.hidden = true));
video.addEventListener('error', () => {
    message.textContent = video.error.message;
    overlay.hidden = false;
});
