/* SPDX-License-Identifier: MIT */
/* A process that is stopped (SIGSTOP) at any moment, also while it holds a lock, stops no other. */
#include <errno.h>
#include <glob.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/clock.h"
#include "fixture.h"

/* How often a process is stopped, unless FRAMESHARE_STOPS says. */
#define STOPS 60
/* The others go on within this time, ms, on a machine that has time for them. */
#define GOES_ON_MS 1000
#define HANG_MS 60000

/* What a process does again and again, and which ones cannot go on without it. */
typedef struct role {
    const char *name;
    void (*body)(atomic_uint *done);
    const char *needed_by[3];
    bool starts_processes;
} role;

/* Let the others have the processor, but stay for most of the time where a lock may be held. */
static void rest(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 50000}, NULL);
}

static void publish_on(const char *stream, atomic_uint *done)
{
    frs_writer *writer;
    if (frs_writer_create(&writer, stream, NULL))
        _exit(1);
    for (uint32_t i = 1;; i++) {
        /* New slots now and then. */
        if (fixture_publish(writer, 64, 16 + 64 * (i / 10 % 5), i) == FRS_OK)
            atomic_fetch_add(done, 1);
        fixture_sleep(1);
    }
}

static void read_from(const char *stream, atomic_uint *done)
{
    frs_reader *reader;
    frs_frame frame;
    if (frs_reader_open(&reader, stream, &(frs_reader_options){.timeout_ms = HANG_MS}))
        _exit(1);
    for (;;) {
        frs_reader_wait(reader, 100);
        if (frs_reader_acquire_newest(reader, &frame) == FRS_OK) {
            atomic_fetch_add(done, 1);
            frs_reader_release(reader, &frame);
        }
    }
}

static void open_again_and_again(const char *stream, atomic_uint *done)
{
    for (frs_reader *reader;;) {
        if (frs_reader_open(&reader, stream, NULL) == FRS_OK) {
            atomic_fetch_add(done, 1);
            frs_reader_close(&reader);
        }
        rest();
    }
}

static void write_cam0(atomic_uint *done)
{
    publish_on("cam0", done);
}

static void read_cam0(atomic_uint *done)
{
    read_from("cam0", done);
}

static void open_cam0(atomic_uint *done)
{
    open_again_and_again("cam0", done);
}

static void write_cam1(atomic_uint *done)
{
    publish_on("cam1", done);
}

static void read_cam1(atomic_uint *done)
{
    read_from("cam1", done);
}

/* Two of these race for one name; a writer that is stopped has it, for as long as it is. */
static void create_and_destroy(atomic_uint *done)
{
    for (frs_writer *writer;;) {
        int error = frs_writer_create(&writer, "shared", NULL);
        if (error == FRS_OK)
            frs_writer_destroy(&writer);
        if (error == FRS_OK || error == FRS_EEXIST)
            atomic_fetch_add(done, 1);
        rest();
    }
}

/* Leave a socket behind, as a killed writer does. Whoever notices it removes it. */
static void die(void)
{
    frs_writer *writer;
    if (frs_writer_create(&writer, "dead", NULL) == FRS_OK)
        raise(SIGKILL);
    _exit(0);
}

static void leave_dead_sockets(atomic_uint *done)
{
    for (;;) {
        pid_t pid = fork();
        if (pid == 0)
            die();
        while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
            continue;
        atomic_fetch_add(done, 1);
        rest();
    }
}

static int ignore(const char *name, pid_t pid, void *user)
{
    (void)name, (void)pid, (void)user;
    return 0;
}

static void list_streams(atomic_uint *done)
{
    for (;; rest())
        if (frs_stream_list(ignore, NULL) >= 0)
            atomic_fetch_add(done, 1);
}

static void connect_to_the_dead(atomic_uint *done)
{
    for (frs_reader *reader;;) {
        if (frs_reader_open(&reader, "dead", NULL) == FRS_OK)
            frs_reader_close(&reader);
        atomic_fetch_add(done, 1);
        rest();
    }
}

static const role roles[] = {
    {.name = "writes cam0", .body = write_cam0, .needed_by = {"reads cam0", "opens cam0"}},
    {.name = "reads cam0", .body = read_cam0},
    {.name = "opens cam0", .body = open_cam0},
    {.name = "writes cam1", .body = write_cam1, .needed_by = {"reads cam1"}},
    {.name = "reads cam1", .body = read_cam1},
    {.name = "creates and destroys", .body = create_and_destroy},
    {.name = "creates and destroys the same", .body = create_and_destroy},
    {.name = "leaves dead sockets", .body = leave_dead_sockets, .starts_processes = true},
    {.name = "lists streams", .body = list_streams},
    {.name = "connects to the dead", .body = connect_to_the_dead},
};

enum {
    ROLES = sizeof roles / sizeof roles[0]
};

static atomic_uint *done; /* by role */
static pid_t pids[ROLES];

static pid_t start(void (*body)(atomic_uint *), atomic_uint *count)
{
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    body(count);
    _exit(1);
}

static void begin(void)
{
    fixture_enter_in(access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    done =
        mmap(NULL, sizeof *done * ROLES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(done, MAP_FAILED);
    for (int i = 0; i < ROLES; i++)
        pids[i] = start(roles[i].body, &done[i]);
}

static void end(void)
{
    for (int i = 0; i < ROLES; i++)
        kill(pids[i], SIGKILL);
    while (wait(NULL) > 0)
        continue;
    munmap(done, sizeof *done * ROLES);
}

static bool needs(const role *stopped, const role *other)
{
    for (int i = 0; i < 3 && stopped->needed_by[i]; i++)
        if (stopped->needed_by[i] == other->name)
            return true;
    return false;
}

/* For how long the threads of a process were ready to run and did not, ms: the machine's doing. */
static int64_t time_in_queue(pid_t pid)
{
    char path[64];
    unsigned long long ran, queued, sum = 0;
    glob_t tasks;
    snprintf(path, sizeof path, "/proc/%d/task/*/schedstat", (int)pid);
    if (glob(path, 0, NULL, &tasks))
        return 0;
    for (size_t i = 0; i < tasks.gl_pathc; i++) {
        FILE *file = fopen(tasks.gl_pathv[i], "re");
        if (file && fscanf(file, "%llu %llu", &ran, &queued) == 2)
            sum += queued;
        if (file)
            fclose(file);
    }
    globfree(&tasks);
    return (int64_t)(sum / 1000000u);
}

/* The same for a role and for those it needs. */
static int64_t queued(int which)
{
    int64_t sum = time_in_queue(pids[which]);
    for (int i = 0; i < ROLES; i++)
        if (i != which && needs(&roles[i], &roles[which]))
            sum += time_in_queue(pids[i]);
    return sum;
}

static int64_t longest;

/* One that has to go on while another is stopped. */
typedef struct goer {
    bool waits;
    unsigned before;  /* what it had done */
    int64_t in_queue; /* and for how long it had been in the queue */
} goer;

/* Has it gone on? If so, was it kept from it for too long by `which`, which is stopped? */
static bool goes_on(int which, int i, const goer *g, int64_t start)
{
    int64_t waited = frs_now_ms() - start;
    ck_assert_msg(waited < HANG_MS, "who %s waits for who %s and is stopped", roles[i].name,
                  roles[which].name);
    if (atomic_load(&done[i]) - g->before < 2) /* one may have been under way */
        return false;
    if (roles[i].starts_processes) /* their time in the queue nobody knows */
        return true;
    waited -= queued(i) - g->in_queue;
    ck_assert_msg(waited <= GOES_ON_MS, "who %s waits for who %s and is stopped, for %d ms",
                  roles[i].name, roles[which].name, (int)waited);
    longest = waited > longest ? waited : longest;
    return true;
}

/* Stop `which`: do all the others go on? */
static void stop_one(int which)
{
    goer goers[ROLES] = {0};
    ck_assert_int_eq(kill(pids[which], SIGSTOP), 0);
    int64_t start = frs_now_ms();
    for (int i = 0; i < ROLES; i++)
        if (i != which && !needs(&roles[which], &roles[i]))
            goers[i] = (goer){true, atomic_load(&done[i]), queued(i)};
    for (int left = 1; left;) {
        left = 0;
        for (int i = 0; i < ROLES; i++) {
            goers[i].waits = goers[i].waits && !goes_on(which, i, &goers[i], start);
            left += goers[i].waits;
        }
        fixture_sleep(1);
    }
    kill(pids[which], SIGCONT);
}

START_TEST(a_stopped_process_stops_no_other)
{
    const char *said = getenv("FRAMESHARE_STOPS");
    int stops = said ? atoi(said) : STOPS;
    unsigned random = (unsigned)time(NULL);
    printf("seed %u\n", random);
    for (int i = 0; i < ROLES; i++)
        while (atomic_load(&done[i]) == 0)
            fixture_sleep(1);
    for (int i = 0; i < stops; i++) {
        random = random * 1664525u + 1013904223u;
        struct timespec pause = {.tv_nsec = (long)(random >> 8) % 2000000};
        nanosleep(&pause, NULL);
        stop_one((int)((random >> 16) % ROLES));
    }
    printf("%d stops; the longest that another was kept waiting was %d ms\n", stops, (int)longest);
    for (int i = 0; i < ROLES; i++)
        ck_assert_msg(waitpid(pids[i], NULL, WNOHANG) == 0, "who %s has ended", roles[i].name);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("stopped processes");
    TCase *tests = checks_case(suite, "stop", begin, end, 3600);
    tcase_add_test(tests, a_stopped_process_stops_no_other);
    return checks_run(suite);
}
