/* SPDX-License-Identifier: MIT */
#include "bitmap_subtitles.h"

#include <string.h>

#include <frameshare/overlay.h>

#include "checks.h"

#define BOX_WIDTH 200
#define BOX_HEIGHT 40
#define POLL_US 20000

static void add_segment(GByteArray *all, guint8 type, const guint8 *bytes, guint size)
{
    const guint8 head[] = {type, (guint8)(size >> 8), (guint8)size};
    g_byte_array_append(all, head, sizeof head);
    if (size > 0)
        g_byte_array_append(all, bytes, size);
}

/* A composition of one object, its window, a palette with white for 1, the object, the end. */
static GByteArray *make_segments(void)
{
    static const guint8 composition[] = {0x02, 0x80, 0x01, 0xe0, 0x10, 0, 0,   0x80, 0,   0,
                                         1,    0,    0,    0,    0,    0, 220, 0x01, 0x90};
    static const guint8 window[] = {1, 0, 0, 220, 0x01, 0x90, 0, BOX_WIDTH, 0, BOX_HEIGHT};
    static const guint8 palette[] = {0, 0, 1, 235, 128, 128, 255};
    static const guint8 line[] = {0, 0xc0, BOX_WIDTH, 1, 0, 0};
    const guint size = 4 + BOX_HEIGHT * sizeof line;
    const guint8 head[] = {0, 0,         0, 0xc0,      0, (guint8)(size >> 8), (guint8)size,
                           0, BOX_WIDTH, 0, BOX_HEIGHT};
    g_autoptr(GByteArray) object = g_byte_array_new();
    GByteArray *all = g_byte_array_new();
    g_byte_array_append(object, head, sizeof head);
    for (int i = 0; i < BOX_HEIGHT; i++)
        g_byte_array_append(object, line, sizeof line);
    add_segment(all, 0x16, composition, sizeof composition);
    add_segment(all, 0x17, window, sizeof window);
    add_segment(all, 0x14, palette, sizeof palette);
    add_segment(all, 0x15, object->data, object->len);
    add_segment(all, 0x80, NULL, 0);
    return all;
}

guint8 *bitmap_segments(gsize *size)
{
    return g_byte_array_steal(make_segments(), size);
}

/* As in a file: each segment has two letters and two times before it, in parts of 90000 s. */
static void add_at(GByteArray *file, guint32 time, const guint8 *all, gsize size)
{
    gsize step;
    for (gsize at = 0; at < size; at += step) {
        const guint8 head[10] = {
            'P',         'G', (guint8)(time >> 24), (guint8)(time >> 16), (guint8)(time >> 8),
            (guint8)time};
        step = 3 + ((gsize)all[at + 1] << 8 | all[at + 2]);
        g_byte_array_append(file, head, sizeof head);
        g_byte_array_append(file, all + at, (guint)step);
    }
}

static void write_sup(const char *path)
{
    static const guint8 nothing[] = {0x16, 0, 11, 0x02, 0x80, 0x01, 0xe0, 0x10, 0,
                                     1,    0, 0,  0,    0,    0x80, 0,    0};
    gsize size;
    g_autofree guint8 *all = bitmap_segments(&size);
    g_autoptr(GByteArray) file = g_byte_array_new();
    add_at(file, 0, all, size);
    add_at(file, BITMAP_SECONDS * 90000, nothing, sizeof nothing);
    ck_assert(g_file_set_contents(path, (const char *)file->data, file->len, NULL));
}

const char *bitmap_film(const char *name, const char *size, const char *codec)
{
    write_sup(driver_clip("subtitle.sup"));
    return driver_ffmpeg(name,
                         "-f lavfi -i color=black:s=%s:r=30:d=%d -fix_sub_duration "
                         "-i subtitle.sup -map 0 -map 1 -t %d -c:v mpeg4 -q:v 2 -c:s %s",
                         size, BITMAP_SECONDS + 1, BITMAP_SECONDS + 1, codec);
}

static void add_point(bitmap_box *box, int x, int y)
{
    box->top = box->top < 0 ? y : MIN(box->top, y);
    box->bottom = MAX(box->bottom, y);
    box->left = box->left < 0 ? x : MIN(box->left, x);
    box->right = MAX(box->right, x);
}

static void find_in_picture(bitmap_box *box, const frs_frame *frame)
{
    const frs_frame_info *info = &frame->info;
    const guint8 *luma = (const guint8 *)frame->data + info->offset[0];
    for (int y = 0; y < (int)info->height; y++)
        for (int x = 0; x < (int)info->width; x++)
            if (luma[y * (int)info->stride[0] + x] >= 128)
                add_point(box, x, y);
}

/* dvdspu of GStreamer 1.24 and newer leaves them beside the frame, and does not draw into it. */
static void find_beside_picture(bitmap_box *box, const frs_frame *frame)
{
    frs_overlays overlays;
    if (frame->overlay_data == NULL)
        return;
    ck_assert_frs(frs_overlays_read(&overlays, frame->overlay_data, frame->overlay_size), FRS_OK);
    for (guint i = 0; i < overlays.n; i++) {
        const frs_overlay *it = &overlays.overlay[i];
        const guint8 *pixels = (const guint8 *)frame->overlay_data + it->offset;
        for (int row = 0; row < (int)it->rows; row++)
            for (int column = 0; column < (int)it->columns; column++) {
                int x = it->x + column * (int)it->width / (int)it->columns;
                int y = it->y + row * (int)it->height / (int)it->rows;
                if (pixels[row * (int)it->stride + 4 * column] >= 128 && x >= 0 && y >= 0 &&
                    x < (int)frame->info.width && y < (int)frame->info.height)
                    add_point(box, x, y);
            }
    }
}

bitmap_box bitmap_find(const frs_frame *frame)
{
    bitmap_box box = {-1, -1, -1, -1};
    find_in_picture(&box, frame);
    find_beside_picture(&box, frame);
    return box;
}

static gboolean has_ended(void)
{
    return strcmp(json_object_get_string_member(subject_stats(), "state"), "ended") == 0;
}

bitmap_box bitmap_play(void)
{
    bitmap_box box = {-1, -1, -1, -1};
    driver_do(player, "\"command\":\"play\"");
    while (box.top < 0 && !has_ended()) {
        frs_frame frame = subject_take();
        box = bitmap_find(&frame);
        subject_give_back(&frame);
        g_usleep(POLL_US);
    }
    return box;
}
