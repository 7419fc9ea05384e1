/* SPDX-License-Identifier: MIT */
/* Messages that no honest end of a link sends. */
#ifndef FRS_FUZZ_MESSAGE_H
#define FRS_FUZZ_MESSAGE_H

#include <sys/types.h>

#include "core/link.h"
#include "random.h"

/* Bytes of the longest. */
#define FUZZ_MESSAGE_MAX 70000
/* SCM_MAX_FD: the kernel carries no more descriptors with one message. */
#define FUZZ_FDS_MAX 253

frs_message fuzz_message(uint32_t type);

/* One to three words are others; the envelope (magic, abi, type) seldom. */
void fuzz_mutate(fuzz_random *random, frs_message *message);

/* A new descriptor of any kind, close-on-exec: a memfd with any seals, about `size` bytes long, the
 * end of a pipe, a device, a folder, a socket, a copy of `own`, ... -1: there is none to be had. */
int fuzz_descriptor(fuzz_random *random, size_t size, int own);

/* Mostly none or few. Returns how many; the caller closes them. */
int fuzz_descriptors(fuzz_random *random, int fds[FUZZ_FDS_MAX], size_t size, int own);

void fuzz_close(const int *fds, int n_fds);

/* Send `message` with `n_fds` descriptors, once in `odds` times in another size: 0, short, far too
 * long. Never blocks. 0 or -errno. */
int fuzz_send(fuzz_random *random, uint32_t odds, int socket, const frs_message *message,
              const int *fds, int n_fds);

/* Send these bytes. 0 or -errno. */
int fuzz_send_bytes(int socket, const void *bytes, size_t size, const int *fds, int n_fds);

/* Has the other side hung up? */
bool fuzz_hung_up(int socket);

/* Bytes that the other side has not taken yet, as the kernel counts them. */
int fuzz_unread(int socket);

#endif
