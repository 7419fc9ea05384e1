/* SPDX-License-Identifier: MIT */
/**
 * Handing frames to another process, by one way or another: what ./bench peers compares.
 *
 * peer.c has main(): it forks a consumer and a producer, paces the producer, and measures both from
 * outside. A way fills in a `peer`. Of a frame only its header is written, and looked at. A
 * consumer may also be another program (program.h).
 */
#ifndef FRAMESHARE_BENCH_PEER_H
#define FRAMESHARE_BENCH_PEER_H

#include <stddef.h>
#include <stdint.h>

/* At the beginning of each frame. */
typedef struct peer_header {
    uint32_t number; /* 0 for the first */
    uint32_t core;   /* the producer ran on */
    uint64_t posted; /* ns, when the producer began to hand it over */
} peer_header;

typedef struct peer {
    const char *name;
    /* In the parent, before both processes; may be NULL. */
    void (*prepare)(size_t size);
    /* In the producer, once the consumer called peer_ready(); may be NULL. */
    void (*begin)(size_t size);
    /* In the producer: take a frame's memory, peer_stamp() it, hand it over. */
    void (*produce)(size_t size, uint32_t number);
    /* In the consumer: for each frame peer_seen(), as soon as its thread is awake and has it. */
    void (*consume)(size_t size);
    /* In the producer, at the end: leave no file behind; may be NULL. */
    void (*end)(void);
} peer;

/* Ends with an empty one. */
extern const peer peers[];

/* The size of the picture, for those who must say it. */
extern unsigned peer_width, peer_height;

void peer_stamp(void *frame, uint32_t number);

/* The consumer can be sent frames; may be called again. */
void peer_ready(void);

void peer_seen(const void *frame);

/* The consumer may return. It is killed soon if it does not. */
int peer_stopped(void);

/* This process runs on that core; any where it is below 0. */
void peer_pin(int core);

/* Write to standard error, and end this process, and the measurement. */
_Noreturn void peer_die(const char *what);

#endif
