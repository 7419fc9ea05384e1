/* SPDX-License-Identifier: MIT */
/**
 * The state of a writer: its slots, its frames, its connections.
 *
 * One mutex, `lock`, guards everything that is not atomic or constant. It is never held over a
 * system call. A connection's `sending` mutex is: it orders messages to that reader, is taken
 * before `lock`, and only when a reader joins or a slot is made, never on the way of a frame.
 */
#ifndef FRS_CORE_WRITER_STATE_H
#define FRS_CORE_WRITER_STATE_H

#include <pthread.h>
#include <sys/types.h>
#include <time.h>

#include <frameshare/stream.h>
#include <frameshare/writer.h>

#include "layout.h"
#include "segment.h"

#define FRS_READERS_MAX 128u /* connections; a process has at most half of what others leave */
#define FRS_LINK_THREAD "frameshare-link" /* its name, for top and debuggers */

/* Pictures and overlays differ in size and in how often they change: slots of one are never given
 * to the other. */
typedef enum frs_slot_use {
    FRS_SLOT_OF_PICTURE,
    FRS_SLOT_OF_OVERLAYS,
} frs_slot_use;

/* A slot is free when nobody in this process refers to it and no frame in it can be or is leased.
 */
struct frs_slot {
    frs_writer *writer;
    frs_slot_use use;
    frs_segment segment;
    uint32_t index, id;
    atomic_uint refs; /* goes from 0 to 1 under the lock only */
    uint32_t frames;  /* published frames that name it and are leasable or leased; under the lock */
    uint32_t pins;    /* somebody looks at it: it may be used, but not removed; under the lock */
    uint32_t idle;    /* looks in a row that found it free, see trim.h; under the lock */
};

/* What becomes of a descriptor. */
typedef enum frs_frame_state {
    FRS_FRAME_UNUSED,
    FRS_FRAME_LEASABLE, /* between floor and newest */
    FRS_FRAME_RETIRED,  /* below the floor; a reader may still hold it */
} frs_frame_state;

typedef struct frs_published {
    frs_frame_state state;
    uint32_t seq;
    frs_slot *slot;
    frs_slot *overlays; /* NULL: none */
} frs_published;

/* Why something that is to be sent has not been. */
typedef enum frs_backlog {
    FRS_BACKLOG_NONE,
    FRS_BACKLOG_FULL,  /* its socket is: go on when poll() says that it can be written to */
    FRS_BACKLOG_SHORT, /* the kernel has no memory, or too many descriptors of this user are under
                          way (ETOOMANYREFS): go on after a pause, poll() says nothing of that */
} frs_backlog;

typedef enum frs_connection_state {
    FRS_CONNECTION_NEW,    /* has not said hello */
    FRS_CONNECTION_READER, /* has a page and counts as a reader */
    FRS_CONNECTION_CUT,    /* its leases are over; the link thread will close it */
} frs_connection_state;

typedef struct frs_connection {
    atomic_uint refs;
    int socket;
    pid_t pid;                          /* of the reader; as the kernel says it */
    uint64_t number;                    /* goes up with each connection: a larger one is younger */
    uint64_t accepted_at;               /* ns of frs_now_ns() */
    _Atomic frs_connection_state state; /* changed under the lock */
    frs_segment page_segment;
    frs_page *page;
    uint32_t told, allowed; /* leases, see share.h; under the lock */

    pthread_mutex_t sending; /* guards what follows, and the order of messages */
    bool welcome_sent, ready_sent;
    uint32_t sent_id[FRS_SLOTS_MAX];
    uint32_t removed_sent; /* slots_removed when it was last told of */
    _Atomic frs_backlog backlog;

    /* The link thread's alone. */
    bool accounts_wanted;
    int unread;            /* bytes of ours that it has not read, at the last look */
    uint64_t unread_since; /* since when they do not become fewer, ns; 0: it reads */
} frs_connection;

/* When the link thread looks for slots to give back. */
typedef struct frs_trim {
    _Atomic uint64_t interval; /* ns from one look to the next */
    uint64_t next;             /* the next look, ns; 0: not before something happens */
    atomic_bool asleep;        /* tell the link thread when a slot may have become free */
} frs_trim;

struct frs_writer {
    atomic_uint refs; /* the handle, and each slot somebody refers to */
    char name[FRS_NAME_MAX + 1];
    uint32_t max_slots;
    uint64_t max_memory;

    pthread_mutex_t lock;
    pthread_cond_t changed; /* a reader came, went or made progress; unlocked; closed */
    bool closed, unlocked, lossless;

    frs_segment control_segment;
    frs_control *control;
    uint32_t newest, floor; /* our own copies: shared memory is written, never read back */

    frs_slot *slots[FRS_SLOTS_MAX];
    uint32_t n_slots;    /* that exist or are being made */
    uint32_t slots_top;  /* all slots have a lower index */
    uint64_t slot_bytes; /* in them */
    uint64_t wanted;     /* the size last asked for */
    uint64_t
        starved_since[2]; /* by frs_share_kind: since when there was none left, ns; 0: there is */
    uint32_t last_slot_id;
    atomic_uint slots_removed; /* ever; changed under the lock */
    uint32_t removed_told;     /* of them, those readers were told of; the link thread only */
    frs_trim trim;

    frs_published published[FRS_DESCRIPTORS_MAX];
    uint32_t published_top; /* all used ones have a lower index */
    uint32_t ring[FRS_RING_SIZE];

    frs_slot *overlays; /* of the frames to come; a reference; NULL: none */
    uint32_t overlays_number;

    frs_connection *connections[FRS_READERS_MAX]; /* changed by the link thread only */
    uint32_t n_connections, n_readers;
    uint64_t last_connection; /* the number of the youngest; the link thread only */

    frs_writer_stats stats;

    int listen_socket, wake_fd;
    ino_t inode; /* of the socket's file */
    pthread_t link_thread;
    atomic_bool stop;
};

#endif
