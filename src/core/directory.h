/* SPDX-License-Identifier: MIT */
/**
 * The folder of sockets. Whoever changes it (binds, removes a stale socket) holds a lock on the
 * folder itself, so two writers that start at once cannot both win, and no lock file is left
 * behind.
 */
#ifndef FRS_CORE_DIRECTORY_H
#define FRS_CORE_DIRECTORY_H

#include <stdbool.h>
#include <sys/types.h>
#include <sys/un.h>

/* Put the socket address of stream `name` into `address`; create the folder if `create`.
 * FRS_OK, FRS_ENAME, FRS_EFOLDER, FRS_ENOENT (no folder and not `create`), FRS_ESYSTEM. */
int frs_directory_address(struct sockaddr_un *address, const char *name, bool create);

/* Listen as stream `name`; replaces a dead writer's socket. Returns the socket or an error. */
int frs_directory_listen(const char *name);

/* Remove `name`'s socket if nobody listens behind it any more. */
void frs_directory_sweep(const char *name);

/* Connect to stream `name`, non-blocking. The socket, or FRS_ENOENT (none, or a dead one, which is
 * removed), FRS_EUSER, FRS_EFOLDER, FRS_ENAME, FRS_ESYSTEM. `pid` gets the writer's (may be NULL).
 */
int frs_directory_connect(const char *name, pid_t *pid);

#endif
