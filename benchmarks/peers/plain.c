/* SPDX-License-Identifier: MIT */
/* What the kernel itself gives, with one buffer of shared memory, and frameshare. */
#include <linux/futex.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "frameshare.h"
#include "peer.h"

static void *shared; /* the frame */
static _Atomic uint32_t *word;
static int event = -1, sockets[2] = {-1, -1};

static void map_shared(size_t size)
{
    shared = mmap(NULL, size + 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        peer_die("no memory");
    memset(shared, 0, size);
    word = (_Atomic uint32_t *)((char *)shared + size);
}

/* ---- eventfd: polled, then read ---- */

static void eventfd_prepare(size_t size)
{
    map_shared(size);
    event = eventfd(0, EFD_CLOEXEC);
}

static void signal_event(void)
{
    if (write(event, &(uint64_t){1}, sizeof(uint64_t)) < 0)
        peer_die("could not write to an eventfd");
}

static void eventfd_produce(size_t size, uint32_t number)
{
    (void)size;
    peer_stamp(shared, number);
    signal_event();
}

static void wait_event(void)
{
    struct pollfd poll_event = {.fd = event, .events = POLLIN};
    uint64_t count;

    if (poll(&poll_event, 1, -1) < 0 || read(event, &count, sizeof(count)) < 0)
        peer_die("could not wait for an eventfd");
}

static void eventfd_consume(size_t size)
{
    (void)size;
    peer_ready();
    for (;;) {
        wait_event();
        peer_seen(shared);
    }
}

/* ---- eventfd, and the picture copied into the shared memory ---- */

static void *heap;

static void copy_begin(size_t size)
{
    heap = malloc(size);
    if (!heap)
        peer_die("no memory");
    memset(heap, 1, size);
}

static void memcpy_produce(size_t size, uint32_t number)
{
    peer_stamp(heap, number);
    memcpy(shared, heap, size);
    signal_event();
}

/* ---- futex ---- */

static void futex_produce(size_t size, uint32_t number)
{
    (void)size;
    peer_stamp(shared, number);
    *word = number + 1;
    syscall(SYS_futex, (void *)word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static void futex_consume(size_t size)
{
    (void)size;
    peer_ready();
    for (uint32_t last = 0;;) {
        while (*word == last)
            syscall(SYS_futex, (void *)word, FUTEX_WAIT, last, NULL, NULL, 0);
        last = *word;
        peer_seen(shared);
    }
}

/* ---- a Unix socket: the picture goes through it ---- */

static void socket_prepare(size_t size)
{
    (void)size;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets))
        peer_die("no socket");
}

static void socket_produce(size_t size, uint32_t number)
{
    peer_stamp(heap, number);
    for (size_t done = 0; done < size;) {
        ssize_t n = write(sockets[0], (char *)heap + done, size - done);

        if (n <= 0)
            peer_die("could not write to a socket");
        done += (size_t)n;
    }
}

static void socket_consume(size_t size)
{
    copy_begin(size);
    peer_ready();
    for (;;) {
        for (size_t done = 0; done < size;) {
            ssize_t n = read(sockets[1], (char *)heap + done, size - done);

            if (n <= 0)
                peer_die("could not read from a socket");
            done += (size_t)n;
        }
        peer_seen(heap);
    }
}

/* ---- frameshare ---- */

static frs_writer *writer;
static frs_frame_info info;

static void frameshare_begin(size_t size)
{
    (void)size;
    frs_frame_info_init(&info, FRS_FORMAT_RGBA, peer_width, peer_height, 64);
    info.pts = info.duration = FRS_TIME_NONE;
    frameshare_check(frs_writer_create(&writer, frameshare_stream, NULL));
    frameshare_check(frs_writer_wait_reader(writer, -1));
}

static void frameshare_produce(size_t size, uint32_t number)
{
    frs_slot *slot;

    frameshare_check(frs_writer_slot_acquire(writer, size, &slot));
    peer_stamp(frs_slot_data(slot), number);
    frameshare_check(frs_writer_publish(writer, slot, &info, FRS_ORIGIN_IN_PLACE, NULL));
    frs_slot_unref(slot);
}

const peer peers[] = {
    {"eventfd", eventfd_prepare, NULL, eventfd_produce, eventfd_consume, NULL},
    {"futex", map_shared, NULL, futex_produce, futex_consume, NULL},
    {"frameshare", frameshare_prepare, frameshare_begin, frameshare_produce, frameshare_consume,
     NULL},
    {"memcpy", eventfd_prepare, copy_begin, memcpy_produce, eventfd_consume, NULL},
    {"socket", socket_prepare, copy_begin, socket_produce, socket_consume, NULL},
    {0},
};
