// SPDX-License-Identifier: MIT
'use strict';

// A host that does nothing but what its source says, `crash=COMMAND:TIMES` or `exit=COMMAND`: it ends when it gets that command,
// so many times; `linger=MS`: how long it takes to end when it shall; `say=JSON` (any number): events that it tells when it has
// loaded; `advance`: what is next begins when it is asked for stats. It publishes nothing: `--stream` names the stream of another
// program that is shown. What it was told stands in the file that the environment names, one line a command.

const fs = require('fs');
const net = require('net');

const journal = process.env.FRAMESHARE_TEST_JOURNAL;
const line = new net.Socket({ fd: 3, readable: true, writable: true });
const say = (message) => fs.writeSync(3, JSON.stringify(message) + '\n');
let source = new URLSearchParams();
let next = null;
const sound = { volume: 1, mute: false };

/** How often a host was told this, the ones before included. */
function times(command) {
    return fs.readFileSync(journal, 'utf8').split('\n').filter((each) => each.startsWith(`${command} `)).length;
}

function misbehave(command) {
    const [when, most] = (source.get('crash') || '').split(':');

    if (when === command && times(command) <= Number(most)) {
        if (source.get('element')) {
            say({ event: 'warning', code: 'decode', message: 'damaged', element: source.get('element') });
        }
        process.kill(process.pid, 'SIGSEGV');
    }
    if (source.get('exit') === command) {
        process.exit(3);
    }
}

function leave() {
    setTimeout(() => process.exit(0), Number(source.get('linger')));
}

function obey({ id, command, ...args }) {
    fs.appendFileSync(journal, `${command} ${JSON.stringify(args)}\n`);
    if (command === 'load') {
        source = new URL(args.uri).searchParams;
        say({ event: 'state', state: 'loading' });
    }
    misbehave(command);
    if (command === 'quit') {
        leave();
        return;
    }
    if (command === 'load') {
        if (source.get('fail') && times('load') >= Number(source.get('fail'))) {
            say({ id, error: { code: 'not-found', message: 'it is gone' } });
            return;
        }
        say({ event: 'duration', duration: 100, seekable: true, live: false });
        say({ event: 'position', position: args.position || 0 });
        say({ event: 'state', state: 'paused' });
        source.getAll('say').forEach((event) => say(JSON.parse(event)));
    } else if (command === 'next') {
        next = args.uri || null;
    } else if (command === 'stats' && next && source.has('advance')) {
        source = new URL(next).searchParams;
        say({ event: 'source', uri: next });
        say({ event: 'duration', duration: 50, seekable: true, live: false });
        next = null;
    } else if (command === 'play' || command === 'pause') {
        say({ event: 'state', state: command === 'play' ? 'playing' : 'paused' });
    } else if (command === 'seek') {
        say({ event: 'seeked', position: args.position });
    } else if (command === 'rate') {
        say({ event: 'rate', rate: args.rate });
    } else if (command === 'volume' || command === 'mute') {
        say({ event: 'volume', ...Object.assign(sound, args) });
    }
    say({ id, ok: true });
}

let rest = '';
line.setEncoding('utf8');
line.on('data', (text) => {
    const lines = (rest + text).split('\n');

    rest = lines.pop();
    lines.forEach((each) => obey(JSON.parse(each)));
});
line.on('end', leave);
const named = process.argv.indexOf('--stream');
say({ event: 'hello', stream: named < 0 ? `fake_${process.pid}` : process.argv[named + 1], pid: process.pid });
