/* SPDX-License-Identifier: MIT */
/* How accounts (frameshare/accounts.h) get from the writer to a reader. */
#ifndef FRS_CORE_ACCOUNTS_H
#define FRS_CORE_ACCOUNTS_H

#include <frameshare/accounts.h>

#include "segment.h"

struct frs_writer;
struct frs_connection;

/* The link thread, without the lock: a segment that holds the frs_accounts of this moment for the
 * reader that asks; the caller's to finish. */
int frs_accounts_create(frs_segment *segment, struct frs_writer *writer,
                        const struct frs_connection *asking);

/* Read what came and close `fd`. FRS_OK or FRS_EPROTOCOL. */
int frs_accounts_take(int fd, frs_accounts *accounts);

#endif
