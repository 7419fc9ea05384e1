/* SPDX-License-Identifier: MIT */
#include "link_wake.h"

#include <unistd.h>

void frs_link_wake(frs_writer *writer)
{
    uint64_t one = 1;
    if (write(writer->wake_fd, &one, sizeof one) < 0)
        return; /* full: it is awake already */
}

void frs_link_wake_to_trim(frs_writer *writer)
{
    if (atomic_load(&writer->trim.asleep) && atomic_exchange(&writer->trim.asleep, false))
        frs_link_wake(writer);
}
