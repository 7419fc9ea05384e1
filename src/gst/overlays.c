/* SPDX-License-Identifier: MIT */
#include "overlays.h"

#include <string.h>

/* The overlay rectangles of one buffer, which owns them. */
typedef struct Rectangles {
    GstVideoOverlayRectangle *rectangle[FRS_OVERLAYS_MAX];
    GstFrameshareOverlayKey key[FRS_OVERLAYS_MAX];
    guint n;
    gboolean too_many;
} Rectangles;

/* Their mapped pixels, and their places on the picture. */
typedef struct Pixels {
    GstVideoFrame frame[FRS_OVERLAYS_MAX];
    const GstFrameshareOverlayKey *place[FRS_OVERLAYS_MAX];
    gfloat alpha[FRS_OVERLAYS_MAX]; /* alpha of the whole rectangle; GStreamer cannot apply it to a
                                       rectangle that is shared */
    guint n;
} Pixels;

static void warn_once(GstFrameshareOverlays *self, const char *why)
{
    GstDebugCategory *category;

    if (self->warned)
        return;
    self->warned = TRUE;
    GST_DEBUG_CATEGORY_GET(category, "framesharesink");
    GST_CAT_WARNING(category, "overlays are left out (this is said once): %s", why);
}

/* ---- what is on the buffer ---- */

static gboolean is_visible(const GstFrameshareOverlayKey *key)
{
    return key->width > 0 && key->width <= FRS_SIZE_MAX && key->height > 0 &&
           key->height <= FRS_SIZE_MAX && key->x >= -FRS_SIZE_MAX && key->x <= FRS_SIZE_MAX &&
           key->y >= -FRS_SIZE_MAX && key->y <= FRS_SIZE_MAX;
}

static void collect(Rectangles *found, GstVideoOverlayComposition *composition)
{
    guint n = gst_video_overlay_composition_n_rectangles(composition);
    for (guint i = 0; i < n; i++) {
        GstVideoOverlayRectangle *rectangle =
            gst_video_overlay_composition_get_rectangle(composition, i);
        GstFrameshareOverlayKey key = {.seqnum = gst_video_overlay_rectangle_get_seqnum(rectangle)};
        gst_video_overlay_rectangle_get_render_rectangle(rectangle, &key.x, &key.y, &key.width,
                                                         &key.height);
        if (!is_visible(&key))
            continue;
        if (found->n == FRS_OVERLAYS_MAX) {
            found->too_many = TRUE;
            return;
        }
        found->rectangle[found->n] = rectangle;
        found->key[found->n++] = key;
    }
}

static void collect_all(Rectangles *found, GstBuffer *buffer)
{
    gpointer state = NULL;
    GstMeta *meta;

    found->n = 0;
    found->too_many = FALSE;
    while ((meta = gst_buffer_iterate_meta_filtered(buffer, &state,
                                                    GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE)))
        collect(found, ((GstVideoOverlayCompositionMeta *)meta)->overlay);
}

static gboolean is_shown(const GstFrameshareOverlays *self, const Rectangles *found)
{
    return self->n_shown == found->n &&
           memcmp(self->shown, found->key, found->n * sizeof found->key[0]) == 0;
}

/* ---- its pixels ---- */

/* When several elements in a row attach a composition, each also adds copies of the earlier
 * elements' rectangles, with the same pixels at the same place: skip these. */
static gboolean is_mapped(const Pixels *pixels, const GstBuffer *buffer,
                          const GstFrameshareOverlayKey *key)
{
    for (guint i = 0; i < pixels->n; i++) {
        const GstFrameshareOverlayKey *place = pixels->place[i];
        if (pixels->frame[i].buffer == buffer && place->x == key->x && place->y == key->y &&
            place->width == key->width && place->height == key->height)
            return TRUE;
    }
    return FALSE;
}

static gboolean map_pixels(Pixels *pixels, GstVideoOverlayRectangle *rectangle,
                           const GstFrameshareOverlayKey *key)
{
    GstBuffer *buffer = gst_video_overlay_rectangle_get_pixels_unscaled_argb(
        rectangle, GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA |
                       GST_VIDEO_OVERLAY_FORMAT_FLAG_GLOBAL_ALPHA);
    GstVideoMeta *meta = buffer ? gst_buffer_get_video_meta(buffer) : NULL;
    GstVideoInfo info;

    if (is_mapped(pixels, buffer, key))
        return TRUE;
    if (!meta || meta->format != GST_VIDEO_FORMAT_BGRA ||
        !gst_video_info_set_format(&info, meta->format, meta->width, meta->height) ||
        !gst_video_frame_map(&pixels->frame[pixels->n], &info, buffer, GST_MAP_READ))
        return FALSE;
    pixels->alpha[pixels->n] = gst_video_overlay_rectangle_get_global_alpha(rectangle);
    pixels->place[pixels->n++] = key;
    return TRUE;
}

static void unmap_all(Pixels *pixels)
{
    while (pixels->n > 0)
        gst_video_frame_unmap(&pixels->frame[--pixels->n]);
}

static gboolean map_all(Pixels *pixels, const Rectangles *found)
{
    pixels->n = 0;
    for (guint i = 0; i < found->n; i++)
        if (!map_pixels(pixels, found->rectangle[i], &found->key[i])) {
            unmap_all(pixels);
            return FALSE;
        }
    return TRUE;
}

static void describe(frs_overlays *table, const Pixels *pixels)
{
    memset(table, 0, sizeof *table);
    table->n = pixels->n;
    for (guint i = 0; i < pixels->n; i++)
        table->overlay[i] = (frs_overlay){
            .x = pixels->place[i]->x,
            .y = pixels->place[i]->y,
            .width = pixels->place[i]->width,
            .height = pixels->place[i]->height,
            .columns = (guint32)GST_VIDEO_FRAME_WIDTH(&pixels->frame[i]),
            .rows = (guint32)GST_VIDEO_FRAME_HEIGHT(&pixels->frame[i]),
        };
}

static void fade(guint8 *bytes, gsize n_bytes, gfloat alpha)
{
    guint factor = (guint)(CLAMP(alpha, 0, 1) * 256 + 0.5f);
    for (gsize i = 0; i < n_bytes; i++)
        bytes[i] = (guint8)(bytes[i] * factor / 256);
}

static void copy_pixels(guint8 *data, const frs_overlay *overlay, const GstVideoFrame *frame)
{
    const guint8 *from = GST_VIDEO_FRAME_PLANE_DATA(frame, 0);
    gint step = GST_VIDEO_FRAME_PLANE_STRIDE(frame, 0);

    for (guint32 row = 0; row < overlay->rows; row++)
        memcpy(data + overlay->offset + (gsize)row * overlay->stride, from + (gssize)row * step,
               overlay->columns * (gsize)4);
}

static int send_pixels(frs_writer *writer, const Pixels *pixels)
{
    frs_overlays table;
    frs_slot *slot;

    describe(&table, pixels);
    gint64 size = frs_overlays_layout(&table);
    int error = size < 0 ? (int)size : frs_writer_overlays_acquire(writer, (gsize)size, &slot);
    if (error != FRS_OK)
        return error;
    memcpy(frs_slot_data(slot), &table, sizeof table);
    for (guint i = 0; i < table.n; i++) {
        const frs_overlay *overlay = &table.overlay[i];
        guint8 *data = frs_slot_data(slot);
        copy_pixels(data, overlay, &pixels->frame[i]);
        if (pixels->alpha[i] < 1)
            fade(data + overlay->offset, (gsize)overlay->rows * overlay->stride, pixels->alpha[i]);
    }
    error = frs_writer_set_overlays(writer, slot);
    frs_slot_unref(slot);
    return error;
}

static int send(GstFrameshareOverlays *self, frs_writer *writer, const Rectangles *found)
{
    Pixels pixels;

    if (found->n == 0)
        return frs_writer_set_overlays(writer, NULL);
    if (!map_all(&pixels, found)) {
        warn_once(self, "a rectangle has no pixels that can be read");
        return FRS_EINVAL;
    }
    int error = send_pixels(writer, &pixels);
    if (error != FRS_OK)
        warn_once(self, frs_error_message());
    unmap_all(&pixels);
    return error;
}

/* ---- from outside ---- */

void gst_frameshare_overlays_reset(GstFrameshareOverlays *self, frs_writer *writer)
{
    memset(self, 0, sizeof *self);
    frs_writer_set_overlays(writer, NULL);
}

void gst_frameshare_overlays_update(GstFrameshareOverlays *self, frs_writer *writer,
                                    GstBuffer *buffer)
{
    Rectangles found;

    collect_all(&found, buffer);
    if (found.too_many)
        warn_once(self, "a frame has more of them than " G_STRINGIFY(FRS_OVERLAYS_MAX));
    if (is_shown(self, &found))
        return;
    int error = send(self, writer, &found);
    if (error != FRS_OK) /* show no overlays rather than those of an earlier frame */
        frs_writer_set_overlays(writer, NULL);
    memcpy(self->shown, found.key, found.n * sizeof found.key[0]);
    /* Try again with the next frame: memory may be free by then. */
    self->n_shown = error == FRS_ENOMEM ? 0 : found.n;
}
