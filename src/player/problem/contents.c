/* SPDX-License-Identifier: MIT */
#include "contents.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gst/pbutils/pbutils.h>

#include "missing.h"

/* Bytes to read: track tables are at the start of a file, or (MP4) at its end. */
#define LOOK_MAX (2 << 20)
#define TS_PACKET 188

typedef struct frs_medium {
    const char *id; /* bytes that name the codec in the file */
    const char *caps;
    const char *parser; /* the parser that its decoders need, or NULL */
} frs_medium;

#define H264 "video/x-h264, stream-format=byte-stream, alignment=au"
#define H265 "video/x-h265, stream-format=byte-stream, alignment=au"
#define MPEG2 "video/mpeg, mpegversion=2, systemstream=false"
#define MPEG4 "video/mpeg, mpegversion=4, systemstream=false"
#define AAC "audio/mpeg, mpegversion=4, stream-format=raw"
#define MP3 "audio/mpeg, mpegversion=1, layer=3"

static const frs_medium mp4_media[] = {
    {"avc1", H264, "h264parse"},
    {"avc3", H264, "h264parse"},
    {"hvc1", H265, "h265parse"},
    {"hev1", H265, "h265parse"},
    {"vp08", "video/x-vp8", NULL},
    {"vp09", "video/x-vp9", "vp9parse"},
    {"av01", "video/x-av1", "av1parse"},
    {"mp4v", MPEG4, NULL},
    {"apcn", "video/x-prores", NULL},
    {"apch", "video/x-prores", NULL},
    {"apcs", "video/x-prores", NULL},
    {"apco", "video/x-prores", NULL},
    {"ap4h", "video/x-prores", NULL},
    {"mp4a", AAC, "aacparse"},
    {"Opus", "audio/x-opus", NULL},
    {"fLaC", "audio/x-flac", NULL},
    {"ac-3", "audio/x-ac3", NULL},
    {"ec-3", "audio/x-eac3", NULL},
    {".mp3", MP3, NULL},
};

static const frs_medium matroska_media[] = {
    {"V_MPEG4/ISO/AVC", H264, "h264parse"},
    {"V_MPEGH/ISO/HEVC", H265, "h265parse"},
    {"V_MPEG4/ISO/ASP", MPEG4, NULL},
    {"V_MPEG2", MPEG2, "mpegvideoparse"},
    {"V_VP8", "video/x-vp8", NULL},
    {"V_VP9", "video/x-vp9", "vp9parse"},
    {"V_AV1", "video/x-av1", "av1parse"},
    {"V_PRORES", "video/x-prores", NULL},
    {"V_THEORA", "video/x-theora", NULL},
    {"A_AAC", AAC, "aacparse"},
    {"A_OPUS", "audio/x-opus", NULL},
    {"A_VORBIS", "audio/x-vorbis", NULL},
    {"A_FLAC", "audio/x-flac", NULL},
    {"A_AC3", "audio/x-ac3", NULL},
    {"A_EAC3", "audio/x-eac3", NULL},
    {"A_DTS", "audio/x-dts", NULL},
    {"A_MPEG/L3", MP3, NULL},
};

/* By stream_type, ISO/IEC 13818-1 table 2-34. */
static const struct {
    guint8 type;
    frs_medium medium;
} ts_media[] = {
    {0x02, {"", MPEG2, "mpegvideoparse"}},
    {0x03, {"", MP3, NULL}},
    {0x04, {"", MP3, NULL}},
    {0x0f, {"", AAC, "aacparse"}},
    {0x1b, {"", H264, "h264parse"}},
    {0x24, {"", H265, "h265parse"}},
    {0x81, {"", "audio/x-ac3", NULL}},
};

static gboolean is_there(const char *factory)
{
    g_autoptr(GstElementFactory) found = gst_element_factory_find(factory);
    return found != NULL;
}

static gboolean is_taken(GstElementFactoryListType type, const GstCaps *caps)
{
    GList *all = gst_element_factory_list_get_elements(type, GST_RANK_MARGINAL);
    GList *fit = gst_element_factory_list_filter(all, caps, GST_PAD_SINK, FALSE);
    gboolean any = fit != NULL;
    gst_plugin_feature_list_free(fit);
    gst_plugin_feature_list_free(all);
    return any;
}

static void note_unless_taken(GPtrArray *missing, GstElementFactoryListType type, const char *text)
{
    g_autoptr(GstCaps) caps = gst_caps_from_string(text);
    if (is_taken(type, caps))
        return;
    g_autoptr(GstElement) nobody = gst_object_ref_sink(gst_bin_new("decodebin3"));
    GstMessage *message = gst_missing_decoder_message_new(nobody, caps);
    frs_missing_list_note(missing, message);
    gst_message_unref(message);
}

static void note(GPtrArray *missing, const frs_medium *medium)
{
    if (medium->parser != NULL && !is_there(medium->parser))
        frs_missing_list_note_element(missing, medium->parser);
    note_unless_taken(missing, GST_ELEMENT_FACTORY_TYPE_DECODER, medium->caps);
}

/* ---- kinds of files ---- */

/* An "stsd" box: its type, version and flags, a count, the size of the first entry, the entry's
 * four letters. */
static void look_at_mp4(const guint8 *data, gsize size, GPtrArray *missing)
{
    const guint8 *end = data + size;
    while ((data = memmem(data, (gsize)(end - data), "stsd", 4)) != NULL && end - data >= 20) {
        for (gsize i = 0; i < G_N_ELEMENTS(mp4_media); i++)
            if (memcmp(data + 16, mp4_media[i].id, 4) == 0)
                note(missing, &mp4_media[i]);
        data += 4;
    }
}

/* A Matroska CodecID element: the id 0x86, its length in one byte, its value. */
static void look_at_matroska(const guint8 *data, gsize size, GPtrArray *missing)
{
    const guint8 *end = data + size;
    while ((data = memchr(data, 0x86, (gsize)(end - data))) != NULL) {
        for (gsize i = 0; i < G_N_ELEMENTS(matroska_media); i++) {
            gsize length = strlen(matroska_media[i].id);
            if ((gsize)(end - data) >= length + 2 && data[1] == (0x80 | length) &&
                memcmp(data + 2, matroska_media[i].id, length) == 0)
                note(missing, &matroska_media[i]);
        }
        data++;
    }
}

/* A program map section lists for each stream its type, its PID, and the length of its descriptors.
 */
static void look_at_map(const guint8 *section, gsize size, GPtrArray *missing)
{
    gsize length = size < 12 ? 0 : 3 + (gsize)(((section[1] & 0x0f) << 8) | section[2]);
    gsize end = MIN(length, size) < 16 ? 0 : MIN(length, size) - 4;
    for (gsize at = 12 + (gsize)(((section[10] & 0x0f) << 8) | section[11]); at + 5 <= end;) {
        for (gsize i = 0; i < G_N_ELEMENTS(ts_media); i++)
            if (ts_media[i].type == section[at])
                note(missing, &ts_media[i].medium);
        at += 5 + (gsize)(((section[at + 3] & 0x0f) << 8) | section[at + 4]);
    }
}

/* Only sections at the start of a packet are found, by their table id: 2 is a program map. */
static void look_at_ts(const guint8 *data, gsize size, GPtrArray *missing)
{
    for (; size >= TS_PACKET && data[0] == 0x47; data += TS_PACKET, size -= TS_PACKET) {
        gsize at = (data[3] & 0x20) != 0 ? 5 + (gsize)data[4] : 4;
        gboolean begins = (data[1] & 0x40) != 0 && (data[3] & 0x10) != 0;
        if (!begins || at >= TS_PACKET)
            continue;
        at += 1 + (gsize)data[at];
        if (at + 12 <= TS_PACKET && data[at] == 2 && (data[at + 1] & 0xf0) == 0xb0) {
            look_at_map(data + at, TS_PACKET - at, missing);
            return;
        }
    }
}

static void look_at(const guint8 *data, gsize size, gboolean begin, GPtrArray *missing)
{
    const GstElementFactoryListType demuxer = GST_ELEMENT_FACTORY_TYPE_DEMUXER;
    gboolean mp4 = size >= 12 && memcmp(data + 4, "ftyp", 4) == 0;
    if (!begin || mp4) {
        if (begin)
            note_unless_taken(missing, demuxer, "video/quicktime");
        look_at_mp4(data, size, missing);
    } else if (size >= 4 && memcmp(data, "\x1a\x45\xdf\xa3", 4) == 0) {
        note_unless_taken(missing, demuxer, "video/x-matroska");
        look_at_matroska(data, size, missing);
    } else if (size > TS_PACKET && data[0] == 0x47 && data[TS_PACKET] == 0x47) {
        note_unless_taken(missing, demuxer, "video/mpegts, systemstream=true");
        look_at_ts(data, size, missing);
    }
}

/* ---- files ---- */

static int open_file(const char *uri, off_t *size)
{
    struct stat st;
    g_autofree char *path =
        g_path_is_absolute(uri) ? g_strdup(uri) : g_filename_from_uri(uri, NULL, NULL);
    int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        fd = -1;
    }
    *size = fd < 0 ? 0 : st.st_size;
    return fd;
}

void frs_contents_note_missing(const char *uri, GPtrArray *missing)
{
    off_t size;
    int fd = open_file(uri, &size);
    if (fd < 0)
        return;
    g_autofree guint8 *data = g_malloc(LOOK_MAX);
    ssize_t got = pread(fd, data, LOOK_MAX, 0);
    gboolean mp4 = got >= 12 && memcmp(data + 4, "ftyp", 4) == 0;
    if (got > 0)
        look_at(data, (gsize)got, TRUE, missing);
    if (mp4 && size > LOOK_MAX && (got = pread(fd, data, LOOK_MAX, size - LOOK_MAX)) > 0)
        look_at(data, (gsize)got, FALSE, missing);
    close(fd);
}

static gboolean is_container(const frs_missing *missing)
{
    if (missing->type == NULL)
        return FALSE;
    g_autoptr(GstCaps) caps = gst_caps_new_empty_simple(missing->type);
    return (gst_pb_utils_get_caps_description_flags(caps) &
            GST_PBUTILS_CAPS_DESCRIPTION_FLAG_CONTAINER) != 0;
}

void frs_contents_complete(const char *uri, GPtrArray *missing)
{
    for (guint i = 0; uri != NULL && i < missing->len; i++)
        if (is_container(g_ptr_array_index(missing, i))) {
            frs_contents_note_missing(uri, missing);
            return;
        }
}
