// The types of frameshare/page: what pages have, in terms of the browser's own. Importing them makes <gst-video> known to
// document.querySelector(), to JSX, and `frameshare` to window.

import type { FrameReader } from '../stream/reader';
import type { GstVideo as Implementation } from './element/gst-video';
import type { PlayerHandle } from './element/player-handle';
import type { Track } from './tracks/track';
import type { TrackList } from './tracks/track-list';

type Tracks = TrackList & { readonly [index: number]: Track };

/** What `<gst-video>` has beyond `<video>`. */
type Own = Omit<Implementation, keyof HTMLVideoElement | 'audioTracks' | 'videoTracks' | `_${string}`>;

/**
 * A `<gst-video>`. By its type it is a `<video>`, so that libraries for players accept it; members of `<video>` that
 * docs/media-element.md does not name are undefined.
 */
export interface GstVideo extends Omit<HTMLVideoElement, 'error' | 'srcObject' | 'textTracks'>, Own {
    readonly error: (MediaError & { readonly reason: string }) | null;
    /** `frameshare.player(name)`, or null. */
    srcObject: any;
    readonly textTracks: TextTrackList & Omit<TrackList, keyof TextTrackList>;
    readonly audioTracks: Tracks;
    readonly videoTracks: Tracks;
}

export const GstVideo: { prototype: GstVideo; new (): GstVideo };

/** Attributes that `<video>` has not. */
export interface GstVideoAttributes {
    share?: boolean;
    format?: 'native' | 'rgba';
    deinterlace?: 'off';
    subtitles?: string;
    rotate?: '90' | '180' | '270' | 90 | 180 | 270;
    flip?: 'horizontal' | 'vertical';
}

/** Handlers of its events by the names that React 19 takes of custom elements; `onTimeUpdate` and the like React knows of its own elements only. */
export type GstVideoHandlers = { [name in keyof HTMLVideoElementEventMap as `on${name}`]?: (event: HTMLVideoElementEventMap[name]) => void };

/** `window.frameshare`, in pages of windows whose preload script requires frameshare/preload. */
export interface Frameshare {
    FrameReader: typeof FrameReader;
    /** A player of the main process, by its name in `players` of attach(), for the `srcObject` of elements. */
    player(name: string): PlayerHandle;
    /** A script for a Worker's importScripts(): it defines `frameshare.FrameReader` there. */
    readonly workerScript: string;
}

// Where React is not installed these are `any`, and nobody asks.
// @ts-ignore
type ReactProps = import('react').DetailedHTMLProps<import('react').VideoHTMLAttributes<GstVideo>, GstVideo> & GstVideoAttributes & GstVideoHandlers;

declare global {
    interface HTMLElementTagNameMap {
        'gst-video': GstVideo;
    }
    interface Window {
        frameshare: Frameshare;
    }
    // React up to 18.
    namespace JSX {
        interface IntrinsicElements {
            'gst-video': ReactProps;
        }
    }
}

// React from 19 on.
// @ts-ignore
declare module 'react' { namespace JSX { interface IntrinsicElements { 'gst-video': ReactProps } } }
