// SPDX-License-Identifier: MIT
'use strict';

const { spawn } = require('child_process');
const net = require('net');

/** What the camera sees, as RTP packets with their length before them (RFC 4571). */
const SCENE = ['videotestsrc', 'is-live=true', 'pattern=red', '!', 'video/x-raw,format=I420,width=320,height=240,framerate=15/1', '!', 'jpegenc', '!',
    'rtpjpegpay', '!', 'rtpstreampay', '!', 'fdsink', 'fd=1', 'sync=false'];

const SDP = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=camera', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=video 0 RTP/AVP 26',
    'a=control:track1', ''].join('\r\n');

/** What binary data between requests begins with. */
const DOLLAR = 0x24;

/** @param {Buffer} data @returns {number} the bytes of the request, or packet, at its beginning; 0: it is not all there */
function messageSize(data) {
    if (data[0] !== DOLLAR) {
        const end = data.indexOf('\r\n\r\n');

        return end < 0 ? 0 : end + 4;
    }
    return data.length >= 4 && data.length >= 4 + data.readUInt16BE(2) ? 4 + data.readUInt16BE(2) : 0;
}

/** A camera that is all red: as much of an RTSP server as a client needs that takes its packets over the same connection. */
class Camera {
    /** @param {number} [port] the same as before, for one that comes back */
    async start(port = 0) {
        this._children = new Set();
        this._sockets = new Set();
        this._server = net.createServer((socket) => this._serve(socket));
        await new Promise((resolve, reject) => this._server.once('error', reject).listen(port, '127.0.0.1', resolve));
        this.port = this._server.address().port;
        this.uri = `rtsp://127.0.0.1:${this.port}/door`;
        return this;
    }

    _serve(socket) {
        let rest = Buffer.alloc(0);

        this._sockets.add(socket);
        socket.on('error', () => {});
        socket.on('data', (data) => {
            rest = Buffer.concat([rest, data]);
            for (let size; (size = messageSize(rest)) > 0;) {
                // What the client tells of its reception is not listened to.
                if (rest[0] !== DOLLAR) {
                    this._answer(socket, rest.toString('latin1', 0, size));
                }
                rest = rest.subarray(size);
            }
        });
    }

    _answer(socket, request) {
        const [method] = request.split(' ');
        const [, number] = /^CSeq: *(\d+)/im.exec(request);
        const reply = (status, ...lines) => socket.write([`RTSP/1.0 ${status}`, `CSeq: ${number}`, ...lines].join('\r\n'));

        if (method === 'DESCRIBE') {
            reply('200 OK', 'Content-Type: application/sdp', `Content-Base: ${this.uri}/`, `Content-Length: ${SDP.length}`, '', SDP);
        } else if (method === 'SETUP') {
            const isTcp = /^Transport:.*interleaved/im.test(request);

            reply(isTcp ? '200 OK' : '461 Unsupported Transport', 'Session: 1', 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1', '', '');
        } else {
            reply('200 OK', 'Session: 1', 'Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN', '', '');
        }
        if (method === 'PLAY') {
            this._play(socket);
        }
    }

    _play(socket) {
        const child = spawn('gst-launch-1.0', ['-q', ...SCENE], { stdio: ['ignore', 'pipe', 'inherit'] });
        let rest = Buffer.alloc(0);

        this._children.add(child);
        socket.once('close', () => child.kill('SIGKILL'));
        child.stdout.on('data', (data) => {
            rest = Buffer.concat([rest, data]);
            while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
                const size = rest.readUInt16BE(0);

                // Interleaved, channel 0: RFC 2326, 10.12.
                socket.write(Buffer.concat([Buffer.from([DOLLAR, 0]), rest.subarray(0, 2 + size)]));
                rest = rest.subarray(2 + size);
            }
        });
    }

    async stop() {
        const closed = new Promise((resolve) => this._server.close(resolve));

        this._sockets.forEach((socket) => socket.destroy());
        this._children.forEach((child) => child.kill('SIGKILL'));
        await closed;
    }
}

module.exports = { Camera };
