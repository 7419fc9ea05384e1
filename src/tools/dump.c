/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <frameshare/frameshare.h>

#include "command.h"
#include "md5.h"
#include "output.h"

static const char help[] =
    "Usage: frameshare dump NAME [--output FILE] [--no-overlays] [--checksum] [--frames N]\n"
    "                       [--timeout S]\n"
    "Write the frames of stream NAME, every one in order. A lossless stream waits for this "
    "command,\n"
    "so none is missed; of any other the ones that came too fast are, and a warning says how "
    "many.\n"
    "\n"
    "  --output FILE.y4m   YUV4MPEG2, for YUV and gray pictures: planes of luma and chroma at\n"
    "                      their own subsampling and depth, however the stream mixes them\n"
    "  --output FILE.png   the picture as it is displayed: its colours, the right way up, with\n"
    "                      square pixels, with its subtitles; with --frames above 1 the\n"
    "                      files are FILE-1.png, FILE-2.png, ...\n"
    "  --output FILE.raw   the visible samples alone: YUV as for Y4M, RGB as it is in memory\n"
    "  --output -          standard output: Y4M, or raw samples of what Y4M cannot hold (RGB)\n"
    "  --checksum          a line for each frame: sequence, pts, bytes, MD5 of what .raw would "
    "have\n"
    "                      (ffmpeg -f framemd5 prints the same for the same picture, so NV12 and\n"
    "                      I420 agree); on standard error if the frames go to standard output\n"
    "  --no-overlays       leave subtitles and other overlays out of .png files (the other kinds\n"
    "                      never have them)\n"
    "  --frames N          at most N frames (default: all until the stream ends; 1 for .png)\n"
    "  --timeout S         wait so long for the stream to appear (5), then fail\n"
    "\n"
    "An interrupt (Ctrl+C) ends the file properly. Fails when not one frame came.\n";

/* What a lossless writer may be ahead, and what any other writer keeps for us. */
#define HISTORY 16
#define LOOK_AGAIN_MS 200
#define FRAMES_ALL UINT64_MAX

static volatile sig_atomic_t interrupted;

static void interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

typedef struct dump {
    output out;
    FILE *checksums; /* NULL: none */
    uint64_t frames, taken, missed;
} dump;

static int update_md5(const uint8_t *bytes, size_t n, void *user)
{
    md5_update(user, bytes, n);
    return 0;
}

static void print_checksum(const dump *d, const frs_frame *frame)
{
    planes p;
    md5 m;
    char text[33];
    planes_of_frame(&p, frame);
    md5_init(&m);
    planes_each_run(&p, update_md5, &m);
    md5_finish(&m, text);
    fprintf(d->checksums, "%" PRIu32 ", ", frame->sequence);
    if (frame->info.pts == FRS_TIME_NONE)
        fputs("-", d->checksums);
    else
        fprintf(d->checksums, "%" PRIu64, frame->info.pts);
    fprintf(d->checksums, ", %zu, %s\n", planes_size(&p), text);
}

static int take(dump *d, const frs_frame *frame)
{
    d->missed += frame->missed;
    d->taken++;
    if (d->checksums)
        print_checksum(d, frame);
    return output_write(&d->out, frame);
}

/* Every frame until there are enough, the stream ends, or something fails. */
static int take_all(dump *d, frs_reader *reader)
{
    while (d->taken < d->frames && !interrupted) {
        frs_frame frame;
        int error = frs_reader_acquire_next(reader, &frame);
        if (error == FRS_EAGAIN) {
            frs_reader_wait(reader, LOOK_AGAIN_MS);
            continue;
        }
        if (error == FRS_ECLOSED)
            break;
        if (error)
            return fail_with(error);
        int status = take(d, &frame);
        frs_reader_release(reader, &frame);
        if (status)
            return status;
    }
    return STATUS_OK;
}

static int run(dump *d, const char *name, int timeout_ms)
{
    const frs_reader_options options = {
        .every_frame = true, .history = HISTORY, .timeout_ms = timeout_ms};
    frs_reader *reader = NULL;
    int error = frs_reader_open(&reader, name, &options);
    if (error)
        return fail_with(error);
    int status = take_all(d, reader);
    frs_reader_close(&reader);
    int finish_status = output_finish(&d->out);
    if (d->taken == 0 && status == STATUS_OK)
        return fail("stream %s %s before it had a frame", name, interrupted ? "was left" : "ended");
    fprintf(stderr, "%" PRIu64 " frames taken, %" PRIu64 " missed%s\n", d->taken, d->missed,
            d->missed ? " (the stream went on faster than they were written)" : "");
    if (d->frames != FRAMES_ALL && d->taken < d->frames && status == STATUS_OK)
        fprintf(stderr, "frameshare: the stream ended before %" PRIu64 " frames\n", d->frames);
    return status ? status : finish_status;
}

static void catch_interrupts(void)
{
    struct sigaction action = {.sa_handler = interrupt};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

static int start(const char *name, const char *path, bool overlays, bool checksum, double frames,
                 double timeout)
{
    dump d = {.out = {.kind = path ? output_kind_of(path) : OUTPUT_NONE,
                      .path = path,
                      .overlays = overlays}};
    if (d.out.kind == OUTPUT_UNKNOWN)
        return fail_usage("dump", "what to write into %s? Name it .y4m, .png or .raw, or give -",
                          path);
    if (d.out.kind == OUTPUT_NONE && !checksum)
        return fail_usage("dump", "give --output FILE, --checksum, or both");
    d.frames = frames > 0 ? (uint64_t)frames : d.out.kind == OUTPUT_PNG ? 1 : FRAMES_ALL;
    d.out.numbered = d.frames > 1;
    if (checksum)
        d.checksums = d.out.kind == OUTPUT_PIPE ? stderr : stdout;
    catch_interrupts();
    return run(&d, name, (int)(timeout * 1000));
}

int command_dump(int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'},
                                            {"checksum", no_argument, NULL, 'c'},
                                            {"frames", required_argument, NULL, 'n'},
                                            {"timeout", required_argument, NULL, 't'},
                                            {"no-overlays", no_argument, NULL, 'x'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    const char *path = NULL;
    bool checksum = false, overlays = true;
    double frames = 0, timeout = 5;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":ho:n:t:", options, NULL)) != -1;)
        switch (option) {
        case 'o':
            path = optarg;
            break;
        case 'x':
            overlays = false;
            break;
        case 'c':
            checksum = true;
            break;
        case 'n':
            if (!parse_number(optarg, 1, &frames))
                return fail_usage("dump", "--frames %s is not a number from 1", optarg);
            break;
        case 't':
            if (!parse_number(optarg, 0, &timeout) || timeout > 2e6)
                return fail_usage("dump", "--timeout %s is not a number of seconds", optarg);
            break;
        case 'h':
            fputs(help, stdout);
            return STATUS_OK;
        case ':':
            return fail_usage("dump", "%s wants a value", argv[optind - 1]);
        default:
            return fail_usage("dump", "there is no option %s", argv[optind - 1]);
        }
    if (optind == argc)
        return fail_usage("dump", "which stream? Give its name (frameshare list shows them)");
    if (optind + 1 < argc)
        return fail_usage("dump", "\"%s\" is one argument too many", argv[optind + 1]);
    return start(argv[optind], path, overlays, checksum, frames, timeout);
}
