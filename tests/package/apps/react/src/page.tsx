import { useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { GstVideo } from 'frameshare/page';

function Film({ name }: { name: string }) {
    const video = useRef<GstVideo>(null);
    const [seconds, setSeconds] = useState(0);

    return <>
        <gst-video ref={video} src={`frameshare:${name}`} autoPlay style={{ display: 'block' }}
            ontimeupdate={() => setSeconds(video.current!.currentTime)} />
        <button onClick={() => video.current!.pause()}>pause</button>
        <output>{seconds.toFixed(1)}</output>
    </>;
}

createRoot(document.getElementById('root')!).render(<Film name="film" />);
