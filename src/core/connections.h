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
