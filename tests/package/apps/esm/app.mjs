// An app in ES modules: its main process, and the preload script.
import { app, BrowserWindow } from 'electron';
import { list, mapping } from 'frameshare';
import { attach, GstPlayer } from 'frameshare/main';
import { GstVideo } from 'frameshare/page';
import { getFrame } from 'frameshare/preload';

app.whenReady().then(async () => {
    const player = new GstPlayer();
    const window = new BrowserWindow({ webPreferences: { preload: app.getAppPath() + '/preload.mjs', contextIsolation: true, sandbox: false } });

    attach(window, { players: { film: player } });
    await window.loadFile('index.html');
    await player.load(process.argv[process.argv.length - 1]);
    await player.play();
    global.imported = [list, mapping, GstVideo, getFrame].map((each) => typeof each);
});
