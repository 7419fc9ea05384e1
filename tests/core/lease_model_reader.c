/* SPDX-License-Identifier: MIT */
#include "lease_model.h"

typedef struct lease {
    int cell;
    uint32_t seq, index;
} lease;

static int begin(frs_page *page, uint32_t seq, uint32_t *index)
{
    if (plan.mutant == CONFIRM_BEFORE_CLAIM)
        return frs_lease_confirm(&control, seq, index) ? frs_lease_claim(page, FRS_LEASES_MAX, seq)
                                                       : FRS_EAGAIN;
    if (plan.mutant == NO_CONFIRM) {
        int cell = frs_lease_claim(page, FRS_LEASES_MAX, seq);
        *index = FRS_ATOMIC_LOAD(&control.ring[seq % FRS_RING_SIZE]);
        return cell;
    }
    if (plan.mutant == NO_STAMP) {
        int cell = frs_lease_claim(page, FRS_LEASES_MAX, seq);
        bool leasable = frs_seq_diff(seq, FRS_ATOMIC_LOAD(&control.floor)) >= 0;
        *index = FRS_ATOMIC_LOAD(&control.ring[seq % FRS_RING_SIZE]);
        if (cell < 0 || leasable)
            return cell;
        frs_lease_end(page, (uint32_t)cell);
        return FRS_EAGAIN;
    }
    return frs_lease_begin(page, &control, FRS_LEASES_MAX, seq, index);
}

/* A frame's overlays are one number that goes up with each change of them. */
static void look_at_overlays(const lease *l)
{
    uint32_t slot = control.descriptors[l->index].word[2] - 1;
    uint32_t number = control.descriptors[l->index].word[3];
    if (slot < plan.slots || slot >= plan.slots + plan.overlays) {
        explorer_fail(DESCRIPTOR);
        return;
    }
    for (int i = 0; i < SLOT_WORDS; i++) {
        explorer_yield();
        if (model.slot[slot][i] != number)
            explorer_fail("the overlays of a leased frame are read as they were set");
    }
}

static void look(const lease *l)
{
    uint32_t slot = control.descriptors[l->index].word[0] - 1;
    if (slot >= plan.slots || control.descriptors[l->index].word[1] != l->seq) {
        explorer_fail(DESCRIPTOR);
        return;
    }
    for (int i = 0; i < SLOT_WORDS; i++) {
        explorer_yield();
        if (model.slot[slot][i] != l->seq && !plan.repeat)
            explorer_fail("a leased frame is read as it was published");
    }
    if (plan.overlays > 0)
        look_at_overlays(l);
    explorer_yield();
    if (control.descriptors[l->index].word[1] != l->seq)
        explorer_fail("a leased frame's descriptor is stable");
}

static void end(int reader, int which, const lease *l)
{
    if (l->cell < 0)
        return;
    model.held[reader][which] = model.held_overlays[reader][which] = 0;
    frs_lease_end(lease_page_of(reader), (uint32_t)l->cell);
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
        int cell = begin(lease_page_of(reader), seq, &index);
        if (cell == FRS_ELEASES) /* another thread has them all: not this time */
            return false;
        if (cell == FRS_EAGAIN) {
            if (control.newest == newest_before && seq == newest_before)
                explorer_fail(NEWEST);
            continue; /* the writer went on: at most as often as there are frames */
        }
        if (plan.in_order && *last && frs_seq_diff(seq, *last) <= 0)
            explorer_fail("frames come in order");
        *last = seq;
        *out = (lease){cell, seq, index};
        uint32_t slot = control.descriptors[index].word[0];
        uint32_t overlays = plan.overlays ? control.descriptors[index].word[2] : 0;
        model.held[reader][which] = slot;
        model.held_overlays[reader][which] = overlays;
        if (slot && slot <= plan.slots && model.writing[slot - 1])
            explorer_fail(WRITTEN);
        if (overlays && overlays <= SLOTS_MAX && model.writing[overlays - 1])
            explorer_fail(WRITTEN);
        return true;
    }
}

/* ---- a reader of frames ---- */

void lease_reader_body(int reader)
{
    uint32_t last = 0;
    lease leases[2] = {{-1, 0, 0}, {-1, 0, 0}};
    for (uint32_t i = 0; i < plan.takes; i++) {
        int which = plan.hold ? (int)(i % 2) : 0;
        lease *l = &leases[which];
        end(reader, which, l);
        *l = (lease){-1, 0, 0};
        if (!take_one(reader, which, &last, l))
            continue;
        if (plan.mutant == RELEASE_BEFORE_READ)
            frs_lease_end(lease_page_of(reader), (uint32_t)l->cell);
        look(l);
    }
    for (int which = 0; which < 2; which++)
        end(reader, which, &leases[which]);
}

/* ---- waiting, as frs_reader_wait() and take_sleepers() do ---- */

static void drain(int reader)
{
    explorer_yield();
    model.messages[reader] = 0;
}

static void sleep_on_link(int reader)
{
    model.asleep[reader] = true;
    explorer_sleep(&model.messages[reader]);
    model.asleep[reader] = false;
}

/* The kernel compares the word and queues the sleeper in one step. */
static void sleep_by_futex(int reader)
{
    explorer_yield();
    if (plan.mutant != SLEEP_WITHOUT_COMPARE && lease_page_of(reader)->waiting != FRS_SLEEP_FUTEX)
        return;
    model.asleep[reader] = model.on_futex[reader] = true;
    explorer_sleep(&model.roused[reader]);
    model.asleep[reader] = model.on_futex[reader] = false;
    model.roused[reader] = 0;
}

/* Returns when there is a newer frame than `last`; a sleep without an end is marked. */
static void wait_newer(int reader, uint32_t last)
{
    frs_page *page = lease_page_of(reader);
    for (bool by_link = !plan.futex;; by_link = true) {
        uint32_t how = by_link ? FRS_SLEEP_LINK : FRS_SLEEP_FUTEX;
        if (by_link && plan.mutant != DRAIN_AFTER_LOOK)
            drain(reader);
        if (plan.mutant != LOOK_BEFORE_WAITING)
            frs_wake_expect(page, how);
        if (FRS_ATOMIC_LOAD(&control.newest) != last)
            break;
        if (plan.mutant == LOOK_BEFORE_WAITING)
            frs_wake_expect(page, how);
        if (by_link && plan.mutant == DRAIN_AFTER_LOOK)
            drain(reader);
        by_link ? sleep_on_link(reader) : sleep_by_futex(reader);
    }
    frs_wake_expect(page, FRS_SLEEP_NONE);
}

void lease_sleeper_body(int reader)
{
    uint32_t last = 0;
    for (uint32_t i = 0; i < plan.takes; i++) {
        wait_newer(reader, last);
        last = FRS_ATOMIC_LOAD(&control.newest);
        model.seen[reader] = last;
    }
}
