/* SPDX-License-Identifier: MIT */
/**
 * GstMemory whose bytes are a slot of a stream.
 *
 * The memory and the slot are two objects: a memory may stay in a buffer pool for a whole film
 * while the slot under it changes with every frame (attach, detach). When no slot is free the
 * memory gets heap memory, so that a decoder never waits and never fails; the sink then copies.
 */
#ifndef GST_FRAMESHARE_ALLOCATOR_H
#define GST_FRAMESHARE_ALLOCATOR_H

#include <gst/gst.h>

#include <frameshare/writer.h>

G_BEGIN_DECLS

#define GST_TYPE_FRAMESHARE_ALLOCATOR (gst_frameshare_allocator_get_type())
G_DECLARE_FINAL_TYPE(GstFrameshareAllocator, gst_frameshare_allocator, GST, FRAMESHARE_ALLOCATOR,
                     GstAllocator)

/**
 * An allocator of `writer`'s slots. The caller owns the writer and calls
 * gst_frameshare_allocator_close() before destroying it.
 */
GstFrameshareAllocator *gst_frameshare_allocator_new(frs_writer *writer);

/**
 * Call before the writer is destroyed: from then on all memory comes from the heap. Upstream
 * elements may keep the allocator, and its memory, for as long as they like. Any thread;
 * idempotent.
 */
void gst_frameshare_allocator_close(GstFrameshareAllocator *allocator);

/** Was `memory` made by an allocator of this type? */
gboolean gst_is_frameshare_memory(GstMemory *memory);

/**
 * The slot under `memory` (no reference is added; valid as long as the memory is), or NULL for heap
 * memory. `origin` tells how the pixels got there.
 */
frs_slot *gst_frameshare_memory_get_slot(GstMemory *memory, frs_origin *origin);

/**
 * Allow aliases (see allocator.c): a copy of the whole memory that is made while it is mapped for
 * writing becomes a read-only alias of the same slot. Only for memory whose writer never changes a
 * frame that it has output.
 */
void gst_frameshare_memory_set_aliasing(GstMemory *memory, gboolean aliasing);

/**
 * Attach a free slot to a detached memory, or heap memory when no slot is free. Never waits. FALSE
 * when there is no heap memory either. Does nothing when something is attached already.
 */
gboolean gst_frameshare_memory_attach(GstMemory *memory);

/**
 * Detach and release the slot or heap memory of `memory`. The caller must be its only owner, and
 * nobody may have it mapped.
 */
void gst_frameshare_memory_detach(GstMemory *memory);

G_END_DECLS

#endif
