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

async function wait(): Promise<string[]> {
    const stream = await frameshare.openAsync('film', { everyFrame: true, history: 4, timeout: 100 });
    const frame = (await stream.waitFrame(100)) || stream.nextFrame();
    const told: string[] = [];

    if (frame) {
        told.push(frame.format, `${frame.pts} ${frame.duration} ${frame.sequence} ${frame.missed} ${frame.stride}`);
        frame.planes.forEach((plane) => told.push(`${plane.data.length} ${plane.stride} ${plane.width} ${plane.height}`));
        frame.overlays.forEach((overlay) => told.push(`${overlay.x} ${overlay.columns} ${overlay.data.length}`));
        told.push(`${frame.crop.x} ${frame.colour.matrix} ${frame.decodedAt} ${frame.publishedAt} ${frame.released}`);
    }
    const { published, inPlace, copied, dropped, readers, lossless, writerPid } = stream.stats();
    const picture = stream.snapshot({ overlays: false });
    const { used, free, held, holders } = await frameshare.accounts('film', 100);
    told.push(`${published} ${inPlace} ${copied} ${dropped} ${readers} ${lossless} ${writerPid} ${used} ${free} ${held} ${holders.length}`);
    // @ts-expect-error it may be null
    picture.toPNG();
    const reason: 'ended' | 'died' | 'closed' | null = stream.closed;
    stream.close();
    return told.concat(reason || []);
}

async function control(video: GstVideo): Promise<number> {
    video.src = 'preset:door?url=rtsp://door.local/1';
    video.poster = 'door.png';
    video.preload = 'none';
    video.autoplay = video.loop = video.defaultMuted = video.share = true;
    video.rotate = 90;
    video.flip = 'horizontal';
    video.playbackRate = video.defaultPlaybackRate = -1;
    video.volume = 0.5;
    video.load();
    video.pause();
    video.fastSeek(2);
    await video.step(-1);
    const answer: '' | 'maybe' | 'probably' = video.canPlayType('video/mp2t');
    const handle: number = video.requestVideoFrameCallback((now, { mediaTime }) => now + mediaTime);
    video.cancelVideoFrameCallback(handle);
    const frame = video.getFrame();
    if (frame) {
        frame.release();
    }
    const type: 'live' | 'on-demand' | 'unknown' = video.streamType;
    const failure = video.error && `${video.error.code} ${video.error.reason} ${video.error.message}`;
    const ranges = [video.buffered, video.played, video.seekable].map((each) => each.length && each.end(0));
    const tracks = [video.audioTracks, video.videoTracks, video.textTracks].map((each) => each.selectedIndex);
    const { totalVideoFrames } = video.getVideoPlaybackQuality();

    // @ts-expect-error it is a number
    video.volume = 'loud';
    // @ts-expect-error nobody sets it
    video.paused = false;
    return totalVideoFrames + ranges.concat(tracks).length + answer.length + type.length + (failure || '').length + video.readyState +
        video.networkState + video.videoWidth + video.videoHeight + video.duration + Number(video.ended || video.seeking);
}

export { play, read, wait, inPreload, inPage, control };
