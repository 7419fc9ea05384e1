import { element, listenToNotices } from './host.js';

/** ms that a notice is seen. */
const WHILE = 8000;

/**
 * Tell for a while of what goes wrong though the film goes on: sound without a decoder, subtitles that cannot be read.
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
    // What was asked for and did not work.
    window.addEventListener('unhandledrejection', (event) => show(event.reason instanceof Error ? event.reason.message : String(event.reason)));
}
