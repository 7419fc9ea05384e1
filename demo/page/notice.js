// SPDX-License-Identifier: MIT
import { element, listenToNotices } from './host.js';

/** How long a notice is shown, ms. */
const WHILE = 8000;

/**
 * Show notices for a while: problems that do not stop the film, such as audio without a decoder or
 * unreadable subtitles.
 * @param {any} video
 */
export function listenForNotices(video) {
    const notice = element('notice');
    let timer = 0;

    /** @param {string} text */
    const show = (text) => {
        notice.textContent = text;
        notice.hidden = false;
        clearTimeout(timer);
        timer = window.setTimeout(() => (notice.hidden = true), WHILE);
    };

    listenToNotices(show);
    video.addEventListener('emptied', () => (notice.hidden = true));
    // A request that failed.
    window.addEventListener('unhandledrejection', (event) => show(event.reason instanceof Error ? event.reason.message : String(event.reason)));
}
