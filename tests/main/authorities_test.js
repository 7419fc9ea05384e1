// SPDX-License-Identifier: MIT
'use strict';

// $SSL_CERT_FILE says whom https: trusts, as a GStreamer that an app brings along needs it.

const assert = require('assert');
const { execFileSync } = require('child_process');
const fs = require('fs');
const https = require('https');
const path = require('path');
const test = require('node:test');
const { makeClip } = require('../e2e/support/clips');
const { GstPlayer } = require('../../js/main');
const { temporaryFolder } = require('../support/folder');

/** @returns {{key: string, cert: string}} files of a certificate that nobody vouches for but itself */
function makeCertificate() {
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(temporaryFolder(), name));

    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1',
        '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key, cert };
}

/** Answers with a file, and parts of it. @param {string} file @param {{key: string, cert: string}} certificate */
async function serve(file, { key, cert }) {
    const bytes = fs.readFileSync(file);
    const server = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert) }, (request, response) => {
        const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range || '') || [];
        const part = bytes.subarray(Number(from || 0), to ? Number(to) + 1 : undefined);

        response.writeHead(from ? 206 : 200, {
            'Content-Type': 'video/mp4', 'Accept-Ranges': 'bytes', 'Content-Length': part.length,
            ...(from ? { 'Content-Range': `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}` } : {}),
        });
        response.end(part);
    });

    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
}

/** @param {string | undefined} authorities @param {string} uri */
async function load(authorities, uri) {
    const before = process.env.SSL_CERT_FILE;
    const player = new GstPlayer();

    delete process.env.SSL_CERT_FILE;
    if (authorities) {
        process.env.SSL_CERT_FILE = authorities;
    }
    try {
        await player.load(uri);
        return player.video.width;
    } finally {
        delete process.env.SSL_CERT_FILE;
        if (before) {
            process.env.SSL_CERT_FILE = before;
        }
        await player.close();
    }
}

test('a server is trusted that a certificate of SSL_CERT_FILE vouches for, and no other', async () => {
    const certificate = makeCertificate();
    const server = await serve(makeClip({ frames: 30 }), certificate);
    const uri = `https://127.0.0.1:${server.address().port}/clip.mp4`;

    try {
        assert.strictEqual(await load(certificate.cert, uri), 640);
        await assert.rejects(load(undefined, uri), (error) => ['network', 'forbidden', 'resource'].includes(error.code) && /certificate|TLS/i.test(error.message));
        // A file that is none leaves those that are built in.
        await assert.rejects(load('/dev/null', uri), /certificate|TLS/i);
    } finally {
        server.closeAllConnections();
        server.close();
    }
});
