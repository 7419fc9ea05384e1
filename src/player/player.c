/* SPDX-License-Identifier: MIT */
#include "player.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <frameshare/stream.h>
#include <frameshare/writer.h>

#include "crash.h"
#include "decoders.h"
#include "frameshare.h"
#include "libav.h"
#include "line.h"
#include "playback.h"
#include "prepare.h"
#include "version.h"

/* The number of players with a default name in this process. */
#define DEFAULT_NAMES_MAX 256

struct frs_player {
    frs_player_callback callback;
    void *user;
    char *stream; /* the requested stream name, or NULL; later the name of the writer */
    gsize queued; /* bytes of queued commands; atomic */
    gint asked;   /* frs_player_answers() has queued a call that has not run yet; atomic */
    GThread *thread;
    GMainContext *context;
    GMainLoop *loop;

    /* Tells frs_player_create() whether the stream could be made. */
    GMutex lock;
    GCond started;
    enum {
        STARTING,
        RUNNING,
        REFUSED
    } state;

    /* Only the player's thread uses these. */
    frs_writer *writer;
    frs_playback *playback; /* NULL: GStreamer did not start, `unusable` says why */
    frs_problem *unusable;
};

static void say(const char *line, void *user)
{
    frs_player *player = user;
    player->callback(line, player->user);
}

static void say_and_free(frs_player *player, char *line)
{
    say(line, player);
    g_free(line);
}

/* ---- the stream ---- */

static int publish_default(frs_player *player)
{
    int error = FRS_EEXIST;
    for (int i = 1; error == FRS_EEXIST && i <= DEFAULT_NAMES_MAX; i++) {
        char name[FRS_NAME_MAX + 1];
        if (i == 1)
            g_snprintf(name, sizeof name, "gst_player_%d", (int)getpid());
        else
            g_snprintf(name, sizeof name, "gst_player_%d_%d", (int)getpid(), i);
        error = frs_writer_create(&player->writer, name, NULL);
    }
    return error;
}

static frs_problem *publish(frs_player *player)
{
    int error = player->stream == NULL ? publish_default(player)
                                       : frs_writer_create(&player->writer, player->stream, NULL);
    if (error < 0)
        return frs_problem_from_core(error);
    g_free(player->stream);
    player->stream = g_strdup(frs_writer_name(player->writer));
    return NULL;
}

static void say_hello(frs_player *player)
{
    JsonBuilder *builder = frs_event_begin("hello");
    frs_add_string(builder, "stream", player->stream);
    frs_add_integer(builder, "pid", getpid());
    frs_add_string(builder, "version", FRS_VERSION);
    say_and_free(player, frs_line_end(builder));
}

/* ---- the thread ---- */

static frs_problem *start_gstreamer(void)
{
    g_autoptr(GError) error = NULL;
    frs_problem *too_old = frs_gstreamer_too_old();
    if (too_old != NULL)
        return too_old;
    if (!gst_init_check(NULL, NULL, &error))
        return frs_problem_new("internal", "GStreamer does not start: %s",
                               error ? error->message : "for a reason it does not give");
    if (!frs_gst_register())
        return frs_problem_new("internal", "framesharesink cannot be registered with GStreamer");
    frs_libav_check();
    frs_decoders_prefer();
    frs_crash_follow_elements();
    return NULL;
}

static void tell_creator(frs_player *player, gboolean running)
{
    g_mutex_lock(&player->lock);
    player->state = running ? RUNNING : REFUSED;
    g_cond_signal(&player->started);
    g_mutex_unlock(&player->lock);
}

static void play(frs_player *player)
{
    player->unusable = start_gstreamer();
    if (player->unusable != NULL)
        say_and_free(player, frs_event_problem("error", player->unusable));
    else
        player->playback = frs_playback_create(player->context, player->writer, say, player);
    g_main_loop_run(player->loop);
    frs_playback_destroy(&player->playback);
    frs_problem_free(player->unusable);
}

static gpointer thread_main(gpointer user)
{
    frs_player *player = user;
    g_main_context_push_thread_default(player->context);
    frs_problem *problem = publish(player);
    if (problem != NULL)
        say_and_free(player, frs_event_problem("error", problem));
    frs_problem_free(problem);
    tell_creator(player, player->writer != NULL);
    if (player->writer != NULL) {
        say_hello(player);
        play(player);
        frs_writer_destroy(&player->writer);
        say(FRS_LINE_QUIT, player);
    }
    g_main_context_pop_thread_default(player->context);
    return NULL;
}

/* New threads inherit the signal mask: GStreamer's and the writer's too. */
static GThread *start_thread(frs_player *player)
{
    static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
    sigset_t all, before;
    sigfillset(&all);
    /* A blocked fault signal would kill the process without calling its handler. */
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++)
        sigdelset(&all, faults[i]);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    GThread *thread = g_thread_new("frs-player", thread_main, player);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return thread;
}

const char *frs_player_stream(const frs_player *player)
{
    return player->stream;
}

/* ---- commands ---- */

typedef struct frs_line {
    frs_player *player;
    char *text;
    gssize size;
} frs_line;

static void line_free(gpointer user)
{
    frs_line *line = user;
    g_atomic_pointer_add(&line->player->queued, -line->size);
    g_free(line->text);
    g_free(line);
}

static void carry_out(frs_player *player, const frs_command *command)
{
    if (command->verb == FRS_VERB_QUIT) {
        JsonBuilder *builder = frs_reply_begin(command->id);
        frs_add_boolean(builder, "ok", TRUE);
        say_and_free(player, frs_line_end(builder));
        g_main_loop_quit(player->loop);
    } else if (player->playback != NULL) {
        frs_playback_command(player->playback, command);
    } else {
        say_and_free(player, frs_reply_error(command->id, player->unusable));
    }
}

/* Some commands are answered long after the events that they cause. */
static void say_accepted(frs_player *player, const frs_command *command)
{
    if (strcmp(command->id, "null") != 0)
        say_and_free(player, frs_event_accepted(command->id));
}

static gboolean on_line(gpointer user)
{
    frs_line *line = user;
    g_autoptr(frs_command) command = NULL;
    g_autoptr(frs_problem) problem = frs_command_parse(line->text, strlen(line->text), &command);
    if (problem != NULL) {
        say_and_free(line->player, frs_reply_error(command->id, problem));
    } else {
        say_accepted(line->player, command);
        carry_out(line->player, command);
    }
    return G_SOURCE_REMOVE;
}

static void queue(frs_player *player, GSourceFunc function, gpointer user, GDestroyNotify notify)
{
    GSource *source = g_idle_source_new();
    g_source_set_priority(source, G_PRIORITY_DEFAULT);
    g_source_set_callback(source, function, user, notify);
    g_source_attach(source, player->context);
    g_source_unref(source);
}

void frs_player_command(frs_player *player, const char *json_line)
{
    frs_line *line = g_new(frs_line, 1);
    line->player = player;
    /* Copy at most one byte more than the limit: that is enough to reject the line. */
    line->text = g_strndup(json_line, FRS_LINE_MAX + 1);
    line->size = (gssize)(strlen(line->text) + sizeof *line);
    g_atomic_pointer_add(&player->queued, line->size);
    queue(player, on_line, line, line_free);
}

static gboolean on_prepare(gpointer user)
{
    frs_player *player = user;
    if (player->unusable == NULL)
        frs_prepare(player->context);
    return G_SOURCE_REMOVE;
}

void frs_player_prepare(frs_player *player)
{
    queue(player, on_prepare, player, NULL);
}

size_t frs_player_queued(const frs_player *player)
{
    return (gsize)g_atomic_pointer_get(&player->queued);
}

static gboolean on_question(gpointer user)
{
    frs_player *player = user;
    g_atomic_int_set(&player->asked, FALSE);
    return G_SOURCE_REMOVE;
}

bool frs_player_answers(frs_player *player)
{
    if (!g_atomic_int_compare_and_exchange(&player->asked, FALSE, TRUE))
        return false;
    queue(player, on_question, player, NULL);
    return true;
}

/* ---- life ---- */

static void player_free(frs_player *player)
{
    g_thread_join(player->thread);
    g_main_loop_unref(player->loop);
    g_main_context_unref(player->context);
    g_mutex_clear(&player->lock);
    g_cond_clear(&player->started);
    g_free(player->stream);
    g_free(player);
}

frs_player *frs_player_create(const char *stream, frs_player_callback callback, void *user)
{
    frs_player *player = g_new0(frs_player, 1);
    player->callback = callback;
    player->user = user;
    player->stream = stream != NULL && *stream != '\0' ? g_strdup(stream) : NULL;
    player->context = g_main_context_new();
    player->loop = g_main_loop_new(player->context, FALSE);
    g_mutex_init(&player->lock);
    g_cond_init(&player->started);
    player->thread = start_thread(player);

    g_mutex_lock(&player->lock);
    while (player->state == STARTING)
        g_cond_wait(&player->started, &player->lock);
    gboolean running = player->state == RUNNING;
    g_mutex_unlock(&player->lock);
    if (running)
        return player;
    player_free(player);
    return NULL;
}

static gboolean on_quit(gpointer user)
{
    g_main_loop_quit(user);
    return G_SOURCE_REMOVE;
}

void frs_player_destroy(frs_player **player)
{
    frs_player *it = g_steal_pointer(player);
    if (it == NULL)
        return;
    /* Queued, not called: the main loop may not run yet, and g_main_loop_quit() before it runs is
     * lost. */
    queue(it, on_quit, it->loop, NULL);
    player_free(it);
}
