/* SPDX-License-Identifier: MIT */
/* The writer's own thread: it accepts readers, hands them their descriptors and learns of their
 * death. The publishing thread only looks at their pages. Nothing here blocks but the poll. */
#include "link_thread.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "connections.h"
#include "directory.h"
#include "error.h"
#include "link.h"
#include "link_wake.h"
#include "share.h"
#include "trim.h"

/* Messages taken from one reader before the others have their turn. */
#define MESSAGES_A_TURN 16
/* Without a free descriptor accept() fails at once, again and again: rest in between. */
#define REST_NS 100000000u
/* While a connection has not said hello or does not read: how often to look at it, and to try again
 * what the kernel was short of memory or descriptors for. */
#define LOOK_NS 50000000u
/* A connection that has not said hello by then is closed. A reader does so at once; as long as it
 * waits for its answer (link.c). */
#define GREETING_NS 5000000000u
/* A reader that leaves unread what it was sent, while more is to be sent, is closed after so long.
 * It costs a few descriptors meanwhile: a program that takes a frame now and then does not have to
 * do so more often. */
#define UNREAD_NS 30000000000u
/* The same when too many descriptors are under way: then others wait for it. */
#define UNREAD_SHORT_NS 500000000u

/* ---- connections ---- */

static bool add_connection(frs_writer *writer, int socket, pid_t pid, uint32_t nth)
{
    frs_connection *connection = frs_connection_create(socket, pid, nth);
    if (!connection)
        return false;
    connection->number = ++writer->last_connection;
    pthread_mutex_lock(&writer->lock);
    writer->connections[writer->n_connections++] = connection;
    pthread_mutex_unlock(&writer->lock);
    return true;
}

static void remove_connection(frs_writer *writer, uint32_t index)
{
    frs_connection *connection = writer->connections[index];
    pthread_mutex_lock(&writer->lock);
    writer->connections[index] = writer->connections[--writer->n_connections];
    frs_connection_cut(writer, connection);
    frs_share_update(writer);
    pthread_mutex_unlock(&writer->lock);
    frs_connection_hang_up(connection); /* somebody may refer to it for a moment still */
    frs_connection_unref(connection);
}

static uint32_t count_connections(const frs_writer *writer, pid_t pid)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < writer->n_connections; i++)
        n += writer->connections[i]->pid == pid;
    return n;
}

static bool take_in(frs_writer *writer, int socket)
{
    struct ucred peer;
    socklen_t length = sizeof peer;
    char text[100];
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 || peer.uid != geteuid()) {
        frs_connection_refuse(socket, FRS_EUSER, "the stream belongs to another user");
        return false;
    }
    /* Each process may have half of the places that the others leave: none locks the others out,
     * however many connections it makes. */
    uint32_t own = count_connections(writer, peer.pid);
    if (own >= FRS_READERS_MAX - writer->n_connections) {
        snprintf(text, sizeof text, "stream %.30s has no place for another reader of process %d",
                 writer->name, (int)peer.pid);
        frs_connection_refuse(socket, FRS_EREADERS, text);
        return false;
    }
    return add_connection(writer, socket, peer.pid, own + 1);
}

/* False: rest before the next try. */
static bool accept_all(frs_writer *writer)
{
    for (;;) {
        int socket = accept4(writer->listen_socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0)
            return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ||
                   errno == ECONNABORTED;
        if (!take_in(writer, socket))
            close(socket);
    }
}

/* Under the lock: from now on it counts. */
static void enlist(frs_writer *writer, frs_connection *connection, const frs_message *hello)
{
    frs_page *page = connection->page = connection->page_segment.data;
    atomic_store(&page->history, hello->u.hello.history);
    atomic_store(&page->every, hello->u.hello.every != 0);
    /* The newest frame is the first one to take. */
    uint32_t newest = writer->newest;
    atomic_store(&page->cursor, newest ? newest - 1 : 0);
    connection->state = FRS_CONNECTION_READER;
    atomic_store(&writer->control->readers, ++writer->n_readers);
    frs_share_update(writer);
    pthread_cond_broadcast(&writer->changed);
}

static int greet(frs_writer *writer, frs_connection *connection, const frs_message *hello)
{
    int error = frs_segment_create(&connection->page_segment, "frameshare-page", sizeof(frs_page),
                                   FRS_SEGMENT_SHARED);
    if (error) {
        frs_connection_refuse(connection->socket, error, frs_error_message());
        return error;
    }
    pthread_mutex_lock(&writer->lock);
    enlist(writer, connection, hello);
    pthread_mutex_unlock(&writer->lock);
    return frs_connection_flush(writer, connection);
}

static void hear_progress(frs_writer *writer)
{
    if (!atomic_load(&writer->control->writer_waiting))
        return;
    pthread_mutex_lock(&writer->lock);
    pthread_cond_broadcast(&writer->changed);
    pthread_mutex_unlock(&writer->lock);
}

/* An error means that the connection is to be ended. */
static int handle_message(frs_writer *writer, frs_connection *connection)
{
    frs_message message;
    int fds[FRS_MESSAGE_FDS_MAX];
    int error = frs_message_receive(connection->socket, &message, fds);
    for (int i = 0; i < FRS_MESSAGE_FDS_MAX; i++)
        if (fds[i] >= 0)
            close(fds[i]); /* readers have nothing to send us */
    if (error == FRS_EABI)
        frs_connection_refuse(connection->socket, error, frs_error_message());
    if (error)
        return error;
    frs_connection_state state = connection->state;
    if (state == FRS_CONNECTION_CUT)
        return FRS_ECLOSED;
    if (message.type == FRS_MESSAGE_HELLO && state == FRS_CONNECTION_NEW)
        return greet(writer, connection, &message);
    if (message.type == FRS_MESSAGE_ACCOUNTS && state == FRS_CONNECTION_READER)
        connection->accounts_wanted = true;
    if (message.type == FRS_MESSAGE_PROGRESS)
        hear_progress(writer);
    return FRS_OK;
}

/* False: the connection is over. */
static bool serve_connection(frs_writer *writer, frs_connection *connection, short events)
{
    int error = FRS_OK;
    if (events & (POLLIN | POLLHUP | POLLERR))
        for (int i = 0; i < MESSAGES_A_TURN && !error; i++)
            error = handle_message(writer, connection);
    if (error && error != FRS_EAGAIN)
        return false;
    if (connection->state != FRS_CONNECTION_READER)
        return true;
    if ((events & POLLOUT) && frs_connection_flush(writer, connection))
        return false;
    return frs_connection_flush_accounts(writer, connection) == FRS_OK;
}

/* Slots are gone: readers that sleep would keep their pages. */
static void tell_removed(frs_writer *writer)
{
    uint32_t removed = atomic_load(&writer->slots_removed);
    if (removed == writer->removed_told)
        return;
    writer->removed_told = removed;
    for (uint32_t i = 0; i < writer->n_connections; i++)
        if (writer->connections[i]->state == FRS_CONNECTION_READER)
            frs_connection_flush(writer, writer->connections[i]);
}

/* ---- deadlines ---- */

static bool is_backlog(const frs_writer *writer, frs_backlog backlog)
{
    for (uint32_t i = 0; i < writer->n_connections; i++)
        if (atomic_load(&writer->connections[i]->backlog) == backlog)
            return true;
    return false;
}

/* Is there a connection that something is to become of, also when nothing comes from it? */
static bool is_anything_due(const frs_writer *writer)
{
    for (uint32_t i = 0; i < writer->n_connections; i++)
        if (writer->connections[i]->state == FRS_CONNECTION_NEW ||
            atomic_load(&writer->connections[i]->backlog) != FRS_BACKLOG_NONE)
            return true;
    return false;
}

/* Has this connection used up its time? `is_short`: others cannot be sent what they need. */
static bool is_overdue(frs_connection *connection, uint64_t now, bool is_short)
{
    if (connection->state == FRS_CONNECTION_NEW)
        return now - connection->accepted_at >= GREETING_NS;
    if (atomic_load(&connection->backlog) == FRS_BACKLOG_NONE && !is_short) {
        connection->unread_since = 0;
        return false;
    }
    uint64_t limit = is_short ? UNREAD_SHORT_NS : UNREAD_NS;
    return frs_connection_unread_for(connection, now) >= limit;
}

static void look_at_connections(frs_writer *writer, uint64_t now)
{
    bool is_short = is_backlog(writer, FRS_BACKLOG_SHORT);
    /* From the last to the first: a removed one is replaced by one that was looked at. */
    for (uint32_t i = writer->n_connections; i-- > 0;) {
        frs_connection *connection = writer->connections[i];
        bool over = is_overdue(connection, now, is_short);
        if (!over && atomic_load(&connection->backlog) == FRS_BACKLOG_SHORT)
            over = frs_connection_flush(writer, connection) ||
                   frs_connection_flush_accounts(writer, connection);
        if (over)
            remove_connection(writer, i);
    }
}

/* ---- the thread ---- */

/* How long to sleep at most, in `timeout`, which is returned; NULL: for ever. */
static struct timespec *sleep_limit(const frs_writer *writer, bool resting,
                                    struct timespec *timeout)
{
    struct timespec *limit = frs_trim_timeout(writer, timeout);
    uint64_t soon = resting ? REST_NS : is_anything_due(writer) ? LOOK_NS : UINT64_MAX;
    if (soon == UINT64_MAX)
        return limit;
    if (!limit || limit->tv_sec > 0 || (uint64_t)limit->tv_nsec > soon)
        *timeout = frs_timespec_of_ns(soon);
    return timeout;
}

static short events_of(const frs_connection *connection)
{
    frs_backlog backlog = atomic_load(&connection->backlog);
    bool send =
        backlog == FRS_BACKLOG_FULL || (backlog == FRS_BACKLOG_NONE && connection->accounts_wanted);
    return (short)(POLLIN | (send ? POLLOUT : 0));
}

static uint32_t fill(const frs_writer *writer, bool resting, struct pollfd *fds)
{
    uint32_t n = writer->n_connections;
    fds[0] = (struct pollfd){.fd = writer->wake_fd, .events = POLLIN};
    fds[1] = (struct pollfd){.fd = resting ? -1 : writer->listen_socket, .events = POLLIN};
    for (uint32_t i = 0; i < n; i++)
        fds[2 + i] = (struct pollfd){.fd = writer->connections[i]->socket,
                                     .events = events_of(writer->connections[i])};
    return n;
}

static void serve_connections(frs_writer *writer, const struct pollfd *fds, uint32_t n)
{
    /* From the last to the first: a removed one is replaced by one that was served. */
    for (uint32_t i = n; i-- > 0;)
        if (fds[i].revents && !serve_connection(writer, writer->connections[i], fds[i].revents))
            remove_connection(writer, i);
}

static void *serve(void *user)
{
    frs_writer *writer = user;
    struct pollfd fds[2 + FRS_READERS_MAX];
    struct timespec timeout;
    bool resting = false;
    uint64_t next_look = 0;
    while (!atomic_load(&writer->stop)) {
        uint32_t n = fill(writer, resting, fds);
        if (ppoll(fds, 2 + n, sleep_limit(writer, resting, &timeout), NULL) > 0)
            frs_trim_expect(writer);
        uint64_t wakes;
        if ((fds[0].revents & POLLIN) && read(writer->wake_fd, &wakes, sizeof wakes) < 0)
            continue;
        serve_connections(writer, fds + 2, n);
        resting = (fds[1].revents & POLLIN) && !accept_all(writer);
        uint64_t now = frs_now_ns();
        if (now >= next_look) {
            look_at_connections(writer, now);
            next_look = now + LOOK_NS;
        }
        frs_trim_look(writer);
        tell_removed(writer);
    }
    return NULL;
}

int frs_link_thread_start(frs_writer *writer)
{
    writer->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (writer->wake_fd < 0)
        return frs_fail(FRS_ESYSTEM, "could not make an eventfd for stream %s", writer->name);
    int socket = frs_directory_listen(writer->name, &writer->inode);
    int error = socket < 0 ? socket : FRS_OK;
    writer->listen_socket = socket;
    if (!error && (errno = pthread_create(&writer->link_thread, NULL, serve, writer)))
        error = frs_fail(FRS_ESYSTEM, "could not start a thread for stream %s", writer->name);
    if (!error) {
        pthread_setname_np(writer->link_thread, FRS_LINK_THREAD);
        return FRS_OK;
    }
    if (socket >= 0) {
        frs_directory_unlisten(writer->name, writer->inode);
        close(socket);
    }
    close(writer->wake_fd);
    writer->wake_fd = -1;
    return error;
}

void frs_link_thread_stop(frs_writer *writer)
{
    atomic_store(&writer->stop, true);
    frs_link_wake(writer);
    pthread_join(writer->link_thread, NULL);
    while (writer->n_connections > 0)
        remove_connection(writer, writer->n_connections - 1);
    frs_directory_unlisten(writer->name, writer->inode);
    /* Also for a child that inherited the socket: nobody listens here any more. */
    shutdown(writer->listen_socket, SHUT_RDWR);
    close(writer->listen_socket); /* wake_fd stays: who drops a slot now may write to it */
}
