/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <stddef.h>

#include <frameshare/format.h>

#define LOOK_UP(table, number)                                                                     \
    ((number) < sizeof(table) / sizeof((table)[0]) ? (table)[number] : NULL)

const char *name_of_format(uint32_t format)
{
    const frs_format_shape *shape = frs_format_get_shape(format);
    return shape ? shape->name : NULL;
}

const char *name_of_range(uint32_t range)
{
    static const char *const names[] = {"unknown", "limited", "full"};
    return LOOK_UP(names, range);
}

/* The names of H.273's tables as ffmpeg and GStreamer users know them. */
const char *name_of_matrix(uint32_t matrix)
{
    static const char *const names[] = {"rgb",   "bt709",     "unspecified", NULL,
                                        "fcc",   "bt470bg",   "bt601",       "smpte240m",
                                        "ycgco", "bt2020ncl", "bt2020cl"};
    return LOOK_UP(names, matrix);
}

const char *name_of_transfer(uint32_t transfer)
{
    static const char *const names[] = {NULL,        "bt709", "unspecified", NULL,     "gamma22",
                                        "gamma28",   "bt601", "smpte240m",   "linear", "log100",
                                        "log316",    "xvycc", "bt1361",      "srgb",   "bt2020-10",
                                        "bt2020-12", "pq",    "smpte428",    "hlg"};
    return LOOK_UP(names, transfer);
}

const char *name_of_primaries(uint32_t primaries)
{
    static const char *const names[] = {NULL,      "bt709",     "unspecified", NULL,   "bt470m",
                                        "bt470bg", "smpte170m", "smpte240m",   "film", "bt2020",
                                        "xyz",     "p3dci",     "p3d65"};
    return LOOK_UP(names, primaries);
}

const char *name_of_chroma_site(uint32_t site)
{
    static const char *const names[] = {"left", "center",      "top-left",
                                        "top",  "bottom-left", "bottom"};
    return site == FRS_CHROMA_UNKNOWN ? "unknown" : LOOK_UP(names, site);
}

const char *name_of_orientation(uint32_t orientation)
{
    static const char *const names[] = {"0",      "90",      "180",      "270",
                                        "flip-0", "flip-90", "flip-180", "flip-270"};
    return LOOK_UP(names, orientation);
}

const char *name_of_interlace(uint32_t interlace)
{
    static const char *const names[] = {"progressive", "top-first", "bottom-first"};
    return LOOK_UP(names, interlace);
}
