/* SPDX-License-Identifier: MIT */
/* MP4 files with chapters: of whatever they claim to have, chapters come in their order, few
 * enough, and can be told. */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mutate.h"
#include "qtdemux_chapters.h"
#include "tags.h"

#define CHAPTERS_MAX 4096

static int file;

/* ---- good files ---- */

static void put_u32(GByteArray *to, guint32 value)
{
    value = GUINT32_TO_BE(value);
    g_byte_array_append(to, (const guint8 *)&value, sizeof value);
}

static gsize begin_box(GByteArray *to, const char *type)
{
    put_u32(to, 0);
    g_byte_array_append(to, (const guint8 *)type, 4);
    return to->len - 8;
}

static void end_box(GByteArray *to, gsize at)
{
    guint32 size = GUINT32_TO_BE(to->len - (guint32)at);
    memcpy(to->data + at, &size, sizeof size);
}

static void put_box(GByteArray *to, const char *type, const guint32 *numbers, guint count)
{
    gsize box = begin_box(to, type);
    for (guint i = 0; i < count; i++)
        put_u32(to, numbers[i]);
    end_box(to, box);
}

#define PUT_BOX(to, type, ...)                                                                     \
    put_box(to, type, (const guint32[]){__VA_ARGS__},                                              \
            sizeof((const guint32[]){__VA_ARGS__}) / sizeof(guint32))

/* Version 1, three chapters. */
static GByteArray *make_nero(void)
{
    static const guint8 chapters[] = "\1\0\0\0\0\0\0\0\3"
                                     "\0\0\0\0\0\0\0\0\3One"
                                     "\0\0\0\0\0\x98\x96\x80\5Caf\xc3\xa9"
                                     "\0\0\0\0\1\x31\x2d\0\0";
    GByteArray *to = g_byte_array_new();
    gsize moov = begin_box(to, "moov"), udta = begin_box(to, "udta"), chpl = begin_box(to, "chpl");
    g_byte_array_append(to, chapters, sizeof chapters - 1);
    end_box(to, chpl);
    end_box(to, udta);
    end_box(to, moov);
    return to;
}

static void put_titles(GByteArray *to, gboolean wide, guint32 place)
{
    gsize trak = begin_box(to, "trak");
    PUT_BOX(to, "tkhd", 0, 0, 0, 2, 0);
    gsize mdia = begin_box(to, "mdia");
    PUT_BOX(to, "mdhd", 0, 0, 0, 1000, 3000, 0);
    gsize minf = begin_box(to, "minf"), stbl = begin_box(to, "stbl");
    PUT_BOX(to, "stts", 0, 2, 2, 500, 1, 1000);
    PUT_BOX(to, "stsc", 0, 2, 1, 2, 1, 2, 1, 1);
    PUT_BOX(to, "stsz", 0, 0, 3, 5, 4, 7);
    if (wide)
        PUT_BOX(to, "co64", 0, 2, 0, place, 0, place + 9);
    else
        PUT_BOX(to, "stco", 0, 2, place, place + 9);
    end_box(to, stbl);
    end_box(to, minf);
    end_box(to, mdia);
    end_box(to, trak);
}

static GByteArray *make_quicktime(gboolean wide)
{
    static const guint8 titles[] = "\0\3One\0\2Tw\0\5Three";
    GByteArray *to = g_byte_array_new();
    gsize mdat = begin_box(to, "mdat");
    guint32 place = to->len;
    g_byte_array_append(to, titles, sizeof titles - 1);
    end_box(to, mdat);
    gsize moov = begin_box(to, "moov"), trak = begin_box(to, "trak");
    PUT_BOX(to, "tkhd", 0, 0, 0, 1, 0);
    gsize tref = begin_box(to, "tref");
    PUT_BOX(to, "chap", 2);
    end_box(to, tref);
    end_box(to, trak);
    put_titles(to, wide, place);
    end_box(to, moov);
    return to;
}

/* ---- one run ---- */

static guint check_chapters(GstToc *toc)
{
    guint count = 0;
    gint64 last = 0, start = 0;
    for (GList *at = gst_toc_get_entries(toc); at != NULL; at = at->next, count++) {
        gst_toc_entry_get_start_stop_times(at->data, &start, NULL);
        FUZZ_CHECK(start >= last);
        last = start;
    }
    FUZZ_CHECK(count > 0 && count <= CHAPTERS_MAX);
    return count;
}

static void check_event(GstToc *toc)
{
    GstMessage *message = gst_message_new_toc(NULL, toc, FALSE);
    frs_tags *tags = frs_tags_new();
    frs_tags_note(tags, message);
    g_autofree char *line = frs_tags_chapters_event(tags, GST_SECOND);
    fuzz_check_line(line);
    frs_tags_free(tags);
    gst_message_unref(message);
}

static guint read_chapters(const guint8 *bytes, gsize length)
{
    FUZZ_CHECK(ftruncate(file, 0) == 0);
    FUZZ_CHECK(pwrite(file, bytes, length, 0) == (ssize_t)length);
    GstToc *toc = frs_mp4_chapters_read(file);
    guint count = 0;
    if (toc != NULL) {
        count = check_chapters(toc);
        check_event(toc);
        gst_toc_unref(toc);
    }
    return count;
}

static void parse(const guint8 *bytes, gsize length)
{
    read_chapters(bytes, length);
}

static const char *const words[] = {"moov",
                                    "udta",
                                    "chpl",
                                    "trak",
                                    "tkhd",
                                    "mdia",
                                    "minf",
                                    "stbl",
                                    "stts",
                                    "stsc",
                                    "stsz",
                                    "stco",
                                    "co64",
                                    "chap",
                                    "tref",
                                    "\xff\xff\xff\xff",
                                    "\x7f\xff\xff\xff",
                                    NULL};

int main(int argc, char **argv)
{
    GByteArray *files[] = {make_nero(), make_quicktime(FALSE), make_quicktime(TRUE)};
    fuzz_input inputs[G_N_ELEMENTS(files)];
    gst_init(&argc, &argv);
    file = memfd_create("film", MFD_CLOEXEC);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
        inputs[i] = (fuzz_input){files[i]->data, files[i]->len};
        FUZZ_CHECK(read_chapters(files[i]->data, files[i]->len) == 3);
    }
    const fuzz_parser parser = {"chapters", inputs, G_N_ELEMENTS(inputs), words, parse};
    int status = fuzz_run(&parser);
    for (guint i = 0; i < G_N_ELEMENTS(files); i++)
        g_byte_array_unref(files[i]);
    close(file);
    return status;
}
