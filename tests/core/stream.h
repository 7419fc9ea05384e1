/* SPDX-License-Identifier: MIT */
/* The stream "cam0" that a test of the core is about: its writer, and a reader of it. */
#ifndef FRS_TESTS_STREAM_H
#define FRS_TESTS_STREAM_H

#include "core/layout.h"
#include "fixture.h"

extern frs_writer *writer;
extern frs_reader *reader;
extern frs_frame frame; /* what the reader took last */

/* A fixture of both ends: a folder with this stream, and the end of whatever of it is there. */
void stream_begin(void);
void stream_end(void);

/* Either end; it must work. NULL: the defaults. */
void stream_create(const frs_writer_options *options);
void stream_open(const frs_reader_options *options);

/* A reader of every frame. */
void stream_open_every(uint32_t history);

frs_writer_stats stream_stats(void);

/* Publish frames of 64x16 pixels, of these seeds. */
void stream_publish(uint32_t first, uint32_t last);

/* Take the newest frame, which must be there. */
void stream_take(void);

/* The descriptor of the newest frame, as it lies in shared memory. */
frs_descriptor *stream_descriptor(void);

/* Until the writer has heard that its readers have left. */
void stream_wait_unread(void);

/* Nobody refers to any slot but to that of the newest frame. */
void stream_assert_released(void);

/* `frame` is whole, of this seed, and the reader missed so many before it. */
void stream_assert_frame(uint32_t seed, uint32_t missed);

#endif
