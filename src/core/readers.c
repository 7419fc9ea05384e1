/* SPDX-License-Identifier: MIT */
/* Who is connected. A thread of the writer's own accepts readers, hands them their descriptors and
 * learns of their death; the publishing thread only looks at their pages. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "accounts.h"
#include "directory.h"
#include "error.h"
#include "link.h"
#include "writer.h"

/* Messages taken from one reader before the others have their turn. */
#define MESSAGES_A_TURN 16
/* Without a free descriptor accept() fails at once, again and again: rest in between. */
#define REST_MS 100

static frs_message make_message(uint32_t type)
{
    return (frs_message){.magic = FRS_MAGIC, .abi = FRS_ABI_VERSION, .type = type};
}

static void refuse(int socket, int error, const char *text)
{
    frs_message message = make_message(FRS_MESSAGE_REFUSED);
    message.u.refused.error = error;
    snprintf(message.u.refused.text, sizeof message.u.refused.text, "%s", text);
    frs_message_send(socket, &message, NULL, 0);
}

/* ---- connections ---- */

static void connection_unref(frs_connection *connection)
{
    if (atomic_fetch_sub(&connection->refs, 1) != 1)
        return;
    close(connection->socket);
    frs_segment_finish(&connection->page_segment);
    pthread_mutex_destroy(&connection->sending);
    free(connection);
}

void frs_readers_unref(frs_connection **connections, uint32_t n_connections)
{
    for (uint32_t i = 0; i < n_connections; i++)
        connection_unref(connections[i]);
}

uint32_t frs_readers_snapshot(frs_writer *writer, frs_connection **out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < writer->n_connections; i++) {
        frs_connection *connection = writer->connections[i];
        if (!connection->greeted)
            continue;
        atomic_fetch_add(&connection->refs, 1);
        out[n++] = connection;
    }
    return n;
}

void frs_readers_wake(frs_connection *connection)
{
    frs_message message = make_message(FRS_MESSAGE_WAKE);
    frs_message_send(connection->socket, &message, NULL, 0);
}

/* Slot `index` if this reader does not know it, with a reference that keeps its descriptor open. */
static frs_slot *next_unsent(frs_writer *writer, const frs_connection *connection, uint32_t *index)
{
    frs_slot *found = NULL;
    pthread_mutex_lock(&writer->lock);
    for (; *index < writer->slots_top && !found; ++*index) {
        frs_slot *slot = writer->slots[*index];
        if (!slot || connection->sent_id[*index] == slot->id)
            continue;
        found = slot;
        if (atomic_fetch_add(&slot->refs, 1) == 0)
            atomic_fetch_add(&writer->refs, 1);
    }
    pthread_mutex_unlock(&writer->lock);
    return found;
}

/* Under connection->sending. */
static void send_slots(frs_writer *writer, frs_connection *connection)
{
    int error = FRS_OK;
    uint32_t index = 0;
    frs_slot *slot;
    while (!error && (slot = next_unsent(writer, connection, &index))) {
        frs_message message = make_message(FRS_MESSAGE_SLOT);
        message.u.slot.index = slot->index;
        message.u.slot.id = slot->id;
        message.u.slot.size = (uint32_t)slot->segment.size;
        error = frs_message_send(connection->socket, &message, &slot->segment.fd, 1);
        if (!error)
            connection->sent_id[slot->index] = slot->id;
        frs_slot_unref(slot);
    }
    if (!error && !connection->ready_sent) {
        frs_message message = make_message(FRS_MESSAGE_READY);
        error = frs_message_send(connection->socket, &message, NULL, 0);
        connection->ready_sent = !error;
    }
    uint32_t removed = atomic_load(&writer->slots_removed);
    if (!error && connection->removed_sent != removed) {
        frs_message message = make_message(FRS_MESSAGE_RETIRED);
        error = frs_message_send(connection->socket, &message, NULL, 0);
        if (!error)
            connection->removed_sent = removed;
    }
    atomic_store(&connection->behind, error == FRS_EAGAIN);
}

void frs_readers_attend(frs_writer *writer)
{
    uint64_t one = 1;
    if (write(writer->wake_fd, &one, sizeof one) < 0)
        return; /* full: it is awake already */
}

void frs_readers_send_slots(frs_writer *writer, frs_connection *connection)
{
    pthread_mutex_lock(&connection->sending);
    send_slots(writer, connection);
    bool behind = atomic_load(&connection->behind);
    pthread_mutex_unlock(&connection->sending);
    if (behind)
        frs_readers_attend(writer); /* to wait for room in its socket */
}

/* ---- the link thread ---- */

static void add_connection(frs_writer *writer, int socket, pid_t pid)
{
    frs_connection *connection = calloc(1, sizeof *connection);
    if (!connection || pthread_mutex_init(&connection->sending, NULL)) {
        free(connection);
        close(socket);
        return;
    }
    atomic_init(&connection->refs, 1);
    connection->socket = socket;
    connection->pid = pid;
    connection->page_segment.fd = -1;
    pthread_mutex_lock(&writer->lock);
    writer->connections[writer->n_connections++] = connection;
    pthread_mutex_unlock(&writer->lock);
}

/* The hang-up came after all that the reader did, but only the kernel knows that. Loading what it
 * stored last in its cells says so in the language's own terms. */
static void see_last_release(frs_page *page)
{
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++)
        (void)atomic_load(&page->cells[i]);
}

static void remove_connection(frs_writer *writer, uint32_t index)
{
    frs_connection *connection = writer->connections[index];
    pthread_mutex_lock(&writer->lock);
    writer->connections[index] = writer->connections[--writer->n_connections];
    if (connection->greeted) {
        see_last_release(connection->page);
        connection->greeted = false;
        atomic_store(&writer->control->readers, --writer->n_readers);
    }
    pthread_cond_broadcast(&writer->changed); /* its leases are gone with it */
    pthread_mutex_unlock(&writer->lock);
    connection_unref(connection);
}

/* False: rest before the next try. */
static bool accept_all(frs_writer *writer)
{
    for (;;) {
        int socket = accept4(writer->listen_socket, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0)
            return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ||
                   errno == ECONNABORTED;
        struct ucred peer;
        socklen_t length = sizeof peer;
        if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 ||
            peer.uid != geteuid()) {
            refuse(socket, FRS_EUSER, "the stream belongs to another user");
            close(socket);
        } else if (writer->n_connections == FRS_READERS_MAX) {
            char text[100];
            snprintf(text, sizeof text, "stream %.50s has %u readers already", writer->name,
                     FRS_READERS_MAX);
            refuse(socket, FRS_EREADERS, text);
            close(socket);
        } else {
            add_connection(writer, socket, peer.pid);
        }
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
    connection->greeted = true;
    atomic_store(&writer->control->readers, ++writer->n_readers);
    pthread_cond_broadcast(&writer->changed);
}

static int welcome(frs_writer *writer, frs_connection *connection, const frs_message *hello)
{
    int error = frs_segment_create(&connection->page_segment, "frameshare-page", sizeof(frs_page),
                                   FRS_SEGMENT_SHARED);
    if (error) {
        refuse(connection->socket, error, frs_error_message());
        return error;
    }
    frs_message message = make_message(FRS_MESSAGE_WELCOME);
    message.u.welcome.control_size = (uint32_t)writer->control_segment.size;
    message.u.welcome.page_size = (uint32_t)connection->page_segment.size;
    int fds[] = {writer->control_segment.fd, connection->page_segment.fd};

    /* Whoever makes a slot from here on waits with sending it until the welcome is out. */
    pthread_mutex_lock(&connection->sending);
    pthread_mutex_lock(&writer->lock);
    enlist(writer, connection, hello);
    pthread_mutex_unlock(&writer->lock);
    error = frs_message_send(connection->socket, &message, fds, 2);
    connection->removed_sent = atomic_load(&writer->slots_removed); /* those it never knew */
    if (!error)
        send_slots(writer, connection);
    pthread_mutex_unlock(&connection->sending);
    return error;
}

static void answer_accounts(frs_writer *writer, frs_connection *connection)
{
    frs_message message = make_message(FRS_MESSAGE_ACCOUNTS);
    frs_segment segment;
    if (!frs_accounts_create(&segment, writer, connection))
        frs_message_send(connection->socket, &message, &segment.fd, 1);
    frs_segment_finish(&segment);
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
        refuse(connection->socket, error, frs_error_message());
    if (error)
        return error;
    if (message.type == FRS_MESSAGE_HELLO && !connection->greeted)
        return welcome(writer, connection, &message);
    if (message.type == FRS_MESSAGE_ACCOUNTS && connection->greeted)
        answer_accounts(writer, connection);
    if (message.type == FRS_MESSAGE_PROGRESS) {
        pthread_mutex_lock(&writer->lock);
        pthread_cond_broadcast(&writer->changed);
        pthread_mutex_unlock(&writer->lock);
    }
    return FRS_OK;
}

/* False: the connection is over. */
static bool serve_connection(frs_writer *writer, frs_connection *connection, short events)
{
    if (events & POLLOUT)
        frs_readers_send_slots(writer, connection);
    if (!(events & (POLLIN | POLLHUP | POLLERR)))
        return true;
    int error = FRS_OK;
    for (int i = 0; i < MESSAGES_A_TURN && !error; i++)
        error = handle_message(writer, connection);
    return error == FRS_OK || error == FRS_EAGAIN;
}

/* Slots are gone: readers that sleep would keep their pages. */
static void tell_removed(frs_writer *writer)
{
    uint32_t removed = atomic_load(&writer->slots_removed);
    if (removed == writer->removed_told)
        return;
    writer->removed_told = removed;
    for (uint32_t i = 0; i < writer->n_connections; i++)
        if (writer->connections[i]->greeted)
            frs_readers_send_slots(writer, writer->connections[i]);
}

static void *serve(void *user)
{
    frs_writer *writer = user;
    struct pollfd fds[2 + FRS_READERS_MAX];
    struct timespec rest = {.tv_nsec = REST_MS * 1000000L}, timeout;
    bool resting = false;
    while (!atomic_load(&writer->stop)) {
        fds[0] = (struct pollfd){.fd = writer->wake_fd, .events = POLLIN};
        fds[1] = (struct pollfd){.fd = resting ? -1 : writer->listen_socket, .events = POLLIN};
        uint32_t n = writer->n_connections;
        for (uint32_t i = 0; i < n; i++) {
            const frs_connection *connection = writer->connections[i];
            short more = atomic_load(&connection->behind) ? POLLOUT : 0;
            fds[2 + i] = (struct pollfd){.fd = connection->socket, .events = POLLIN | more};
        }
        if (ppoll(fds, 2 + n, resting ? &rest : frs_trim_timeout(writer, &timeout), NULL) > 0)
            frs_trim_expect(writer);
        uint64_t wakes;
        if ((fds[0].revents & POLLIN) && read(writer->wake_fd, &wakes, sizeof wakes) < 0)
            continue;
        /* From the last to the first: a removed one is replaced by one that was served. */
        for (uint32_t i = n; i-- > 0;)
            if (fds[2 + i].revents &&
                !serve_connection(writer, writer->connections[i], fds[2 + i].revents))
                remove_connection(writer, i);
        resting = (fds[1].revents & POLLIN) && !accept_all(writer);
        frs_trim_look(writer);
        tell_removed(writer);
    }
    return NULL;
}

int frs_readers_start(frs_writer *writer)
{
    writer->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (writer->wake_fd < 0)
        return frs_fail(FRS_ESYSTEM, "could not make an eventfd for stream %s", writer->name);
    int socket = frs_directory_listen(writer->name);
    int error = socket < 0 ? socket : FRS_OK;
    writer->listen_socket = socket;
    if (!error && (errno = pthread_create(&writer->link_thread, NULL, serve, writer)))
        error = frs_fail(FRS_ESYSTEM, "could not start a thread for stream %s", writer->name);
    if (!error) {
        pthread_setname_np(writer->link_thread, FRS_LINK_THREAD);
        return FRS_OK;
    }
    if (socket >= 0) {
        close(socket);
        frs_directory_sweep(writer->name);
    }
    close(writer->wake_fd);
    writer->wake_fd = -1;
    return error;
}

void frs_readers_stop(frs_writer *writer)
{
    atomic_store(&writer->stop, true);
    frs_readers_attend(writer);
    pthread_join(writer->link_thread, NULL);
    while (writer->n_connections > 0)
        remove_connection(writer, writer->n_connections - 1);
    /* Also for a child that inherited the socket: nobody listens here any more. */
    shutdown(writer->listen_socket, SHUT_RDWR);
    close(writer->listen_socket); /* wake_fd stays: who drops a slot now may write to it */
    frs_directory_sweep(writer->name);
}
