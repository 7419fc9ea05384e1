/* SPDX-License-Identifier: MIT */
/**
 * A writer's connections to its readers: what is to be sent to each, and which of them read.
 *
 * What a reader does not read it cannot make others wait for. Its socket takes only some messages;
 * what is left waits in the writer's own tables and costs nothing.
 */
#ifndef FRS_CORE_CONNECTIONS_H
#define FRS_CORE_CONNECTIONS_H

#include "writer_state.h"

/* Why something that is to be sent has not been. */
typedef enum frs_backlog {
    FRS_BACKLOG_NONE,
    FRS_BACKLOG_FULL,  /* its socket is: go on when poll() says that it can be written to */
    FRS_BACKLOG_SHORT, /* the kernel has no memory, or too many descriptors of this user are under
                          way (ETOOMANYREFS): go on after a pause, poll() says nothing of that */
} frs_backlog;

typedef enum frs_connection_state {
    FRS_CONNECTION_NEW,    /* has not said hello */
    FRS_CONNECTION_READER, /* has a page and counts as a reader */
    FRS_CONNECTION_CUT,    /* its leases are over; the link thread will close it */
} frs_connection_state;

struct frs_connection {
    atomic_uint refs;
    int socket;
    pid_t pid;                          /* of the reader; as the kernel says it */
    uint64_t number;                    /* goes up with each connection: a larger one is younger */
    uint64_t accepted_at;               /* ns of frs_now_ns() */
    _Atomic frs_connection_state state; /* changed under the lock */
    frs_segment page_segment;
    frs_page *page;
    uint32_t told, allowed; /* leases, see share.h; under the lock */

    pthread_mutex_t sending; /* guards what follows, and the order of messages */
    bool welcome_sent, ready_sent;
    uint32_t sent_id[FRS_SLOTS_MAX];
    uint32_t removed_sent; /* slots_removed when it was last told of */
    _Atomic frs_backlog backlog;

    /* The link thread's alone. */
    bool accounts_wanted;
    int unread;            /* bytes of ours that it has not read, at the last look */
    uint64_t unread_since; /* since when they do not become fewer, ns; 0: it reads */
};

/* A connection that has just been accepted; takes the socket. It is the `nth` of its process.
 * NULL: no memory. */
frs_connection *frs_connection_create(int socket, pid_t pid, uint32_t nth);

frs_connection *frs_connection_ref(frs_connection *connection);
void frs_connection_unref(frs_connection *connection);

/* Tell somebody who is no reader why. Never blocks. */
void frs_connection_refuse(int socket, int error, const char *text);

/* Send what this reader is still to be told: welcome, slots, ready, slots that went. Never blocks;
 * what the socket does not take is sent later, see `backlog`. Not under the lock. FRS_OK also then;
 * an error means that the connection is over. */
int frs_connection_flush(frs_writer *writer, frs_connection *connection);

/* The link thread: answer the last question for accounts, if there is room for that. */
int frs_connection_flush_accounts(frs_writer *writer, frs_connection *connection);

/* The link thread: for how long has it left unread what it was sent? ns; 0: it reads. */
uint64_t frs_connection_unread_for(frs_connection *connection, uint64_t now);

/* Under the lock: end what it has as a reader. Somebody must then shut its socket down, without the
 * lock: frs_connection_hang_up(). */
void frs_connection_cut(frs_writer *writer, frs_connection *connection);

/* Without the lock: let the reader and the link thread see that it is over. Never blocks. */
void frs_connection_hang_up(frs_connection *connection);

/* Under the lock: refer to every reader in `out` (room for FRS_READERS_MAX). */
uint32_t frs_connections_snapshot(frs_writer *writer, frs_connection **out);

/* Without the lock: drop those references. */
void frs_connections_unref(frs_connection **connections, uint32_t n_connections);

/* Without the lock: send every slot that a reader does not know yet. */
void frs_connections_send_slots(frs_writer *writer, frs_connection **connections,
                                uint32_t n_connections);

/* Without the lock: wake a reader if it sleeps. Never blocks. */
void frs_connection_wake(frs_connection *connection);

#endif
