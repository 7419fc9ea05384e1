/* SPDX-License-Identifier: MIT */
#include "quirks.h"

#include <stdio.h>
#include <string.h>

#include <gst/gst.h>

#define VARIABLE "FRAMESHARE_QUIRKS"
#define NOT_REPORTED "not reported"

static const frs_quirk quirks[FRS_QUIRKS] = {
    [FRS_QUIRK_ADAPTIVEDEMUX_ERROR] =
        {.name = "adaptivedemux-error",
         .element = "hlsdemux2, dashdemux2, mssdemux2",
         .from = 22, /* the first GStreamer with these elements */
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "A segment whose URI libsoup makes no request of stops the download with a line "
                 "in the debug log and without a message: playback hangs. That line becomes an "
                 "error on the bus. 1.26 posts one itself, which does not say of which URI."},
    [FRS_QUIRK_ADAPTIVEDEMUX_STOP] =
        {.name = "adaptivedemux-stop",
         .element = "hlsdemux2, dashdemux2, mssdemux2",
         .from = 22,
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .race = TRUE,
         .does = "A demuxer that is stopped before its downloading thread has come to its loop "
                 "waits for that thread for ever. It is stopped only once the thread runs."},
    [FRS_QUIRK_DECODEBIN3_ASS] =
        {.name = "decodebin3-ass",
         .element = "parsebin, decodebin3",
         .to = 26,
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .does =
             "ASS within a film becomes plain text, of which one is drawn at a time. It goes to "
             "assrender as it is."},
    [FRS_QUIRK_DECODEBIN3_EMPTY_STREAM] =
        {.name = "decodebin3-empty-stream",
         .element = "decodebin3",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "The end of a stream that has nothing behind the target of a seek is held back "
                 "until the others end, which wait in their sinks: a deadlock. Such a stream gets "
                 "a GAP event before its end, and pictures are drained from their decoder."},
    [FRS_QUIRK_DECODEBIN3_ENDED] =
        {.name = "decodebin3-ended",
         .element = "decodebin3",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "A file that is cut off behind its header ends before its first sample, and "
                 "decodebin3 waits for ever for one. A message tells when all inputs have ended."},
    [FRS_QUIRK_DECODEBIN3_ORDER] =
        {.name = "decodebin3-order",
         .element = "decodebin3",
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .race = TRUE,
         .does = "An input that ends before another has begun is thrown away and crashes "
                 "decodebin3 when it stops; two that end at once may deadlock. Ends wait for the "
                 "other inputs to begin, and go in one after the other."},
    [FRS_QUIRK_DECODER_LONE_PICTURE] =
        {.name = "decoder-lone-picture",
         .element = "video decoders",
         .to = 28,
         .seen = "1.22, 1.26",
         .upstream = NOT_REPORTED,
         .does = "A decoder keeps the one picture beside a long sound, in Matroska and WebM, until "
                 "the sound is over. It is drained at the first gap."},
    [FRS_QUIRK_DECODER_SLIVER] =
        {.name = "decoder-sliver",
         .element = "video decoders",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "Where a file's times are whole milliseconds, less than one of the picture before "
                 "the target of a seek is inside of the segment, and a decoder lets it through. "
                 "It is dropped."},
    [FRS_QUIRK_DVDSPU_SIZE] =
        {.name = "dvdspu-size",
         .element = "dvdspu",
         .seen = "1.22, 1.26",
         .upstream = NOT_REPORTED,
         .does = "Subtitles of Blu-ray discs (PGS) are drawn where they were on the disc, outside "
                 "of a picture whose black bars were cut off, and by 1.26 at its edge. They move "
                 "to the same part of the picture."},
    [FRS_QUIRK_HLSDEMUX2_RENDITIONS] =
        {.name = "hlsdemux2-renditions",
         .element = "hlsdemux2",
         .from = 22,
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "Another audio rendition than the default that is chosen is not loaded, and none "
                 "plays; names of renditions are not told. The playlist says that the chosen one "
                 "is the default, and names become titles."},
    [FRS_QUIRK_MATROSKADEMUX_END] =
        {.name = "matroskademux-end",
         .element = "matroskademux",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "The duration of a file that does not say it is taken to be the time of its last "
                 "cluster, which may be seconds short. That cluster is read when the file is "
                 "opened. And durations of a file that does not begin at 0 count from its first "
                 "block, as positions do."},
    [FRS_QUIRK_MATROSKADEMUX_SEEK] =
        {.name = "matroskademux-seek",
         .element = "matroskademux",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "In a file without an index a seek goes to a cluster that need not begin with a "
                 "key frame. Pictures before the first key frame are dropped; without one up to "
                 "the target the seek is repeated from further ahead."},
    [FRS_QUIRK_MPEG_ORIGIN] =
        {.name = "mpeg-origin",
         .element = "tsdemux, mpegpsdemux",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "Time counts from the clock reference, half a second or so before the first "
                 "picture, and after a seek to before it from that picture. It counts from the "
                 "first picture or sound, always."},
    [FRS_QUIRK_MPEGPSDEMUX_SEEK] =
        {.name = "mpegpsdemux-seek",
         .element = "mpegpsdemux",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "A seek goes to a place behind its target. It is sent 2 s further ahead, with a "
                 "segment that begins at the target."},
    [FRS_QUIRK_MULTIQUEUE_INTERLEAVE] =
        {.name = "multiqueue-interleave",
         .element = "multiqueue, decodebin3",
         .from = 24,
         .seen = "1.26",
         .upstream = NOT_REPORTED,
         .race = TRUE,
         .does = "A queue that has 250 ms of one stream of an Ogg file is full before another has "
                 "begun, and decodebin3 waits for ever for that one. Queues take 1.5 s of Ogg."},
    [FRS_QUIRK_OGGDEMUX_CHAIN] =
        {.name = "oggdemux-chain",
         .element = "oggdemux, decodebin3",
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .race = TRUE,
         .does = "Where files are joined to one, as a radio station does, new pads come with the "
                 "next song. Nothing is linked to them, and it stops with \"not-linked\". The new "
                 "pads take the places of the old ones."},
    [FRS_QUIRK_OGGDEMUX_PARTS] =
        {.name = "oggdemux-parts",
         .element = "oggdemux",
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .does = "Over HTTP, durations are guesses from the bit rate, and seeks miss or go to 0. "
                 "The file is read in parts where the server sends parts; else there is no "
                 "duration until its end."},
    [FRS_QUIRK_OGGDEMUX_VP8] =
        {.name = "oggdemux-vp8",
         .element = "oggdemux",
         .to = 26,
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .does = "No picture of VP8 is told to be a key frame, and decodebin3 waits for one for "
                 "ever. Key frames are told from their first byte."},
    [FRS_QUIRK_QTDEMUX_CHAPTERS] =
        {.name = "qtdemux-chapters",
         .element = "qtdemux",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "Chapters are not told. Those of a local file (Nero's list, QuickTime's track of "
                 "titles) are read, and posted as a table of contents."},
    [FRS_QUIRK_QTDEMUX_DNXHR] =
        {.name = "qtdemux-dnxhr",
         .element = "qtdemux",
         .to = 26,
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .does = "The letters of DNxHR, AVdh, are not known. The header of a local file says AVdn, "
                 "DNxHD's, whose decoders take both."},
    [FRS_QUIRK_QTDEMUX_FRAGMENTS] =
        {.name = "qtdemux-fragments",
         .element = "qtdemux",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "The first fragment of a fragmented file is taken for all of it, or the start of "
                 "the last one for its end, and no other can be sought. The demuxer gets an index "
                 "of all fragments where it looks for one."},
    [FRS_QUIRK_QTDEMUX_RANGE] =
        {.name = "qtdemux-range",
         .element = "qtdemux, h264parse, h265parse",
         .to = 26,
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .does = "The colours of the file are told without its full range, and go before those of "
                 "the stream. What the stream says goes first; the file fills in what that leaves "
                 "open."},
    [FRS_QUIRK_QTDEMUX_SHORT_TRACK] =
        {.name = "qtdemux-short-track",
         .element = "qtdemux",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "A track of less than a fifth of the film is left out. The header of a local file "
                 "says that the only track of its kind lasts that long."},
    [FRS_QUIRK_SEGMENT_SEAM] =
        {.name = "segment-seam",
         .element = "matroskademux, qtdemux and other demuxers",
         .to = 26,
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .does = "A loop without sound starts anew when its last picture begins, which is then "
                 "not shown. The next turn begins when that picture is over."},
    [FRS_QUIRK_SOUP_HEADERS] =
        {.name = "soup-headers",
         .element = "hlsdemux2, dashdemux2, mssdemux2",
         .from = 22,
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "Headers that the source was given are not sent with requests for playlists, "
                 "segments and keys, nor is an unknown certificate taken for them. Both are done "
                 "in libsoup's signals, for the origin of the source alone."},
    [FRS_QUIRK_SOUP_RANGES] =
        {.name = "soup-ranges",
         .element = "souphttpsrc",
         .seen = "1.22, 1.26, 1.28",
         .upstream = NOT_REPORTED,
         .does = "A server that tells a size is taken for one that sends parts, and the first seek "
                 "fails. The first request asks for the part that is the whole file; who answers "
                 "with all of it is no server to seek in."},
    [FRS_QUIRK_URISOURCEBIN_TEARDOWN] =
        {.name = "urisourcebin-teardown",
         .element = "urisourcebin",
         .seen = "1.22",
         .upstream = NOT_REPORTED,
         .race = TRUE,
         .does =
             "Setting the pipeline to NULL holds the state lock and joins the streaming thread, "
             "which takes that lock when typefind has found a type: a deadlock. The pipeline "
             "is torn down between two such moments."},
};

const frs_quirk *frs_quirk_get(frs_quirk_id id)
{
    return &quirks[id];
}

/* ---- what is active ---- */

gboolean frs_quirk_is_of(const frs_quirk *quirk, guint minor)
{
    return minor >= quirk->from && (quirk->to == 0 || minor < quirk->to);
}

static frs_quirk_id find(const char *name)
{
    frs_quirk_id id = 0;
    while (id < FRS_QUIRKS && strcmp(quirks[id].name, name) != 0)
        id++;
    return id;
}

static void warn(const char *unknown)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (frs_quirk_id id = 0; id < FRS_QUIRKS; id++)
        g_string_append_printf(line, "%s-%s", id == 0 ? "" : ", ", quirks[id].name);
    fprintf(stderr, "frameshare-player: " VARIABLE ": %s: not one of %s\n", unknown, line->str);
}

static void switch_off(gboolean off[FRS_QUIRKS], const char *list)
{
    g_auto(GStrv) words = g_strsplit(list, ",", 0);
    g_autoptr(GString) unknown = g_string_new(NULL);
    for (char **word = words; *word != NULL; word++) {
        frs_quirk_id id = **word == '-' ? find(*word + 1) : FRS_QUIRKS;
        if (id < FRS_QUIRKS)
            off[id] = TRUE;
        else if (**word != '\0')
            g_string_append_printf(unknown, "%s%s", unknown->len > 0 ? ", " : "", *word);
    }
    if (unknown->len > 0)
        warn(unknown->str);
}

frs_quirk_state frs_quirk_state_of(frs_quirk_id id)
{
    static gboolean off[FRS_QUIRKS];
    static guint minor;
    static gsize ready;
    if (g_once_init_enter(&ready)) {
        guint major, micro, nano;
        const char *list = g_getenv(VARIABLE);
        gst_version(&major, &minor, &micro, &nano);
        switch_off(off, list != NULL ? list : "");
        g_once_init_leave(&ready, 1);
    }
    return off[id]                               ? FRS_QUIRK_SWITCHED_OFF
           : frs_quirk_is_of(&quirks[id], minor) ? FRS_QUIRK_ACTIVE
                                                 : FRS_QUIRK_NOT_NEEDED;
}

gboolean frs_quirk_is_active(frs_quirk_id id)
{
    return frs_quirk_state_of(id) == FRS_QUIRK_ACTIVE;
}
