/* SPDX-License-Identifier: MIT */
/*
 * The C reader against a writer that means ill (hostile_writer.c, in a process of its own):
 * whatever comes over the link and stands in shared memory, each call returns in time with an error
 * that it declares, frames lie in their slots and stay readable while they are held, and a reader
 * that is closed leaves neither descriptors nor mappings.
 *
 * FRAMESHARE_FUZZ says how many messages, FRAMESHARE_SEED which.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/directory.h"
#include "fixture.h"
#include "hostile_writer.h"
#include "message.h"
#include "picture/picture.h"

#define MESSAGES 20000
/* A call that takes longer than it was told, and this, hangs. */
#define PATIENCE_S 60
/* How long opening waits for a writer that does not answer: ANSWER_MS of link.c, SLOTS_MS of
 * reader.c, and as much again. */
#define OPEN_MS 20000
/* Frames held at a time, of FRS_LEASES_MAX. */
#define HELD_MAX 12
#define CALLS_MAX 400
/* Larger pictures are not rendered: that takes long, and finds no more. */
#define RENDERED_MAX 40000

static fuzz_random dice;
static frs_reader *reader;
static frs_frame held[HELD_MAX];
static uint32_t n_held;
static uint64_t frames, calls, opened;
static volatile uint32_t sum; /* of what was read */
static const char *volatile calling = "nothing";

static void hang(int number)
{
    static const char *const words = "this call does not return: ";
    (void)number;
    if (write(STDERR_FILENO, words, strlen(words)) > 0 &&
        write(STDERR_FILENO, calling, strlen(calling)) > 0)
        abort();
    abort();
}

/* `call`, which returns within `ms`; its error. */
#define TIMED(call, ms)                                                                            \
    __extension__({                                                                                \
        calling = #call;                                                                           \
        alarm(PATIENCE_S);                                                                         \
        int64_t start = frs_now_ms();                                                              \
        int result = (call);                                                                       \
        assert_in_time(frs_now_ms() - start, (ms));                                                \
        calls++;                                                                                   \
        result;                                                                                    \
    })

static void assert_in_time(int64_t took, int64_t ms)
{
    /* On a machine that is busy with other things. */
    ck_assert_msg(took <= ms + PATIENCE_S * 1000 / 4, "%s took %" PRId64 " ms", calling, took);
}

static void assert_one_of(int error, const int *errors)
{
    for (const int *one = errors; *one != 1; one++)
        if (*one == error)
            return;
    ck_abort_msg("%s: %d (%s), which it does not declare; \"%s\"", calling, error,
                 frs_strerror(error), frs_error_message());
}

/* ---- what is done with frames ---- */

/* The first and last byte of each row: by our own reckoning, not frs_frame_info_check()'s. */
static void touch_plane(const frs_frame *frame, uint32_t p)
{
    uint32_t rows = frs_format_rows(frame->info.format, p, frame->info.height);
    uint32_t bytes = frs_format_row_bytes(frame->info.format, p, frame->info.width);
    ck_assert(rows > 0 && bytes > 0);
    for (uint32_t y = 0; y < rows; y++) {
        uint64_t start = frame->info.offset[p] + (uint64_t)y * frame->info.stride[p];
        ck_assert_uint_le(start + bytes, frame->size);
        sum += frame->data[start] + frame->data[start + bytes - 1];
    }
}

static void touch_overlays(const frs_frame *frame)
{
    frs_overlays table;
    if (!frame->overlay_data || frs_overlays_read(&table, frame->overlay_data, frame->overlay_size))
        return;
    ck_assert(table.n >= 1 && table.n <= FRS_OVERLAYS_MAX);
    for (uint32_t i = 0; i < table.n; i++) {
        const frs_overlay *overlay = &table.overlay[i];
        for (uint32_t y = 0; y < overlay->rows; y++) {
            uint64_t start = overlay->offset + (uint64_t)y * overlay->stride;
            ck_assert_uint_le(start + overlay->columns * UINT64_C(4), frame->overlay_size);
            sum += frame->overlay_data[start] +
                   frame->overlay_data[start + overlay->columns * UINT64_C(4) - 1];
        }
    }
}

static void touch(const frs_frame *frame)
{
    ck_assert(frame->info.n_planes >= 1 && frame->info.n_planes <= FRS_PLANES_MAX);
    for (uint32_t p = 0; p < frame->info.n_planes; p++)
        touch_plane(frame, p);
    touch_overlays(frame);
}

static void render(const frs_frame *frame)
{
    frs_picture *picture;
    static uint8_t row[FRS_SIZE_MAX * 4];
    ck_assert_frs(frs_picture_create(&picture, &frame->info, frame->data, frame->size), FRS_OK);
    frs_picture_set_overlays(picture, frame->overlay_data, frame->overlay_size);
    uint32_t height = frs_picture_height(picture), width = frs_picture_width(picture);
    ck_assert(width >= 1 && width <= FRS_SIZE_MAX && height >= 1 && height <= FRS_SIZE_MAX);
    for (uint32_t y = 0; y < height && (uint64_t)width * height <= RENDERED_MAX; y++) {
        frs_picture_row(picture, y, row);
        sum += row[0];
    }
    frs_picture_destroy(&picture);
}

/* ---- what is asked of the reader ---- */

static void release_one(void)
{
    uint32_t i = fuzz_below(&dice, n_held);
    touch(&held[i]);
    frs_reader_release(reader, &held[i]);
    ck_assert_ptr_null(held[i].data);
    held[i] = held[--n_held];
}

static void acquire(void)
{
    static const int errors[] = {FRS_OK,        FRS_EAGAIN, FRS_ECLOSED, FRS_ELEASES,
                                 FRS_EPROTOCOL, FRS_EABI,   FRS_ESYSTEM, 1};
    frs_frame frame;
    int error;
    if (n_held == HELD_MAX)
        release_one();
    switch (fuzz_below(&dice, 4)) {
    case 0:
        error = TIMED(frs_reader_acquire_newest(reader, &frame), 0);
        break;
    case 1:
        error = TIMED(frs_reader_acquire_next(reader, &frame), 0);
        break;
    case 2:
        error = TIMED(frs_reader_acquire_again(reader, &frame), 0);
        break;
    default:
        error = TIMED(frs_reader_peek(reader, &frame), 0);
    }
    assert_one_of(error, errors);
    if (error)
        return;
    frames++;
    touch(&frame);
    if (fuzz_once_in(&dice, 16))
        render(&frame);
    held[n_held++] = frame;
}

/* False: no more comes. */
static bool wait_a_little(void)
{
    static const int errors[] = {
        FRS_OK, FRS_ETIMEOUT, FRS_ECLOSED, FRS_EPROTOCOL, FRS_EABI, FRS_ESYSTEM, 1};
    int ms = (int)fuzz_below(&dice, 3);
    int error = TIMED(frs_reader_wait(reader, ms), ms);
    assert_one_of(error, errors);
    return error == FRS_OK || error == FRS_ETIMEOUT;
}

static void ask_accounts(void)
{
    static const int errors[] = {
        FRS_OK, FRS_ETIMEOUT, FRS_ECLOSED, FRS_EPROTOCOL, FRS_EABI, FRS_ESYSTEM, 1};
    static frs_accounts accounts;
    int ms = (int)fuzz_below(&dice, 10);
    int error = TIMED(frs_reader_get_accounts(reader, &accounts, ms), ms);
    assert_one_of(error, errors);
    if (error)
        return;
    ck_assert(accounts.n_slots <= FRS_ACCOUNTS_SLOTS_MAX &&
              accounts.n_readers <= FRS_ACCOUNTS_READERS_MAX);
    for (uint32_t i = 0; i < accounts.n_readers; i++)
        ck_assert_uint_le(accounts.reader[i].n_leases, FRS_LEASES_MAX);
}

/* False: the stream is over. */
static bool use(void)
{
    frs_reader_stats stats;
    switch (fuzz_below(&dice, 16)) {
    case 0:
        ask_accounts();
        return true;
    case 1:
        frs_reader_get_stats(reader, &stats);
        return true;
    case 2:
        frs_reader_set_view(reader, fuzz_word(&dice), fuzz_word(&dice));
        return true;
    case 3:
    case 4:
        if (n_held > 0)
            release_one();
        return true;
    case 5:
    case 6:
    case 7:
        return wait_a_little();
    default:
        acquire();
        return true;
    }
}

static void use_stream(void)
{
    for (uint32_t n = fuzz_below(&dice, CALLS_MAX); n > 0 && use(); n--)
        continue;
    /* What is held stays, whatever the writer does. */
    while (n_held > 0 && !fuzz_once_in(&dice, 8))
        release_one();
    n_held = 0;
    frs_reader_close(&reader);
    ck_assert_ptr_null(reader);
}

static void open_stream(void)
{
    static const int errors[] = {FRS_OK,
                                 FRS_ENOENT,
                                 FRS_EABI,
                                 FRS_EEXIST,
                                 FRS_EINVAL,
                                 FRS_ENAME,
                                 FRS_EFOLDER,
                                 FRS_EUSER,
                                 FRS_EREADERS,
                                 FRS_ESYSTEM,
                                 FRS_EPROTOCOL,
                                 FRS_ETIMEOUT,
                                 FRS_ENOMEM,
                                 FRS_EAGAIN,
                                 FRS_ELEASES,
                                 FRS_EUNLOCKED,
                                 1};
    frs_reader_options options = {.every_frame = fuzz_once_in(&dice, 2),
                                  .history = fuzz_below(&dice, FRS_HISTORY_MAX + 1),
                                  .timeout_ms = (int)fuzz_below(&dice, 2) * 20};
    int error = TIMED(frs_reader_open(&reader, "hostile", &options), OPEN_MS);
    assert_one_of(error, errors);
    ck_assert((reader != NULL) == (error == FRS_OK));
    if (error)
        return;
    opened++;
    use_stream();
}

/* ---- the run ---- */

static int ready_pipe[2];

static void say_ready(void)
{
    if (write(ready_pipe[1], "x", 1) != 1)
        _exit(3);
}

static pid_t start_writer(uint64_t seed, uint64_t messages)
{
    char byte;
    ck_assert_int_eq(pipe(ready_pipe), 0);
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ready_pipe[0]);
        int64_t taken = hostile_writer_run("hostile", seed, messages, -1, say_ready);
        _exit(taken < (int64_t)messages);
    }
    close(ready_pipe[1]);
    ck_assert_int_eq(read(ready_pipe[0], &byte, 1), 1);
    close(ready_pipe[0]);
    return pid;
}

static bool is_over(pid_t pid)
{
    int status;
    if (waitpid(pid, &status, WNOHANG) == 0)
        return false;
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                  "the hostile writer ended with status %#x", status);
    return true;
}

START_TEST(nothing_that_a_writer_sends_or_stores_harms_a_reader)
{
    uint64_t messages = fuzz_messages(MESSAGES), seed = fuzz_seed();
    signal(SIGALRM, hang);
    dice.state = ~seed;
    int before = fixture_count_fds();
    printf("seed %" PRIu64 ", %" PRIu64 " messages\n", seed, messages);
    fflush(stdout);
    pid_t writer = start_writer(seed, messages);
    while (!is_over(writer)) {
        open_stream();
        ck_assert_int_eq(fixture_count_fds(), before);
        ck_assert_int_eq(fixture_count_mappings(), 0);
    }
    alarm(0);
    printf("%" PRIu64 " calls, %" PRIu64 " streams opened, %" PRIu64 " frames\n", calls, opened,
           frames);
    ck_assert(opened > 0 && frames > 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link reader fuzz");
    TCase *tests = checks_case(suite, "fuzz", NULL, NULL, 0);
    tcase_add_test(tests, nothing_that_a_writer_sends_or_stores_harms_a_reader);
    return fixture_run(suite);
}
