/* SPDX-License-Identifier: MIT */
#include "decoders.h"

#include <gst/gst.h>

/* Pairs: libav's decoder renders into the slot; the other one's library decodes into its own
 * memory, from where the picture is copied. Both support the same formats, depths and interlacing,
 * and libav is not slower. Not in the table: AV1 (libav's decoder needs hardware), JPEG and PNG
 * (GStreamer's own write into the slot too), JPEG 2000 (libav guesses other colours). VP8 and VP9
 * with alpha have elements of their own, with a higher rank than all of these. */
static const struct {
    const char *in_place, *copying;
} pairs[] = {
    {"avdec_h264", "openh264dec"}, {"avdec_h265", "libde265dec"}, {"avdec_mpeg2video", "mpeg2dec"},
    {"avdec_vp8", "vp8dec"},       {"avdec_vp9", "vp9dec"},
};

static gboolean is_ranked_by_user(const char *decoder)
{
    const char *ranks = g_getenv("GST_PLUGIN_FEATURE_RANK");
    g_auto(GStrv) entries = g_strsplit(ranks ? ranks : "", ",", -1);
    for (guint i = 0; entries[i] != NULL; i++) {
        g_autofree char *pattern = g_strndup(entries[i], strcspn(entries[i], ":"));
        if (g_pattern_match_simple(g_strstrip(pattern), decoder))
            return TRUE;
    }
    return FALSE;
}

/* Swap their ranks, so that other decoders, hardware decoders above all, keep theirs. */
static void prefer(GstPluginFeature *in_place, GstPluginFeature *copying)
{
    guint low = gst_plugin_feature_get_rank(in_place);
    guint high = gst_plugin_feature_get_rank(copying);
    if (low > high || high == GST_RANK_NONE)
        return;
    gst_plugin_feature_set_rank(in_place, high);
    gst_plugin_feature_set_rank(copying, low < high ? low : high - 1);
}

void frs_decoders_prefer(void)
{
    static GMutex lock;
    g_mutex_lock(&lock);
    for (guint i = 0; i < G_N_ELEMENTS(pairs); i++) {
        GstRegistry *registry = gst_registry_get();
        g_autoptr(GstPluginFeature) in_place =
            gst_registry_lookup_feature(registry, pairs[i].in_place);
        g_autoptr(GstPluginFeature) copying =
            gst_registry_lookup_feature(registry, pairs[i].copying);
        if (in_place != NULL && copying != NULL && !is_ranked_by_user(pairs[i].in_place) &&
            !is_ranked_by_user(pairs[i].copying))
            prefer(in_place, copying);
    }
    g_mutex_unlock(&lock);
}
