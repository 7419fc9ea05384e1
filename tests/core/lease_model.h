/* SPDX-License-Identifier: MIT */
/* The lease protocol as a model that explorer.h runs: a writer and readers around the functions of
 * src/core/lease.h and wake.h, which run as they are. Their atomic operations become the explorer's
 * yield points, and the loops over cells and the ring are made short; the model does, in this
 * order, what frames.c, publish.c and reader.c do. Mutants of that order show that a protocol which
 * is wrong would be found out. */
#ifndef FRS_TESTS_LEASE_MODEL_H
#define FRS_TESTS_LEASE_MODEL_H

#include <stdbool.h>

#include "core/layout.h"
#include "explorer.h"

/* The atomic operation happens right after the yield, together with what the thread then does by
 * itself until its next one. */
#define FRS_ATOMIC_LOAD(p) (explorer_yield(), atomic_load(p))
#define FRS_ATOMIC_STORE(p, v) (explorer_yield(), atomic_store((p), (v)))
#define FRS_ATOMIC_EXCHANGE(p, v) (explorer_yield(), atomic_exchange((p), (v)))
#define FRS_ATOMIC_CAS(p, e, v) (explorer_yield(), atomic_compare_exchange_strong((p), (e), (v)))

typedef enum lease_mutant {
    NO_MUTANT,
    CONFIRM_BEFORE_CLAIM,    /* R2 before R1 */
    SCAN_BEFORE_FLOOR,       /* W2 before W1 */
    NO_CONFIRM,              /* no R2 */
    NO_STAMP,                /* R2 without a look at the stamp */
    FLOOR_BEFORE_ANNOUNCE,   /* the newest frame is not always leasable */
    RELEASE_BEFORE_READ,     /* the lease ends too early */
    DESCRIBE_AFTER_ANNOUNCE, /* the descriptor is not complete when it can be leased */
    NO_SCAN,                 /* no W2 */
    LOOK_BEFORE_WAITING,     /* the sleeper looks at newest, then says that it waits */
    DRAIN_AFTER_LOOK,        /* the sleeper swallows wake-ups after its look at newest */
    CLEAR_AFTER_LOAD,        /* the writer clears `waiting` in another step than it reads it */
    SLEEP_WITHOUT_COMPARE,   /* the sleeper does not look at `waiting` as it goes to sleep */
    WAKE_BEFORE_CLEAR,       /* the writer wakes, then clears `waiting` */
    OVERLAYS_NOT_HELD,       /* a frame that is leased does not hold the slot of its overlays */
    OVERLAYS_AFTER_ANNOUNCE, /* the descriptor names its overlays too late */
} lease_mutant;

/* What a case is. */
typedef struct lease_plan {
    uint32_t readers;
    uint32_t slots, frames;  /* of pictures */
    uint32_t overlays;       /* slots for overlays, behind the others; 0: frames have none */
    uint32_t takes;          /* frames each reader tries to take */
    uint32_t history, first; /* 0 means 1 */
    uint32_t cells, ring;    /* instead of the layout's, whose memory is used; 0 means 1 and 4 */
    bool in_order;           /* readers take the next frame, not the newest */
    bool share_page;         /* all readers are threads of one process */
    bool repeat;             /* the writer publishes each slot twice */
    bool death;              /* the first page's readers may die anywhere */
    bool sleep;              /* readers sleep when there is nothing new: on the link */
    bool futex;              /* first by futex, for a time that may end anywhere */
    bool hold;               /* keep a lease until the next one is taken */
    lease_mutant mutant;
} lease_plan;

/* The case at hand; constant while it runs. */
extern lease_plan plan;

#undef FRS_LEASES_MAX
#undef FRS_RING_SIZE
#define FRS_LEASES_MAX plan.cells
#define FRS_RING_SIZE plan.ring

#include "core/lease.h"
#include "core/wake.h"

/* The properties that mutants lose. */
extern const char WRITTEN[];
extern const char DESCRIPTOR[];
extern const char WOKEN[];
extern const char NEWEST[];

enum {
    SLOTS_MAX = 5,  /* of pictures, then of overlays */
    FRAMES_MAX = 4, /* descriptors; also the frames that are published and not yet free */
    READERS_MAX = 2,
    SLOT_WORDS = 2,
};

extern frs_control control;
extern frs_page pages[READERS_MAX];

typedef struct frame_record {
    uint32_t seq, slot; /* seq 0: free */
    uint32_t overlays;  /* the slot of its overlays, plus 1 */
    bool retired;       /* the floor went past it */
    bool cleared;       /* a mutant's scan found no cell that names it */
} frame_record;

extern struct lease_model {
    uint32_t slot[SLOTS_MAX][SLOT_WORDS]; /* the pixels */
    frame_record frames[FRAMES_MAX];      /* by descriptor */
    bool page_connected[READERS_MAX];
    bool reader_dead[READERS_MAX];
    bool writing[SLOTS_MAX];
    /* What the checks know: which slot each reader holds (two leases at most), plus 1; of pictures
     * and of overlays. */
    uint32_t held[READERS_MAX][2], held_overlays[READERS_MAX][2];
    uint32_t overlays; /* of the frames to come: the slot, plus 1 */
    uint32_t overlays_number;
    uint32_t published;
    uint32_t messages[READERS_MAX]; /* wake-ups in the socket */
    /* A sleeper by futex goes on: woken, or its time is up. */
    uint32_t roused[READERS_MAX];
    bool on_futex[READERS_MAX];
    uint32_t seen[READERS_MAX]; /* by a sleeper */
    bool asleep[READERS_MAX];
} model;

/* The page of a reader's cells. */
frs_page *lease_page_of(int reader);

/* What the threads do (lease_model_reader.c, lease_model_writer.c). */
void lease_reader_body(int reader);
void lease_sleeper_body(int reader);
void lease_writer_body(void);

/* Frames below the floor that no cell names are free. */
void lease_reclaim(void);
bool lease_slot_free(uint32_t slot);

/* Run `a_plan` through every interleaving. */
explorer_result lease_model_run(const lease_plan *a_plan);

#endif
