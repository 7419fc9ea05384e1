/* SPDX-License-Identifier: MIT */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib-unix.h>

#include "line.h"

#define READ_BYTES 65536
/* Bytes of lines that may wait to be sent; with more the other end counts as gone. */
#define BACKLOG_MAX (16 * 1024 * 1024)
/* Bytes that a waiting line takes besides its text. */
#define LINE_COST 128

struct frs_channel {
    int fd;
    frs_channel_line on_line;
    frs_channel_closed on_closed;
    void *user;
    gboolean closed;

    GByteArray *in;
    gboolean skipping; /* skip input up to the next newline: the line is too long */
    gboolean paused;
    guint in_source; /* GLib source id; 0: paused, or closed */

    GMutex lock;      /* protects all fields below */
    GQueue out;       /* waiting lines, as GBytes */
    gsize out_bytes;  /* bytes that the waiting lines take */
    gsize sent;       /* bytes of the first line that have been written */
    GList *position;  /* the newest waiting position event, or NULL */
    guint out_source; /* GLib source id; 0: nothing waits to be sent */
    gboolean overflow;
};

static void report_closed(frs_channel *channel)
{
    if (channel->closed)
        return;
    channel->closed = TRUE;
    channel->on_closed(channel->user);
}

/* ---- in ---- */

static void take_line(frs_channel *channel, const char *line, gsize length)
{
    if (length > FRS_LINE_MAX || channel->skipping)
        channel->on_line(NULL, 0, channel->user);
    else if (length > 0)
        channel->on_line(line, length, channel->user);
    channel->skipping = FALSE;
}

/* Pass on complete lines. Keep an incomplete one, unless it is already too long. */
static void take_lines(frs_channel *channel)
{
    GByteArray *in = channel->in;
    gsize start = 0;
    const guint8 *end;
    while (start < in->len && (end = memchr(in->data + start, '\n', in->len - start)) != NULL) {
        gsize length = (gsize)(end - in->data) - start;
        take_line(channel, (const char *)in->data + start, length);
        start += length + 1;
    }
    g_byte_array_remove_range(in, 0, (guint)start);
    if (in->len > FRS_LINE_MAX) {
        channel->skipping = TRUE;
        g_byte_array_set_size(in, 0);
    }
}

static gboolean on_readable(gint fd, GIOCondition condition, gpointer user)
{
    (void)condition;
    frs_channel *channel = user;
    guint8 buffer[READ_BYTES];
    ssize_t n = read(fd, buffer, sizeof buffer);
    if (n > 0) {
        g_byte_array_append(channel->in, buffer, (guint)n);
        take_lines(channel);
        return G_SOURCE_CONTINUE;
    }
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return G_SOURCE_CONTINUE;
    channel->in_source = 0;
    report_closed(channel);
    return G_SOURCE_REMOVE;
}

static void watch_in(frs_channel *channel)
{
    channel->in_source =
        g_unix_fd_add(channel->fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, channel);
}

void frs_channel_pause(frs_channel *channel, gboolean paused)
{
    if (channel->paused == paused)
        return;
    channel->paused = paused;
    if (!paused && !channel->closed) {
        watch_in(channel);
    } else if (channel->in_source != 0) {
        g_source_remove(channel->in_source);
        channel->in_source = 0;
    }
}

/* ---- out ---- */

/* write() to a pipe has no MSG_NOSIGNAL; the host ignores SIGPIPE. */
static ssize_t write_some(int fd, const void *data, gsize size)
{
    ssize_t n = send(fd, data, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    return n < 0 && errno == ENOTSOCK ? write(fd, data, size) : n;
}

static void drop_first(frs_channel *channel)
{
    if (channel->position == channel->out.head)
        channel->position = NULL;
    GBytes *line = g_queue_pop_head(&channel->out);
    channel->out_bytes -= g_bytes_get_size(line) + LINE_COST;
    channel->sent = 0;
    g_bytes_unref(line);
}

/* Write what waits, with the lock held. FALSE: nothing is left to write, or the other end is gone.
 */
static gboolean write_lines(frs_channel *channel)
{
    while (channel->out.head != NULL) {
        gsize size;
        const guint8 *data = g_bytes_get_data(channel->out.head->data, &size);
        ssize_t n = write_some(channel->fd, data + channel->sent, size - channel->sent);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return TRUE;
        if (n < 0) /* on_readable() reports that the other end is gone */
            n = (ssize_t)(size - channel->sent);
        channel->sent += (gsize)n;
        if (channel->sent == size)
            drop_first(channel);
    }
    return FALSE;
}

static gboolean on_writable(gint fd, GIOCondition condition, gpointer user)
{
    (void)fd;
    (void)condition;
    frs_channel *channel = user;
    g_mutex_lock(&channel->lock);
    gboolean more = write_lines(channel) && !channel->overflow;
    if (!more)
        channel->out_source = 0;
    gboolean overflow = channel->overflow;
    g_mutex_unlock(&channel->lock);
    if (overflow)
        report_closed(channel);
    return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Replace a waiting position event, none of which has been written yet, by a newer one. With the
 * lock held. */
static void drop_old_position(frs_channel *channel)
{
    GList *old = channel->position;
    channel->position = NULL;
    if (old == NULL || (old == channel->out.head && channel->sent > 0))
        return;
    channel->out_bytes -= g_bytes_get_size(old->data) + LINE_COST;
    g_bytes_unref(old->data);
    g_queue_delete_link(&channel->out, old);
}

static gboolean on_overflow(gpointer user)
{
    report_closed(user);
    return G_SOURCE_REMOVE;
}

void frs_channel_send(frs_channel *channel, const char *line)
{
    gsize length = strlen(line);
    char *text = g_malloc(length + 1);
    memcpy(text, line, length);
    text[length] = '\n';
    gboolean is_position = frs_line_is_position(line);

    g_mutex_lock(&channel->lock);
    if (is_position)
        drop_old_position(channel);
    g_queue_push_tail(&channel->out, g_bytes_new_take(text, length + 1));
    channel->out_bytes += length + 1 + LINE_COST;
    if (is_position)
        channel->position = channel->out.tail;
    if (channel->out_source == 0)
        channel->out_source = g_unix_fd_add(channel->fd, G_IO_OUT, on_writable, channel);
    if (channel->out_bytes > BACKLOG_MAX && !channel->overflow) {
        channel->overflow = TRUE;
        g_idle_add(on_overflow, channel);
    }
    g_mutex_unlock(&channel->lock);
}

void frs_channel_flush(frs_channel *channel, int timeout_ms)
{
    gint64 end = g_get_monotonic_time() + (gint64)timeout_ms * 1000;
    g_mutex_lock(&channel->lock);
    while (write_lines(channel)) {
        gint64 left = (end - g_get_monotonic_time()) / 1000;
        struct pollfd poll_fd = {.fd = channel->fd, .events = POLLOUT};
        if (left <= 0 || poll(&poll_fd, 1, (int)left) <= 0)
            break;
    }
    g_mutex_unlock(&channel->lock);
}

/* ---- life ---- */

frs_channel *frs_channel_create(int fd, frs_channel_line on_line, frs_channel_closed on_closed,
                                void *user)
{
    frs_channel *channel = g_new0(frs_channel, 1);
    channel->fd = fd;
    channel->on_line = on_line;
    channel->on_closed = on_closed;
    channel->user = user;
    channel->in = g_byte_array_new();
    g_queue_init(&channel->out);
    g_mutex_init(&channel->lock);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    g_unix_set_fd_nonblocking(fd, TRUE, NULL);
    watch_in(channel);
    return channel;
}

static void free_line(gpointer line)
{
    g_bytes_unref(line);
}

void frs_channel_destroy(frs_channel **channel)
{
    frs_channel *it = g_steal_pointer(channel);
    if (it == NULL)
        return;
    if (it->in_source != 0)
        g_source_remove(it->in_source);
    if (it->out_source != 0)
        g_source_remove(it->out_source);
    g_queue_clear_full(&it->out, free_line);
    g_byte_array_unref(it->in);
    g_mutex_clear(&it->lock);
    close(it->fd);
    g_free(it);
}
