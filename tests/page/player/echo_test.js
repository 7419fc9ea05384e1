// SPDX-License-Identifier: MIT
'use strict';

// js/page/player/echo.js: docs/design/commands.md has the rule.

const assert = require('assert');
const test = require('node:test');
const { Echo } = require('../../../js/page/player/echo');

/** An echo of a property that is 1, and what is taken of what the player tells. */
function follow() {
    const taken = [];

    return { taken, echo: new Echo(1, (value) => taken.push(value)) };
}

test('a value is taken when the player had accepted the last command about it, and no other', () => {
    const { taken, echo } = follow();

    echo.told(2, 0);
    echo.sent(3);
    echo.sent(5);
    [[3, 0], [4, 3], [5, 4], [6, 5], [7, 9]].forEach(([value, after]) => echo.told(value, after));
    assert.deepStrictEqual([taken, echo.value], [[2, 6, 7], 7]);
});

test('when the last command is refused the value is what the player told last, and what it tells from then on', () => {
    const { taken, echo } = follow();

    echo.sent(3);
    echo.sent(5);
    echo.told(2, 0);
    echo.refused(3);
    assert.deepStrictEqual(taken, []);
    echo.refused(5);
    echo.told(4, 0);
    assert.deepStrictEqual(taken, [2, 4]);
});

test('another player has heard of no command', () => {
    const { taken, echo } = follow();

    echo.sent(3);
    echo.reset(8);
    echo.told(9, 0);
    assert.deepStrictEqual([taken, echo.isNews(0)], [[9], true]);
});
