// SPDX-License-Identifier: MIT
'use strict';

// Which elements write their pictures into shared memory themselves, and which cost one copy: every decoder of the
// installed GStreamer that something here encodes for, raw sources, parsers and converters. Writes docs/zero-copy.md.

const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const { machine, printTable, results, root } = require('./lib/measure');
const { FFMPEG, RAW, SIZES, SOURCES } = require('./zero-copy/clips');
const { page } = require('./zero-copy/page');
const { explainDecoder, explainSource } = require('./zero-copy/reasons');

const program = path.join(root, 'build', 'benchmarks', 'frameshare-bench-zero-copy');
const STEP_SECONDS = 60;
/** An element that runs away takes no more than this with it. */
const MEMORY_BYTES = 8 * 2 ** 30;
/** libav's own names of decoders that GStreamer calls otherwise. */
const LIBAV_NAMES = { h265: 'hevc', msmpeg4: 'msmpeg4v3' };

/** @type {(command: string, args: string[]) => import('child_process').SpawnSyncReturns<string>} */
function limited(command, args) {
    return spawnSync('prlimit', [`--as=${MEMORY_BYTES}`, 'timeout', '-k', '5', String(STEP_SECONDS), command, ...args],
        { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] });
}

/** One step of the worker: its JSON, or `{error}`. */
function worker(...args) {
    const { stdout, signal, status } = limited(program, args);
    try {
        return JSON.parse(stdout);
    } catch (error) {
        const crash = signal || (status > 128 && Object.keys(os.constants.signals).find((name) => os.constants.signals[name] === status - 128));
        return { error: status === 124 ? `no end after ${STEP_SECONDS} s` : `crashes (${crash || status})` };
    }
}

/** Clips of every encoder x format: {encoder, label, file, decoders}. Those that cannot be made are left out. */
function* makeClips(recipes, folder) {
    let number = 0;

    for (const { encoder, format } of recipes) {
        const file = path.join(folder, `${number++}.gdp`);
        for (const size of SIZES) {
            const clip = worker('encode', encoder, format || '-', size, file);
            if (!clip.error) {
                yield { encoder, label: format || 'any', file, decoders: clip.decoders };
                break;
            }
        }
        fs.rmSync(file, { force: true });
    }
    for (const { name, format, file: suffix, args } of FFMPEG) {
        const file = path.join(folder, `${number++}.${suffix}`);
        const codec = suffix === name ? [] : ['-c:v', name];
        limited('ffmpeg', ['-y', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25', '-frames:v', '30', ...codec, ...args, file]);
        const clip = worker('describe', file);
        if (clip.error) {
            process.stdout.write(`ffmpeg ${name}: ${clip.error}\n`);
        } else {
            yield { encoder: `ffmpeg ${name}`, label: format, file, decoders: clip.decoders };
        }
        fs.rmSync(file, { force: true });
    }
}

/** Does libav's decoder render into memory that it is given? It says so itself. */
function rendersDirectly(decoder) {
    const name = decoder.replace('avdec_', '');
    return / dr1 /.test(limited('ffmpeg', ['-hide_banner', '-h', `decoder=${LIBAV_NAMES[name] || name}`]).stdout);
}

function decode(clip, decoder) {
    let run = worker('decode', clip.file, decoder);
    const base = { decoder, encoder: clip.encoder, label: clip.label };

    if (!run.error && run.published) {
        return { ...base, ...run, why: explainDecoder({ decoder, ...run }, decoder.startsWith('avdec_') && rendersDirectly(decoder)) };
    }
    if (/not-negotiated|could not link|cannot be published/.test(run.error)) {
        run = worker('decode', clip.file, `${decoder} ! videoconvert`);
        if (!run.error && run.published) {
            return { ...base, ...run, byLibav: 0, why: 'behind videoconvert, which writes into the slot: the decoder\'s format is none of ours' };
        }
    }
    const alone = worker('system', clip.file, decoder);
    if (alone.error || !alone.pictures) {
        return { ...base, error: alone.error ? alone.error.split('\n')[0].replace(/ \(\.\..*/, '') : 'no picture' };
    }
    return { ...base, error: `plays only without framesharesink: ${run.error}`, ours: true };
}

function playSources(folder) {
    const raw = path.join(folder, 'raw');

    worker('play', `${RAW} ! tee name=t t. ! queue ! filesink location=${raw} t. ! queue`);
    return SOURCES.map(({ element, format, text }) => {
        const run = worker('play', text.replace('RAW_FILE', raw));
        return { element, label: format, ...run, why: explainSource(element, run.copied) };
    });
}

/** Why the decoders that no clip was for were not fed. */
function listUnfed(decoders, fed) {
    const nameless = [];
    const codecless = [];

    for (const { name, takes } of decoders) {
        if (!fed.has(name)) {
            (/unknown\/unknown/.test(takes) ? nameless : codecless).push(name);
        }
    }
    return [
        { reason: 'no encoder for it here', decoders: codecless },
        { reason: 'no media type in GStreamer: no demuxer feeds it either', decoders: nameless },
    ];
}

/** The sink's copy over a plain memcpy(), which were timed in turns: the best of each. */
function compareCopies() {
    return worker('copy').map(({ picture, bytes, ns }) => {
        const sinkNs = Math.min(...ns.filter((_, index) => index % 2 === 0));
        const memcpyNs = Math.min(...ns.filter((_, index) => index % 2 === 1));
        return { picture, bytes, sinkNs, memcpyNs, ratio: sinkNs / memcpyNs };
    });
}

function main() {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frameshare-bench-'));
    const { gstreamer, decoders, recipes } = worker('list');
    const ffmpeg = limited('ffmpeg', ['-version']).stdout.split(' ').slice(0, 3).join(' ').replace(' version', '');
    const runs = [];
    const fed = new Set();

    for (const clip of makeClips(recipes, folder)) {
        for (const decoder of clip.decoders) {
            fed.add(decoder);
            runs.push(decode(clip, decoder));
        }
    }
    const result = {
        versions: [gstreamer, ffmpeg],
        decoders: runs.filter((run) => !run.error).sort((a, b) => (a.decoder < b.decoder ? -1 : 1)),
        broken: runs.filter((run) => run.error).sort((a, b) => (a.decoder < b.decoder ? -1 : 1)),
        sources: playSources(folder),
        copy: compareCopies(),
        unfed: listUnfed(decoders, fed),
    };
    fs.rmSync(folder, { recursive: true });
    fs.mkdirSync(results, { recursive: true });
    fs.writeFileSync(path.join(results, 'zero-copy.json'), JSON.stringify({ machine: machine(), ...result }, null, 4) + '\n');
    fs.writeFileSync(path.join(root, 'docs', 'zero-copy.md'), page(result));

    const copied = [...result.decoders, ...result.sources].filter((run) => run.copied || run.dropped);
    process.stdout.write(`${result.decoders.length} clips decoded by ${new Set(result.decoders.map((run) => run.decoder)).size} decoders\n\n` +
        'Not in place:\n\n');
    printTable(['element', 'format', 'frames', 'in place', 'copied', 'dropped'], copied.map((run) => [
        run.decoder || run.element, run.label, run.published, run.inPlace, run.copied, run.dropped]));
    process.stdout.write('\nbuild/bench/zero-copy.json and docs/zero-copy.md are written\n');
    for (const run of result.broken.filter((one) => one.ours)) {
        process.stdout.write(`${run.decoder} ${run.encoder} ${run.label}: ${run.error}\n`);
        process.exitCode = 1;
    }
}

main();
