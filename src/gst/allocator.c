/* SPDX-License-Identifier: MIT */
/* This allocator differs from others in two ways.
 *
 * 1. A copy may be an alias. libav keeps its reference frames mapped for writing as long as it
 * predicts from them. GstVideoDecoder meanwhile makes each GstBuffer writable to stamp it; but two
 * buffers cannot share memory that is mapped for writing, so GStreamer calls mem_copy: one hidden
 * memcpy per frame. That copy is unnecessary: libav does not write to a frame that it has output,
 * and the base class writes to the GstBuffer only. So mem_copy returns a second GstMemory on the
 * same slot, which holds its own reference to the slot and is read-only: mapping it for writing
 * makes a true copy.
 *
 * 2. The slot is not part of the memory's identity. A buffer returns to its pool as soon as the
 * last element releases it, while other processes still show the frame in its slot. Reusing the
 * buffer with that slot would overwrite the picture that they show; discarding the buffer would
 * cost allocations for every frame. So the pool keeps the buffer and its memory, releases the slot,
 * and attaches a free slot when it uses the buffer next. Only the core knows which slots are free.
 * An alias is one more reference to the slot and needs no rule of its own. */
#include "allocator.h"

#include <stdlib.h>
#include <string.h>

#define MEMORY_TYPE "FrameshareMemory"

/* Decoders' SIMD code reads, and sometimes writes, up to one vector past the last pixel. On the
 * heap that goes unnoticed; a slot ends where its pages end. */
#define TAIL 128

#define PAGE_ALIGN 4095

typedef struct GstFrameshareMemory {
    GstMemory base;
    frs_slot *slot; /* one reference; NULL: heap memory, or detached */
    guint8 *heap;   /* the heap memory that this memory owns, else NULL */
    guint8 *data;   /* points into the slot, the heap memory, or the parent's; NULL: detached */
    gint write_maps;
    gboolean aliasing;
    frs_origin origin;
} GstFrameshareMemory;

struct _GstFrameshareAllocator {
    GstAllocator parent;

    /* Keeps the writer alive while a slot is acquired: locked for reading for each frame
     * (uncontended), and once for writing, in close(). */
    GRWLock gate;
    frs_writer *writer; /* NULL once closed */
};

G_DEFINE_TYPE(GstFrameshareAllocator, gst_frameshare_allocator, GST_TYPE_ALLOCATOR)

static frs_slot *acquire_slot(GstFrameshareAllocator *self, gsize size)
{
    frs_slot *slot = NULL;
    g_rw_lock_reader_lock(&self->gate);
    if (self->writer && frs_writer_slot_acquire(self->writer, size, &slot) != FRS_OK)
        slot = NULL;
    g_rw_lock_reader_unlock(&self->gate);
    return slot;
}

static GstFrameshareMemory *memory_new(GstAllocator *allocator, GstMemoryFlags flags,
                                       GstMemory *parent, gsize maxsize, gsize offset, gsize size)
{
    /* GSlice keeps a list of free chunks per thread, so an alias costs no malloc. */
    GstFrameshareMemory *memory = g_slice_new0(GstFrameshareMemory);
    gst_memory_init(GST_MEMORY_CAST(memory), flags, allocator, parent, maxsize, PAGE_ALIGN, offset,
                    size);
    return memory;
}

gboolean gst_frameshare_memory_attach(GstMemory *base)
{
    GstFrameshareMemory *memory = (GstFrameshareMemory *)base;
    if (memory->data)
        return TRUE;
    gsize size = base->maxsize + TAIL;
    memory->origin = FRS_ORIGIN_IN_PLACE;
    memory->slot = acquire_slot(GST_FRAMESHARE_ALLOCATOR(base->allocator), size);
    if (memory->slot)
        memory->data = frs_slot_data(memory->slot);
    else if (posix_memalign((void **)&memory->heap, PAGE_ALIGN + 1, size) == 0)
        memory->data = memory->heap;
    return memory->data != NULL;
}

void gst_frameshare_memory_detach(GstMemory *base)
{
    GstFrameshareMemory *memory = (GstFrameshareMemory *)base;
    frs_slot_unref(memory->slot);
    free(memory->heap);
    memory->slot = NULL;
    memory->heap = NULL;
    memory->data = NULL;
}

static GstMemory *allocator_alloc(GstAllocator *allocator, gsize size, GstAllocationParams *params)
{
    /* Slots are page-aligned, which is more than any alignment that is asked for. */
    g_return_val_if_fail(params->align <= PAGE_ALIGN, NULL);
    gsize maxsize = params->prefix + size + params->padding;
    GstFrameshareMemory *memory =
        memory_new(allocator, params->flags, NULL, maxsize, params->prefix, size);
    GstMemory *base = GST_MEMORY_CAST(memory);
    if (!gst_frameshare_memory_attach(base)) {
        gst_memory_unref(base);
        return NULL;
    }
    if (params->prefix && (params->flags & GST_MEMORY_FLAG_ZERO_PREFIXED))
        memset(memory->data, 0, params->prefix);
    if (params->padding && (params->flags & GST_MEMORY_FLAG_ZERO_PADDED))
        memset(memory->data + params->prefix + size, 0, params->padding);
    return base;
}

static void allocator_free(GstAllocator *allocator G_GNUC_UNUSED, GstMemory *base)
{
    gst_frameshare_memory_detach(base);
    g_slice_free(GstFrameshareMemory, (GstFrameshareMemory *)base);
}

static gpointer memory_map(GstMemory *base, GstMapInfo *info, gsize maxsize G_GNUC_UNUSED)
{
    GstFrameshareMemory *memory = (GstFrameshareMemory *)base;
    if (info->flags & GST_MAP_WRITE)
        g_atomic_int_inc(&memory->write_maps);
    return memory->data;
}

static void memory_unmap(GstMemory *base, GstMapInfo *info)
{
    GstFrameshareMemory *memory = (GstFrameshareMemory *)base;
    if (info->flags & GST_MAP_WRITE)
        g_atomic_int_add(&memory->write_maps, -1);
}

static GstMemory *make_alias(GstFrameshareMemory *memory)
{
    GstMemory *base = GST_MEMORY_CAST(memory);
    GstFrameshareMemory *alias = memory_new(base->allocator, GST_MEMORY_FLAG_READONLY, NULL,
                                            base->maxsize, base->offset, base->size);
    alias->slot = frs_slot_ref(memory->slot);
    alias->data = memory->data;
    alias->origin = memory->origin;
    return GST_MEMORY_CAST(alias);
}

/* A true copy goes into a slot too, and is counted as a copy: otherwise the sink would have to copy
 * it. */
static GstMemory *make_copy(GstFrameshareMemory *memory, gsize offset, gsize size)
{
    GstMemory *base = GST_MEMORY_CAST(memory);
    GstFrameshareMemory *copy = memory_new(base->allocator, 0, NULL, size, 0, size);
    if (!gst_frameshare_memory_attach(GST_MEMORY_CAST(copy))) {
        gst_memory_unref(GST_MEMORY_CAST(copy));
        return NULL;
    }
    memcpy(copy->data, memory->data + base->offset + offset, size);
    copy->origin = FRS_ORIGIN_COPIED;
    return GST_MEMORY_CAST(copy);
}

static GstMemory *memory_copy(GstMemory *base, gssize offset, gssize size)
{
    GstFrameshareMemory *memory = (GstFrameshareMemory *)base;
    gsize length = size < 0 ? base->size - (gsize)offset : (gsize)size;
    gboolean whole = offset == 0 && length == base->size;
    if (whole && memory->slot && memory->aliasing && g_atomic_int_get(&memory->write_maps) > 0)
        return make_alias(memory);
    return make_copy(memory, (gsize)offset, length);
}

static GstMemory *memory_share(GstMemory *base, gssize offset, gssize size)
{
    GstFrameshareMemory *memory = (GstFrameshareMemory *)base;
    GstMemory *parent = base->parent ? base->parent : base;
    gsize length = size < 0 ? base->size - (gsize)offset : (gsize)size;
    GstFrameshareMemory *part =
        memory_new(base->allocator, GST_MINI_OBJECT_FLAGS(parent) | GST_MEMORY_FLAG_READONLY,
                   parent, base->maxsize, base->offset + (gsize)offset, length);
    part->slot = memory->slot ? frs_slot_ref(memory->slot) : NULL;
    part->data = memory->data;
    part->origin = memory->origin;
    return GST_MEMORY_CAST(part);
}

static gboolean memory_is_span(GstMemory *a, GstMemory *b, gsize *offset)
{
    if (offset)
        *offset = a->offset - (a->parent ? a->parent->offset : 0);
    return ((GstFrameshareMemory *)a)->data + a->offset + a->size ==
           ((GstFrameshareMemory *)b)->data + b->offset;
}

gboolean gst_is_frameshare_memory(GstMemory *memory)
{
    return gst_memory_is_type(memory, MEMORY_TYPE);
}

frs_slot *gst_frameshare_memory_get_slot(GstMemory *memory, frs_origin *origin)
{
    *origin = ((GstFrameshareMemory *)memory)->origin;
    return ((GstFrameshareMemory *)memory)->slot;
}

void gst_frameshare_memory_set_aliasing(GstMemory *memory, gboolean aliasing)
{
    ((GstFrameshareMemory *)memory)->aliasing = aliasing;
}

GstFrameshareAllocator *gst_frameshare_allocator_new(frs_writer *writer)
{
    GstFrameshareAllocator *self = g_object_new(GST_TYPE_FRAMESHARE_ALLOCATOR, NULL);
    gst_object_ref_sink(self);
    self->writer = writer;
    return self;
}

void gst_frameshare_allocator_close(GstFrameshareAllocator *self)
{
    g_rw_lock_writer_lock(&self->gate);
    self->writer = NULL;
    g_rw_lock_writer_unlock(&self->gate);
}

static void gst_frameshare_allocator_finalize(GObject *object)
{
    g_rw_lock_clear(&GST_FRAMESHARE_ALLOCATOR(object)->gate);
    G_OBJECT_CLASS(gst_frameshare_allocator_parent_class)->finalize(object);
}

static void gst_frameshare_allocator_class_init(GstFrameshareAllocatorClass *class)
{
    G_OBJECT_CLASS(class)->finalize = gst_frameshare_allocator_finalize;
    GST_ALLOCATOR_CLASS(class)->alloc = allocator_alloc;
    GST_ALLOCATOR_CLASS(class)->free = allocator_free;
}

static void gst_frameshare_allocator_init(GstFrameshareAllocator *self)
{
    GstAllocator *allocator = GST_ALLOCATOR_CAST(self);
    g_rw_lock_init(&self->gate);
    allocator->mem_type = MEMORY_TYPE;
    allocator->mem_map_full = memory_map;
    allocator->mem_unmap_full = memory_unmap;
    allocator->mem_copy = memory_copy;
    allocator->mem_share = memory_share;
    allocator->mem_is_span = memory_is_span;
    GST_OBJECT_FLAG_SET(self, GST_ALLOCATOR_FLAG_CUSTOM_ALLOC);
}
