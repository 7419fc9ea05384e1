/* SPDX-License-Identifier: MIT */
#include "host.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gstdio.h>

#include "channel.h"
#include "crash.h"
#include "directory.h"
#include "inspect.h"
#include "line.h"
#include "player.h"
#include "quirk_list.h"

/* How long the pipeline may take to stop before the process ends without waiting for it. */
#define STOP_SECONDS 5
#define FLUSH_MS 500
/* Bytes of commands that may be queued for the player's thread; with more, the host stops reading.
 */
#define QUEUED_MAX (4 * 1024 * 1024)
/* The player calls nobody when its queue gets shorter: the missing event is one of frs_player. */
#define QUEUED_POLL_MS 20
/* How long the player's thread may be unresponsive. On a machine's first start GStreamer scans all
 * its plugins, which takes up to most of this time. */
#define ANSWER_SECONDS 30
/* The descriptor limit: more than a stream with all its slots and readers needs. */
#define DESCRIPTORS 4096

/* The process name in ps and top: before its first command, and when it plays. */
#define NAME_SPARE "frs-spare"
#define NAME_PLAYER "frameshare-play"

typedef struct frs_host {
    GMainLoop *loop;
    frs_channel *channel;
    frs_player *player;
    guint polling;  /* GLib source id of the timer that resumes reading; 0: the host reads */
    gboolean spare; /* no command has come yet */
} frs_host;

/* ---- between the descriptor and the player ---- */

/* On the player's thread. */
static void on_player_line(const char *line, void *user)
{
    frs_host *host = user;
    frs_channel_send(host->channel, line);
    if (strcmp(line, FRS_LINE_QUIT) == 0)
        g_main_loop_quit(host->loop);
}

static gboolean on_queued_poll(gpointer user)
{
    frs_host *host = user;
    if (frs_player_queued(host->player) > QUEUED_MAX)
        return G_SOURCE_CONTINUE;
    host->polling = 0;
    frs_channel_pause(host->channel, FALSE);
    return G_SOURCE_REMOVE;
}

static void hold_back(frs_host *host)
{
    if (host->polling != 0 || frs_player_queued(host->player) <= QUEUED_MAX)
        return;
    frs_channel_pause(host->channel, TRUE);
    host->polling = g_timeout_add(QUEUED_POLL_MS, on_queued_poll, host);
}

static void on_command(const char *line, gsize length, void *user)
{
    frs_host *host = user;
    g_autoptr(frs_problem) problem = NULL;
    if (line == NULL)
        problem = frs_problem_new("command", "a line may have at most %d bytes", FRS_LINE_MAX);
    else if (memchr(line, '\0', length) != NULL)
        problem = frs_problem_new("command", "the line is not UTF-8 text: it has a NUL byte");
    if (problem != NULL) {
        g_autofree char *reply = frs_reply_error("null", problem);
        frs_channel_send(host->channel, reply);
        return;
    }
    if (host->spare)
        prctl(PR_SET_NAME, NAME_PLAYER);
    host->spare = FALSE;
    g_autofree char *text = g_strndup(line, length);
    frs_player_command(host->player, text);
    hold_back(host);
}

static void on_closed(void *user)
{
    frs_host *host = user;
    g_main_loop_quit(host->loop);
}

/* ---- the ends of a host ---- */

static gboolean on_signal(gpointer user)
{
    on_closed(user);
    return G_SOURCE_CONTINUE;
}

static gboolean on_parent_death(gint fd, GIOCondition condition, gpointer user)
{
    (void)fd;
    (void)condition;
    on_closed(user);
    return G_SOURCE_REMOVE;
}

/* Not PR_SET_PDEATHSIG: it fires when the parent's *thread* that started us ends, which a Node
 * worker may do. A pidfd becomes readable when the process ends. On kernels without pidfds, only
 * the end of the descriptor tells. */
static void watch_parent(frs_host *host)
{
#ifdef SYS_pidfd_open
    int fd = (int)syscall(SYS_pidfd_open, getppid(), 0);
    if (fd >= 0)
        g_unix_fd_add(fd, G_IO_IN, on_parent_death, host);
#else
    (void)host;
    (void)on_parent_death;
#endif
}

static char stream_socket[sizeof((struct sockaddr_un *)0)->sun_path];

/* The pipeline did not stop in time: an element that does not stop must not keep this process alive
 * after its parent. */
static void on_alarm(int number)
{
    (void)number;
    unlink(stream_socket);
    _exit(EXIT_FAILURE);
}

static void note_socket(const frs_player *player)
{
    struct sockaddr_un address;
    if (frs_directory_address(&address, frs_player_stream(player), false) == FRS_OK)
        g_strlcpy(stream_socket, address.sun_path, sizeof stream_socket);
}

static void expect_end(void)
{
    signal(SIGALRM, on_alarm);
    alarm(STOP_SECONDS);
}

/* A demuxer that loops over a damaged file cannot be stopped: end the process. */
static gboolean on_watch(gpointer user)
{
    frs_host *host = user;
    if (frs_player_answers(host->player))
        return G_SOURCE_CONTINUE;
    fprintf(stderr, "frameshare-player: GStreamer holds the player up for more than %d seconds\n",
            ANSWER_SECONDS);
    on_alarm(0);
    return G_SOURCE_REMOVE;
}

/* ---- start ---- */

/* GStreamer caches its plugin registry in the user's cache folder. If that folder is not writable
 * (no home, a container) each start would scan all plugins again, for seconds. */
static void keep_registry(void)
{
    const char *runtime = g_getenv("XDG_RUNTIME_DIR");
    const char *cache = g_get_user_cache_dir();
    if (runtime == NULL || g_getenv("GST_REGISTRY") != NULL || g_getenv("GST_REGISTRY_1_0") != NULL)
        return;
    g_autofree char *folder = g_build_filename(cache, "gstreamer-1.0", NULL);
    if (g_mkdir_with_parents(folder, 0755) == 0 && g_access(folder, W_OK) == 0)
        return;
    g_autofree char *file = g_build_filename(runtime, "frameshare-gstreamer-registry.bin", NULL);
    g_setenv("GST_REGISTRY", file, FALSE);
}

static int run(frs_host *host, const char *stream)
{
    host->player = frs_player_create(stream, on_player_line, host);
    if (host->player == NULL)
        return EXIT_FAILURE;
    note_socket(host->player);
    if (host->spare) {
        prctl(PR_SET_NAME, NAME_SPARE);
        frs_player_prepare(host->player);
    }
    g_timeout_add_seconds(ANSWER_SECONDS, on_watch, host);
    g_main_loop_run(host->loop);
    return EXIT_SUCCESS;
}

static int host_main(int fd, const char *stream, gboolean spare)
{
    frs_host host = {.loop = g_main_loop_new(NULL, FALSE), .spare = spare};
    keep_registry();
    signal(SIGPIPE, SIG_IGN);
    g_unix_signal_add(SIGTERM, on_signal, &host);
    g_unix_signal_add(SIGINT, on_signal, &host);
    g_unix_signal_add(SIGHUP, on_signal, &host);
    watch_parent(&host);
    host.channel = frs_channel_create(fd, on_command, on_closed, &host);
    int status = run(&host, stream);
    expect_end();
    frs_player_destroy(&host.player);
    frs_channel_flush(host.channel, FLUSH_MS);
    frs_channel_destroy(&host.channel);
    g_main_loop_unref(host.loop);
    return status;
}

/* Electron lets its children inherit descriptors, among them sockets to its other processes. Close
 * them: this process decodes untrusted files. */
static void close_others(int fd, int words)
{
    g_autoptr(GDir) folder = g_dir_open("/proc/self/fd", 0, NULL);
    g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(int));
    const char *name;
    while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
        int number = (int)g_ascii_strtoll(name, NULL, 10);
        if (number > STDERR_FILENO && number != fd && number != words)
            g_array_append_val(others, number);
    }
    /* Skip the descriptor of the folder that is being listed. */
    g_clear_pointer(&folder, g_dir_close);
    for (guint i = 0; i < others->len; i++)
        close(g_array_index(others, int, i));
}

static void fail_usage(const char *message)
{
    fprintf(stderr, "frameshare-player: %s\n", message);
    exit(2);
}

/* Each slot, reader and notification page needs a descriptor, and the kernel limits a user's
 * descriptors in flight to the sender's limit. The default of 1024 exists for programs that call
 * select(); nothing here does. */
static void allow_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < DESCRIPTORS) {
        limit.rlim_cur = MIN(limit.rlim_max, DESCRIPTORS);
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int frs_host_main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--inspect") == 0) {
        keep_registry();
        return frs_inspect(argv + 2);
    }
    int fd = 3;
    int words = STDERR_FILENO;
    gboolean spare = FALSE, quirks = FALSE;
    g_autofree char *stream = NULL;
    GOptionEntry entries[] = {
        {"fd", 0, 0, G_OPTION_ARG_INT, &fd, "Descriptor for commands and events (3)", "N"},
        {"last-words", 0, 0, G_OPTION_ARG_INT, &words,
         "Descriptor for a line that says in which element it crashed (2)", "N"},
        {"stream", 0, 0, G_OPTION_ARG_STRING, &stream, "Name to publish as (gst_player_PID)",
         "NAME"},
        {"spare", 0, 0, G_OPTION_ARG_NONE, &spare,
         "Until the first command load what most films need", NULL},
        {"quirks", 0, 0, G_OPTION_ARG_NONE, &quirks,
         "List the faults of GStreamer that are worked around, and end", NULL},
        G_OPTION_ENTRY_NULL};
    g_autoptr(GOptionContext) context = g_option_context_new("- play into a frameshare stream");
    g_autoptr(GError) error = NULL;
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error))
        fail_usage(error->message);
    if (argc > 1)
        fail_usage("unexpected argument; see --help");
    if (quirks) {
        frs_quirk_list_print();
        return EXIT_SUCCESS;
    }
    if (fd < 0 || fcntl(fd, F_GETFD) < 0)
        fail_usage("the descriptor for commands is not open: start it with one, see --fd");
    if (words < 0 || fcntl(words, F_GETFD) < 0)
        fail_usage("the descriptor for last words is not open, see --last-words");
    close_others(fd, words);
    allow_descriptors();
    frs_crash_report_to(words);
    return host_main(fd, stream, spare);
}
