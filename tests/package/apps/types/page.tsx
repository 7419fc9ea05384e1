// A page in TypeScript: with React 18, with 19, and (what is above the last function) without.
import type { Frameshare, GstVideo } from 'frameshare/page';

/** As libraries for players have it. */
declare function attachMedia(media: HTMLMediaElement): void;
declare function attachVideo(video: HTMLVideoElement): void;

export function drive(frameshare: Frameshare): string {
    const video = document.querySelector('gst-video')!;
    const made: GstVideo = document.createElement('gst-video');

    attachMedia(video);
    attachVideo(made);
    video.srcObject = window.frameshare.player('film');
    video.share = true;
    video.addEventListener('timeupdate', () => console.log(video.currentTime, video.streamType));
    video.snapshot().then(({ data, width }) => new ImageData(data, width));
    // @ts-expect-error a number
    video.volume = 'loud';
    // @ts-expect-error no such thing
    video.smell = 1;
    return video.textTracks[0].mode + video.textTracks.length + video.audioTracks[0].label + (video.error ? video.error.reason : '') + frameshare.workerScript;
}
