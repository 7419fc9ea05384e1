/* SPDX-License-Identifier: MIT */
/**
 * A consumer that is a program of its own: Node, Electron.
 *
 * It writes lines: "ready PID OTHER" once it can be sent frames (whose CPU is the consumer's, and
 * whose is counted beside it; 0: nobody's), and, when its standard input ends, for each frame
 * "seen NUMBER LATENCY WHEN", both ns. Other lines are of no interest.
 */
#ifndef FRAMESHARE_BENCH_PROGRAM_H
#define FRAMESHARE_BENCH_PROGRAM_H

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

typedef struct program {
    pid_t pid;
    FILE *output;
    int input;
    int consumer, other; /* processes */
} program;

/* Start it on core `core`, or any (-1), and return when it is ready. */
void program_start(program *p, char **command, int core, int timeout_ms);

/* End its input, and hand each frame that it saw to `seen`. */
void program_end(program *p, void (*seen)(uint32_t number, uint64_t latency, uint64_t at));

#endif
