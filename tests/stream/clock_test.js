// SPDX-License-Identifier: MIT
'use strict';

// Waits while the wall clock is set back and forth by an hour, ten times a second: none is longer or shorter than it should.

const assert = require('assert');
const { execFile } = require('child_process');
const path = require('path');
const test = require('../node/test');
const { build, newName, startWriter } = require('../node/programs');

const env = Object.assign({}, process.env, { LD_PRELOAD: path.join(build, 'tests', 'support', 'libwall-clock.preload') });

/** Runs a program under that clock: what it prints, and how long it took, ms. */
function run(file, args, more = {}) {
    const start = process.hrtime();

    return new Promise((resolve) => execFile(file, args, { env: Object.assign({}, env, more), timeout: 60000 }, (error, out, err) => {
        const [seconds, nanoseconds] = process.hrtime(start);
        resolve({ error, out, err, ms: seconds * 1e3 + nanoseconds / 1e6 });
    }));
}

/** What waits, in a process of its own. It prints the milliseconds of each wait on the monotonic clock. */
const script = `
    const { Worker } = require('worker_threads');
    const frameshare = require(${JSON.stringify(path.join(__dirname, '..', '..', 'js'))});
    const [name] = process.argv.slice(1);
    const results = {};
    const time = async (what, run) => {
        const start = process.hrtime();
        await run();
        const [seconds, nanoseconds] = process.hrtime(start);
        results[what] = seconds * 1e3 + nanoseconds / 1e6;
    };
    (async () => {
        const jumps = new Set();
        for (const start = process.hrtime(); process.hrtime(start)[0] < 1;)
            jumps.add(Math.round(Date.now() / 1800000));
        results.jumps = jumps.size;
        await time('openAsync', () => frameshare.openAsync('none-' + name, { timeout: 700 }).catch(() => {}));
        await time('open', () => { try { frameshare.open('none-' + name, { timeout: 700 }); } catch (error) {} });
        const stream = frameshare.open(name);
        await time('waitFrame', () => stream.waitFrame(700));
        await time('waitSync', () => new Promise((resolve) => {
            const worker = new Worker(\`
                const { workerData, parentPort } = require('worker_threads');
                const { FrameReader } = require(\${JSON.stringify(${JSON.stringify(path.join(__dirname, '..', '..', 'js', 'stream', 'reader'))})});
                const reader = new FrameReader(workerData);
                const start = process.hrtime();
                reader.waitSync(700);
                parentPort.postMessage(process.hrtime(start));
            \`, { eval: true, workerData: stream.handles() });
            worker.once('message', ([seconds, nanoseconds]) => {
                results.worker = seconds * 1e3 + nanoseconds / 1e6;
                worker.terminate().then(resolve);
            });
        }));
        stream.close();
        process.kill(stream.writerPid, 'SIGSTOP');
        while (!/^State:\\s+T/m.test(require('fs').readFileSync('/proc/' + stream.writerPid + '/status', 'utf8')));
        await time('accounts', () => frameshare.accounts(name, 700).catch(() => {}));
        process.kill(stream.writerPid, 'SIGCONT');
        console.log(JSON.stringify(results));
    })();
`;

test('waits of JavaScript and the addon go by the monotonic clock, however the wall clock is set', async () => {
    const name = newName();
    const writer = await startWriter(name);
    const { out, err } = await run(process.execPath, ['-e', script, name]);
    const { jumps, ...waits } = JSON.parse(out || `{"jumps":${JSON.stringify(err)}}`);

    assert.ok(jumps > 1, `the wall clock is set back and forth: ${jumps}`);
    assert.deepStrictEqual(Object.keys(waits), ['openAsync', 'open', 'waitFrame', 'worker', 'waitSync', 'accounts']);
    for (const [what, ms] of Object.entries(waits)) {
        // A stopped writer is given up by the core before or after the question is.
        assert.ok(ms >= 690 && ms < 20000, `${what} took ${ms} ms`);
    }
    await writer.stop();
});

test('waits of C programs do, too', async () => {
    const { error, ms } = await run(path.join(build, 'frameshare'), ['dump', newName(), '--timeout', '1', '--frames', '1', '--output', path.join(require('../support/folder').temporaryFolder(), 'none.y4m')]);

    assert.ok(error);
    assert.ok(ms >= 990 && ms < 20000, `${ms} ms`);
});
