/* SPDX-License-Identifier: MIT */
/**
 * The writer of a stream.
 *
 * A writer owns a growing set of slots, each a shared memory segment of its own. Acquire a free
 * one, fill it, publish it, drop the reference. A slot goes back to the free ones when nobody in
 * this process refers to it, its frame is no longer among those a new reader may take, and no
 * reader leases it.
 *
 * Threads: every function may be called from any thread; publishing from one at a time gives a
 * meaningful order. A thread of the writer's own serves connecting and dying readers.
 */
#ifndef FRAMESHARE_WRITER_H
#define FRAMESHARE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <frameshare/frame.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct frs_writer frs_writer;
typedef struct frs_slot frs_slot;

/** Most bytes in one slot. */
#define FRS_SLOT_SIZE_MAX ((size_t)1 << 30)

/** Zeroed options are the defaults. */
typedef struct frs_writer_options {
    /** Wait in frs_writer_publish() for readers that asked for every frame. */
    bool lossless;
    /** Most slots at a time; 0 is 128, never more than 256. */
    uint32_t max_slots;
    /** Most bytes in slots; 0 is 4 GiB. */
    uint64_t max_memory;
} frs_writer_options;

/** Counts since the writer was created. A copied frame was written into its slot by a memcpy. */
typedef struct frs_writer_stats {
    uint64_t published, in_place, copied, dropped;
    uint32_t readers;    /**< connected now */
    uint32_t slots;      /**< segments that exist now */
    uint32_t slots_free; /**< of them, ready for a new picture */
    uint64_t bytes;      /**< in all slots */
} frs_writer_stats;

/**
 * Publish a stream. `options` may be NULL.
 * FRS_ENAME, FRS_EEXIST ("stream cam0 is already published by pid 4711"), FRS_EFOLDER, FRS_ESYSTEM.
 * Replaces the socket of a dead writer. Blocks for a few system calls.
 */
FRS_API int frs_writer_create(frs_writer **out, const char *name,
                              const frs_writer_options *options);

/**
 * End the stream: readers keep what they map, learn that no more comes, and the name is free again.
 * Slots that are still referenced stay valid until their last frs_slot_unref().
 */
FRS_API void frs_writer_destroy(frs_writer **writer);

/** The stream's name; valid as long as the writer. */
FRS_API const char *frs_writer_name(const frs_writer *writer);

/**
 * A free slot of at least `size` bytes, with one reference for the caller, or a new one (system
 * calls; only while the stream grows). Free slots of another size class are given back first.
 * Its bytes are whatever the last picture left.
 * FRS_EINVAL for 0 or more than 1 GiB; FRS_ENOMEM when the writer has max_slots slots or max_memory
 * bytes and all are in use. Never waits for a reader.
 */
FRS_API int frs_writer_slot_acquire(frs_writer *writer, size_t size, frs_slot **out);

/**
 * A free slot for overlays of `size` bytes in all, as frs_overlays_layout() says, with one
 * reference for the caller. These slots are apart from those of pictures: neither drives the other
 * out. Errors as frs_writer_slot_acquire(); never waits for a reader.
 */
FRS_API int frs_writer_overlays_acquire(frs_writer *writer, size_t size, frs_slot **out);

/** Add a reference. Returns `slot`. */
FRS_API frs_slot *frs_slot_ref(frs_slot *slot);

/** Drop a reference; NULL is allowed. The slot may outlive its writer; the last one frees it then.
 */
FRS_API void frs_slot_unref(frs_slot *slot);

/** The slot's bytes, page aligned, writable by this process only; valid while referenced. */
FRS_API void *frs_slot_data(const frs_slot *slot);

/** Its usable bytes: the size asked for, rounded up to pages. */
FRS_API size_t frs_slot_size(const frs_slot *slot);

/** True when `slot` is one of `writer`'s: it can be published as it is. */
FRS_API bool frs_slot_belongs_to(const frs_slot *slot, const frs_writer *writer);

/** How the pixels came into the slot, for the counts that travel with the stream. */
typedef enum frs_origin {
    FRS_ORIGIN_IN_PLACE = 0,
    FRS_ORIGIN_COPIED = 1,
} frs_origin;

/**
 * Publish what is in `slot`. The caller keeps its reference and may drop it at once; it must not
 * write to the slot any more. The same slot may be published again (a repeated picture): no copy.
 * `info->published_at` is set here. `sequence` (may be NULL) gets the frame's number, 1 for the
 * first; numbers go up by one and wrap past 2^32-1 to 1.
 *
 * No system call when no reader waits; one per waiting reader. A lossless writer blocks until every
 * reader that asked for every frame has room, or died, or frs_writer_unlock() is called.
 * FRS_EINVAL (descriptor outside the slot), FRS_ENOMEM (every descriptor is leased: the frame is
 * counted as dropped), FRS_EUNLOCKED.
 */
FRS_API int frs_writer_publish(frs_writer *writer, frs_slot *slot, const frs_frame_info *info,
                               frs_origin origin, uint32_t *sequence);

/**
 * From the next frame on, each frame carries the overlays in `slot` (overlay.h), until they are set
 * anew; NULL: none. The writer keeps a reference, the caller his own; nobody writes to the slot any
 * more. Setting the slot that is set already changes nothing.
 * FRS_OK, FRS_EINVAL (another writer's slot, or what is in it does not pass frs_overlays_check();
 * what was set before stays).
 */
FRS_API int frs_writer_set_overlays(frs_writer *writer, frs_slot *slot);

/**
 * The largest picture on the screen among the readers that said so, in pixels, before it is turned;
 * 0 x 0 when none did. A few loads a reader.
 */
FRS_API void frs_writer_get_view(frs_writer *writer, uint32_t *width, uint32_t *height);

/** Count a frame that could not be published. */
FRS_API void frs_writer_count_dropped(frs_writer *writer);

/** Change `lossless` while running. */
FRS_API void frs_writer_set_lossless(frs_writer *writer, bool lossless);

/** Change `max_memory` while running: bytes, 0 is 4 GiB. Slots that are in use stay until they are
 * free. */
FRS_API void frs_writer_set_max_memory(frs_writer *writer, uint64_t bytes);

/** Most bytes in slots, never 0. */
FRS_API uint64_t frs_writer_get_max_memory(frs_writer *writer);

/** Block until a reader is connected, `timeout_ms` has passed (-1: for ever) or unlocked.
 * FRS_OK, FRS_ETIMEOUT, FRS_EUNLOCKED. */
FRS_API int frs_writer_wait_reader(frs_writer *writer, int timeout_ms);

/** Block until a free slot may exist again, at most `timeout_ms`. FRS_OK, FRS_ETIMEOUT,
 * FRS_EUNLOCKED. For lossless writers whose frs_writer_slot_acquire() said FRS_ENOMEM. */
FRS_API int frs_writer_wait_slot(frs_writer *writer, int timeout_ms);

/** While `unlocked`, waits above and in publish end at once with FRS_EUNLOCKED. */
FRS_API void frs_writer_unlock(frs_writer *writer, bool unlocked);

/** Give back every free slot's memory now. */
FRS_API void frs_writer_trim(frs_writer *writer);

FRS_API void frs_writer_get_stats(frs_writer *writer, frs_writer_stats *stats);

#ifdef __cplusplus
}
#endif

#endif
