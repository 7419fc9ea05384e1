/* SPDX-License-Identifier: MIT */
#include "text_line.h"

#include <string.h>

gboolean frs_line_next(const char **text, const char **line, gsize *length)
{
    const char *at = *text;
    if (*at == '\0')
        return FALSE;
    *line = at;
    *length = strcspn(at, "\r\n");
    at += *length;
    if (at[0] == '\r' && at[1] == '\n')
        at++;
    *text = *at == '\0' ? at : at + 1;
    return TRUE;
}
