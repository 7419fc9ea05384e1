// SPDX-License-Identifier: MIT
'use strict';

// scripts/check-writers: what counts as a write to a struct of the playback, and that one elsewhere is told.

const assert = require('assert');
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { test } = require('node:test');

const script = path.join(__dirname, '../../scripts/check-writers');

const tree = {
    'src/player/object.h': `typedef struct frs_object { int size; } frs_object;
int frs_object_size(const frs_object *object);
void frs_object_clear(frs_object *object);
`,
    'src/player/playback/state.h': `/* seek.c: a comment; with more */
typedef struct frs_seek {
    int running, count; /* not = frs_step */
    char *name;
    GQueue next;
} frs_seek;

/* media.c */
typedef struct frs_media {
    frs_object object;
} frs_media;

/* playback.c: all of it. */
typedef struct frs_playback {
    void (*emit)(const char *line, void *user);
    frs_seek seek;
    frs_media media;
} frs_playback;
`,
    'src/player/playback/media.h': 'void frs_media_open(frs_media *media);\nint frs_media_size(const frs_media *media);\n',
    'src/player/playback/media.c': 'void frs_media_open(frs_media *media)\n{\n    media->object.size = 1;\n}\n',
    'src/player/playback/seek.c': 'void frs_seek_begin(frs_playback *playback)\n{\n    playback->seek.running = 1;\n}\n',
    'src/player/playback/playback.c': 'void create(frs_playback *playback)\n{\n    playback->emit = emit;\n}\n',
};

/**
 * What it says of the tree above with these files in place of its own, or beside them.
 *
 * @param {import('node:test').TestContext} t
 * @param {Record<string, string>} files
 */
function check(t, files) {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'writers-'));
    t.after(() => fs.rmSync(root, { recursive: true }));
    for (const [name, text] of Object.entries({ ...tree, ...files })) {
        fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
        fs.writeFileSync(path.join(root, name), text);
    }
    const { status, stdout, stderr } = spawnSync(script, [root], { encoding: 'utf8' });
    return { status, said: stdout + stderr };
}

/** A function of another file, whose third line is this. */
const other = (line) => ({ 'src/player/playback/other.c': `static void other(frs_playback *playback)\n{\n    ${line}\n}\n` });

test('a tree in which each struct is written in its file passes', (t) => {
    const { status, said } = check(t, {});
    assert.match(said, /^3 structs, each written in one file \(3 writes\)$/m);
    assert.strictEqual(status, 0);
});

const writes = {
    'an assignment': ['playback->seek.running = 0;', 'seek.running of frs_seek, which seek.c writes'],
    'one over two lines': ['playback->seek\n        .running = 0;', 'seek.running of frs_seek, which seek.c writes'],
    'one of several': ['int a = playback->seek.running = 0;', 'seek.running of frs_seek, which seek.c writes'],
    'an assignment with an operator': ['playback->seek.count |= 4;', 'seek.count of frs_seek, which seek.c writes'],
    'a count after': ['playback->seek.count++;', 'seek.count of frs_seek, which seek.c writes'],
    'a count before': ['if (--playback->seek.count == 0) return;', 'seek.count of frs_seek, which seek.c writes'],
    'a whole struct': ['playback->seek = (frs_seek){0};', 'seek of frs_seek, which seek.c writes'],
    'by way of a pointer': ['frs_seek *seek = &playback->seek; seek->count = 1;', 'count of frs_seek, which seek.c writes'],
    'a whole struct by a pointer': ['frs_seek *seek = &playback->seek; *seek = (frs_seek){0};', 'all of it of frs_seek, which seek.c writes'],
    'by way of another that has the playback': ['callback->playback->seek.count = 1;', 'seek.count of frs_seek, which seek.c writes'],
    'what a function clears': ['g_clear_pointer(&playback->seek.name, g_free);', 'seek.name of frs_seek, which seek.c writes'],
    'what a function changes': ['g_queue_push_tail(\n        &playback->seek.next, NULL);', 'seek.next of frs_seek, which seek.c writes'],
    'a part of an object of another folder': ['playback->media.object.size = 2;', 'media.object.size of frs_media, which media.c writes'],
    'an object that its own function changes': ['frs_object_clear(&playback->media.object);', 'media.object of frs_media, which media.c writes'],
    'a pointer to an object': ['frs_object *object = &playback->media.object;', 'media.object of frs_media, which media.c writes'],
    'a member of the playback itself': ['playback->emit = other_emit;', 'emit of frs_playback, which playback.c writes'],
};
for (const [name, [line, expected]] of Object.entries(writes)) {
    test(`a write in another file is told: ${name}`, (t) => {
        const { status, said } = check(t, other(line));
        assert.match(said, /^src\/player\/playback\/other\.c:[34]: /m);
        assert.ok(said.includes(`: ${expected}\n`), `${expected} is not in\n${said}`);
        assert.strictEqual(status, 1);
    });
}

const reads = {
    'a comparison': 'if (playback->seek.count == 1 && playback->seek.running <= 2) return;',
    'a pointer to const': 'const frs_seek *seek = &playback->seek;',
    'a pointer to const beside another': 'const frs_object *one = &playback->media.object, *two = &playback->media.object;',
    'an argument that is const': 'frs_object_size(&playback->media.object);',
    'a call of the file that writes it': 'frs_media_open(&playback->media);',
    'a struct of its own': 'frs_seek seek = playback->seek; seek.count = 1;',
    'a comment, and a text': '/* playback->seek.count = 1; */ log("playback->seek.count = 1;");',
};
for (const [name, line] of Object.entries(reads)) {
    test(`this is no write: ${name}`, (t) => {
        const { status, said } = check(t, other(line));
        assert.match(said, /^3 structs, each written in one file \(3 writes\)$/m);
        assert.strictEqual(status, 0);
    });
}

test('a struct without the file that writes it is told, and one that this file does not write', (t) => {
    const state = tree['src/player/playback/state.h'];
    const unnamed = check(t, { 'src/player/playback/state.h': state.replace('/* media.c */', '/* media */') });
    assert.match(unnamed.said, /state\.h does not begin the comment before frs_media with the file that writes it/);
    assert.strictEqual(unnamed.status, 1);
    const unwritten = check(t, { 'src/player/playback/media.c': '' });
    assert.match(unwritten.said, /^frs_media is not written in media\.c$/m);
    assert.strictEqual(unwritten.status, 1);
});
