// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const test = require('node:test');
const { distribution, installation, packages } = require('../../js/gstreamer/distribution');

test('a system is known by what it is and what it is like', () => {
    const name = (text) => (distribution(text) || { name: null }).name;

    assert.strictEqual(name('PRETTY_NAME="Debian GNU/Linux 13"\nID=debian\n'), 'debian');
    assert.strictEqual(name('ID=linuxmint\nID_LIKE="ubuntu debian"\n'), 'debian');
    assert.strictEqual(name('ID="rocky"\nID_LIKE="rhel centos fedora"\n'), 'fedora');
    assert.strictEqual(name('ID=\'manjaro\'\nID_LIKE=arch\n'), 'arch');
    assert.strictEqual(name('ID="opensuse-leap"\nID_LIKE="suse opensuse"\n'), 'suse');
    assert.strictEqual(name('ID=alpine\n'), null);
    assert.strictEqual(name(''), null);
});

test('each distribution has packages for all that is wanted', () => {
    for (const name of ['debian', 'fedora', 'arch', 'suse']) {
        const all = packages(name);

        assert.ok(all.length >= 6 && all.every((each) => typeof each === 'string'), `${name}: ${all}`);
        assert.strictEqual(new Set(all).size, all.length);
    }
    assert.match(installation(), /gstreamer1?/);
});
