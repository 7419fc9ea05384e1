// SPDX-License-Identifier: MIT
'use strict';

// A bundle of this machine's GStreamer: what is in it, that it plays alone, and what is said of one that is not whole. That it plays on machines
// that have no GStreamer is seen in tests/roots.

const assert = require('assert');
const { execFileSync, spawnSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { bundle } = require('../../js/gstreamer/bundle');
const { isGpl } = require('../../js/gstreamer/bundle/gpl');
const { isLeft } = require('../../js/gstreamer/bundle/libraries');
const { choose } = require('../../js/gstreamer/bundle/plugins');
const { findRuntime } = require('../../js/gstreamer/runtime');
const { GstPlayer } = require('../../js/main');
const { makeClip, temporaryFolder } = require('../e2e/support/clips');

const ROOT = path.join(__dirname, '..', '..');
const COMMAND = path.join(ROOT, 'js', 'bin', 'frameshare.js');
const FOLDER = path.join(temporaryFolder(), 'bundle');

/** @param {string[]} args */
function run(...args) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'bundle', ...args], { encoding: 'utf8' });

    return { status, stdout, stderr };
}

/** @returns {string[]} the names of all its files */
function files(folder = FOLDER) {
    return execFileSync('find', ['.', '-type', 'f'], { cwd: folder, encoding: 'utf8' }).trim().split('\n').map((each) => each.slice(2));
}

/** @param {string} uri @param {object} [options] */
async function play(uri, options) {
    const player = new GstPlayer({ runtime: FOLDER, ...options });
    const maps = () => fs.readFileSync(`/proc/${player.pid}/maps`, 'utf8');

    try {
        await player.load(uri);
        return { video: player.video, tracks: player.tracks, maps: maps() };
    } finally {
        await player.close();
    }
}

test('a bundle is made of what is asked for', () => {
    const made = bundle(FOLDER, { only: ['h264', 'opus', 'rtsp'], gpl: 'without' });
    const all = files();

    assert.ok(made.bytes < 80e6, `${made.bytes} bytes`);
    assert.deepStrictEqual(made.unknown, []);
    for (const wanted of ['bin/frameshare-player', 'lib/libframeshare-player.so', 'libexec/gst-plugin-scanner', 'lib/libgstreamer-1.0.so.0', 'lib/gstreamer-1.0/libgstopenh264.so',
        'lib/gstreamer-1.0/libgstrtsp.so', 'lib/gstreamer-1.0/libgstassrender.so', 'lib/gio/modules/libgiognutls.so', 'etc/authorities.pem', 'LICENCES.md']) {
        assert.ok(all.includes(wanted), wanted);
    }
    assert.deepStrictEqual(all.filter((name) => isLeft(path.basename(name))), [], 'they are the machine\'s');
    assert.ok(!all.some((name) => /libgst(libav|faad|x264|de265)/.test(name)));
});

test('each file finds its libraries in the bundle, or on every machine', () => {
    for (const name of files().filter((each) => /\.so|^bin|^libexec/.test(each))) {
        const file = path.join(FOLDER, name);
        const lines = execFileSync('ldd', [file], { encoding: 'utf8', env: { PATH: process.env.PATH } }).trim().split('\n');

        for (const line of lines) {
            const [, library, target] = /^\s*(\S+)(?: => (\S+))?/.exec(line);

            assert.ok(line.includes('statically linked') || isLeft(path.basename(library)) || path.resolve(target).startsWith(path.join(FOLDER, 'lib')), `${name}: ${line}`);
        }
    }
});

test('every package in it has its licence there', () => {
    const list = fs.readFileSync(path.join(FOLDER, 'LICENCES.md'), 'utf8');

    for (const [, name] of list.matchAll(/^\| ([a-z0-9][\w.+-]+) \|/gm)) {
        assert.ok(name === 'package' || fs.readdirSync(path.join(FOLDER, 'licences', name)).length > 0, name);
    }
    assert.match(list, /libgstreamer-1\.0\.so\.0/);
    assert.doesNotMatch(list, /No text was found/);
    assert.ok(fs.readdirSync(path.join(FOLDER, 'licences', 'common')).some((name) => name.startsWith('LGPL')));
});

test('it plays by itself: nothing of the machine\'s GStreamer is loaded', async () => {
    process.env.GST_PLUGIN_PATH = '/none';
    try {
        const { video, tracks, maps } = await play(makeClip({ frames: 30 }));
        const foreign = maps.split('\n').map((line) => line.split(/\s+/)[5] || '').filter((file) => /\.so/.test(file) && !file.startsWith(FOLDER));

        assert.strictEqual(video.width, 640);
        assert.ok(tracks.video[0].codec.includes('H.264'), JSON.stringify(tracks));
        assert.deepStrictEqual(foreign.filter((file) => !isLeft(path.basename(file)) && !/alsa-lib|libnss_/.test(file)), []);
    } finally {
        delete process.env.GST_PLUGIN_PATH;
    }
    // What is left out is left out.
    const vp9 = makeClip({ frames: 10, more: ['--codec', 'vp9', '--container', 'webm'], name: 'clip.webm' });

    await assert.rejects(play(vp9), (error) => error.code === 'missing-plugin' && /VP9/.test(error.message));
});

test('an app\'s resources are looked at', async () => {
    process.resourcesPath = path.dirname(FOLDER);
    try {
        assert.strictEqual(findRuntime(), null);
        fs.symlinkSync(FOLDER, path.join(path.dirname(FOLDER), 'gstreamer'));
        assert.strictEqual(findRuntime().folder, path.join(path.dirname(FOLDER), 'gstreamer'));
    } finally {
        delete process.resourcesPath;
    }
    await assert.rejects(new GstPlayer({ runtime: FOLDER, inProcess: true }).start(), /leave out inProcess, or runtime/);
});

test('the environment is that of the host alone, and its registry can be written', () => {
    const runtime = findRuntime(FOLDER);
    const before = JSON.stringify(process.env);
    const env = runtime.environment({ PATH: '/bin', LD_LIBRARY_PATH: '/other', GST_PLUGIN_PATH: '/other', HOME: '/dev/null', XDG_RUNTIME_DIR: temporaryFolder() });

    assert.strictEqual(JSON.stringify(process.env), before);
    assert.strictEqual(env.LD_LIBRARY_PATH, undefined);
    assert.strictEqual(env.GST_PLUGIN_PATH, undefined);
    assert.strictEqual(env.PATH, '/bin');
    assert.ok(env.GST_REGISTRY_1_0.startsWith(path.join(temporaryFolder(), 'frameshare')), env.GST_REGISTRY_1_0);
    assert.strictEqual(env.SSL_CERT_FILE, runtime.environment({ SSL_CERT_FILE: '' }).SSL_CERT_FILE);
    assert.strictEqual(runtime.environment({ SSL_CERT_FILE: '/mine' }).SSL_CERT_FILE, '/mine');
});

test('of a bundle that is not whole one sentence says what is missing, and what to do', async () => {
    const copy = path.join(temporaryFolder(), 'damaged');
    const fresh = async (damage) => {
        fs.rmSync(copy, { recursive: true, force: true });
        execFileSync('cp', ['-r', FOLDER, copy]);
        damage((name) => path.join(copy, name));
        const player = new GstPlayer({ runtime: copy });

        try {
            await player.start();
        } catch (error) {
            assert.strictEqual(error.code, 'host');
            return error.message;
        } finally {
            await player.close();
        }
        throw new Error('it started');
    };

    assert.match(await fresh((at) => fs.rmSync(at('lib/libgstvideo-1.0.so.0'))), /not whole: lib\/libgstvideo-1\.0\.so\.0 is missing; make it anew/);
    assert.match(await fresh((at) => fs.truncateSync(at('lib/gstreamer-1.0/libgstopus.so'), 100)), /libgstopus\.so has 100 bytes, and not \d+; make it anew/);
    assert.match(await fresh((at) => fs.rmSync(at('manifest.json'))), /manifest\.json cannot be read.*; make it anew/);
    const edit = (change) => (at) => {
        fs.writeFileSync(at('manifest.json'), JSON.stringify({ ...JSON.parse(fs.readFileSync(at('manifest.json'), 'utf8')), ...change }));
    };
    assert.match(await fresh(edit({ arch: 'mips' })), /is for mips, and this is/);
    assert.match(await fresh(edit({ frameshare: '0.0.1' })), /was made by frameshare 0\.0\.1/);
    for (const text of ['null', '[]', '{}', '"words"', '{"arch": "x64", "frameshare": "0.1.0", "files": null}']) {
        assert.match(await fresh((at) => fs.writeFileSync(at('manifest.json'), text)), /manifest\.json is not what .* writes; make it anew/, text);
    }
    // From here on the folder counts as whole: it is looked at once.
    assert.match(await fresh((at) => fs.chmodSync(at('bin/frameshare-player'), 0o644)), /may not be executed/);
    assert.match(await fresh((at) => fs.writeFileSync(at('lib/libgstreamer-1.0.so.0'), Buffer.alloc(fs.statSync(at('lib/libgstreamer-1.0.so.0')).size))),
        /libgstreamer-1\.0\.so\.0 is damaged: make the bundle anew/);
});

test('of a bundle that this user may not read, too', { skip: process.getuid() === 0 && spawnSync('setpriv', ['--version']).status !== 0 }, () => {
    const copy = path.join(temporaryFolder(), 'forbidden');
    const as = process.getuid() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : ['env'];
    const say = (name, mode) => {
        fs.chmodSync(path.join(copy, name), mode);
        try {
            return spawnSync(as[0], [...as.slice(1), process.execPath, '-e', `try { new (require('./runtime').Runtime)(${JSON.stringify(copy)}); }
                catch (error) { console.log(error.message); }`], { cwd: path.join(ROOT, 'js', 'gstreamer'), encoding: 'utf8' }).stdout;
        } finally {
            fs.chmodSync(path.join(copy, name), 0o755);
        }
    };

    execFileSync('cp', ['-r', FOLDER, copy]);
    fs.chmodSync(temporaryFolder(), 0o755);
    assert.strictEqual(say('lib', 0o755), '');
    // The loader would take the machine's in its place.
    assert.match(say('lib/libgstreamer-1.0.so.0', 0), /not whole: lib\/libgstreamer-1\.0\.so\.0 cannot be read by this user; .*chmod -R a\+rX .*forbidden\)$/m);
    assert.match(say('lib', 0), /not whole: lib\/\S+ cannot be read by this user; .*chmod -R a\+rX/);
    assert.match(say('manifest.json', 0), /manifest\.json cannot be read \(EACCES.*; .*chmod -R a\+rX/);
});

test('parts under the GPL are refused unless they are asked for', () => {
    const plugins = new Map([['mpeg2dec', { name: 'mpeg2dec', licence: 'GPL', file: '/bin/true' }]]);
    const libraries = { of: () => new Map(), find: () => null };
    const free = ['coreelements', 'typefindfunctions', 'playback', 'videoconvertscale', 'audioconvert', 'audioresample', 'volume', 'app', 'audiofx', 'autodetect',
        'isomp4', 'matroska', 'mpegtsdemux', 'ogg', 'avi', 'flv', 'wavparse', 'id3demux', 'audioparsers', 'videoparsersbad', 'subparse', 'pango', 'assrender', 'deinterlace',
        'jpeg', 'png', 'mulaw', 'alaw', 'pulseaudio'];

    free.forEach((name) => plugins.set(name, { name, licence: 'LGPL', file: '/bin/true' }));
    assert.throws(() => choose(plugins, libraries, { only: ['mpeg2'], gpl: 'refuse' }), /under the GPL: mpeg2dec.*--with-gpl.*--without-gpl/);
    assert.throws(() => choose(plugins, libraries, { only: ['mpeg2'], gpl: 'without' }), /"mpeg2".*left out by --without-gpl/);
    assert.ok(choose(plugins, libraries, { only: ['mpeg2'], gpl: 'with' }).plugins.some(({ name }) => name === 'mpeg2dec'));
    const all = choose(plugins, libraries, { only: null, gpl: 'without' });
    assert.ok(!all.plugins.some(({ name }) => name === 'mpeg2dec'));
    assert.match(all.without.join(), /mpeg2dec/);
});

test('FFmpeg says itself under which licence it was built', () => {
    const library = (licence) => {
        const file = path.join(temporaryFolder(), 'libavcodec.so.99');

        fs.writeFileSync(file, `\0\0libavcodec license: ${licence}\0`);
        return file;
    };

    assert.match(isGpl(library('GPL version 2 or later')), /libavcodec\.so\.99 was built as "GPL version 2 or later"/);
    assert.strictEqual(isGpl(library('LGPL version 2.1 or later')), null);
    assert.throws(() => isGpl(library('nonfree and unredistributable')), /must not be given to others/);
});

test('a wrong command line is told', () => {
    assert.strictEqual(run('--help').status, 0);
    assert.match(run('--help').stdout, /--only.*\n(.*\n)*.*h264/);
    for (const [args, says] of [[[], /name the folder/], [['a', 'b'], /too many/], [['a', '--nonsense'], /--nonsense/], [['a', '--only'], /wants names/],
        [['a', '--with-gpl', '--without-gpl'], /exclude/]]) {
        const { status, stderr } = run(...args);

        assert.strictEqual(status, 2, stderr);
        assert.match(stderr, says);
    }
    const { status, stderr } = run(path.join(temporaryFolder(), 'other'), '--only', 'h264,h999');
    assert.strictEqual(status, 1);
    assert.match(stderr, /--only knows no h999: it knows h264/);
    assert.match(run(FOLDER, '--only', 'opus').stderr, /is there already/);
});

test('without patchelf one sentence says what to install', () => {
    const { status, stderr } = spawnSync(process.execPath, [COMMAND, 'bundle', path.join(temporaryFolder(), 'none'), '--only', 'opus'],
        { encoding: 'utf8', env: { ...process.env, PATCHELF: '/none/patchelf' } });

    assert.strictEqual(status, 1);
    assert.match(stderr, /patchelf is needed: install it/);
});
