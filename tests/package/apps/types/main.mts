import { app, BrowserWindow } from 'electron';
import { attach, GstPlayer, PlayerError } from 'frameshare/main';
import { open, list, mapping, Stream } from 'frameshare';
import { getFrame } from 'frameshare/preload';

await app.whenReady();
const player = new GstPlayer({ stream: 'film' });
const { detach } = attach(new BrowserWindow({}), { players: { film: player } });
const stream: Stream = open('film');
const found: string | undefined = list().map(({ name }) => name)[0];

player.on('error', (error: PlayerError) => console.log(error.code, found, mapping));
stream.close();
detach();
// @ts-expect-error an element
getFrame('film');
