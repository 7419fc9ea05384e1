/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include <frameshare/frameshare.h>

#include "command.h"
#include "names.h"

static const char help[] =
    "Usage: frameshare top [--iterations N] [--interval S]\n"
    "A table of the live streams, again every second. q ends it. Watching a stream counts as a "
    "reader;\n"
    "the readers shown are the others. SLOTS: all there are / free / held by readers; MEMORY is "
    "what "
    "they take.\n"
    "Without a terminal the table is printed, not drawn over.\n"
    "\n"
    "  --iterations N   end after N tables\n"
    "  --interval S     seconds from one table to the next (1)\n";

#define STREAMS_MAX 64
/* A writer whose program is stopped must not stop the table. */
#define ANSWER_MS 100
#define CLEAR_SCREEN "\033[H\033[2J"

/* A stream that was seen, and its reader, which stays open from one table to the next. */
typedef struct watched {
    char name[FRS_NAME_MAX + 1];
    frs_reader *reader;
    bool seen, counted;
    uint32_t published; /* at the last table */
    double at;          /* its time, s */
} watched;

static watched streams[STREAMS_MAX];
static int n_streams;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static watched *find(const char *name)
{
    for (int i = 0; i < n_streams; i++)
        if (strcmp(streams[i].name, name) == 0)
            return &streams[i];
    return NULL;
}

static int see(const char *name, pid_t pid, void *user)
{
    (void)pid, (void)user;
    watched *w = find(name);
    if (!w && n_streams < STREAMS_MAX) {
        w = &streams[n_streams++];
        *w = (watched){0};
        snprintf(w->name, sizeof w->name, "%s", name);
    }
    if (w)
        w->seen = true;
    return 0;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const watched *)a)->name, ((const watched *)b)->name);
}

static void forget(int index)
{
    frs_reader_close(&streams[index].reader);
    memmove(&streams[index], &streams[index + 1],
            (size_t)(n_streams - index - 1) * sizeof streams[0]);
    n_streams--;
}

/* Open readers of new streams, close those of streams that are gone. */
static int look_around(void)
{
    for (int i = 0; i < n_streams; i++)
        streams[i].seen = false;
    int count = frs_stream_list(see, NULL);
    if (count < 0)
        return count;
    for (int i = n_streams - 1; i >= 0; i--)
        if (!streams[i].seen)
            forget(i);
    qsort(streams, (size_t)n_streams, sizeof streams[0], by_name);
    return 0;
}

/* Slots: all, those ready for a new picture, those that other readers hold; and their memory. */
static void print_memory(frs_reader *reader)
{
    static frs_accounts accounts;
    char slots[32];
    if (frs_reader_get_accounts(reader, &accounts, ANSWER_MS)) {
        printf(" %11s %10s", "-", "-");
        return;
    }
    snprintf(slots, sizeof slots, "%" PRIu32 "/%" PRIu32 "/%" PRIu32, accounts.n_slots,
             accounts.free, accounts.held);
    printf(" %11s %7.1f MB", slots, (double)accounts.used / 1e6);
}

static void print_picture(frs_reader *reader)
{
    frs_frame frame;
    char size[16] = "-";
    const char *format = "-";
    if (frs_reader_acquire_again(reader, &frame) == 0) {
        snprintf(size, sizeof size, "%ux%u", frame.info.width, frame.info.height);
        format = name_of_format(frame.info.format);
        frs_reader_release(reader, &frame);
    }
    printf(" %11s %-6s", size, format ? format : "?");
}

static void print_fps(watched *w, uint32_t published)
{
    double at = now();
    if (w->counted)
        printf(" %6.1f", (uint32_t)(published - w->published) / (at - w->at));
    else
        printf(" %6s", "-");
    w->published = published;
    w->at = at;
    w->counted = true;
}

static void print_row(watched *w)
{
    frs_reader_stats s;
    if (!w->reader) {
        int error = frs_reader_open(&w->reader, w->name, NULL);
        if (error) {
            printf("%-24s %s\n", w->name, frs_error_message());
            return;
        }
    }
    frs_reader_get_stats(w->reader, &s);
    printf("%-24s %8d", w->name, (int)s.writer_pid);
    print_picture(w->reader);
    print_fps(w, s.published);
    printf(" %9" PRIu32 " %9" PRIu32 " %9" PRIu32 " %7" PRIu32, s.published, s.in_place, s.copied,
           s.dropped);
    print_memory(w->reader);
    printf(" %7" PRIu32 "\n", s.readers > 0 ? s.readers - 1 : 0);
}

static void print_table(bool terminal)
{
    if (terminal)
        fputs(CLEAR_SCREEN, stdout);
    printf("%-24s %8s %11s %-6s %6s %9s %9s %9s %7s %11s %10s %7s\n", "NAME", "PID", "SIZE",
           "FORMAT", "FPS", "PUBLISHED", "IN PLACE", "COPIED", "DROPPED", "SLOTS", "MEMORY",
           "READERS");
    for (int i = 0; i < n_streams; i++)
        print_row(&streams[i]);
    if (n_streams == 0)
        puts("No stream is published by this user.");
    fflush(stdout);
}

/* True when somebody typed q in the meantime. */
static bool wait_for_quit(double seconds, bool keyboard)
{
    double end = now() + seconds;
    for (double left = seconds; left > 0; left = end - now()) {
        struct pollfd input = {.fd = keyboard ? STDIN_FILENO : -1, .events = POLLIN};
        if (poll(&input, 1, (int)(left * 1000) + 1) <= 0)
            continue;
        char typed;
        if (read(STDIN_FILENO, &typed, 1) != 1)
            keyboard = false;
        else if (typed == 'q' || typed == 'Q')
            return true;
    }
    return false;
}

static int run(double iterations, double interval, bool terminal, bool keyboard)
{
    for (double n = 0; iterations == 0 || n < iterations; n++) {
        if (n > 0 && wait_for_quit(interval, keyboard))
            break;
        int error = look_around();
        if (error)
            return fail_with(error);
        print_table(terminal);
    }
    while (n_streams > 0)
        forget(n_streams - 1);
    return STATUS_OK;
}

int command_top(int argc, char **argv)
{
    static const struct option options[] = {{"iterations", required_argument, NULL, 'n'},
                                            {"interval", required_argument, NULL, 'i'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    double iterations = 0, interval = 1;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":hn:i:", options, NULL)) != -1;)
        switch (option) {
        case 'n':
            if (!parse_number(optarg, 1, &iterations))
                return fail_usage("top", "--iterations %s is not a number from 1", optarg);
            break;
        case 'i':
            if (!parse_number(optarg, 0.01, &interval))
                return fail_usage("top", "--interval %s is not a number of seconds", optarg);
            break;
        case 'h':
            fputs(help, stdout);
            return STATUS_OK;
        case ':':
            return fail_usage("top", "%s wants a value", argv[optind - 1]);
        default:
            return fail_usage("top", "there is no option %s", argv[optind - 1]);
        }
    if (optind < argc)
        return fail_usage("top", "\"%s\" is one argument too many", argv[optind]);

    struct termios before, raw;
    bool keyboard = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &before) == 0;
    if (keyboard) { /* keys at once, unseen; Ctrl+C still ends */
        raw = before;
        raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    }
    int status = run(iterations, interval, isatty(STDOUT_FILENO), keyboard);
    if (keyboard)
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
    return status;
}
