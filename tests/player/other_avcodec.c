/* SPDX-License-Identifier: MIT */
/* For LD_PRELOAD: a libavcodec of another version that was there first, as Electron's. Nothing in
 * it may be called. */
#include <stdlib.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT unsigned avcodec_version(void);
EXPORT void *av_codec_iterate(void **opaque);
EXPORT void *avcodec_find_decoder(int id);

unsigned avcodec_version(void)
{
    return 1 << 16;
}

/* The first that GStreamer's plugin calls. */
void *av_codec_iterate(void **opaque)
{
    (void)opaque;
    abort();
}

void *avcodec_find_decoder(int id)
{
    (void)id;
    abort();
}
