/* SPDX-License-Identifier: MIT */
/* What this GStreamer can encode and decode: found out from its registry, so that tests and
 * benchmarks cover the decoders of every machine and not a list of ours. gst_init() first. */
#ifndef FRS_CODECS_H
#define FRS_CODECS_H

#include <gst/gst.h>

/* One way to make a short stream: an encoder and a raw format it takes (NULL: whatever it likes).
 */
typedef struct codecs_recipe {
    const gchar *encoder;
    const gchar *format;
} codecs_recipe;

/* Every encoder of pictures x every format of ours that it takes; an array of codecs_recipe. */
GArray *codecs_recipes(void);

/* Every decoder of pictures, by name; an array of GstElementFactory *, owned by the registry. */
GPtrArray *codecs_decoders(void);

/* Launch text of `frames` frames of `width` x `height` (or what the encoder insists on), encoded,
 * and written to `path` (.gdp) together with their caps. Free it. */
gchar *codecs_encode_text(const codecs_recipe *recipe, guint frames, guint width, guint height,
                          const gchar *path);

/* Launch text that reads such a file, or one of matroska (.mkv, .webm), QuickTime (.mov), AVI,
 * RealMedia (.rm) or GIF, with `decoder` (and more) behind it. Free it. */
gchar *codecs_read_text(const gchar *path, const gchar *decoder);

/* The caps in the file; free them. NULL: it has none, or cannot be read. */
GstCaps *codecs_file_caps(const gchar *path);

/* Is a stream with these caps for `decoder`, perhaps behind a parser? */
gboolean codecs_match(const GstCaps *caps, GstElementFactory *decoder);

#endif
