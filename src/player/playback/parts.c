/* SPDX-License-Identifier: MIT */
#include "parts.h"

#include "shown.h"

gboolean frs_parts_choose(frs_playback *playback)
{
    const char *uri = playback->source.uri;
    gboolean http =
        uri != NULL && (gst_uri_has_protocol(uri, "http") || gst_uri_has_protocol(uri, "https"));
    if (playback->source.parts || !http || !frs_shown_comes_in_parts(playback))
        return FALSE;
    playback->source.parts = TRUE;
    return TRUE;
}
