// SPDX-License-Identifier: MIT
/** Elements in which keys are text. */
const TYPING = 'input:not([type=range]), textarea';

/** Keys that a button handles itself. */
const PRESSING = [' ', 'Enter', 'Tab'];

/**
 * Keys of the whole window. media-chrome's keys work wherever the focus is, too.
 * @param {any} controller the <media-controller>
 * @param {{[key: string]: (event: KeyboardEvent) => void}} actions by `event.key`
 */
export function installKeys(controller, actions) {
    window.addEventListener('keydown', (event) => {
        const target = /** @type {Element} */ (event.composedPath()[0]);
        const typing = target.matches(TYPING) && event.key !== 'Escape';
        const pressing = target.matches('button') && PRESSING.includes(event.key);

        if (typing || pressing || event.altKey || event.ctrlKey || event.metaKey) {
            return;
        }
        if (actions[event.key]) {
            event.preventDefault();
            actions[event.key](event);
        } else if (!controller.contains(event.target)) {
            controller.keyboardShortcutHandler(event);
        }
    });
}
