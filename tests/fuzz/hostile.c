/* SPDX-License-Identifier: MIT */
/*
 * hostile-writer NAME SEED MESSAGES: a hostile writer for readers in other languages. Prints
 * "ready", and how many messages were taken when there were enough or its input ends.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <frameshare/error.h>

#include "hostile_writer.h"

static void say_ready(void)
{
    puts("ready");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "hostile-writer NAME SEED MESSAGES\n");
        return 2;
    }
    int64_t taken = hostile_writer_run(argv[1], strtoull(argv[2], NULL, 10),
                                       strtoull(argv[3], NULL, 10), STDIN_FILENO, say_ready);
    if (taken < 0)
        fprintf(stderr, "%s\n", frs_error_message());
    else
        printf("%" PRId64 "\n", taken);
    return taken < 0;
}
