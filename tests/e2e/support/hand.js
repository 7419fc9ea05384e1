// SPDX-License-Identifier: MIT
'use strict';

// A hand at the mouse and the keyboard of a window: what it does goes through Chromium's input, as a person's does.

/** In a page: the first element that a selector finds, in shadow trees too; `a >>> b` is a `b` in what `a` finds. */
const FIND = `function find(selector, root) {
    const [first, ...rest] = selector.split(' >>> ');
    const found = search(first, root);

    return found && rest.length > 0 ? find(rest.join(' >>> '), found.shadowRoot || found) : found;
}
function search(selector, root) {
    const found = root.querySelector(selector);
    if (found) {
        return found;
    }
    for (const each of root.querySelectorAll('*')) {
        const inside = each.shadowRoot && search(selector, each.shadowRoot);
        if (inside) {
            return inside;
        }
    }
    return null;
}`;

class Hand {
    /**
     * @param {import('./electron').Application} application
     * @param {number} window
     */
    constructor(application, window) {
        this._application = application;
        this._window = window;
    }

    /** Call a function in the page, with the first element that a selector finds and further arguments; null for no element. */
    at(selector, fn, ...args) {
        return this._application.main((world, window, call) => {
            return (world.windows || world.list())[window].webContents.executeJavaScript(call);
        },
        this._window, `(() => { ${FIND}
                const element = find(${JSON.stringify(selector)}, document);
                return element && (${fn})(element, ...${JSON.stringify(args)});
            })()`);
    }

    /** Wait until a function of an element is true; what it is said to be otherwise is in the error. */
    async until(selector, fn, ...args) {
        const end = Date.now() + 30000;

        for (;;) {
            const value = await this.at(selector, fn, ...args);

            if (value) {
                return value;
            }
            if (Date.now() > end) {
                throw new Error(`waited in vain for ${selector}: ${fn}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }

    /** Wait until something is so of the window's <gst-video>. */
    video(condition, ...args) {
        return this.until('gst-video', condition, ...args);
    }

    /** Where an element is once it stands still; `x` and `y` are fractions of its size. */
    async place(selector, x = 0.5, y = 0.5) {
        const box = await this.until(selector, (element) => {
            const { left, top, width, height } = element.getBoundingClientRect();
            const text = [left, top, width, height].join();

            // A busy machine draws little between two looks.
            element.looks = element.lastPlace === text ? element.looks + 1 : 0;
            element.lastPlace = text;
            return element.looks >= 4 && width > 0 && height > 0 && { left, top, width, height };
        });

        return { x: Math.round(box.left + x * box.width), y: Math.round(box.top + y * box.height) };
    }

    _send(...events) {
        return this._application.main((world, window, all) => {
            const { webContents } = (world.windows || world.list())[window];

            all.forEach((event) => webContents.sendInputEvent(event));
        }, this._window, events);
    }

    /** The mouse over an element. */
    async hover(selector, x = 0.5, y = 0.5) {
        await this._move(await this.place(selector, x, y));
    }

    _move(point) {
        return this._send(Object.assign({ type: 'mouseMove' }, point));
    }

    /** Click on an element, `x` and `y` of its width and height from its corner. */
    async click(selector, x = 0.5, y = 0.5) {
        const point = await this.place(selector, x, y);
        const button = Object.assign({ button: 'left', clickCount: 1 }, point);

        await this._move(point);
        await this._send(Object.assign({ type: 'mouseDown' }, button), Object.assign({ type: 'mouseUp' }, button));
    }

    /** Drag along the longer side of an element, from its left or its lower end: each station is a fraction of it. */
    async drag(selector, ...stations) {
        const start = await this.place(selector, 0, 1);
        const end = await this.place(selector, 1, 0);
        const across = end.x - start.x > start.y - end.y;
        const points = stations.map((part) => ({
            x: Math.round(start.x + (across ? part : 0.5) * (end.x - start.x)),
            y: Math.round(start.y + (across ? 0.5 : part) * (end.y - start.y)),
        }));
        const [from] = points;
        const to = points[points.length - 1];

        await this._move(from);
        await this._send(Object.assign({ type: 'mouseDown', button: 'left', clickCount: 1 }, from));
        for (const point of points.slice(1)) {
            await this._send(Object.assign({ type: 'mouseMove', button: 'left', modifiers: ['leftButtonDown'] }, point));
        }
        await this._send(Object.assign({ type: 'mouseUp', button: 'left', clickCount: 1 }, to));
    }

    /** Press keys, one after the other: Electron's names of them (`K`, `Space`, `Left`). */
    async press(...keys) {
        for (const key of keys) {
            const text = { Space: ' ', Enter: '\r' }[key] || (key.length === 1 ? key.toLowerCase() : null);
            const event = { keyCode: key };

            await this._send(Object.assign({ type: 'keyDown' }, event),
                ...(text ? [{ type: 'char', keyCode: text }] : []), Object.assign({ type: 'keyUp' }, event));
        }
    }

    /** End the application. */
    stop() {
        return this._application.stop();
    }
}

module.exports = { Hand };
