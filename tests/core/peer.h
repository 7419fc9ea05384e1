/* SPDX-License-Identifier: MIT */
/* What a test that speaks to the other side of a socket by itself needs. */
#ifndef FRS_TESTS_PEER_H
#define FRS_TESTS_PEER_H

#include <check.h>
#include <poll.h>

#include "core/link.h"

static inline frs_message peer_message(uint32_t type)
{
    return (frs_message){.magic = FRS_MAGIC, .abi = FRS_ABI_VERSION, .type = type};
}

static inline void peer_wait_readable(int socket)
{
    struct pollfd fd = {.fd = socket, .events = POLLIN};
    ck_assert_int_eq(poll(&fd, 1, -1), 1);
}

#endif
