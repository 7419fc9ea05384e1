/* SPDX-License-Identifier: MIT */
/**
 * What lies where in shared memory. This is the only statement of it: the addon exports these
 * offsets to JavaScript as numbers (`layout`), nobody writes them down a second time.
 *
 * Two kinds of segment besides the slots:
 *
 * - control, one a stream, written by the writer alone; read-only for readers, by the kernel.
 * - page, one a reader, written by that reader (and read as hostile input by the writer).
 *
 * Every word a reader or JavaScript touches is 32 bits wide and aligned.
 */
#ifndef FRS_CORE_LAYOUT_H
#define FRS_CORE_LAYOUT_H

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <frameshare/overlay.h>
#include <frameshare/reader.h>

#define FRS_MAGIC 0x31535246u /* "FRS1" */

/* Raise it with every change of this file's structs or of link.h's messages. */
#define FRS_ABI_VERSION 4u

/* All powers of two, so that wrapping sequence numbers index evenly. */
#define FRS_SLOTS_MAX 256u
#define FRS_DESCRIPTORS_MAX 256u
#define FRS_RING_SIZE 256u

typedef _Atomic uint32_t frs_word;
static_assert(sizeof(frs_word) == 4, "shared words are 32 bits");
static_assert(ATOMIC_INT_LOCK_FREE == 2, "shared words are lock free");

/* 64-bit values are two words, low first. */
enum {
    FRS_DESCRIPTOR_WIDTH,
    FRS_DESCRIPTOR_HEIGHT,
    FRS_DESCRIPTOR_CROP_X,
    FRS_DESCRIPTOR_CROP_Y,
    FRS_DESCRIPTOR_CROP_WIDTH,
    FRS_DESCRIPTOR_CROP_HEIGHT,
    FRS_DESCRIPTOR_FORMAT,
    FRS_DESCRIPTOR_N_PLANES,
    FRS_DESCRIPTOR_OFFSET,                                          /* 4 words */
    FRS_DESCRIPTOR_STRIDE = FRS_DESCRIPTOR_OFFSET + FRS_PLANES_MAX, /* 4 words */
    FRS_DESCRIPTOR_RANGE = FRS_DESCRIPTOR_STRIDE + FRS_PLANES_MAX,
    FRS_DESCRIPTOR_MATRIX,
    FRS_DESCRIPTOR_TRANSFER,
    FRS_DESCRIPTOR_PRIMARIES,
    FRS_DESCRIPTOR_CHROMA_SITE,
    FRS_DESCRIPTOR_PAR_N,
    FRS_DESCRIPTOR_PAR_D,
    FRS_DESCRIPTOR_ORIENTATION,
    FRS_DESCRIPTOR_INTERLACE,
    FRS_DESCRIPTOR_FPS_N,
    FRS_DESCRIPTOR_FPS_D,
    FRS_DESCRIPTOR_PTS,                               /* 2 words, ns */
    FRS_DESCRIPTOR_DURATION = FRS_DESCRIPTOR_PTS + 2, /* 2 words, ns */
    FRS_DESCRIPTOR_DECODED_AT = FRS_DESCRIPTOR_DURATION + 2,
    FRS_DESCRIPTOR_PUBLISHED_AT = FRS_DESCRIPTOR_DECODED_AT + 2,
    FRS_DESCRIPTOR_HDR = FRS_DESCRIPTOR_PUBLISHED_AT + 2, /* 7 words, see descriptor.c */
    FRS_DESCRIPTOR_WORDS_USED = FRS_DESCRIPTOR_HDR + 7,
};

#define FRS_DESCRIPTOR_WORDS 56

/* One frame. Stable from publish until the frame can no longer be leased and no lease is left. */
typedef struct frs_descriptor {
    frs_word seq;  /* the frame it describes; 0 while unused */
    frs_word slot; /* index into control->slots */
    frs_word slot_id;
    /* The slot that holds this frame's overlays (overlay.h), leased with it; an id or a number of
     * 0: there are none. The number goes up with each change: who has drawn it need not look again.
     */
    frs_word overlay_slot;
    frs_word overlay_slot_id;
    frs_word overlay_number;
    uint32_t reserved[2];
    uint32_t word[FRS_DESCRIPTOR_WORDS]; /* FRS_DESCRIPTOR_* */
} frs_descriptor;
static_assert(sizeof(frs_descriptor) == 256, "a descriptor is four cache lines");
static_assert((int)FRS_DESCRIPTOR_WORDS_USED <= FRS_DESCRIPTOR_WORDS, "the words fit");

/* One entry of the table of slots: which segment has this index now. */
typedef struct frs_slot_entry {
    frs_word id;   /* never used twice in a stream; 0: no slot */
    frs_word size; /* bytes */
} frs_slot_entry;

enum {
    FRS_STATE_LIVE = 1,
    FRS_STATE_ENDED = 2, /* the writer said goodbye; when it dies it cannot */
};

/* Why the writer wants to hear of a lease that ends; one bit each. */
enum {
    FRS_WAITING_LOSSLESS = 1, /* it waits for readers that want every frame */
    FRS_WAITING_TRIM = 2,     /* it sleeps until a slot it could give back is let go */
};

typedef struct frs_control {
    /* Constant after creation. */
    uint32_t magic, abi;
    uint32_t size; /* bytes of this struct */
    uint32_t writer_pid;
    uint32_t reserved0[12];

    /* The lease protocol, see lease.h. One cache line: readers load both. */
    frs_word newest; /* sequence of the newest frame; 0: none yet */
    frs_word floor;  /* the oldest sequence a new lease may name */
    uint32_t reserved1[14];

    /* Seldom written. */
    frs_word state;          /* FRS_STATE_* */
    frs_word slots_changed;  /* goes up when an entry of slots[] was cleared or filled */
    frs_word writer_waiting; /* FRS_WAITING_*; non-zero: it wants FRS_MESSAGE_PROGRESS */
    frs_word lossless;
    frs_word readers;
    uint32_t reserved2[11];

    /* Counts, written by the writer at each publish; wrap. */
    frs_word published, in_place, copied, dropped;
    uint32_t reserved3[12];

    frs_word ring[FRS_RING_SIZE]; /* sequence % FRS_RING_SIZE -> index into descriptors[] */
    frs_slot_entry slots[FRS_SLOTS_MAX];
    frs_descriptor descriptors[FRS_DESCRIPTORS_MAX];
} frs_control;
static_assert(offsetof(frs_control, newest) == 64, "newest starts a cache line");
static_assert(offsetof(frs_control, state) == 128, "state starts a cache line");
static_assert(offsetof(frs_control, published) == 192, "counts start a cache line");
static_assert(offsetof(frs_control, ring) == 256, "the header is four cache lines");
static_assert(sizeof(frs_control) == 256 + 1024 + 2048 + 65536, "control has no padding");

typedef struct frs_page {
    frs_word waiting; /* wake me at the next publish, and how: wake.h (the writer sets it to 0) */
    frs_word history; /* frames to keep for me, 1..FRS_HISTORY_MAX */
    frs_word every;   /* 1: I take every frame; a lossless writer waits for me */
    frs_word cursor;  /* with every: the last frame taken (those before it are done with) */
    frs_word view_width; /* pixels of the screen this reader shows the picture on; 0: unknown */
    frs_word view_height;
    /* How many of the cells to use, 1..FRS_LEASES_MAX; the writer says so, see share.h. */
    frs_word leases;
    uint32_t reserved[9];
    frs_word cells[FRS_LEASES_MAX]; /* hazard cells: the sequence leased, 0: free */
    uint32_t rest[1024 - 16 - FRS_LEASES_MAX];
} frs_page;
static_assert(sizeof(frs_page) == 4096, "a page is a page");
static_assert(offsetof(frs_page, cells) == 64, "cells start a cache line");

/* Sequence numbers wrap; 0 is never one. */
static inline uint32_t frs_seq_next(uint32_t seq)
{
    return seq + 1 == 0 ? 1 : seq + 1;
}

/* a - b for numbers less than 2^31 apart. */
static inline int32_t frs_seq_diff(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b);
}

/* How many frames `a` comes after `b`: across the wrap one less than the difference, as there is no
 * frame 0. */
static inline int32_t frs_seq_distance(uint32_t a, uint32_t b)
{
    int32_t diff = frs_seq_diff(a, b);
    if (diff > 0 && a < b)
        return diff - 1;
    return diff < 0 && a > b ? diff + 1 : diff;
}

#endif
