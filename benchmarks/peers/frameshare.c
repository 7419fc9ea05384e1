/* SPDX-License-Identifier: MIT */
#include "frameshare.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "peer.h"

char frameshare_stream[FRS_NAME_MAX + 1];

void frameshare_check(int error)
{
    if (error)
        peer_die(frs_error_message());
}

void frameshare_prepare(size_t size)
{
    (void)size;
    snprintf(frameshare_stream, sizeof(frameshare_stream), "bench-peers-%d", (int)getpid());
    setenv("BENCH_STREAM", frameshare_stream, 1);
}

void frameshare_consume(size_t size)
{
    frs_reader *reader;
    frs_frame frame;

    (void)size;
    peer_ready();
    frameshare_check(
        frs_reader_open(&reader, frameshare_stream, &(frs_reader_options){.timeout_ms = -1}));
    for (;;) {
        int error = frs_reader_wait(reader, -1);

        if (peer_stopped())
            return;
        frameshare_check(error);
        if (frs_reader_acquire_newest(reader, &frame))
            continue;
        peer_seen(frame.data);
        frs_reader_release(reader, &frame);
    }
}
