/* SPDX-License-Identifier: MIT */
/*
 * A reader in C that looks at every byte of every picture of the streams named, one after the other
 * or at a time, for as long as standard input is open; each stream may end and begin again. Prints
 * how many frames it saw, and ends with status 1 at the first that does not lie in its slot.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <frameshare/reader.h>

#define WAIT_MS 100
#define STREAMS_MAX 16

static atomic_bool over;
static atomic_ulong seen, sum;

/* By our own reckoning, not frs_frame_info_check()'s. */
static void look_at_plane(const frs_frame *frame, uint32_t plane)
{
    const frs_frame_info *info = &frame->info;
    uint64_t rows = frs_format_rows(info->format, plane, info->height);
    uint64_t bytes = frs_format_row_bytes(info->format, plane, info->width);
    uint64_t last = info->offset[plane] + (rows - 1) * info->stride[plane] + bytes;
    if (rows == 0 || bytes == 0 || last > frame->size) {
        fprintf(stderr, "plane %u of a picture of %ux%u lies outside of its slot\n", plane,
                info->width, info->height);
        exit(EXIT_FAILURE);
    }
    for (uint64_t row = 0; row < rows; row++) {
        const uint8_t *pixels = frame->data + info->offset[plane] + row * info->stride[plane];
        unsigned long add = 0;
        for (uint64_t i = 0; i < bytes; i++)
            add += pixels[i];
        atomic_fetch_add_explicit(&sum, add, memory_order_relaxed);
    }
}

static void look_at_stream(frs_reader *reader)
{
    frs_frame frame;
    int error;
    while (!over &&
           ((error = frs_reader_acquire_next(reader, &frame)) == FRS_OK || error == FRS_EAGAIN)) {
        if (error == FRS_EAGAIN) {
            frs_reader_wait(reader, WAIT_MS);
            continue;
        }
        for (uint32_t plane = 0; plane < frame.info.n_planes; plane++)
            look_at_plane(&frame, plane);
        frs_reader_release(reader, &frame);
        atomic_fetch_add(&seen, 1);
    }
}

static void *watch(void *name)
{
    const frs_reader_options options = {.every_frame = true, .timeout_ms = WAIT_MS};
    while (!over) {
        frs_reader *reader = NULL;
        if (frs_reader_open(&reader, name, &options) != FRS_OK)
            continue;
        look_at_stream(reader);
        frs_reader_close(&reader);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[STREAMS_MAX];
    char byte;
    if (argc < 2 || argc > STREAMS_MAX + 1)
        return 2;
    for (int i = 1; i < argc; i++)
        if (pthread_create(&threads[i - 1], NULL, watch, argv[i]) != 0)
            return 2;
    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    over = true;
    for (int i = 1; i < argc; i++)
        pthread_join(threads[i - 1], NULL);
    printf("%lu\n", (unsigned long)seen);
    return EXIT_SUCCESS;
}
