// SPDX-License-Identifier: MIT
'use strict';

// Apps as frameworks and bundlers make them, with the package installed: ES modules, esbuild, React with Vite. They are looked at.

const assert = require('assert');
const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { SIZE, seeCounter, withApp } = require('../e2e/support/apps');
const { makeClip } = require('../e2e/support/clips');
const { until } = require('../e2e/support/processes');
const { ROOT, electrons, installPackage, listFiles, runNode } = require('./support/package');

const BIN = path.join(ROOT, 'node_modules');
const FILM = makeClip({ frames: 90 });

/** The version of an Electron, by its folder's name. */
const majorOf = (electron) => Number((/electron-(\d+)/.exec(electron) || [0, Infinity])[1]);

/** An app of apps/ with the package installed. @param {string} name @param {string[]} [modules] */
function installApp(name, modules) {
    const from = path.join(__dirname, 'apps', name);

    return installPackage(Object.fromEntries(listFiles(from).map((file) => [file, fs.readFileSync(path.join(from, file), 'utf8')])), modules);
}

/** @param {string} folder @param {string[]} args */
function esbuild(folder, args) {
    execFileSync(path.join(BIN, 'esbuild', 'bin', 'esbuild'), ['--bundle', '--platform=node', '--external:electron', '--log-level=error', ...args],
        { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** It plays: as large as the film, below and beside the margin that every page has. */
function plays(application) {
    return seeCounter(application, 0, { x: 8, y: 8, ...SIZE });
}

const bundled = installApp('bundled');

esbuild(bundled, ['main.js', 'preload.js', '--outdir=dist']);

for (const electron of electrons()) {
    const name = path.basename(path.dirname(electron));

    test(`main and preload, bundled by esbuild with frameshare in them, play with ${name}`, async () => {
        process.env.ELECTRON = electron;
        await withApp(bundled, [FILM], plays);
    });

    test(`an app in ES modules plays with ${name}`, { skip: majorOf(electron) < 28 && 'ES modules came with Electron 28' }, async () => {
        process.env.ELECTRON = electron;
        await withApp(installApp('esm'), [FILM], async (application) => {
            await plays(application);
            assert.deepStrictEqual(await application.main(() => global.imported), ['function', 'string', 'function', 'function']);
            assert.strictEqual(await application.page(0, () => document.body.getAttribute('data-imported')), 'function');
        });
    });
}

test('a page of React, built by Vite, plays, hears events, and takes commands', async () => {
    const folder = installApp('react', ['react', 'react-dom', 'scheduler']);

    execFileSync(process.execPath, [path.join(BIN, 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'error'], { cwd: folder, stdio: 'inherit' });
    process.env.ELECTRON = electrons().find((electron) => majorOf(electron) >= 28) || electrons()[0];
    await withApp(folder, [FILM], async (application) => {
        await plays(application);
        await until(() => application.page(0, () => Number(document.querySelector('output').textContent) > 0), 'the page tells the time', 60000);
        await application.page(0, () => document.querySelector('button').click());
        await until(() => application.page(0, () => document.querySelector('gst-video').paused), 'it is paused', 60000);
    });
});

test('ES modules of plain Node get each name of all four entries', () => {
    const { status, stderr } = runNode(installPackage(), ['--input-type=module', '-e', `
        import { open, openAsync, list, accounts, now, mapping, Stream, FrameReader } from 'frameshare';
        import { attach, chooseGraphics, GstPlayer, PlayerError } from 'frameshare/main';
        import { getFrame } from 'frameshare/preload';
        import { GstVideo } from 'frameshare/page';
        for (const each of [open, openAsync, list, accounts, now, Stream, FrameReader, attach, chooseGraphics, GstPlayer, PlayerError, getFrame, GstVideo])
            if (typeof each !== 'function') throw new Error(String(each));
        if (mapping !== 'shared') throw new Error(mapping);`]);

    assert.strictEqual(status, 0, stderr);
});

test('a bundle whose package was left behind says in one sentence what to set', () => {
    const folder = installPackage({ 'main.js': 'import { list } from "frameshare"; list();', 'player.js': 'import { GstPlayer } from "frameshare/main"; ' +
        'new GstPlayer().start().catch(({ code, message }) => console.error(`Error: ${code} ${message}`))' });
    const alone = path.join(path.dirname(folder), 'alone');

    esbuild(folder, ['main.js', 'player.js', `--outdir=${alone}`]);
    for (const name of ['main.js', 'player.js']) {
        const { stderr } = spawnSync(process.execPath, [name], { cwd: alone, encoding: 'utf8' });

        assert.match(stderr, /^Error: .*frameshare was bundled into .*alone\/(main|player)\.js.*: tell the bundler to leave it out \(esbuild --external:frameshare/m);
    }
});
