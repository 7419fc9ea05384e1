/* SPDX-License-Identifier: MIT */
/* The lease protocol through every interleaving of small cases.
 *
 * The functions of src/core/lease.h run as they are; their atomic operations become the explorer's
 * yield points, and the loops over cells and the ring are made short. Around them stand a writer
 * and readers that do, in this order, what slots.c, writer.c and reader.c do. Mutants of that order
 * show that a protocol which is wrong would be found out. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "checks.h"
#include "core/layout.h"
#include "explorer.h"

/* The atomic operation happens right after the yield, together with what the thread then does by
 * itself until its next one. */
#define FRS_ATOMIC_LOAD(p) (explorer_yield(), atomic_load(p))
#define FRS_ATOMIC_STORE(p, v) (explorer_yield(), atomic_store((p), (v)))
#define FRS_ATOMIC_CAS(p, e, v) (explorer_yield(), atomic_compare_exchange_strong((p), (e), (v)))

/* Smaller than the layout's, whose memory is used. */
#undef FRS_LEASES_MAX
#undef FRS_RING_SIZE
#define FRS_LEASES_MAX bounds.cells
#define FRS_RING_SIZE bounds.ring

static struct {
    uint32_t cells, ring;
} bounds;

#include "core/lease.h"

/* The properties that mutants lose. */
static const char WRITTEN[] = "a leased slot is never written, one being written never leased";
static const char DESCRIPTOR[] = "a leased frame's descriptor is the frame's own";
static const char WOKEN[] = "no reader sleeps while there is a frame it has not seen";
static const char NEWEST[] = "the newest frame can always be leased";

enum {
    SLOTS_MAX = 5,  /* of pictures, then of overlays */
    FRAMES_MAX = 4, /* descriptors; also the frames that are published and not yet free */
    READERS_MAX = 2,
    SLOT_WORDS = 2,
};

typedef enum mutant {
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
    OVERLAYS_NOT_HELD,       /* a frame that is leased does not hold the slot of its overlays */
    OVERLAYS_AFTER_ANNOUNCE, /* the descriptor names its overlays too late */
} mutant;

/* What the case is. Constant while it runs. */
static struct {
    uint32_t n_slots, n_frames, n_readers, history, first;
    uint32_t n_overlays; /* slots for overlays, behind the others; 0: frames have none */
    int takes;           /* frames each reader tries to take */
    bool in_order;       /* readers take the next frame, not the newest */
    bool share_page;     /* all readers are threads of one process */
    bool repeat;         /* the writer publishes each slot twice */
    bool death;          /* the first page's readers may die anywhere */
    bool sleep;          /* readers sleep when there is nothing new */
    bool hold;           /* keep a lease until the next one is taken */
    mutant mutant;
} plan;

static frs_control control;
static frs_page pages[READERS_MAX];

typedef struct frame_record {
    uint32_t seq, slot; /* seq 0: free */
    uint32_t overlays;  /* the slot of its overlays, plus 1 */
    bool retired;       /* the floor went past it */
    bool cleared;       /* a mutant's scan found no cell that names it */
} frame_record;

static struct {
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
    uint32_t seen[READERS_MAX];     /* by a sleeper */
    bool asleep[READERS_MAX];
} model;

static frs_page *page_of(int reader)
{
    return &pages[plan.share_page ? 0 : reader];
}

/* ---- reader ---- */

typedef struct lease {
    int cell;
    uint32_t seq, index;
} lease;

static int begin(frs_page *page, uint32_t seq, uint32_t *index)
{
    if (plan.mutant == CONFIRM_BEFORE_CLAIM)
        return frs_lease_confirm(&control, seq, index) ? frs_lease_claim(page, seq) : FRS_EAGAIN;
    if (plan.mutant == NO_CONFIRM) {
        int cell = frs_lease_claim(page, seq);
        *index = FRS_ATOMIC_LOAD(&control.ring[seq % FRS_RING_SIZE]);
        return cell;
    }
    if (plan.mutant == NO_STAMP) {
        int cell = frs_lease_claim(page, seq);
        bool leasable = frs_seq_diff(seq, FRS_ATOMIC_LOAD(&control.floor)) >= 0;
        *index = FRS_ATOMIC_LOAD(&control.ring[seq % FRS_RING_SIZE]);
        if (cell < 0 || leasable)
            return cell;
        frs_lease_end(page, (uint32_t)cell);
        return FRS_EAGAIN;
    }
    return frs_lease_begin(page, &control, seq, index);
}

/* A frame's overlays are one number that goes up with each change of them. */
static void look_at_overlays(const lease *l)
{
    uint32_t slot = control.descriptors[l->index].word[2] - 1;
    uint32_t number = control.descriptors[l->index].word[3];
    if (slot < plan.n_slots || slot >= plan.n_slots + plan.n_overlays) {
        explorer_fail(DESCRIPTOR);
        return;
    }
    for (int i = 0; i < SLOT_WORDS; i++) {
        explorer_yield();
        if (model.slot[slot][i] != number)
            explorer_fail("the overlays of a leased frame are read as they were set");
    }
}

static void look(int reader, const lease *l)
{
    uint32_t slot = control.descriptors[l->index].word[0] - 1;
    if (slot >= plan.n_slots || control.descriptors[l->index].word[1] != l->seq) {
        explorer_fail(DESCRIPTOR);
        return;
    }
    for (int i = 0; i < SLOT_WORDS; i++) {
        explorer_yield();
        if (model.slot[slot][i] != l->seq && !plan.repeat)
            explorer_fail("a leased frame is read as it was published");
    }
    if (plan.n_overlays > 0)
        look_at_overlays(l);
    explorer_yield();
    if (control.descriptors[l->index].word[1] != l->seq)
        explorer_fail("a leased frame's descriptor is stable");
    (void)reader;
}

static void end(int reader, int which, const lease *l)
{
    if (l->cell < 0)
        return;
    model.held[reader][which] = model.held_overlays[reader][which] = 0;
    frs_lease_end(page_of(reader), (uint32_t)l->cell);
}

/* Which frame to ask for; 0: there is none that was not taken. */
static uint32_t wanted(uint32_t last)
{
    uint32_t newest = FRS_ATOMIC_LOAD(&control.newest);
    if (newest == 0 || newest == last)
        return 0;
    if (!plan.in_order)
        return newest;
    uint32_t floor = FRS_ATOMIC_LOAD(&control.floor);
    uint32_t next = last ? frs_seq_next(last) : floor;
    return frs_seq_diff(next, floor) < 0 ? floor : next;
}

static bool take_one(int reader, int which, uint32_t *last, lease *out)
{
    for (;;) {
        uint32_t seq = wanted(*last), index = 0;
        if (seq == 0)
            return false;
        uint32_t newest_before = control.newest;
        int cell = begin(page_of(reader), seq, &index);
        if (cell == FRS_ELEASES) /* another thread has them all: not this time */
            return false;
        if (cell == FRS_EAGAIN) {
            if (control.newest == newest_before && seq == newest_before)
                explorer_fail(NEWEST);
            continue; /* the writer went on: at most n_frames times */
        }
        if (plan.in_order && *last && frs_seq_diff(seq, *last) <= 0)
            explorer_fail("frames come in order");
        *last = seq;
        *out = (lease){cell, seq, index};
        uint32_t slot = control.descriptors[index].word[0];
        uint32_t overlays = plan.n_overlays ? control.descriptors[index].word[2] : 0;
        model.held[reader][which] = slot;
        model.held_overlays[reader][which] = overlays;
        if (slot && slot <= plan.n_slots && model.writing[slot - 1])
            explorer_fail(WRITTEN);
        if (overlays && overlays <= SLOTS_MAX && model.writing[overlays - 1])
            explorer_fail(WRITTEN);
        return true;
    }
}

/* ---- waiting, as frs_reader_wait() and take_sleepers() do ---- */

static void drain(int reader)
{
    explorer_yield();
    model.messages[reader] = 0;
}

/* Returns when there is a newer frame than `last`; a sleep without an end is marked. */
static void wait_newer(int reader, uint32_t last)
{
    frs_page *page = page_of(reader);
    for (;;) {
        if (plan.mutant != DRAIN_AFTER_LOOK)
            drain(reader);
        if (plan.mutant != LOOK_BEFORE_WAITING)
            FRS_ATOMIC_STORE(&page->waiting, 1);
        if (FRS_ATOMIC_LOAD(&control.newest) != last)
            break;
        if (plan.mutant == LOOK_BEFORE_WAITING)
            FRS_ATOMIC_STORE(&page->waiting, 1);
        if (plan.mutant == DRAIN_AFTER_LOOK)
            drain(reader);
        model.asleep[reader] = true;
        explorer_sleep(&model.messages[reader]);
        model.asleep[reader] = false;
    }
    FRS_ATOMIC_STORE(&page->waiting, 0);
}

static void sleeper_body(int reader)
{
    uint32_t last = 0;
    for (int i = 0; i < plan.takes; i++) {
        wait_newer(reader, last);
        last = FRS_ATOMIC_LOAD(&control.newest);
        model.seen[reader] = last;
    }
}

static void wake_sleepers(void)
{
    for (uint32_t i = 0; i < plan.n_readers && plan.sleep; i++) {
        if (!FRS_ATOMIC_LOAD(&pages[i].waiting))
            continue;
        FRS_ATOMIC_STORE(&pages[i].waiting, 0);
        explorer_yield();
        model.messages[i]++;
    }
}

/* ---- a reader of frames ---- */

static void reader_body(int reader)
{
    uint32_t last = 0;
    lease leases[2] = {{-1, 0, 0}, {-1, 0, 0}};
    for (int i = 0; i < plan.takes; i++) {
        int which = plan.hold ? i % 2 : 0;
        lease *l = &leases[which];
        end(reader, which, l);
        *l = (lease){-1, 0, 0};
        if (!take_one(reader, which, &last, l))
            continue;
        if (plan.mutant == RELEASE_BEFORE_READ)
            frs_lease_end(page_of(reader), (uint32_t)l->cell);
        look(reader, l);
    }
    for (int which = 0; which < 2; which++)
        end(reader, which, &leases[which]);
}

/* ---- writer ---- */

static bool leased(uint32_t seq)
{
    for (uint32_t i = 0; i < plan.n_readers; i++)
        if (model.page_connected[i] && frs_lease_names(&pages[i], seq))
            return true;
    return false;
}

/* Frames below the floor that no cell names are free. */
static void reclaim(void)
{
    for (uint32_t i = 0; i < FRAMES_MAX; i++) {
        frame_record *frame = &model.frames[i];
        if (frame->seq == 0 || !frame->retired)
            continue;
        if (plan.mutant != NO_SCAN && !frame->cleared && leased(frame->seq))
            continue;
        frame->seq = 0;
    }
}

static bool slot_free(uint32_t slot)
{
    for (uint32_t i = 0; i < FRAMES_MAX; i++) {
        const frame_record *frame = &model.frames[i];
        if (frame->seq && frame->slot == slot)
            return false;
        if (frame->seq && frame->overlays == slot + 1 && plan.mutant != OVERLAYS_NOT_HELD)
            return false;
    }
    return model.overlays != slot + 1;
}

/* One that is not the slot of the last time, as a real set of free slots goes round. */
static int find_slot(void)
{
    for (uint32_t i = 0; i < plan.n_slots; i++)
        if (slot_free(i))
            return (int)i;
    return -1;
}

static int find_descriptor(void)
{
    for (int i = 0; i < FRAMES_MAX; i++)
        if (model.frames[i].seq == 0)
            return i;
    return -1;
}

static void write_slot(uint32_t slot, uint32_t seq)
{
    model.writing[slot] = true;
    for (int i = 0; i < SLOT_WORDS; i++) {
        explorer_yield();
        for (uint32_t r = 0; r < plan.n_readers; r++)
            for (int which = 0; which < 2; which++)
                if (!model.reader_dead[r] &&
                    (model.held[r][which] == slot + 1 || model.held_overlays[r][which] == slot + 1))
                    explorer_fail(WRITTEN);
        model.slot[slot][i] = seq;
    }
    model.writing[slot] = false;
}

static void describe_overlays(uint32_t index)
{
    if (plan.n_overlays == 0)
        return;
    explorer_yield();
    control.descriptors[index].word[2] = model.overlays;
    control.descriptors[index].word[3] = model.overlays_number;
}

static void describe(uint32_t index, uint32_t slot, uint32_t seq)
{
    control.descriptors[index].word[0] = slot + 1;
    explorer_yield();
    control.descriptors[index].word[1] = seq;
    if (plan.mutant != OVERLAYS_AFTER_ANNOUNCE)
        describe_overlays(index);
}

/* The last `history` frames stay leasable. */
static uint32_t floor_for(uint32_t seq)
{
    uint32_t floor = seq;
    for (uint32_t n = 1; n < plan.history && floor != plan.first; n++)
        floor = floor == 1 ? UINT32_MAX : floor - 1;
    return floor;
}

static void retire_below(uint32_t floor)
{
    if (plan.mutant == SCAN_BEFORE_FLOOR)
        for (uint32_t i = 0; i < FRAMES_MAX; i++)
            if (model.frames[i].seq && frs_seq_diff(model.frames[i].seq, floor) < 0)
                model.frames[i].cleared = !leased(model.frames[i].seq);
    frs_lease_raise_floor(&control, floor);
    for (uint32_t i = 0; i < FRAMES_MAX; i++)
        if (model.frames[i].seq && frs_seq_diff(model.frames[i].seq, floor) < 0)
            model.frames[i].retired = true;
}

static bool publish(uint32_t slot, uint32_t seq)
{
    int found = find_descriptor();
    if (found < 0)
        return false;
    uint32_t index = (uint32_t)found;
    if (plan.mutant != DESCRIBE_AFTER_ANNOUNCE)
        describe(index, slot, seq);
    FRS_ATOMIC_STORE(&control.descriptors[index].seq, seq);
    model.frames[index] = (frame_record){seq, slot, model.overlays, false, false};
    if (plan.mutant == FLOOR_BEFORE_ANNOUNCE)
        retire_below(floor_for(seq));
    frs_lease_announce(&control, seq, index);
    if (plan.mutant == DESCRIBE_AFTER_ANNOUNCE)
        describe(index, slot, seq);
    if (plan.mutant == OVERLAYS_AFTER_ANNOUNCE)
        describe_overlays(index);
    if (plan.mutant != FLOOR_BEFORE_ANNOUNCE)
        retire_below(floor_for(seq));
    model.published++;
    wake_sleepers();
    return true;
}

/* New overlays for the frames to come, where a slot is free for them. */
static void set_overlays(void)
{
    for (uint32_t i = plan.n_slots; i < plan.n_slots + plan.n_overlays; i++) {
        if (!slot_free(i))
            continue;
        write_slot(i, ++model.overlays_number);
        model.overlays = i + 1;
        return;
    }
}

static void writer_body(void)
{
    uint32_t seq = plan.first;
    for (uint32_t n = 0; n < plan.n_frames; n++) {
        reclaim();
        set_overlays();
        int slot = find_slot();
        if (slot < 0) /* all leased: this frame is dropped, and nobody waits */
            continue;
        write_slot((uint32_t)slot, seq);
        for (int times = plan.repeat ? 2 : 1; times > 0; times--)
            if (publish((uint32_t)slot, seq))
                seq = frs_seq_next(seq);
    }
}

/* ---- death ---- */

static bool on_page(int reader, int page)
{
    return page_of(reader) == &pages[page];
}

static void death_body(void)
{
    explorer_yield();
    for (int r = 0; r < (int)plan.n_readers; r++)
        if (on_page(r, 0)) {
            explorer_kill(r);
            model.reader_dead[r] = true;
        }
    explorer_yield(); /* it takes the writer a while to hear of it */
    model.page_connected[0] = false;
}

/* ---- the whole ---- */

static void thread_body(int thread)
{
    if (thread < (int)plan.n_readers)
        plan.sleep ? sleeper_body(thread) : reader_body(thread);
    else if (thread == (int)plan.n_readers)
        writer_body();
    else
        death_body();
}

static void check_end(void)
{
    /* Whoever sleeps now sleeps for ever; he may only when he has seen the newest frame. */
    for (uint32_t i = 0; i < plan.n_readers; i++)
        if (model.asleep[i] && model.messages[i] == 0 && model.seen[i] != control.newest)
            explorer_fail(WOKEN);
    reclaim();
    uint32_t busy = 0;
    for (uint32_t i = 0; i < plan.n_slots; i++)
        busy += !slot_free(i);
    if (busy > plan.history)
        explorer_fail("in the end every slot but those of the kept frames is free");
    for (uint32_t i = plan.n_slots, held = 0; i < plan.n_slots + plan.n_overlays; i++)
        if (!slot_free(i) && ++held > plan.history + 1)
            explorer_fail(
                "in the end overlays of the kept frames and of the next are all there is");
    if (model.published == 0)
        explorer_fail("the first frame finds a slot");
    uint32_t index;
    frs_page fresh = {0};
    if (control.newest && frs_lease_begin(&fresh, &control, control.newest, &index) < 0)
        explorer_fail("the newest frame can be leased by a reader that comes late");
}

static explorer_result run(const char *name)
{
    memset(&control, 0, sizeof control);
    memset(pages, 0, sizeof pages);
    memset(&model, 0, sizeof model);
    for (uint32_t i = 0; i < plan.n_readers; i++)
        model.page_connected[i] = true;
    control.floor = plan.first;

    explorer_case test = {
        .n_threads = (int)plan.n_readers + 1 + plan.death,
        .body = thread_body,
        .at_end = check_end,
        .regions =
            {
                {&control.newest, 2 * sizeof(frs_word)},
                {control.ring, bounds.ring * sizeof(frs_word)},
                {control.descriptors, FRAMES_MAX * sizeof control.descriptors[0]},
                {pages[0].cells, bounds.cells * sizeof(frs_word)},
                {pages[1].cells, bounds.cells * sizeof(frs_word)},
                {&pages[0].waiting, sizeof(frs_word)},
                {&pages[1].waiting, sizeof(frs_word)},
                {&model, sizeof model},
            },
    };
    explorer_result r = explorer_run(&test);
    if (plan.mutant == NO_MUTANT) {
        printf("%s: %.3g interleavings, %llu states, %llu ends\n", name, r.interleavings,
               (unsigned long long)r.states, (unsigned long long)r.ends);
        ck_assert_msg(!r.violation, "%s does not hold; schedule %s", r.violation, r.schedule);
        ck_assert_msg(r.states > 1000, "only %llu states: nothing was explored",
                      (unsigned long long)r.states);
    } else {
        printf("mutant %s: %s\n", name, r.violation ? r.violation : "NOT FOUND");
    }
    fflush(stdout);
    return r;
}

static void plan_case(uint32_t n_readers, uint32_t n_slots, uint32_t n_frames, int takes)
{
    memset(&plan, 0, sizeof plan);
    plan.n_readers = n_readers;
    plan.n_slots = n_slots;
    plan.n_frames = n_frames;
    plan.takes = takes;
    plan.history = 1;
    plan.first = 1;
    bounds.cells = 1;
    bounds.ring = 4;
}

START_TEST(one_reader_of_the_newest_frame_never_sees_it_written)
{
    plan_case(1, 2, 5, 4);
    run("one reader, 2 slots");
    plan_case(1, 3, 5, 4);
    plan.hold = true;
    bounds.cells = 2;
    run("one reader with two leases, 3 slots");
}
END_TEST

START_TEST(two_readers_never_see_their_frames_written)
{
    plan_case(2, 2, 4, 3);
    run("two readers, 2 slots");
    plan_case(2, 3, 4, 2);
    run("two readers, 3 slots");
}
END_TEST

START_TEST(a_reader_in_order_with_history_never_sees_its_frame_written)
{
    plan_case(1, 3, 5, 4);
    plan.history = 2;
    plan.in_order = true;
    run("one reader in order, history 2");
    plan_case(2, 3, 4, 2);
    plan.history = 2;
    plan.in_order = true;
    run("two readers in order, history 2");
}
END_TEST

START_TEST(threads_of_one_reader_share_a_page_of_cells)
{
    plan_case(2, 2, 4, 2);
    plan.share_page = true;
    bounds.cells = 2;
    run("two threads on one page of two cells");
    plan_case(2, 2, 4, 2);
    plan.share_page = true;
    run("two threads on one page of one cell");
}
END_TEST

START_TEST(a_reader_may_die_anywhere)
{
    plan_case(1, 2, 4, 3);
    plan.death = true;
    run("one reader that dies");
    plan_case(2, 2, 3, 2);
    plan.death = true;
    run("two readers, one dies");
}
END_TEST

START_TEST(sequence_numbers_may_wrap)
{
    plan_case(1, 2, 5, 4);
    plan.first = UINT32_MAX - 1;
    run("one reader, wrap");
    plan_case(1, 3, 5, 4);
    plan.first = UINT32_MAX - 1;
    plan.history = 2;
    plan.in_order = true;
    run("one reader in order, wrap");
}
END_TEST

START_TEST(a_ring_that_goes_round_gives_no_wrong_frame)
{
    /* It must be longer than the history, or announcing a frame takes away the newest. */
    plan_case(1, 3, 6, 4);
    bounds.ring = 2;
    run("one reader, ring of 2");
    plan_case(2, 3, 4, 2);
    bounds.ring = 2;
    run("two readers, ring of 2");
}
END_TEST

START_TEST(a_slot_may_be_published_twice)
{
    plan_case(1, 2, 3, 4);
    plan.repeat = true;
    run("one reader, each slot twice");
}
END_TEST

START_TEST(the_overlays_of_a_leased_frame_are_never_written)
{
    plan_case(1, 2, 4, 3);
    plan.n_overlays = 2;
    run("one reader, 2 slots of overlays");
    plan_case(1, 2, 4, 3);
    plan.n_overlays = 3;
    plan.hold = true;
    bounds.cells = 2;
    run("one reader with two leases, 3 slots of overlays");
    plan_case(2, 2, 3, 2);
    plan.n_overlays = 2;
    run("two readers, 2 slots of overlays");
}
END_TEST

START_TEST(a_sleeping_reader_is_woken_by_every_frame)
{
    plan_case(1, 2, 4, 6);
    plan.sleep = true;
    run("one sleeper");
    plan_case(2, 2, 3, 4);
    plan.sleep = true;
    run("two sleepers");
}
END_TEST

START_TEST(a_mutant_of_the_protocol_is_found)
{
    static const struct {
        mutant mutant;
        const char *name, *property;
    } mutants[] = {
        {CONFIRM_BEFORE_CLAIM, "confirm before claim (R2, R1)", WRITTEN},
        {SCAN_BEFORE_FLOOR, "scan before floor (W2, W1)", WRITTEN},
        {NO_CONFIRM, "no look at the floor", DESCRIPTOR},
        {NO_STAMP, "no look at the stamp", DESCRIPTOR},
        {FLOOR_BEFORE_ANNOUNCE, "floor before announce", NEWEST},
        {RELEASE_BEFORE_READ, "release before read", WRITTEN},
        {DESCRIBE_AFTER_ANNOUNCE, "describe after announce", DESCRIPTOR},
        {NO_SCAN, "no scan of the cells", WRITTEN},
        {LOOK_BEFORE_WAITING, "look at newest before waiting", WOKEN},
        {DRAIN_AFTER_LOOK, "wake-ups drained after the look", WOKEN},
        {OVERLAYS_NOT_HELD, "a leased frame does not hold its overlays", WRITTEN},
        {OVERLAYS_AFTER_ANNOUNCE, "overlays named after announce", DESCRIPTOR},
    };
    plan_case(1, 3, 5, 3);
    plan.mutant = mutants[_i].mutant;
    plan.n_overlays = plan.mutant >= OVERLAYS_NOT_HELD ? 2 : 0;
    plan.sleep = mutants[_i].property == WOKEN;
    bounds.ring = plan.mutant == NO_STAMP ? 2 : 4;
    const char *violation = run(mutants[_i].name).violation;
    ck_assert_ptr_nonnull(violation);
    ck_assert_str_eq(violation, mutants[_i].property);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("interleaving");
    TCase *tests = checks_case(suite, "lease protocol", NULL, NULL, 0);
    tcase_add_test(tests, one_reader_of_the_newest_frame_never_sees_it_written);
    tcase_add_test(tests, two_readers_never_see_their_frames_written);
    tcase_add_test(tests, a_reader_in_order_with_history_never_sees_its_frame_written);
    tcase_add_test(tests, threads_of_one_reader_share_a_page_of_cells);
    tcase_add_test(tests, a_reader_may_die_anywhere);
    tcase_add_test(tests, sequence_numbers_may_wrap);
    tcase_add_test(tests, a_ring_that_goes_round_gives_no_wrong_frame);
    tcase_add_test(tests, a_slot_may_be_published_twice);
    tcase_add_test(tests, the_overlays_of_a_leased_frame_are_never_written);
    tcase_add_test(tests, a_sleeping_reader_is_woken_by_every_frame);
    tcase_add_loop_test(tests, a_mutant_of_the_protocol_is_found, 0, 12);
    return checks_run(suite);
}
