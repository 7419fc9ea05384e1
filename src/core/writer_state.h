/* SPDX-License-Identifier: MIT */
/**
 * Inside a writer: what writer.c (its life and waits), publish.c, slots.c (the segments),
 * connections.c (what readers are sent) and link_thread.c (who is connected) share.
 *
 * One mutex, `lock`, guards everything that is not atomic or constant. It is never held over a
 * system call. A connection's `sending` mutex is: it orders messages to that reader, is taken
 * before `lock`, and only when a reader joins or a slot is made, never on the way of a frame.
 */
#ifndef FRS_CORE_WRITER_STATE_H
#define FRS_CORE_WRITER_STATE_H

#include <pthread.h>
#include <sys/types.h>
#include <time.h>

#include <frameshare/stream.h>
#include <frameshare/writer.h>

#include "layout.h"
#include "segment.h"

#define FRS_READERS_MAX 128u /* connections; a process has at most half of what others leave */
#define FRS_LINK_THREAD "frameshare-link" /* its name, for top and debuggers */

/* Pictures and overlays differ in size and in how often they change: slots of one are never given
 * to the other. */
typedef enum frs_slot_use {
    FRS_SLOT_OF_PICTURE,
    FRS_SLOT_OF_OVERLAYS,
} frs_slot_use;

/* A slot is free when nobody in this process refers to it and no frame in it can be or is leased.
 */
struct frs_slot {
    frs_writer *writer;
    frs_slot_use use;
    frs_segment segment;
    uint32_t index, id;
    atomic_uint refs; /* goes from 0 to 1 under the lock only */
    uint32_t frames;  /* published frames that name it and are leasable or leased; under the lock */
    uint32_t pins;    /* somebody looks at it: it may be used, but not removed; under the lock */
    uint32_t idle;    /* looks in a row that found it free, see trim.c; under the lock */
};

/* What becomes of a descriptor. */
typedef enum frs_frame_state {
    FRS_FRAME_UNUSED,
    FRS_FRAME_LEASABLE, /* between floor and newest */
    FRS_FRAME_RETIRED,  /* below the floor; a reader may still hold it */
} frs_frame_state;

typedef struct frs_published {
    frs_frame_state state;
    uint32_t seq;
    frs_slot *slot;
    frs_slot *overlays; /* NULL: none */
} frs_published;

typedef struct frs_connection frs_connection; /* connections.h */

/* When the link thread looks for slots to give back. */
typedef struct frs_trim {
    _Atomic uint64_t interval; /* ns from one look to the next */
    uint64_t next;             /* the next look, ns; 0: not before something happens */
    atomic_bool asleep;        /* tell the link thread when a slot may have become free */
} frs_trim;

struct frs_writer {
    atomic_uint refs; /* the handle, and each slot somebody refers to */
    char name[FRS_NAME_MAX + 1];
    uint32_t max_slots;
    uint64_t max_memory;

    pthread_mutex_t lock;
    pthread_cond_t changed; /* a reader came, went or made progress; unlocked; closed */
    bool closed, unlocked, lossless;

    frs_segment control_segment;
    frs_control *control;
    uint32_t newest, floor; /* our own copies: shared memory is written, never read back */

    frs_slot *slots[FRS_SLOTS_MAX];
    uint32_t n_slots;    /* that exist or are being made */
    uint32_t slots_top;  /* all slots have a lower index */
    uint64_t slot_bytes; /* in them */
    uint64_t wanted;     /* the size last asked for */
    uint64_t
        starved_since[2]; /* by frs_share_kind: since when there was none left, ns; 0: there is */
    uint32_t last_slot_id;
    atomic_uint slots_removed; /* ever; changed under the lock */
    uint32_t removed_told;     /* of them, those readers were told of; the link thread only */
    frs_trim trim;

    frs_published published[FRS_DESCRIPTORS_MAX];
    uint32_t published_top; /* all used ones have a lower index */
    uint32_t ring[FRS_RING_SIZE];

    frs_slot *overlays; /* of the frames to come; a reference; NULL: none */
    uint32_t overlays_number;

    frs_connection *connections[FRS_READERS_MAX]; /* changed by the link thread only */
    uint32_t n_connections, n_readers;
    uint64_t last_connection; /* the number of the youngest; the link thread only */

    frs_writer_stats stats;

    int listen_socket, wake_fd;
    ino_t inode; /* of the socket's file */
    pthread_t link_thread;
    atomic_bool stop;
};

/* ---- slots.c ---- */

/* Under the lock: free descriptors whose frames nobody holds any more. */
void frs_slots_reclaim(frs_writer *writer);

/* Under the lock: a free slot of this use for `size` bytes with one reference, or NULL. Free slots
 * of this use that do not fit are taken out of the table into `unfit` (room for FRS_SLOTS_MAX), for
 * frs_slots_dispose(). */
frs_slot *frs_slots_take(frs_writer *writer, frs_slot_use use, size_t size, frs_slot **unfit,
                         uint32_t *n_unfit);

/* Under the lock: take every free slot out of the table. Returns how many. */
uint32_t frs_slots_take_free(frs_writer *writer, frs_slot **out);

/* Under the lock: the same for those that were free at `looks` calls in a row and not used between
 * them; for those larger than pictures are now, once is enough. */
uint32_t frs_slots_take_idle(frs_writer *writer, uint32_t looks, frs_slot **out);

/* Under the lock: how many slots are free? */
uint32_t frs_slots_count_free(const frs_writer *writer);

/* Without the lock: unmap and free. */
void frs_slots_dispose(frs_slot **slots, uint32_t n_slots);

/* Under the lock: count a slot about to be made; false when the limits forbid it. */
bool frs_slots_reserve(frs_writer *writer, size_t size);

/* Without the lock: make the slot that was reserved and tell every reader. */
int frs_slots_create(frs_writer *writer, frs_slot_use use, size_t size, frs_slot **out);

/* ---- trim.c ---- */

void frs_trim_init(frs_writer *writer);

/* For tests: look this often, ns. */
void frs_trim_set_interval(frs_writer *writer, uint64_t interval);

/* The link thread, when it woke for a reason other than the time: look soon. */
void frs_trim_expect(frs_writer *writer);

/* The link thread, each turn: give back what was free for long enough, when it is time to look. */
void frs_trim_look(frs_writer *writer);

/* The link thread: how long it may sleep, in `timeout`, which is returned; NULL: for ever. */
struct timespec *frs_trim_timeout(const frs_writer *writer, struct timespec *timeout);

/* Without the lock, after something that may have made a slot free: a load, and a system call only
 * when nothing was free for a while. */
void frs_trim_notify(frs_writer *writer);

/* ---- publish.c ---- */

/* Under the lock: keep the last `history` frames leasable, retire those before. */
void frs_writer_keep(frs_writer *writer, uint32_t history);

/* Under the lock: retire the frames that no reader asked to be kept. */
void frs_writer_retire(frs_writer *writer);

/* ---- writer.c ---- */

/* Under the lock: one wait for a sign of progress, until `end` of frs_now_ns() or an early look
 * without one. */
void frs_writer_wait_change(frs_writer *writer, uint64_t end);

/* Drop a reference to the writer; the last frees it. */
void frs_writer_unref(frs_writer *writer);

/* ---- link_thread.c ---- */

int frs_readers_start(frs_writer *writer);
void frs_readers_stop(frs_writer *writer);

/* Without the lock: let the link thread have a turn; it tells readers of slots that are gone. */
void frs_readers_attend(frs_writer *writer);

#endif
