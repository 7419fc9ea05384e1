'use strict';
const test = require('node:test');
const { Application } = require('./support/electron');
const { watch, eventually } = require('./support/witness');
const FPS = 30;
for (const file of process.env.CLIPS.split(' ')) test(file, async (t) => {
    const application = await Application.launch();
    try {
        await application.main((world) => world.open({ allow: ['file:///'], width: 400, height: 300 }));
        await watch(application, 0, { src: 'file:///tmp/sync/' + file });
        await eventually(application, 0, (video) => video.readyState === 4 || video.error, 'it is loaded');
        const log = await application.page(0, async () => {
            const { video } = window; const out = [];
            out.push(['start', video.currentTime, window.witness.counter, video.duration, video.error && video.error.message]);
            if (video.error || !video.seekable.length) return out;
            for (const at of [10.02, 0, 24.19, 5.3, 0.5, 50.51, 33.33, 1.01]) {
                video.currentTime = at;
                const from = performance.now();
                await new Promise((resolve) => { video.addEventListener('seeked', resolve, { once: true }); setTimeout(resolve, 10000); });
                out.push([at, video.currentTime - at, window.witness.counter - video.currentTime * 30, Math.round(performance.now() - from)]);
            }
            video.playbackRate=2;
            await video.play(); await new Promise((r) => setTimeout(r, 1000)); video.pause();
            await new Promise((r) => setTimeout(r, 500));
            out.push(['played', video.currentTime, window.witness.counter - video.currentTime * 30]);
            return out;
        });
        console.log(file, log.map((e) => e.map((x) => (typeof x === 'number' ? Number(x.toFixed(3)) : x)).join('/')).join('  '));
    } finally { await application.stop(); }
});
