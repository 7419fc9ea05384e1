/* SPDX-License-Identifier: MIT */
/**
 * A reader of a stream.
 *
 * A reader takes a lease on a frame, looks at it, and releases it. Either the newest frame there is
 * (display), or every frame in order out of a short history (recording, analysis).
 *
 * Threads: one reader object belongs to one thread at a time. Open more readers for more threads.
 */
#ifndef FRAMESHARE_READER_H
#define FRAMESHARE_READER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include <frameshare/frame.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Leases one reader may hold at a time; fewer when its process has many readers, or many processes
 * read, so that there is something left for each. A process may hold the number of slots that the
 * writer may have (128 where it says nothing), divided by one more than the processes that read.
 * The next lease then fails with FRS_ELEASES. When the writer has had no slot left for a second,
 * and several processes read, one that holds more than that (it took it before the others came) is
 * cut off: FRS_ECLOSED, and its frames may be written to.
 */
#define FRS_LEASES_MAX 32

/** Longest history a reader may ask for, in frames. */
#define FRS_HISTORY_MAX 64

typedef struct frs_reader frs_reader;

typedef struct frs_reader_options {
    /** Ask for every frame: use frs_reader_acquire_next(). A lossless writer waits for this reader.
     */
    bool every_frame;
    /** Frames the writer keeps for this reader, 1..FRS_HISTORY_MAX; 0 is 1, or 8 with every_frame.
     */
    uint32_t history;
    /** How long to wait for the stream to appear, ms; 0 is not at all, -1 for ever. */
    int timeout_ms;
} frs_reader_options;

/** One leased frame. Plain data; the reader owns what it points to. */
typedef struct frs_frame {
    frs_frame_info info; /**< checked: every plane lies inside `data` */
    const uint8_t *data; /**< the slot, read-only; valid until release */
    size_t size;         /**< its bytes */
    uint32_t sequence;   /**< 1 for the first; wraps past 2^32-1 to 1 */
    uint32_t slot;       /**< which slot, for those who cache per slot: an id never used twice */
    uint32_t missed;     /**< frames published between the last one taken and this */
    /** The slot with its overlays, read-only, for frs_overlays_read(); NULL when there are none.
     * Valid until release. */
    const uint8_t *overlay_data;
    size_t overlay_size;
    /** Goes up with each change of the overlays (and wraps past 2^32-1 to 1); 0: there are none. */
    uint32_t overlay_number;
    uint32_t cell; /**< the lease; private */
} frs_frame;

/** What the stream says of itself. */
typedef struct frs_reader_stats {
    pid_t writer_pid;
    uint32_t published, in_place, copied, dropped; /**< wrap at 2^32 */
    uint32_t readers, slots;
    uint64_t bytes;  /**< in all slots */
    uint32_t newest; /**< sequence of the newest frame, 0 when none */
    bool lossless;
    bool ended; /**< the writer said goodbye; one that died could not */
} frs_reader_stats;

/**
 * Connect to a stream. `options` may be NULL.
 * FRS_ENAME, FRS_ENOENT (none, or it ended meanwhile), FRS_EABI, FRS_EFOLDER, FRS_EUSER,
 * FRS_EREADERS (a process may have half of the connections that others leave, of 128), FRS_EINVAL,
 * FRS_EPROTOCOL, FRS_ETIMEOUT (the writer's program does not answer: it is stopped), FRS_ENOMEM,
 * FRS_ESYSTEM. Blocks for `timeout_ms` and, for a writer that is slow to answer, 10 s at most.
 * When it returns, every slot of the frames that are there is mapped: a paused stream's picture is
 * available at once.
 */
FRS_API int frs_reader_open(frs_reader **out, const char *name, const frs_reader_options *options);

/** Disconnect: all leases end, all frames of this reader become invalid. */
FRS_API void frs_reader_close(frs_reader **reader);

/**
 * Lease the newest frame if it is newer than the last one taken. Never blocks.
 * FRS_OK, FRS_EAGAIN (nothing newer), FRS_ECLOSED, FRS_ELEASES, FRS_EPROTOCOL (the writer's words
 * do not make sense; nothing is leased).
 */
FRS_API int frs_reader_acquire_newest(frs_reader *reader, frs_frame *frame);

/**
 * Lease the frame after the last one taken, or the oldest still there when that is gone already
 * (`frame->missed` says how many were skipped; with a lossless writer it stays 0).
 * Errors as frs_reader_acquire_newest().
 */
FRS_API int frs_reader_acquire_next(frs_reader *reader, frs_frame *frame);

/** Lease the newest frame even when it was taken before. */
FRS_API int frs_reader_acquire_again(frs_reader *reader, frs_frame *frame);

/** Lease the newest frame beside the others: it does not count as taken, so what is acquired next
 * is what it would have been. Errors as frs_reader_acquire_newest(). */
FRS_API int frs_reader_peek(frs_reader *reader, frs_frame *frame);

/** End a lease. `frame->data` is invalid from here on. */
FRS_API void frs_reader_release(frs_reader *reader, frs_frame *frame);

/**
 * Block until a frame newer than the last one taken is there, the writer is gone, or `timeout_ms`
 * has passed (-1: for ever). FRS_OK, FRS_ETIMEOUT, FRS_ECLOSED (when the writer was killed, within
 * a tenth of a second). A reader for which slots come that
 * it does not take in, by this or by an acquire, is cut off by the writer after 30 s: FRS_ECLOSED.
 */
FRS_API int frs_reader_wait(frs_reader *reader, int timeout_ms);

/**
 * Tell the writer on how many pixels of the screen the picture is shown (as it is before it is
 * turned), so that subtitles can be drawn as sharp as they are seen; 0 x 0: it is not shown.
 * A store, may be called at any rate.
 */
FRS_API void frs_reader_set_view(frs_reader *reader, uint32_t width, uint32_t height);

/** Never blocks; any time while the reader is open, also after the writer is gone. */
FRS_API void frs_reader_get_stats(frs_reader *reader, frs_reader_stats *stats);

#ifdef __cplusplus
}
#endif

#endif
