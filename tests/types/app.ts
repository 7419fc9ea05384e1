// An app in TypeScript that uses every public thing. It is compiled, never run. What a line marked with @ts-expect-error says is
// wrong, and must stay so: it shows that the types are no `any`.

import { BrowserWindow } from 'electron';
import * as frameshare from 'frameshare';
import { attach, GstPlayer, PlayerError } from 'frameshare/main';
import type {
    AttachOptions, Chapter, Direction, ErrorRecord, LoadOptions, PlayerRecord, PlayerState, Tracks, SourceOptions,
} from 'frameshare/main';
import { getFrame } from 'frameshare/preload';
import type { GstVideo } from 'frameshare/page';

async function play(window: BrowserWindow): Promise<void> {
    const player = new GstPlayer({ stream: 'film' });
    const how: LoadOptions = { format: 'rgba', deinterlace: false, subtitles: 'words.srt' };
    const options: AttachOptions = {
        players: { film: player },
        presets: { ball: 'videotestsrc pattern={p} ! framesharesink', door: { pipeline: 'a b={p}', parameters: { p: /x/ } } },
        allow: ['/media/films', 'rtsp:'],
        maxPlayers: 4,
    };
    const { detach } = attach(window, options);
    const opening: SourceOptions = { headers: { Cookie: 'a=b' }, rtsp: { transport: 'tcp', latency: 100 }, tls: { verify: false } };

    attach(window, { allow: ['https:'], opening });
    attach(window, { allow: ['https:'], opening: (uri) => ({ userAgent: uri }) });
    await player.load('https://example.com/a.mp4', { position: 12, userAgent: 'app', ...opening });

    attach(window.webContents, { allow: (uri) => uri.startsWith('https:') });
    await player.load('film.mkv', how);
    await player.load({ pipeline: 'videotestsrc ! framesharesink' });
    await player.play();
    await player.pause();
    await player.seek(1, { accurate: false });
    await player.setRate(2);
    await player.setVolume(0.5);
    await player.setMuted(true);
    const direction: Direction = '90r';
    await player.setOrientation(direction);
    await player.step(-1);
    await player.setLoop(true);
    await player.setPreservesPitch(false);
    const tracks: Tracks = player.tracks;
    await player.selectTrack('audio', tracks.audio[0].id);
    await player.selectTrack('text', null);
    const state: PlayerState = player.state;
    const record: PlayerRecord = player.toRecord();
    const seconds: number | null = player.duration;
    const ranges: [number, number][] = player.buffered;
    const title: string | undefined = player.tags.title;
    const chapter: Chapter | undefined = player.chapters[0];
    const png: Uint8Array = (await player.snapshot({ subtitles: false })).toPNG();
    player.on('error', (error: PlayerError) => error.element);
    const error: ErrorRecord | null = player.error;
    const name: string = await player.start();
    detach();
    await player.close();
    console.log(state, record.position, record.chapters, seconds, ranges, title, chapter && chapter.start, png.length, error && error.code, name);

    // @ts-expect-error no such transport
    await player.load('rtsp://a', { rtsp: { transport: 'sctp' } });
    // @ts-expect-error there is no such direction
    await player.setOrientation('sideways');
    // @ts-expect-error a position is a number
    await player.seek('1');
    // @ts-expect-error a list or a function
    attach(window, { allow: 'rtsp:' });
    // @ts-expect-error no such kind
    await player.selectTrack('smell', null);
}

function read(): number {
    const stream = frameshare.open('film');
    const frame = stream.getFrame();
    const list: { name: string, pid: number }[] = frameshare.list();
    const mapping: 'shared' | 'copy' = frameshare.mapping;

    if (frame) {
        const bytes: Uint8Array = frame.data;
        const size: number = frame.width * frame.height;
        frame.release();
        // @ts-expect-error no such thing
        frame.weight;
        return bytes.length + size;
    }
    // @ts-expect-error it may be null
    frame.width;
    return list.length + mapping.length;
}

function inPreload(element: HTMLElement): string | null {
    const frame = getFrame(element);

    return frame && frame.format;
}

async function inPage(video: GstVideo): Promise<void> {
    await video.play();
    video.currentTime = 1;
    video.muted = true;
    const image = await video.snapshot();
    new ImageData(image.data, image.width, image.height);
    // @ts-expect-error no such property
    video.smell = 1;
}

export { play, read, inPreload, inPage };
