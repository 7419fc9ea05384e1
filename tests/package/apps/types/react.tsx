import { useRef } from 'react';
import type { GstVideo } from 'frameshare/page';

export function Film({ name }: { name: string }) {
    const video = useRef<GstVideo>(null);

    return <gst-video ref={video} src={`frameshare:${name}`} className="film" style={{ width: 320 }} share rotate={90} autoPlay
        onClick={() => video.current!.play()} ontimeupdate={(event) => event.type} />;
}

// @ts-expect-error no such direction
export const wrong = <gst-video flip="sideways" />;
