// SPDX-License-Identifier: MIT
'use strict';

// Starts each example as its README says, and looks at what a person would see. An example that is in the folder and has no
// test fails. SCREENSHOTS=FOLDER keeps pictures of the windows.

const assert = require('assert');
const { execFileSync, spawn } = require('child_process');
const { once } = require('events');
const fs = require('fs');
const path = require('path');
const test = require('node:test');
const { counterOf } = require('../support/counter');
const { encode, makeClip, temporaryFolder } = require('./support/clips');
const { SIZE, seeCounter, withApp } = require('./support/apps');
const { Hand } = require('./support/hand');
const { until } = require('./support/processes');
const { Camera } = require('./support/rtsp');
const { photograph, see } = require('./support/window_picture');

const ROOT = path.join(__dirname, '..', '..');

/** A clip drawn by ffmpeg, without loss, so that every pixel is known. */
function drawClip(name, fps, graph) {
    return encode(name, ['-f', 'lavfi', '-i', graph, '-r', String(fps), '-pix_fmt', 'yuv420p', '-c:v', 'ffv1']);
}

/** Run an example of Electron. @param {string} name in examples/, or a folder's path */
function withExample(name, args, use) {
    return withApp(path.resolve(ROOT, 'examples', name), args, use);
}

/** Where the element lies in its window. */
function boxOf(application, window) {
    return application.page(window, () => {
        const { left, top, width, height } = document.querySelector('gst-video').getBoundingClientRect();

        return { x: left, y: top, width, height };
    });
}

/** A program with its output, in an environment in which GStreamer finds framesharesink. */
function start(program, args, env = {}) {
    const child = spawn(program, args, {
        cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'],
        env: Object.assign({}, process.env, { GST_PLUGIN_PATH: path.join(ROOT, 'build', 'gst') }, env),
    });
    const running = { child, output: '', ended: once(child, 'exit') };

    child.stdout.on('data', (text) => (running.output += text));
    child.stderr.on('data', (text) => (running.output += text));
    return running;
}

/** @type {{[example: string]: (t: any) => Promise<void>}} by its name in examples/ */
const EXAMPLES = {
    async minimal() {
        const clip = makeClip({ frames: 60 });

        await withExample('minimal', [clip], async (application) => {
            await seeCounter(application, 0);
            await photograph(application, 0, 'minimal');
        });
    },

    async worker() {
        // A white box of 160x80 that goes one cell of the Worker's grid to the right with each picture.
        const clip = drawClip('box.mkv', 10, 'color=black:size=640x360:rate=10:duration=2[a];' +
            'color=white:size=160x80:rate=10:duration=2[b];[a][b]overlay=x=(n-1)*20:y=140,format=yuv420p');
        const cells = (column) => Array.from({ length: 8 * 4 }, (_, i) => (7 + Math.floor(i / 8)) * 32 + column + i % 8);

        await withExample('worker', [clip], async (application) => {
            await see(application, 0, () => true, 'anything');
            const said = await application.page(0, (enough) => new Promise((resolve) => {
                const all = [];

                document.querySelector('gst-video').addEventListener('error', (event) => resolve(event.target.error.message));
                // eslint-disable-next-line no-undef -- the example's
                worker.addEventListener('message', ({ data }) => all.push(data) === enough && resolve(all));
            }), 30);

            assert.ok(Array.isArray(said), said);
            for (let i = 1; i < said.length; i++) {
                const [before, now] = [said[i - 1], said[i]].map(({ pts }) => cells(Math.round(pts / 1e8)));
                const moving = before.filter((cell) => !now.includes(cell)).concat(now.filter((cell) => !before.includes(cell)));

                assert.deepStrictEqual(said[i].moving, moving.sort((a, b) => a - b), `picture of ${said[i].pts} ns`);
                assert.strictEqual(said[i].histogram[63], 160 * 80 / 16);
                assert.strictEqual(said[i].histogram[0], (640 * 360 - 160 * 80) / 16);
            }
            await see(application, 0, (picture) => {
                const cell = picture.find((r, g, b) => Math.abs(r - 115) < 4 && Math.abs(g - 79) < 4 && b < 4);
                const [red, green, blue] = picture.at(3, picture.height - 10);

                return cell.count > 100 && cell.top >= picture.height * 7 / 18 - 2 && cell.bottom <= picture.height * 11 / 18 + 2 &&
                    Math.min(red, green, blue) > 240;
            }, 'what moves, marked, and the histogram below');
            await photograph(application, 0, 'worker');
        });
    },

    async three() {
        const clip = drawClip('halves.mkv', 10, 'color=red:size=640x360:rate=10:duration=1[a];color=lime:size=640x360:rate=10:duration=1[b];' +
            '[a][b]concat,drawbox=y=180:h=180:color=blue:t=fill,format=yuv420p');
        const isBlue = (r, g, b) => b > 200 && r < 60 && g < 60;

        await withExample('three', [clip], async (application) => {
            const widths = [];
            const upright = (isUpper) => (picture) => {
                const upper = picture.find(isUpper);
                const lower = picture.find(isBlue);

                // The film is upright on the cube, around which there is nothing.
                return upper.count > 2000 && lower.count > 2000 && upper.y < lower.y &&
                    picture.at(3, 3).every((value) => value < 40) && widths.push(lower.right - lower.left);
            };

            await see(application, 0, upright((r, g, b) => r > 200 && g < 60 && b < 60), 'the film\'s first second on the cube');
            await photograph(application, 0, 'three');
            await see(application, 0, upright((r, g, b) => g > 200 && r < 60 && b < 60), 'the film\'s other second on the cube');
            await see(application, 0, (picture) => upright(() => true)(picture) && Math.max(...widths) - Math.min(...widths) > 20,
                'the cube turning');
        });
    },

    async player() {
        const clip = makeClip({ fps: 10, frames: 400, more: ['--audio'] });

        await withExample('player', [clip], async (application) => {
            const hand = new Hand(application, 0);
            const seen = new Set();
            const shows = (from, to) => see(application, 0, (picture) => {
                const number = picture.counter(SIZE, undefined, true);

                seen.add(number);
                return number >= from && number <= to;
            }, `a picture of ${from} to ${to}`, () => `pictures ${Array.from(seen)}`);

            await shows(0, 0);
            await hand.click('media-play-button');
            await shows(5, 399);
            await photograph(application, 0, 'player');
            await hand.click('media-play-button');
            await until(() => application.page(0, () => document.querySelector('gst-video').paused), 'it is paused');
            await hand.click('media-time-range', 0.8);
            await shows(290, 350);
        });
    },

    async 'two-windows'() {
        const clip = makeClip({ fps: 10, frames: 400 });

        await withExample('two-windows', [clip], async (application) => {
            const [left, right] = [0, 1].map((window) => new Hand(application, window));
            const shown = new Map();
            const showsSame = (from) => until(async () => {
                for (const window of [0, 1]) {
                    const box = await boxOf(application, window);

                    shown.set(window, await see(application, window, (picture) => [picture.counter(SIZE, box)], 'anything'));
                }
                return shown.get(0)[0] === shown.get(1)[0] && shown.get(0)[0] >= from;
            }, `both windows show one picture, from ${from} on`, 60000).catch((error) => {
                throw new Error(`${error.message}: ${JSON.stringify(Array.from(shown))}`);
            });
            const arePaused = (wanted) => until(async () => {
                const paused = await Promise.all([0, 1].map((window) =>
                    application.page(window, () => document.querySelector('gst-video').paused)));

                return paused.every((each) => each === wanted);
            }, wanted ? 'both are paused' : 'both play', 60000);

            await seeCounter(application, 0, await boxOf(application, 0), 5);
            await seeCounter(application, 1, await boxOf(application, 1), 5);
            const [one, other] = await Promise.all([0, 1].map((window) =>
                application.page(window, () => document.querySelector('gst-video').stream)));
            assert.ok(one, 'it tells its stream');
            assert.strictEqual(one, other, 'there is one decode');
            await right.click('button');
            await arePaused(true);
            await showsSame(5);
            await left.click('input', 0.75);
            await showsSame(250);
            await photograph(application, 0, 'two-windows-0');
            await photograph(application, 1, 'two-windows-1');
            await left.click('button');
            await arePaused(false);

            // The other one keeps the player when one leaves it.
            await application.main((world) => world.list()[0].close());
            await until(() => application.main((world) => world.list().length === 1), 'the window is gone');
            const before = shown.get(1)[0];
            await seeCounter(application, 0, await boxOf(application, 0), before + 5);
        });
    },

    async doorbell() {
        const camera = await new Camera().start();
        // As JPEG has it.
        const isRed = (r, g, b) => r > 200 && g < 50 && b < 50;

        try {
            await withExample('doorbell', [camera.uri], async (application) => {
                const says = (what) => until(async () => what.test(await application.page(0, () => document.querySelector('p').textContent)),
                    `it says ${what}`, 60000);

                await see(application, 0, (picture) => isRed(...picture.at(picture.width / 2, picture.height / 2)), 'what the camera sees');
                await says(/^Live$/);
                await photograph(application, 0, 'doorbell');
                await camera.stop();
                await says(/^(?!Live)/);
                await photograph(application, 0, 'doorbell-lost');
                await camera.start(camera.port);
                await says(/^Live$/);
            });
        } finally {
            await camera.stop();
        }
    },

    async node(t) {
        await t.test('colours.js tells the colour of a stream and ends with it', async () => {
            const stream = `colours-${process.pid}`;
            const writer = start('gst-launch-1.0', ['-q', 'videotestsrc', 'is-live=true', 'pattern=red', '!', 'framesharesink',
                `stream=${stream}`]);
            const example = start(process.execPath, ['examples/node/colours.js', stream]);

            try {
                await until(() => /s {2}frame [1-9].*\n.*s {2}frame/.test(example.output), `it has told twice: ${example.output}`);
                writer.child.kill('SIGINT');
                assert.deepStrictEqual(await example.ended, [0, null], example.output);
                for (const line of example.output.trim().split('\n')) {
                    assert.match(line, /^\d+ s {2}frame \d+ {2}320x240 \w+ {2}rgb\(25[45], 0, 0\)$/);
                }
            } finally {
                writer.child.kill('SIGKILL');
                example.child.kill('SIGKILL');
                await Promise.all([writer.ended, example.ended]);
            }
        });

        await t.test('snapshots.js writes a picture of each second', async () => {
            const folder = path.join(temporaryFolder(), 'snapshots');
            const example = start(process.execPath, ['examples/node/snapshots.js', makeClip({ frames: 75 }), folder]);

            assert.deepStrictEqual(await example.ended, [0, null], example.output);
            assert.deepStrictEqual(fs.readdirSync(folder).sort(), ['0000.png', '0001.png', '0002.png']);
            for (const [i, file] of fs.readdirSync(folder).sort().entries()) {
                const data = execFileSync('ffmpeg', ['-loglevel', 'error', '-i', path.join(folder, file), '-f', 'rawvideo', '-pix_fmt', 'rgba',
                    '-'], { maxBuffer: 1e8 });
                assert.strictEqual(counterOf({ format: 'RGBA', ...SIZE, stride: SIZE.width * 4, data }), i * 30, file);
            }
        });
    },

    async 'gst-launch.md'(t) {
        const page = fs.readFileSync(path.join(ROOT, 'examples', 'gst-launch.md'), 'utf8');
        const [setUp, ...recipes] = Array.from(page.matchAll(/^```sh\n(.*?)^```$/gms), (block) => block[1]);

        assert.ok(recipes.length > 2);
        for (const recipe of recipes) {
            await t.test(recipe.split('\n')[0], async () => {
                // As somebody types it, to the end; then what still publishes is ended. gst-launch leaves its socket then, until
                // somebody lists the streams.
                const end = 'kill %1 2>/dev/null || true\nwait\nframeshare list >/dev/null';
                const shell = start('bash', ['-c', `set -euo pipefail\n${setUp}${recipe}${end}`], {
                    FILM: makeClip({ frames: 90 }), FOLDER: temporaryFolder(), PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`,
                });

                assert.deepStrictEqual(await shell.ended, [0, null], shell.output);
            });
        }
        for (const file of ['test.png', 'test.y4m', 'all.mkv', 'text.png']) {
            assert.ok(fs.statSync(path.join(temporaryFolder(), file)).size > 1000, file);
        }
        // Not one picture was lost on the way through the pipe.
        const frames = execFileSync('ffprobe', ['-loglevel', 'error', '-count_frames', '-show_entries', 'stream=nb_read_frames', '-of',
            'csv=p=0', path.join(temporaryFolder(), 'all.mkv')], { encoding: 'utf8' });
        assert.strictEqual(frames.trim(), '90');
    },

    async 'reader.c'() {
        const stream = `reader-${process.pid}`;
        const writer = start('gst-launch-1.0', ['-q', 'videotestsrc', 'is-live=true', 'pattern=white', '!', 'video/x-raw,format=NV12', '!',
            'framesharesink', `stream=${stream}`]);
        const example = start('build/examples/reader', [stream]);

        try {
            await until(() => example.output.split('\n').length > 5, `it has told of five frames: ${example.output}`);
            writer.child.kill('SIGINT');
            assert.deepStrictEqual(await example.ended, [0, null], example.output);
            assert.match(example.output, /^(frame \d+ {2}320x240 NV12 {2}mean 23\d\.\d {2}missed \d+\n)+$/);
        } finally {
            writer.child.kill('SIGKILL');
            example.child.kill('SIGKILL');
            await Promise.all([writer.ended, example.ended]);
        }
    },
};

/** What is no example, or has a test of its own: tests/packaged. */
const OTHERS = ['README.md', 'meson.build', 'packaged'];

for (const name of fs.readdirSync(path.join(ROOT, 'examples')).filter((each) => !OTHERS.includes(each))) {
    test(`the example ${name} does what it says`, async (t) => {
        assert.ok(EXAMPLES[name], `examples/${name} has no test`);
        assert.ok(fs.readFileSync(path.join(ROOT, 'examples', 'README.md'), 'utf8').includes(`](${name})`),
            `examples/README.md does not name ${name}`);
        await EXAMPLES[name](t);
    });
}

test('the app that the README prints plays, and is the minimal example', async () => {
    const readme = fs.readFileSync(path.join(ROOT, 'README.md'), 'utf8');
    const folder = path.join(temporaryFolder(), 'readme');
    const [, main] = /^`main\.js`[^\n]*\n\n```js\n(.*?)```/ms.exec(readme);
    const [, preload] = /^`preload\.js` is `(.*?)`/m.exec(readme);
    const [, page] = /the page says\n\n```html\n(.*?)```/s.exec(readme);

    assert.ok(main.split('\n').length <= 20);
    assert.strictEqual(fs.readFileSync(path.join(ROOT, 'examples', 'minimal', 'main.js'), 'utf8'), `// SPDX-License-Identifier: MIT\n'use strict';\n${main}`);
    fs.mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
    fs.symlinkSync(ROOT, path.join(folder, 'node_modules', 'frameshare'));
    for (const [name, text] of Object.entries({ 'main.js': main, 'preload.js': preload, 'index.html': page, 'package.json': '{"main":"main.js"}' })) {
        fs.writeFileSync(path.join(folder, name), text);
    }
    await withExample(folder, [makeClip({ frames: 60 })], async (application) => {
        // As large as the film, below and beside the margin that every page has.
        await seeCounter(application, 0, { x: 8, y: 8, ...SIZE });
    });
});
