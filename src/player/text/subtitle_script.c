/* SPDX-License-Identifier: MIT */
#include "subtitle_script.h"

#include <string.h>

#include "ass_script.h"
#include "subrip.h"
#include "webvtt.h"

char *frs_subtitle_script(const char *text)
{
    if (frs_is_ass(text))
        return strstr(text, "Dialogue:") != NULL ? g_strdup(text) : NULL;
    return frs_is_webvtt(text) ? frs_webvtt_to_ass(text) : frs_subrip_to_ass(text);
}
