// SPDX-License-Identifier: MIT
// Functions of the main process for this page; see ../preload.js.

const host = /** @type {any} */ (window).demo;

/**
 * @param {string} command
 * @param {any} [value]
 * @returns {Promise<any>}
 */
export async function request(command, value) {
    const { error, value: answer } = await host.request(command, value);

    if (error) {
        throw new Error(error);
    }
    return answer;
}

/**
 * @typedef {{playlist: {items: {id: number, title: string}[], current: number}, still: boolean,
 * failure: string | null}} State
 * @param {(state: State) => void} listener
 */
export async function listen(listener) {
    host.listen((/** @type {any} */ said) => said.playlist && listener(said));
    listener(await request('state'));
}

/** @param {(notice: string) => void} listener to problems that do not stop playback */
export function listenToNotices(listener) {
    host.listen((/** @type {any} */ said) => said.notice && listener(said.notice));
}

/** @param {string} id @returns {any} */
export function element(id) {
    return document.getElementById(id);
}

/**
 * After a mouse click on a button keys control the player again; after a key press the focus stays.
 * @param {HTMLElement} button
 * @param {UIEvent} event
 */
export function leave(button, { detail }) {
    if (detail > 0) {
        button.blur();
    }
}

/**
 * @param {string} id
 * @param {() => void} action for a click on that button, and for the keys that trigger it
 */
export function onClick(id, action) {
    const button = element(id);
    const run = (/** @type {UIEvent} */ event) => {
        leave(button, event);
        action();
    };

    if (button.localName === 'media-chrome-button') {
        button.handleClick = run;
    } else {
        button.addEventListener('click', run);
    }
}
