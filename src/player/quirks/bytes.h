/* SPDX-License-Identifier: MIT */
/* Big-endian numbers at any address: GST_READ_UINT32_BE() and the like need an aligned one. */
#ifndef FRS_PLAYER_BYTES_H
#define FRS_PLAYER_BYTES_H

#include <string.h>

#include <glib.h>

static inline guint32 frs_read_32(const void *from)
{
    guint32 value;
    memcpy(&value, from, sizeof value);
    return GUINT32_FROM_BE(value);
}

static inline guint64 frs_read_64(const void *from)
{
    guint64 value;
    memcpy(&value, from, sizeof value);
    return GUINT64_FROM_BE(value);
}

static inline void frs_write_32(void *to, guint32 value)
{
    value = GUINT32_TO_BE(value);
    memcpy(to, &value, sizeof value);
}

static inline void frs_write_64(void *to, guint64 value)
{
    value = GUINT64_TO_BE(value);
    memcpy(to, &value, sizeof value);
}

#endif
