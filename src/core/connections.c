/* SPDX-License-Identifier: MIT */
#include "connections.h"

#include <linux/sockios.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "accounts.h"
#include "clock.h"
#include "futex.h"
#include "link.h"
#include "link_wake.h"
#include "wake.h"

/* How much of what we send a process may leave unread, as SO_SNDBUF counts it: 43 messages in its
 * first connection, half in its second, and so on, down to 6, the least that the kernel allows.
 * Each may carry a descriptor, and a user has at most RLIMIT_NOFILE of them under way in all
 * sockets together, 1024 as a rule: no process gets near that with connections that it does not
 * read. Who reads late loses nothing: what is sent is what there is when there is room again, not
 * what there was in between. */
#define UNREAD_BYTES 16384

static frs_message make_message(uint32_t type)
{
    return (frs_message){.magic = FRS_MAGIC, .abi = FRS_ABI_VERSION, .type = type};
}

void frs_connection_refuse(int socket, int error, const char *text)
{
    frs_message message = make_message(FRS_MESSAGE_REFUSED);
    message.u.refused.error = error;
    snprintf(message.u.refused.text, sizeof message.u.refused.text, "%s", text);
    frs_message_send(socket, &message, NULL, 0);
}

/* ---- life ---- */

frs_connection *frs_connection_create(int socket, pid_t pid, uint32_t nth)
{
    frs_connection *connection = calloc(1, sizeof *connection);
    if (!connection || pthread_mutex_init(&connection->sending, NULL)) {
        free(connection);
        return NULL;
    }
    int unread = UNREAD_BYTES / (int)nth;
    setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &unread, sizeof unread);
    atomic_init(&connection->refs, 1);
    connection->socket = socket;
    connection->pid = pid;
    connection->accepted_at = frs_now_ns();
    connection->page_segment.fd = -1;
    return connection;
}

frs_connection *frs_connection_ref(frs_connection *connection)
{
    atomic_fetch_add(&connection->refs, 1);
    return connection;
}

void frs_connection_unref(frs_connection *connection)
{
    if (atomic_fetch_sub(&connection->refs, 1) != 1)
        return;
    close(connection->socket);
    frs_segment_finish(&connection->page_segment);
    pthread_mutex_destroy(&connection->sending);
    free(connection);
}

/* The hang-up came after all that the reader did, but only the kernel knows that. Loading what it
 * stored last in its cells says so in the language's own terms. */
static void see_last_release(frs_page *page)
{
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++)
        (void)atomic_load(&page->cells[i]);
}

void frs_connection_cut(frs_writer *writer, frs_connection *connection)
{
    if (connection->state == FRS_CONNECTION_READER) {
        see_last_release(connection->page);
        atomic_store(&writer->control->readers, --writer->n_readers);
    }
    connection->state = FRS_CONNECTION_CUT;
    pthread_cond_broadcast(&writer->changed); /* its leases are gone with it */
}

void frs_connection_hang_up(frs_connection *connection)
{
    shutdown(connection->socket, SHUT_RDWR);
    if (connection->page)
        frs_connection_wake(connection);
}

uint32_t frs_connections_snapshot(frs_writer *writer, frs_connection **out)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < writer->n_connections; i++)
        if (writer->connections[i]->state == FRS_CONNECTION_READER)
            out[n++] = frs_connection_ref(writer->connections[i]);
    return n;
}

void frs_connections_unref(frs_connection **connections, uint32_t n_connections)
{
    for (uint32_t i = 0; i < n_connections; i++)
        frs_connection_unref(connections[i]);
}

/* ---- what it is told ---- */

void frs_connection_wake(frs_connection *connection)
{
    uint32_t how = frs_wake_take(connection->page);
    if (how == FRS_SLEEP_FUTEX)
        frs_futex_wake(&connection->page->waiting);
    if (how == FRS_SLEEP_NONE || how == FRS_SLEEP_FUTEX)
        return;
    /* A reader whose socket is full has something to read that wakes it as well. */
    frs_message message = make_message(FRS_MESSAGE_WAKE);
    frs_message_send(connection->socket, &message, NULL, 0);
}

static int send_welcome(frs_writer *writer, frs_connection *connection)
{
    if (connection->welcome_sent)
        return FRS_OK;
    frs_message message = make_message(FRS_MESSAGE_WELCOME);
    message.u.welcome.control_size = (uint32_t)writer->control_segment.size;
    message.u.welcome.page_size = (uint32_t)connection->page_segment.size;
    int fds[] = {writer->control_segment.fd, connection->page_segment.fd};
    uint32_t removed = atomic_load(&writer->slots_removed);
    int error = frs_message_send(connection->socket, &message, fds, 2);
    if (!error) {
        connection->welcome_sent = true;
        connection->removed_sent = removed; /* those it never knew */
    }
    return error;
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

static int send_slots(frs_writer *writer, frs_connection *connection)
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
    return error;
}

static int send_word(frs_connection *connection, uint32_t type)
{
    frs_message message = make_message(type);
    return frs_message_send(connection->socket, &message, NULL, 0);
}

/* Under connection->sending. */
static int send_all(frs_writer *writer, frs_connection *connection)
{
    int error = send_welcome(writer, connection);
    if (!error)
        error = send_slots(writer, connection);
    if (!error && !connection->ready_sent) {
        error = send_word(connection, FRS_MESSAGE_READY);
        connection->ready_sent = !error;
    }
    uint32_t removed = atomic_load(&writer->slots_removed);
    if (!error && connection->removed_sent != removed) {
        error = send_word(connection, FRS_MESSAGE_RETIRED);
        if (!error)
            connection->removed_sent = removed;
    }
    return error;
}

/* Under connection->sending: what becomes of `error`, of the last message. */
static int note_backlog(frs_connection *connection, int error)
{
    frs_backlog backlog = error == FRS_EAGAIN   ? FRS_BACKLOG_FULL
                          : error == FRS_ENOMEM ? FRS_BACKLOG_SHORT
                                                : FRS_BACKLOG_NONE;
    atomic_store(&connection->backlog, backlog);
    return backlog == FRS_BACKLOG_NONE ? error : FRS_OK;
}

int frs_connection_flush(frs_writer *writer, frs_connection *connection)
{
    pthread_mutex_lock(&connection->sending);
    int error = note_backlog(connection, send_all(writer, connection));
    pthread_mutex_unlock(&connection->sending);
    return error;
}

static int send_accounts(frs_writer *writer, frs_connection *connection)
{
    frs_message message = make_message(FRS_MESSAGE_ACCOUNTS);
    frs_segment segment;
    int error = frs_accounts_create(&segment, writer, connection);
    if (error)
        return FRS_OK; /* no memory or descriptor for an answer: who asked hears nothing */
    error = frs_message_send(connection->socket, &message, &segment.fd, 1);
    frs_segment_finish(&segment);
    return error;
}

int frs_connection_flush_accounts(frs_writer *writer, frs_connection *connection)
{
    int error = FRS_OK;
    pthread_mutex_lock(&connection->sending);
    if (connection->accounts_wanted && atomic_load(&connection->backlog) == FRS_BACKLOG_NONE) {
        error = send_accounts(writer, connection);
        connection->accounts_wanted = error == FRS_EAGAIN || error == FRS_ENOMEM;
        error = note_backlog(connection, error);
    }
    pthread_mutex_unlock(&connection->sending);
    return error;
}

void frs_connections_send_slots(frs_writer *writer, frs_connection **connections,
                                uint32_t n_connections)
{
    bool behind = false;
    for (uint32_t i = 0; i < n_connections; i++) {
        /* Of one that is over the link thread hears by itself. */
        frs_connection_flush(writer, connections[i]);
        behind |= atomic_load(&connections[i]->backlog) != FRS_BACKLOG_NONE;
    }
    if (behind)
        frs_link_wake(writer); /* to send the rest when there is room */
}

uint64_t frs_connection_unread_for(frs_connection *connection, uint64_t now)
{
    int unread = 0;
    if (ioctl(connection->socket, SIOCOUTQ, &unread) < 0)
        unread = 0;
    if (unread == 0)
        connection->unread_since = 0;
    else if (connection->unread_since == 0 || unread < connection->unread)
        connection->unread_since = now;
    connection->unread = unread;
    return connection->unread_since ? now - connection->unread_since : 0;
}
