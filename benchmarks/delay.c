/* SPDX-License-Identifier: MIT */
/*
 * How long after it was published a picture is on the screen: `frameshare-bench-delay STREAM X Y
 * SECONDS`.
 *
 * The stream's pictures are black and white in turns. One thread reads the stream and notes when
 * each was published; the other looks at one pixel of the X server all the time. For each change of
 * the pixel a line on stdout: milliseconds since the newest picture of that colour was published.
 */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <frameshare/frameshare.h>

#define WAIT_MS 1000
#define BRIGHT 128

/* By colour: when the newest picture was published, CLOCK_MONOTONIC ns; 0: it is on the screen. */
static atomic_uint_least64_t published_at[2];

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000U + (uint64_t)time.tv_nsec;
}

static void *read_stream(void *reader)
{
    frs_frame frame;
    for (;;) {
        if (frs_reader_wait(reader, WAIT_MS) < 0)
            return NULL;
        if (frs_reader_acquire_newest(reader, &frame) != FRS_OK)
            continue;
        bool white = frame.data[frame.info.offset[0]] > BRIGHT;
        atomic_store(&published_at[white], frame.info.published_at);
        frs_reader_release(reader, &frame);
    }
}

static bool is_white(Display *display, int x, int y)
{
    XImage *image = XGetImage(display, DefaultRootWindow(display), x, y, 1, 1, AllPlanes, ZPixmap);
    if (image == NULL)
        exit(EXIT_FAILURE);
    bool white = (XGetPixel(image, 0, 0) & 0xff) > BRIGHT;
    XDestroyImage(image);
    return white;
}

static void look(Display *display, int x, int y, uint64_t end)
{
    bool before = is_white(display, x, y);
    for (uint64_t at = now(); at < end;) {
        bool white = is_white(display, x, y);
        at = now();
        uint64_t since = white != before ? atomic_exchange(&published_at[white], 0) : 0;
        if (since > 0)
            printf("%.3f\n", (double)(at - since) / 1e6);
        before = white;
    }
}

int main(int count, char **arguments)
{
    frs_reader *reader;
    pthread_t thread;
    Display *display = XOpenDisplay(NULL);
    if (count != 5 || display == NULL) {
        fputs("usage: frameshare-bench-delay STREAM X Y SECONDS, with a DISPLAY\n", stderr);
        return EXIT_FAILURE;
    }
    if (frs_reader_open(&reader, arguments[1], NULL) != FRS_OK) {
        fprintf(stderr, "%s\n", frs_error_message());
        return EXIT_FAILURE;
    }
    if (pthread_create(&thread, NULL, read_stream, reader) != 0)
        return EXIT_FAILURE;
    look(display, atoi(arguments[2]), atoi(arguments[3]),
         now() + strtoul(arguments[4], NULL, 10) * 1000000000U);
    return EXIT_SUCCESS; /* ends the thread, too */
}
