/* SPDX-License-Identifier: MIT */
#include "driver.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gst/gst.h>

#include "counter.h"
#include "fixture.h"
#include "player.h"

/* A guard against tests that hang, not a measure of speed. */
#define PATIENCE_US (60 * G_USEC_PER_SEC)

struct driver {
    int fd;             /* -1: in process */
    pid_t pid;          /* of the process; 0 when it has been waited for */
    frs_player *player; /* in process */
    GThread *reading;

    GAsyncQueue *arriving; /* of char *, in the order they came; "" is the end */
    GPtrArray *seen;       /* of JsonObject */
    GPtrArray *text;       /* of char *, the same lines */
    guint next_event;
    guint next_stray; /* for replies without id */
    int last_id;
    char *stream;
};

/* ---- lines in ---- */

static gpointer read_lines(gpointer user)
{
    driver *it = user;
    FILE *file = fdopen(dup(it->fd), "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    while ((length = getline(&line, &size, file)) > 0) {
        if (line[length - 1] == '\n')
            line[length - 1] = '\0';
        g_async_queue_push(it->arriving, g_strdup(line));
    }
    free(line);
    fclose(file);
    g_async_queue_push(it->arriving, g_strdup(""));
    return NULL;
}

static void on_line(const char *line, void *user)
{
    driver *it = user;
    g_async_queue_push(it->arriving, g_strdup(line));
}

#define LAST_WORDS 12

/* The newest lines, for who is told that another did not come. */
static char *last_words(const driver *it)
{
    GString *words = g_string_new(NULL);
    for (guint i = MAX(it->text->len, LAST_WORDS) - LAST_WORDS; i < it->text->len; i++)
        g_string_append_printf(words, "\n    %s", (char *)g_ptr_array_index(it->text, i));
    return g_string_free(words, FALSE);
}

/* One that has arrived; takes it. False: it is the end. */
static bool see(driver *it, char *line)
{
    if (*line == '\0') {
        g_free(line);
        return false;
    }
    JsonNode *node = json_from_string(line, NULL);
    ck_assert_msg(node != NULL && JSON_NODE_HOLDS_OBJECT(node), "not a JSON object: %s", line);
    g_ptr_array_add(it->seen, json_node_dup_object(node));
    json_node_unref(node);
    g_ptr_array_add(it->text, line);
    return true;
}

/* Read one more line. False: there will be none. */
static bool see_one(driver *it, const char *what)
{
    char *line = g_async_queue_timeout_pop(it->arriving, PATIENCE_US);
    ck_assert_msg(line != NULL, "waited in vain for %s after%s", what, last_words(it));
    return see(it, line);
}

static void must_see_one(driver *it, const char *what)
{
    ck_assert_msg(see_one(it, what), "the player ended before %s after%s", what, last_words(it));
}

/* ---- players ---- */

static driver *driver_new(void)
{
    driver *it = g_new0(driver, 1);
    it->fd = -1;
    it->arriving = g_async_queue_new_full(g_free);
    it->seen = g_ptr_array_new_with_free_func((GDestroyNotify)json_object_unref);
    it->text = g_ptr_array_new_with_free_func(g_free);
    return it;
}

static void take_hello(driver *it)
{
    must_see_one(it, "hello");
    JsonObject *first = g_ptr_array_index(it->seen, 0);
    if (g_strcmp0(json_object_get_string_member_with_default(first, "event", ""), "hello") == 0)
        it->stream = g_strdup(json_object_get_string_member(first, "stream"));
}

static G_GNUC_NORETURN void become_player(int fd, const char *stream)
{
    const char *program = getenv("FRAMESHARE_PLAYER");
    char number[16];
    snprintf(number, sizeof number, "%d", fd);
    fcntl(fd, F_SETFD, 0);
    if (stream != NULL)
        execl(program, program, "--fd", number, "--stream", stream, NULL);
    else
        execl(program, program, "--fd", number, NULL);
    perror(program);
    _exit(127);
}

driver *driver_spawn(const char *stream)
{
    driver *it = driver_new();
    int pair[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    it->pid = fork();
    ck_assert_int_ge(it->pid, 0);
    if (it->pid == 0)
        become_player(pair[1], stream);
    close(pair[1]);
    it->fd = pair[0];
    it->reading = g_thread_new("driver", read_lines, it);
    take_hello(it);
    return it;
}

driver *driver_in_process(const char *stream)
{
    driver *it = driver_new();
    it->player = frs_player_create(stream, on_line, it);
    take_hello(it);
    return it;
}

int driver_wait_exit(driver *it)
{
    int status;
    if (it->pid == 0)
        return 0;
    ck_assert_int_eq(waitpid(it->pid, &status, 0), it->pid);
    it->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int driver_finish(driver *it)
{
    if (it->fd >= 0)
        shutdown(it->fd, SHUT_WR);
    frs_player_destroy(&it->player);
    int status = driver_wait_exit(it);
    if (it->reading != NULL)
        g_thread_join(it->reading);
    if (it->fd >= 0)
        close(it->fd);
    g_async_queue_unref(it->arriving);
    g_ptr_array_unref(it->seen);
    g_ptr_array_unref(it->text);
    g_free(it->stream);
    g_free(it);
    return status;
}

pid_t driver_pid(const driver *it)
{
    return it->pid;
}

const char *driver_stream(const driver *it)
{
    return it->stream;
}

/* ---- lines out ---- */

void driver_send_raw(driver *it, const char *bytes, size_t length)
{
    g_autofree char *line = g_malloc(length + 1);
    memcpy(line, bytes, length);
    line[length] = '\n';
    for (size_t sent = 0; it->fd >= 0 && sent <= length;) {
        ssize_t n = send(it->fd, line + sent, length + 1 - sent, MSG_NOSIGNAL);
        ck_assert_msg(n > 0, "the player does not take a line: %s", strerror(errno));
        sent += (size_t)n;
    }
    if (it->player != NULL) {
        line[length] = '\0';
        frs_player_command(it->player, line);
    }
}

/* A guard: what takes nothing for so long takes no more. */
#define TAKES_NO_MORE_MS 5000

size_t driver_send_some(driver *it, const char *bytes, size_t length, size_t most)
{
    size_t taken = 0;
    struct pollfd writable = {.fd = it->fd, .events = POLLOUT};
    while (taken < most && poll(&writable, 1, TAKES_NO_MORE_MS) == 1) {
        size_t at = taken % length;
        ssize_t n = send(it->fd, bytes + at, length - at, MSG_NOSIGNAL | MSG_DONTWAIT);
        ck_assert(n > 0 || errno == EAGAIN);
        taken += n > 0 ? (size_t)n : 0;
    }
    return taken;
}

static int send_members(driver *it, const char *members, va_list arguments)
{
    g_autofree char *text = g_strdup_vprintf(members, arguments);
    g_autofree char *line = g_strdup_printf("{\"id\":%d,%s}", ++it->last_id, text);
    driver_send_raw(it, line, strlen(line));
    return it->last_id;
}

int driver_send(driver *it, const char *members, ...)
{
    va_list arguments;
    va_start(arguments, members);
    int id = send_members(it, members, arguments);
    va_end(arguments);
    return id;
}

/* ---- replies and events ---- */

static bool is_reply(JsonObject *object, int id)
{
    JsonNode *node = json_object_get_member(object, "id");
    return node != NULL && json_node_get_value_type(node) == G_TYPE_INT64 &&
           json_node_get_int(node) == id;
}

JsonObject *driver_reply(driver *it, int id)
{
    g_autofree char *what = g_strdup_printf("the reply to %d", id);
    for (guint i = 0;; i++) {
        if (i == it->seen->len)
            must_see_one(it, what);
        if (is_reply(g_ptr_array_index(it->seen, i), id))
            return g_ptr_array_index(it->seen, i);
    }
}

JsonObject *driver_reply_within(driver *it, int id, int seconds)
{
    gint64 end = g_get_monotonic_time() + seconds * G_USEC_PER_SEC;
    for (guint i = 0;; i++) {
        while (i == it->seen->len) {
            gint64 left = MAX(end - g_get_monotonic_time(), 0);
            char *line = g_async_queue_timeout_pop(it->arriving, (guint64)left);
            if (line == NULL || !see(it, line))
                return NULL;
        }
        if (is_reply(g_ptr_array_index(it->seen, i), id))
            return g_ptr_array_index(it->seen, i);
    }
}

JsonObject *driver_reply_without_id(driver *it)
{
    for (;; it->next_stray++) {
        if (it->next_stray == it->seen->len)
            must_see_one(it, "a reply without id");
        JsonObject *object = g_ptr_array_index(it->seen, it->next_stray);
        if (!json_object_has_member(object, "id") || !json_object_get_null_member(object, "id"))
            continue;
        it->next_stray++;
        return object;
    }
}

static const char *text_of(driver *it, JsonObject *object)
{
    guint index = 0;
    g_ptr_array_find(it->seen, object, &index);
    return g_ptr_array_index(it->text, index);
}

JsonObject *driver_do(driver *it, const char *members, ...)
{
    va_list arguments;
    va_start(arguments, members);
    JsonObject *reply = driver_reply(it, send_members(it, members, arguments));
    va_end(arguments);
    ck_assert_msg(json_object_get_boolean_member_with_default(reply, "ok", FALSE),
                  "%s was refused: %s", members, text_of(it, reply));
    return reply;
}

JsonObject *driver_refused(driver *it, const char *code, const char *members, ...)
{
    va_list arguments;
    va_start(arguments, members);
    JsonObject *reply = driver_reply(it, send_members(it, members, arguments));
    va_end(arguments);
    const char *text = text_of(it, reply);
    ck_assert_msg(json_object_has_member(reply, "error"), "%s was not refused: %s", members, text);
    JsonObject *error = json_object_get_object_member(reply, "error");
    const char *found = json_object_get_string_member(error, "code");
    ck_assert_msg(strcmp(found, code) == 0, "refused as \"%s\", not \"%s\": %s", found, code, text);
    ck_assert_int_gt(strlen(json_object_get_string_member(error, "message")), 10);
    return error;
}

JsonObject *driver_load(driver *it, const char *path)
{
    return driver_do(it, "\"command\":\"load\",\"uri\":\"file://%s\"", path);
}

JsonObject *driver_event(driver *it, const char *name)
{
    for (;;) {
        if (it->next_event == it->seen->len)
            must_see_one(it, name);
        JsonObject *object = g_ptr_array_index(it->seen, it->next_event++);
        if (g_strcmp0(json_object_get_string_member_with_default(object, "event", ""), name) == 0)
            return object;
    }
}

void driver_wait_state(driver *it, const char *state)
{
    while (strcmp(json_object_get_string_member(driver_event(it, "state"), "state"), state) != 0)
        ;
}

int driver_count(driver *it, const char *text)
{
    int n = 0;
    for (guint i = 0; i < it->text->len; i++)
        n += strstr(g_ptr_array_index(it->text, i), text) != NULL;
    return n;
}

/* ---- pictures ---- */

int64_t driver_picture(driver *it, uint64_t *pts)
{
    frs_reader *reader;
    frs_frame frame;
    ck_assert_frs(frs_reader_open(&reader, it->stream, NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    bool planar = frame.info.n_planes > 1;
    int64_t number = frs_counter_read(frame.data + frame.info.offset[0] + (planar ? 0 : 1),
                                      planar ? 1 : 4, frame.info.stride[0], (int)frame.info.height);
    if (pts != NULL)
        *pts = frame.info.pts;
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
    return number;
}

/* ---- files ---- */

guint driver_gst_minor(void)
{
    guint major, minor, micro, nano;
    gst_version(&major, &minor, &micro, &nano);
    return minor;
}

const char *driver_clip(const char *name)
{
    return g_intern_string(fixture_path(name));
}

static void run_in_folder(const char *line)
{
    g_autofree char *command = g_strdup_printf("cd %s && %s", fixture_path("."), line);
    if (system(command) == 0)
        return;
    fprintf(stderr, "no file for the tests: %s\n", command);
    exit(1);
}

void driver_shell(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *line = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    run_in_folder(line);
}

const char *driver_ffmpeg(const char *name, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *line =
        g_strdup_printf("ffmpeg -hide_banner -loglevel error -y %s %s", text, name);
    run_in_folder(line);
    return driver_clip(name);
}

static void write_file(const char *name, const char *bytes, gsize length)
{
    if (!g_file_set_contents(driver_clip(name), bytes, (gssize)length, NULL))
        exit(1);
}

/* The clip's header comes first: behind it is the box "mdat". */
static void make_broken_clips(void)
{
    char *bytes;
    gsize length;
    if (!g_file_get_contents(driver_clip("clip.mp4"), &bytes, &length, NULL))
        exit(1);
    const char *data = memmem(bytes, length, "mdat", 4);
    write_file("cut.mp4", bytes, length / 3 * 2);
    write_file("header.mp4", bytes, (gsize)(data - bytes) + 20);
    write_file("start.mp4", bytes, 200);
    write_file("text.mp4", "A text, not a video.\n", 21);
    g_free(bytes);
}

static void make_clips(void)
{
    /* What encoders leak is not looked for here. */
    g_autofree char *maker =
        g_strconcat("ASAN_OPTIONS=detect_leaks=0 ", getenv("FRAMESHARE_TESTCLIP"), NULL);
    driver_shell("%s -s 320x240 -n 150 -a --x264 'bframes=2 key-int-max=60' -o clip.mp4", maker);
    driver_shell("%s -s 320x240 -n 30 -c mjpeg --container mkv -o silent.mkv", maker);
    driver_shell("%s -s 320x240 -n 10 -c vp9 --container webm -o vp9.webm", maker);
    driver_shell("%s -s 320x240 -n 10 --format Y42B --colorimetry bt601 -o y42b.mp4", maker);
    driver_shell("%s -s 320x240 -n 10 --colorimetry bt709 -o bt709.mp4", maker);
    driver_shell("gst-launch-1.0 -q audiotestsrc num-buffers=50 ! vorbisenc ! oggmux ! "
                 "filesink location=sound.ogg");
    make_broken_clips();
}

int driver_run(Suite *suite)
{
    if (getenv("FRAMESHARE_PLAYER") == NULL || getenv("FRAMESHARE_TESTCLIP") == NULL) {
        fprintf(stderr, "set FRAMESHARE_PLAYER and FRAMESHARE_TESTCLIP; meson test does\n");
        return 1;
    }
    fixture_enter();
    make_clips();
    return checks_run(suite);
}
