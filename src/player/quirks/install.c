/* SPDX-License-Identifier: MIT */
#include "install.h"

#include "adaptivedemux.h"
#include "decodebin3_ass.h"
#include "decodebin3_inputs.h"
#include "dvdspu_size.h"
#include "keyframe-seek.h"
#include "matroska-end.h"
#include "mpeg_origin.h"
#include "multiqueue_interleave.h"
#include "oggdemux_chain.h"
#include "oggdemux_parts.h"
#include "oggdemux_vp8.h"
#include "qtdemux_chapters.h"
#include "qtdemux_dnxhr.h"
#include "qtdemux_fragments.h"
#include "qtdemux_range.h"
#include "qtdemux_short_track.h"
#include "quirks.h"
#include "soup_ranges.h"

/* An element of that type was added to `bin`, or to a bin in it. */
typedef struct frs_installer {
    frs_quirk_id quirk;
    const char *type; /* a pattern of type names */
    void (*install)(GstElement *bin, GstElement *element);
    gboolean aside;
} frs_installer;

static const frs_installer installers[] = {
    {FRS_QUIRK_ADAPTIVEDEMUX_ERROR, "*Demux2", frs_adaptive_watch_errors, TRUE},
    {FRS_QUIRK_ADAPTIVEDEMUX_STOP, "*Demux2", frs_adaptive_watch_start, TRUE},
    {FRS_QUIRK_DECODEBIN3_ASS, "GstParseBin", frs_ass_keep, TRUE},
    {FRS_QUIRK_DVDSPU_SIZE, "GstDVDSpu", frs_pgs_watch, FALSE},
    {FRS_QUIRK_QTDEMUX_RANGE, "GstH264Parse", frs_colour_watch, FALSE},
    {FRS_QUIRK_QTDEMUX_RANGE, "GstH265Parse", frs_colour_watch, FALSE},
    {FRS_QUIRK_QTDEMUX_CHAPTERS, "GstQTDemux", frs_mp4_chapters_watch, FALSE},
    {FRS_QUIRK_QTDEMUX_SHORT_TRACK, "GstQTDemux", frs_short_tracks_watch, FALSE},
    {FRS_QUIRK_QTDEMUX_DNXHR, "GstQTDemux", frs_dnxhr_watch, FALSE},
    {FRS_QUIRK_QTDEMUX_FRAGMENTS, "GstQTDemux", frs_fragments_watch, FALSE},
    {FRS_QUIRK_MATROSKADEMUX_SEEK, "GstMatroskaDemux", frs_keyframe_seek_watch, FALSE},
    {FRS_QUIRK_MPEGPSDEMUX_SEEK, "GstMpegPSDemux", frs_keyframe_seek_watch, FALSE},
    {FRS_QUIRK_MATROSKADEMUX_END, "GstMatroskaDemux", frs_matroska_end_watch, FALSE},
    {FRS_QUIRK_MULTIQUEUE_INTERLEAVE, "GstMultiQueue", frs_interleave_watch_queue, TRUE},
    {FRS_QUIRK_MULTIQUEUE_INTERLEAVE, "GstOggDemux", frs_interleave_watch_ogg, TRUE},
    {FRS_QUIRK_OGGDEMUX_VP8, "GstOggDemux", frs_ogg_vp8_watch, TRUE},
    /* Lets nobody after it see the pads of the next song. */
    {FRS_QUIRK_OGGDEMUX_CHAIN, "GstOggDemux", frs_ogg_chain_watch, TRUE},
    {FRS_QUIRK_OGGDEMUX_PARTS, "GstOggDemux", frs_ogg_parts_watch, FALSE},
    {FRS_QUIRK_MPEG_ORIGIN, "GstTSDemux", frs_origin_watch, FALSE},
    {FRS_QUIRK_MPEG_ORIGIN, "GstMpegPSDemux", frs_origin_watch, FALSE},
};

static void install(GstElement *bin, GstElement *element, gboolean aside)
{
    for (gsize i = 0; i < G_N_ELEMENTS(installers); i++) {
        const frs_installer *it = &installers[i];
        if ((it->aside || !aside) && frs_quirk_is_active(it->quirk) &&
            g_pattern_match_simple(it->type, G_OBJECT_TYPE_NAME(element)))
            it->install(bin, element);
    }
}

static void on_element_added(GstBin *bin, GstBin *parent, GstElement *element, gpointer aside)
{
    (void)parent;
    install(GST_ELEMENT(bin), element, GPOINTER_TO_INT(aside));
}

static void watch(GstElement *bin, gboolean aside)
{
    g_signal_connect(bin, "deep-element-added", G_CALLBACK(on_element_added),
                     GINT_TO_POINTER(aside));
    /* Install on the decodebin3 that a playbin3 contains from the start. */
    frs_inputs_watch(bin);
    if (frs_quirk_is_active(FRS_QUIRK_DECODEBIN3_ASS))
        frs_ass_watch(bin);
    if (frs_quirk_is_active(FRS_QUIRK_SOUP_RANGES))
        frs_ranges_watch(bin);
}

void frs_quirks_install(GstElement *playbin)
{
    watch(playbin, FALSE);
}

void frs_quirks_install_aside(GstElement *bin)
{
    watch(bin, TRUE);
}
