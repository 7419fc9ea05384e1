/* SPDX-License-Identifier: MIT */
#include "dvdspu_size.h"

#define DATA "frs-pgs"

/* Segments: a type, two bytes of length, the content. All numbers are big-endian. */
#define SEGMENT_HEAD 3
#define COMPOSITION 0x16
#define WINDOWS 0x17
/* A composition: width, height, a rate, a number, state, palette's two, and the count of objects.
 */
#define COMPOSITION_HEAD 11
#define COMPOSITION_COUNT 10
/* An object: its number, its window's, flags, x, y; with a crop four numbers more. */
#define OBJECT_SIZE 8
#define OBJECT_WINDOW 2
#define OBJECT_FLAGS 3
#define OBJECT_PLACE 4
#define OBJECT_CROPPED 0x80
#define OBJECT_CROP_SIZE 8
/* A window: its number, x, y, width, height. */
#define WINDOW_SIZE 9
#define WINDOW_PLACE 1
/* More than a display set may have (two). */
#define WINDOWS_MAX 16
/* How long a subtitle waits for the size of the pictures. */
#define POLLS 200
#define POLL_US 5000

/* A part of memory that is all there. */
typedef struct {
    guint8 *bytes;
    gsize size;
} part;

/* By how much each window moves. */
typedef struct {
    struct {
        guint8 id;
        gint dx, dy;
    } windows[WINDOWS_MAX];
    guint count;
} window_moves;

static gint get(const guint8 *bytes)
{
    return bytes[0] << 8 | bytes[1];
}

static void set(guint8 *bytes, gint value)
{
    bytes[0] = (guint8)(value >> 8);
    bytes[1] = (guint8)value;
}

static void add(guint8 *bytes, gint by)
{
    set(bytes, CLAMP(get(bytes) + by, 0, G_MAXUINT16));
}

/* The content of the next segment from `*at` on; its type, or 0 behind the last one. */
static guint8 next_segment(part all, gsize *at, part *content)
{
    if (all.size - *at < SEGMENT_HEAD)
        return 0;
    guint8 *head = all.bytes + *at;
    gsize size = (gsize)get(head + 1);
    if (all.size - *at - SEGMENT_HEAD < size)
        return 0;
    *content = (part){head + SEGMENT_HEAD, size};
    *at += SEGMENT_HEAD + size;
    return head[0];
}

static gboolean find(part all, guint8 type, gsize smallest, part *content)
{
    guint8 found;
    for (gsize at = 0; (found = next_segment(all, &at, content)) != 0;)
        if (found == type)
            return content->size >= smallest;
    return FALSE;
}

/* Where something of that length goes whose middle keeps its part of the whole. */
static gint place(gint from, gint length, gint old, gint whole)
{
    gint64 middle = (gint64)(2 * from + length) * whole / old;
    return (gint)CLAMP((middle - length) / 2, 0, MAX(whole - length, 0));
}

static void move_windows(part content, gint old_width, gint old_height, gint width, gint height,
                         window_moves *moves)
{
    guint count = MIN(content.bytes[0], WINDOWS_MAX);
    for (gsize at = 1; moves->count < count && content.size - at >= WINDOW_SIZE;
         at += WINDOW_SIZE) {
        guint8 *window = content.bytes + at, *spot = window + WINDOW_PLACE;
        gint dx = place(get(spot), get(spot + 4), old_width, width) - get(spot);
        gint dy = place(get(spot + 2), get(spot + 6), old_height, height) - get(spot + 2);
        moves->windows[moves->count].id = window[0];
        moves->windows[moves->count].dx = dx;
        moves->windows[moves->count++].dy = dy;
        add(spot, dx);
        add(spot + 2, dy);
    }
}

static void move_object(guint8 *object, const window_moves *moves)
{
    for (guint i = 0; i < moves->count; i++) {
        if (moves->windows[i].id != object[OBJECT_WINDOW])
            continue;
        add(object + OBJECT_PLACE, moves->windows[i].dx);
        add(object + OBJECT_PLACE + 2, moves->windows[i].dy);
        return;
    }
}

static void move_objects(part content, const window_moves *moves)
{
    guint count = content.bytes[COMPOSITION_COUNT];
    gsize at = COMPOSITION_HEAD;
    for (guint i = 0; i < count && content.size - at >= OBJECT_SIZE; i++) {
        guint8 *object = content.bytes + at;
        gsize size =
            OBJECT_SIZE + ((object[OBJECT_FLAGS] & OBJECT_CROPPED) != 0 ? OBJECT_CROP_SIZE : 0);
        move_object(object, moves);
        if (content.size - at < size)
            return;
        at += size;
    }
}

void frs_pgs_move(guint8 *bytes, gsize size, gint width, gint height)
{
    part all = {bytes, size}, composition, windows;
    window_moves moves = {.count = 0};
    if (!find(all, COMPOSITION, COMPOSITION_HEAD, &composition) || !find(all, WINDOWS, 1, &windows))
        return;
    gint old_width = get(composition.bytes), old_height = get(composition.bytes + 2);
    if (old_width == 0 || old_height == 0 || (old_width == width && old_height == height))
        return;
    move_windows(windows, old_width, old_height, width, height, &moves);
    move_objects(composition, &moves);
    set(composition.bytes, width);
    set(composition.bytes + 2, height);
}

/* ---- the element ---- */

static gboolean is_pgs(GstPad *pad)
{
    g_autoptr(GstCaps) caps = gst_pad_get_current_caps(pad);
    return caps != NULL &&
           gst_structure_has_name(gst_caps_get_structure(caps, 0), "subpicture/x-pgs");
}

static gboolean size_of_picture(GstPad *pad, gint *width, gint *height)
{
    g_autoptr(GstElement) element = gst_pad_get_parent_element(pad);
    g_autoptr(GstPad) video = element != NULL ? gst_element_get_static_pad(element, "video") : NULL;
    g_autoptr(GstCaps) caps = video != NULL ? gst_pad_get_current_caps(video) : NULL;
    const GstStructure *structure = caps != NULL ? gst_caps_get_structure(caps, 0) : NULL;
    return structure != NULL && gst_structure_get_int(structure, "width", width) &&
           gst_structure_get_int(structure, "height", height);
}

/* The first subtitle may come before the first picture. */
static gboolean wait_for_size(GstPad *pad, gint *width, gint *height)
{
    for (guint i = 0; i < POLLS && !GST_PAD_IS_FLUSHING(pad); i++) {
        if (size_of_picture(pad, width, height))
            return TRUE;
        g_usleep(POLL_US);
    }
    return FALSE;
}

static GstPadProbeReturn on_buffer(GstPad *pad, GstPadProbeInfo *info, gpointer user)
{
    (void)user;
    GstMapInfo map;
    gint width, height;
    if (!is_pgs(pad) || !wait_for_size(pad, &width, &height))
        return GST_PAD_PROBE_OK;
    GstBuffer *buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    if (!gst_buffer_map(buffer, &map, GST_MAP_READWRITE))
        return GST_PAD_PROBE_OK;
    frs_pgs_move(map.data, map.size, width, height);
    gst_buffer_unmap(buffer, &map);
    return GST_PAD_PROBE_OK;
}

void frs_pgs_watch(GstElement *bin, GstElement *element)
{
    (void)bin;
    g_autoptr(GstPad) pad = gst_element_get_static_pad(element, "subpicture");
    if (pad == NULL || g_object_get_data(G_OBJECT(element), DATA) != NULL)
        return;
    g_object_set_data(G_OBJECT(element), DATA, element);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, on_buffer, NULL, NULL);
}
