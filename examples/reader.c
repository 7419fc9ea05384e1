/* Reads a stream in C: prints each frame's format and brightness. Ends with the stream.
 *
 *     cc examples/reader.c -Iinclude -Lbuild/src/core -lframeshare -o reader
 *     gst-launch-1.0 videotestsrc ! video/x-raw,format=NV12 ! framesharesink stream=test &
 *     LD_LIBRARY_PATH=build/src/core ./reader test */
#include <inttypes.h>
#include <stdio.h>

#include <frameshare/frameshare.h>

/* The mean byte of the first plane, which is the brightness for NV12, I420 and similar formats. */
static double mean(const frs_frame *frame)
{
    const frs_frame_info *info = &frame->info;
    uint32_t row = frs_format_row_bytes(info->format, 0, info->width);
    uint64_t sum = 0;

    for (uint32_t y = 0; y < info->height; y++) {
        const uint8_t *line = frame->data + info->offset[0] + (size_t)y * info->stride[0];
        for (uint32_t x = 0; x < row; x++)
            sum += line[x];
    }
    return (double)sum / ((double)row * info->height);
}

static void tell(const frs_frame *frame)
{
    const frs_frame_info *info = &frame->info;

    printf("frame %" PRIu32 "  %" PRIu32 "x%" PRIu32 " %s  mean %.1f  missed %" PRIu32 "\n",
           frame->sequence, info->width, info->height, frs_format_get_shape(info->format)->name,
           mean(frame), frame->missed);
}

int main(int argc, char **argv)
{
    const frs_reader_options options = {.timeout_ms = 10000};
    frs_reader *reader;
    frs_frame frame;

    int error = frs_reader_open(&reader, argc > 1 ? argv[1] : "test", &options);
    if (error != FRS_OK) {
        fprintf(stderr, "%s\n", frs_error_message());
        return 1;
    }
    /* Sleeps until there is a frame; FRS_ECLOSED: the writer is gone. */
    while ((error = frs_reader_wait(reader, -1)) == FRS_OK) {
        if ((error = frs_reader_acquire_newest(reader, &frame)) != FRS_OK)
            break;
        /* Leased, where the decoder wrote it: nobody writes to it until it is released. */
        tell(&frame);
        frs_reader_release(reader, &frame);
    }
    if (error != FRS_ECLOSED)
        fprintf(stderr, "%s\n", frs_error_message());
    frs_reader_close(&reader);
    return error == FRS_ECLOSED ? 0 : 1;
}
