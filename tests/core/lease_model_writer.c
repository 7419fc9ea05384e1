/* SPDX-License-Identifier: MIT */
#include "lease_model.h"

static bool leased(uint32_t seq)
{
    for (uint32_t i = 0; i < plan.readers; i++)
        if (model.page_connected[i] && frs_lease_names(&pages[i], seq))
            return true;
    return false;
}

void lease_reclaim(void)
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

bool lease_slot_free(uint32_t slot)
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
    for (uint32_t i = 0; i < plan.slots; i++)
        if (lease_slot_free(i))
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
        for (uint32_t r = 0; r < plan.readers; r++)
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
    if (plan.overlays == 0)
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

static uint32_t take_waiting(frs_page *page)
{
    if (plan.mutant != CLEAR_AFTER_LOAD && plan.mutant != WAKE_BEFORE_CLEAR)
        return frs_wake_take(page);
    uint32_t how = FRS_ATOMIC_LOAD(&page->waiting);
    if (plan.mutant == CLEAR_AFTER_LOAD)
        FRS_ATOMIC_STORE(&page->waiting, FRS_SLEEP_NONE);
    return how;
}

static void wake(uint32_t reader)
{
    uint32_t how = take_waiting(&pages[reader]);
    if (how == FRS_SLEEP_NONE)
        return;
    explorer_yield();
    if (how != FRS_SLEEP_FUTEX)
        model.messages[reader]++;
    else if (model.on_futex[reader])
        model.roused[reader] = 1;
    if (plan.mutant == WAKE_BEFORE_CLEAR)
        FRS_ATOMIC_STORE(&pages[reader].waiting, FRS_SLEEP_NONE);
}

static void wake_sleepers(void)
{
    for (uint32_t i = 0; i < plan.readers && plan.sleep; i++) {
        if (frs_wake_wanted(&pages[i]))
            wake(i);
    }
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
    for (uint32_t i = plan.slots; i < plan.slots + plan.overlays; i++) {
        if (!lease_slot_free(i))
            continue;
        write_slot(i, ++model.overlays_number);
        model.overlays = i + 1;
        return;
    }
}

void lease_writer_body(void)
{
    uint32_t seq = plan.first;
    for (uint32_t n = 0; n < plan.frames; n++) {
        lease_reclaim();
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
