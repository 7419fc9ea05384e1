/* SPDX-License-Identifier: MIT */
#include "stream.h"

#include "core/connections.h"

frs_writer *writer;
frs_reader *reader;
frs_frame frame;

void stream_begin(void)
{
    fixture_enter();
    stream_create(NULL);
}

void stream_end(void)
{
    frs_reader_close(&reader);
    frs_writer_destroy(&writer);
}

void stream_create(const frs_writer_options *options)
{
    ck_assert_frs(frs_writer_create(&writer, "cam0", options), FRS_OK);
}

void stream_open(const frs_reader_options *options)
{
    ck_assert_frs(frs_reader_open(&reader, "cam0", options), FRS_OK);
}

void stream_open_every(uint32_t history)
{
    stream_open(&(frs_reader_options){.every_frame = true, .history = history});
}

frs_writer_stats stream_stats(void)
{
    frs_writer_stats stats;
    frs_writer_get_stats(writer, &stats);
    return stats;
}

void stream_publish(uint32_t first, uint32_t last)
{
    for (uint32_t seed = first; seed <= last; seed++)
        ck_assert_frs(fixture_publish(writer, 64, 16, seed), FRS_OK);
}

void stream_take(void)
{
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
}

frs_descriptor *stream_descriptor(void)
{
    return &writer->control->descriptors[writer->ring[writer->newest % FRS_RING_SIZE]];
}

void stream_wait_unread(void)
{
    while (stream_stats().readers > 0)
        fixture_sleep(1);
}

void stream_assert_released(void)
{
    frs_writer_stats stats = stream_stats();
    ck_assert_uint_eq(stats.slots_free + 1, stats.slots);
}

void stream_assert_frame(uint32_t seed, uint32_t missed)
{
    ck_assert_uint_eq(frame.info.pts, seed);
    ck_assert_uint_eq(frame.missed, missed);
    fixture_assert_frame(&frame);
}
