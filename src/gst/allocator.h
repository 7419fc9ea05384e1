/* SPDX-License-Identifier: MIT */
/**
 * GstMemory whose bytes are a slot of a stream.
 *
 * The memory and the slot are two objects: a memory may live in a buffer pool for a whole film
 * while the slot under it changes with every frame (attach, detach). Where no slot is free the
 * memory has ordinary heap memory under it, so that a decoder never waits and never fails; the sink
 * then copies.
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
 * The writer is about to go: from now on everything comes from the heap. Elements upstream may hold
 * the allocator, and memory of it, for as long as they like. Any thread; idempotent.
 */
void gst_frameshare_allocator_close(GstFrameshareAllocator *allocator);

/** Is `memory` one of ours, of whichever allocator? */
gboolean gst_is_frameshare_memory(GstMemory *memory);

/**
 * The slot under `memory` (no reference is added; valid as long as the memory is), or NULL for
 * heap. `origin` gets how the pixels came there.
 */
frs_slot *gst_frameshare_memory_get_slot(GstMemory *memory, frs_origin *origin);

/**
 * Let a copy of the whole memory that is made while somebody has it mapped for writing be a
 * read-only alias of the same slot, see allocator.c. Only where that somebody never writes to a
 * frame that he has handed out.
 */
void gst_frameshare_memory_set_aliasing(GstMemory *memory, gboolean aliasing);

/** Put a free slot under a detached memory, or heap memory when there is none. Never waits.
 * FALSE when there is not even heap memory. Nothing when something is attached already. */
gboolean gst_frameshare_memory_attach(GstMemory *memory);

/** Let go of what is under `memory`. The caller is its only owner, and nobody has it mapped. */
void gst_frameshare_memory_detach(GstMemory *memory);

G_END_DECLS

#endif
