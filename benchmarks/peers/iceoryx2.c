/* SPDX-License-Identifier: MIT */
/* iceoryx2, by way of iceoryx2/src/lib.rs. */
#include "peer.h"

#include <stdio.h>
#include <unistd.h>

void *iox_producer(const char *service, size_t size);
void iox_produce(void *producer, size_t size, uint32_t number, void (*stamp)(void *, uint32_t));
void iox_consume(const char *service, void (*ready)(void), void (*seen)(const void *),
                 int (*stopped)(void));

void iox_end(void *producer);

static char service[64];
static void *producer;

static void prepare(size_t size)
{
    (void)size;
    snprintf(service, sizeof(service), "frameshare-bench-%d", (int)getpid());
}

static void begin(size_t size)
{
    producer = iox_producer(service, size);
}

static void produce(size_t size, uint32_t number)
{
    iox_produce(producer, size, number, peer_stamp);
}

/* It removes its files, and wakes the consumer for it to do so, too. */
static void end(void)
{
    iox_end(producer);
}

static void consume(size_t size)
{
    (void)size;
    iox_consume(service, peer_ready, peer_seen, peer_stopped);
}

const peer peers[] = {{"iceoryx2", prepare, begin, produce, consume, end}, {0}};
