// What the main process does for this page; see ../preload.js.

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

/** @param {(state: {playlist: {items: {id: number, title: string}[], current: number}}) => void} listener */
export async function listen(listener) {
    host.listen(listener);
    listener(await request('state'));
}

/** @param {string} id @returns {any} */
export function element(id) {
    return document.getElementById(id);
}

/** @param {string} id @param {() => void} action on a click of that button */
export function onClick(id, action) {
    element(id).addEventListener('click', () => {
        element(id).blur();
        action();
    });
}
