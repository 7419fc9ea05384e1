// The shapes of js/stream that are data, not classes.

/** @internal */
export interface ControlLayout {
    bytes: number;
    newest: number;
    floor: number;
    state: number;
    slotsChanged: number;
    writerWaiting: number;
    lossless: number;
    readers: number;
    published: number;
    inPlace: number;
    copied: number;
    dropped: number;
    ring: number;
    slots: number;
    descriptors: number;
}

/** @internal */
export interface DescriptorLayout {
    words: number;
    seq: number;
    slot: number;
    slotId: number;
    width: number;
    height: number;
    cropX: number;
    cropY: number;
    cropWidth: number;
    cropHeight: number;
    format: number;
    nPlanes: number;
    offset: number;
    stride: number;
    range: number;
    matrix: number;
    transfer: number;
    primaries: number;
    chromaSite: number;
    parN: number;
    parD: number;
    orientation: number;
    interlace: number;
    fpsN: number;
    fpsD: number;
    pts: number;
    duration: number;
    decodedAt: number;
    publishedAt: number;
    hdr: number;
    overlaySlot: number;
    overlaySlotId: number;
    overlayNumber: number;
}

/** One row of the table of formats, as frs_format_shape in frameshare/format.h. @internal */
export interface FormatShape {
    /** GStreamer's name. */
    name: string;
    /** One of Layout.model. */
    model: number;
    /** Bits of a code value; samples of more than 8 take two bytes. */
    depth: number;
    /** The code value is sample >> shift. */
    shift: number;
    planes: { hShift: number; vShift: number; bytes: number }[];
    /** Y, U, V, alpha, or red, green, blue, alpha; a step of 0 is a component that is not there. */
    components: { plane: number; offset: number; step: number }[];
}

/** src/core/layout.h as numbers: positions are in 32-bit words. @internal */
export interface Layout {
    control: ControlLayout;
    page: {
        bytes: number; waiting: number; history: number; every: number; cursor: number; cells: number;
        viewWidth: number; viewHeight: number; leases: number;
    };
    slot: { words: number; id: number; size: number };
    descriptor: DescriptorLayout;
    limits: {
        abi: number;
        magic: number;
        slots: number;
        descriptors: number;
        ring: number;
        leases: number;
        planes: number;
        history: number;
        size: number;
        overlays: number;
    };
    /** Positions in an overlay slot, and in each of its entries: frs_overlays in frameshare/overlay.h. */
    overlays: {
        n: number;
        first: number;
        words: number;
        x: number;
        y: number;
        width: number;
        height: number;
        columns: number;
        rows: number;
        offset: number;
        stride: number;
    };
    model: { yuv: number; rgb: number; gray: number };
    state: { live: number; ended: number };
    range: { unknown: number; limited: number; full: number };
    matrix: {
        rgb: number;
        bt709: number;
        unspecified: number;
        fcc: number;
        bt601: number;
        smpte240m: number;
        bt2020: number;
    };
    /** ChromaLocType (H.273 8.7). */
    chromaSite: {
        left: number;
        center: number;
        topLeft: number;
        top: number;
        bottomLeft: number;
        bottom: number;
    };
    formats: (FormatShape | null)[];
}

/** One slot, mapped. @internal */
export interface Slot {
    index: number;
    id: number;
    size: number;
    data: Uint8Array;
}

/** All that a FrameReader needs; crosses to a page or a worker with postMessage. @internal */
export interface Handles {
    layout: Layout;
    control: Uint32Array;
    page: Uint32Array;
    slots: Slot[];
}

export interface Plane {
    /** The plane's bytes in the slot: `height` rows of `stride` bytes (the last may be shorter). */
    data: Uint8Array;
    /** Bytes from one row to the next. */
    stride: number;
    /** In pixels of the plane. */
    width: number;
    /** Its rows. */
    height: number;
}

/** A small picture to be drawn over a frame. */
export interface Overlay {
    /** Its left side on the frame's picture: in that one's pixels, inside its crop, before it is turned. */
    x: number;
    /** Its top there. */
    y: number;
    /** Its size there. What lies outside the picture is not shown. */
    width: number;
    /** Its size there. */
    height: number;
    /** Its own pixels in a row. */
    columns: number;
    /** Its own rows, in `data`. */
    rows: number;
    /** Bytes from one row to the next. */
    stride: number;
    /** BGRA in memory, sRGB, premultiplied by alpha; valid while the frame is leased. */
    data: Uint8Array;
}

/** A frame as it is displayed: `height` rows of `width` pixels, RGBA, alpha not premultiplied. */
export interface Rendered {
    width: number;
    height: number;
    data: Uint8Array;
}

export interface OpenOptions {
    /** Frames the writer keeps for this reader, 1 to 64; 8 with `everyFrame`, else 1. */
    history?: number;
    /** Ask for every frame in order: use `nextFrame()`. A lossless writer waits for this reader. */
    everyFrame?: boolean;
    /** How long to wait for the stream to appear, in ms; -1 is for ever. Default 0. */
    timeout?: number;
}

export interface Opened {
    link: object;
    control: Uint32Array;
    page: Uint32Array;
    slots: Slot[];
    writerPid: number;
}

export interface Addon {
    layout: Layout;
    now(): number;
    selfTest(): 'shared' | 'copy';
    accounts(name: string, timeoutMs: number): Promise<Accounts>;
    list(): { name: string; pid: number }[];
    listAsync(): Promise<{ name: string; pid: number }[]>;
    open(name: string, history: number, every: boolean, timeoutMs: number): Opened;
    openAsync(
        name: string,
        history: number,
        every: boolean,
        patienceMs: number,
        callback: (error: Error | null, opened: Opened) => void
    ): Opened | undefined;
    receive(link: object): Slot | null | 'closed';
    releaseSlot(link: object, index: number, id: number): void;
    progress(link: object): void;
    watch(link: object, callback: () => boolean): void;
    resume(link: object): void;
    keepAlive(link: object, keep: boolean): void;
    close(link: object): void;
    copyOpen(name: string, history: number, every: boolean, timeoutMs: number): object;
    copyOpenAsync(
        name: string,
        history: number,
        every: boolean,
        patienceMs: number,
        callback: (error: Error | null, copy: object) => void
    ): object | undefined;
    copyFrame(
        copy: object,
        every: boolean,
        words: Uint32Array,
        bytes: Uint8Array | null
    ): Uint8Array | null;
    copyNewest(copy: object): number;
    copyStats(copy: object): StreamStats & { newest: number; ended: boolean };
    /** The newest frame as it is displayed; the one that copyFrame() gives next stays the same. */
    copyPicture(copy: object, overlays: boolean): Rendered | null;
    /** The overlay slot's bytes of the frame copied last; its number is in that frame's `words`. */
    copyOverlays(copy: object): Uint8Array | null;
    copySetView(copy: object, width: number, height: number): void;
    copyIsClosed(copy: object): boolean;
    copyClose(copy: object): void;
    /** The frame of a descriptor, in its slot, and what overlays there are, in theirs. Throws when it makes no sense. */
    renderPicture(descriptor: Uint32Array, slot: Uint8Array, overlays: Uint8Array | null): Rendered;
    /** The same in a thread; the frame must be leased until then. */
    renderPictureAsync(descriptor: Uint32Array, slot: Uint8Array, overlays: Uint8Array | null): Promise<Rendered>;
    /** What viewRender() keeps from one frame to the next. */
    viewCreate(): object;
    /**
     * The frame whose descriptor begins at `words[base]`, in its slot, at a place in a window (the words of frs_place,
     * src/picture/geometry.h) into `pixels`, RGBA. Throws when any of it makes no sense.
     */
    viewRender(
        view: object, words: Uint32Array, base: number, slot: Uint8Array, place: Uint32Array, pixels: Uint8ClampedArray
    ): void;
    /** Throws an Error with the player's first `line` when the stream cannot be published. */
    playerCreate(library: string, stream: string | null, callback: (line: string) => void): object;
    playerCommand(player: object, line: string): void;
    playerDestroy(player: object): void;
}

/** Who holds how much of a stream's memory, at one moment; see include/frameshare/accounts.h. */
export interface Accounts {
    /** Bytes that all slots can hold. */
    size: number;
    /** Bytes of memory that they take. */
    used: number;
    /** Slots that are ready for a new picture. */
    free: number;
    /** Slots that readers hold. */
    held: number;
    /** Slots that the writer's process refers to. */
    referred: number;
    /** Each slot: its bytes, how many of them take memory, who needs it. */
    slots: {
        id: number;
        size: number;
        used: number;
        references: number;
        frames: number;
        leases: number;
        overlays: boolean;
    }[];
    /** The readers, but for the one that asked; `slots` has an id for each lease. */
    holders: { pid: number; everyFrame: boolean; history: number; slots: number[] }[];
}

/** What a stream says of itself; counts wrap at 2^32. */
export interface StreamStats {
    /** The process that writes. */
    writerPid: number;
    /** Frames so far. */
    published: number;
    /** Those of them that the decoder wrote into the slot. */
    inPlace: number;
    /** Those that were copied there. */
    copied: number;
    /** Frames that were lost, as there was no room. */
    dropped: number;
    /** Who reads the stream now. */
    readers: number;
    /** The writer waits for readers that want every frame. */
    lossless: boolean;
}
