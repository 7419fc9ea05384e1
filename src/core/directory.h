/* SPDX-License-Identifier: MIT */
/**
 * The folder of sockets: who gets a name, and who removes the socket of a writer that died.
 *
 * A writer listens under a hidden name first and is then linked to its own, which only one process
 * can do. It removes that itself when it ends. Nothing of this needs a lock. The socket that a
 * killed writer leaves is removed by whoever notices it, under a lock on the folder itself (flock;
 * there is no lock file). Nobody waits for that lock without a limit, as its holder may be stopped:
 * whoever only tidies up does not wait at all, and a writer that needs the name goes on without it.
 */
#ifndef FRS_CORE_DIRECTORY_H
#define FRS_CORE_DIRECTORY_H

#include <stdbool.h>
#include <sys/types.h>
#include <sys/un.h>

/* Put the socket address of stream `name` into `address`; create the folder if `create`.
 * FRS_OK, FRS_ENAME, FRS_EFOLDER, FRS_ENOENT (no folder and not `create`), FRS_ESYSTEM. */
int frs_directory_address(struct sockaddr_un *address, const char *name, bool create);

/* Listen as stream `name`; replaces a dead writer's socket. Returns the socket or an error;
 * `inode` (may be NULL) gets what frs_directory_unlisten() asks for. Blocks for a fraction of a
 * second at most. */
int frs_directory_listen(const char *name, ino_t *inode);

/* Remove the name again, while the socket still listens. Never blocks. */
void frs_directory_unlisten(const char *name, ino_t inode);

/* Remove `name`'s socket if nobody listens behind it any more. Never blocks: when somebody else has
 * the lock the socket stays. */
void frs_directory_sweep(const char *name);

/* Connect to stream `name`, non-blocking. The socket, or FRS_ENOENT (none, or a dead one, which is
 * removed), FRS_EUSER, FRS_EFOLDER, FRS_ENAME, FRS_ESYSTEM. `pid` gets the writer's (may be NULL).
 */
int frs_directory_connect(const char *name, pid_t *pid);

#endif
