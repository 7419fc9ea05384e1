// SPDX-License-Identifier: MIT
'use strict';

const assert = require('assert');
const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { makeClip, temporaryFolder } = require('./support/clips');
const { ensureDisplay } = require('./support/display');
const { electronOptions, electronPath } = require('./support/electron');
const { sockets } = require('./support/processes');

const ROOT = path.join(__dirname, '..', '..');
const clip = makeClip({ frames: 60 });

/** Has Chromium's way for video a door for pictures of others? It came with 94. @param {string} electron its version */
function hasVideoFrames(electron) {
    return parseInt(electron, 10) >= 15;
}

/** Run the demo to its end. @param {object} options @param {string[]} [flags] of Electron */
async function demo(options, flags = []) {
    await ensureDisplay();
    const child = spawn(electronPath(), [...electronOptions(), ...flags, `--user-data-dir=${path.join(temporaryFolder(), 'data')}`,
        path.join(ROOT, 'demo'), `--frameshare-run=${JSON.stringify(options)}`], {
        stdio: ['ignore', 'pipe', 'pipe'],
        // What the demo remembers is in a folder of its own.
        env: Object.assign({}, process.env, { XDG_CONFIG_HOME: path.join(temporaryFolder(), 'config') }),
    });
    let output = '';

    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), 60000);
    const status = await new Promise((resolve) => child.once('exit', resolve));

    clearTimeout(timer);
    return { status, output };
}

test('the demo plays, reports, takes a screenshot and ends', async () => {
    const report = path.join(temporaryFolder(), 'report.json');
    const screenshot = path.join(temporaryFolder(), 'screenshot.png');
    const { status, output } = await demo({ sources: [clip], windows: 2, seconds: 1.5, report, screenshot });

    assert.strictEqual(status, 0, output);
    const said = JSON.parse(fs.readFileSync(report, 'utf8'));
    assert.deepStrictEqual(Object.keys(said), ['electron', 'mapping', 'stream', 'source', 'published', 'in_place',
        'copied', 'dropped', 'windows']);
    assert.deepStrictEqual(said.source, { width: 640, height: 360, format: 'I420', fps: 30 });
    assert.strictEqual(said.mapping, 'shared');
    assert.strictEqual(said.copied, 0);
    assert.strictEqual(said.in_place, said.published);
    assert.strictEqual(said.windows.length, 2);
    for (const window of said.windows) {
        assert.deepStrictEqual(Object.keys(window), ['shown', 'missed', 'upload_ms', 'latency_ms', 'presenter']);
        assert.strictEqual(window.shown + window.missed, said.published);
        assert.deepStrictEqual(Object.keys(window.upload_ms), ['p50', 'p95']);
        assert.deepStrictEqual(Object.keys(window.latency_ms), ['p50', 'p95', 'p99']);
        assert.ok(window.latency_ms.p50 > 0);
        assert.strictEqual(window.presenter, hasVideoFrames(said.electron) ? 'video' : 'webgl');
    }
    const png = fs.readFileSync(screenshot);
    assert.strictEqual(png.toString('latin1', 1, 4), 'PNG');
    assert.deepStrictEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [960, 540]);
    assert.ok(!sockets().includes(said.stream), 'no socket is left');
});

test('the demo without WebGL shows its film, and reports how', async () => {
    const report = path.join(temporaryFolder(), 'without.json');
    const screenshot = path.join(temporaryFolder(), 'without.png');
    const { status, output } = await demo({ sources: [clip], windows: 1, seconds: 1.5, report, screenshot },
        ['--disable-gpu', '--disable-software-rasterizer']);

    assert.strictEqual(status, 0, output);
    const said = JSON.parse(fs.readFileSync(report, 'utf8'));
    assert.deepStrictEqual(said.windows.map(({ presenter }) => presenter), [hasVideoFrames(said.electron) ? 'video' : '2d']);
    assert.ok(said.windows[0].shown > 0, JSON.stringify(said));
    assert.strictEqual(fs.readFileSync(screenshot).readUInt32BE(16), 960);
});

test('the demo that loops shows more than the clip has', async () => {
    const report = path.join(temporaryFolder(), 'loop.json');
    const { status, output } = await demo({ sources: [makeClip({ frames: 30 })], seconds: 3, loop: true, report });

    assert.strictEqual(status, 0, output);
    assert.ok(JSON.parse(fs.readFileSync(report, 'utf8')).published > 40);
});

test('the demo that cannot play says why and ends with an error', async () => {
    const { status, output } = await demo({ sources: [path.join(temporaryFolder(), 'nothing.mp4')], seconds: 0.5 });

    assert.strictEqual(status, 1);
    assert.match(output, /nothing\.mp4/);
});
