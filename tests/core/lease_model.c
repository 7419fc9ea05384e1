/* SPDX-License-Identifier: MIT */
#include "lease_model.h"

#include <string.h>

const char WRITTEN[] = "a leased slot is never written, one being written never leased";
const char DESCRIPTOR[] = "a leased frame's descriptor is the frame's own";
const char WOKEN[] = "no reader sleeps while there is a frame it has not seen";
const char NEWEST[] = "the newest frame can always be leased";

lease_plan plan;
frs_control control;
frs_page pages[READERS_MAX];
struct lease_model model;

frs_page *lease_page_of(int reader)
{
    return &pages[plan.share_page ? 0 : reader];
}

/* ---- death ---- */

static bool on_page(int reader, int page)
{
    return lease_page_of(reader) == &pages[page];
}

static void death_body(void)
{
    explorer_yield();
    for (int r = 0; r < (int)plan.readers; r++)
        if (on_page(r, 0)) {
            explorer_kill(r);
            model.reader_dead[r] = true;
        }
    explorer_yield(); /* it takes the writer a while to hear of it */
    model.page_connected[0] = false;
}

/* ---- time ---- */

/* Each time is up twice at most, whenever. */
static void clock_body(void)
{
    for (uint32_t i = 0; i < 2 * plan.readers; i++) {
        explorer_yield();
        uint32_t reader = i % plan.readers;
        if (model.on_futex[reader])
            model.roused[reader] = 1;
    }
}

/* ---- the whole ---- */

static void thread_body(int thread)
{
    if (thread < (int)plan.readers)
        plan.sleep ? lease_sleeper_body(thread) : lease_reader_body(thread);
    else if (thread == (int)plan.readers)
        lease_writer_body();
    else
        plan.futex ? clock_body() : death_body();
}

static void check_end(void)
{
    /* Whoever sleeps now sleeps for ever; he may only when he has seen the newest frame. */
    for (uint32_t i = 0; i < plan.readers; i++)
        if (model.asleep[i] && model.seen[i] != control.newest)
            explorer_fail(WOKEN);
    lease_reclaim();
    uint32_t busy = 0;
    for (uint32_t i = 0; i < plan.slots; i++)
        busy += !lease_slot_free(i);
    if (busy > plan.history)
        explorer_fail("in the end every slot but those of the kept frames is free");
    for (uint32_t i = plan.slots, held = 0; i < plan.slots + plan.overlays; i++)
        if (!lease_slot_free(i) && ++held > plan.history + 1)
            explorer_fail(
                "in the end overlays of the kept frames and of the next are all there is");
    if (model.published == 0)
        explorer_fail("the first frame finds a slot");
    uint32_t index;
    frs_page fresh = {0};
    if (control.newest &&
        frs_lease_begin(&fresh, &control, FRS_LEASES_MAX, control.newest, &index) < 0)
        explorer_fail("the newest frame can be leased by a reader that comes late");
}

static uint32_t or_else(uint32_t n, uint32_t otherwise)
{
    return n ? n : otherwise;
}

explorer_result lease_model_run(const lease_plan *a_plan)
{
    plan = *a_plan;
    plan.history = or_else(plan.history, 1);
    plan.first = or_else(plan.first, 1);
    plan.cells = or_else(plan.cells, 1);
    plan.ring = or_else(plan.ring, 4);
    memset(&control, 0, sizeof control);
    memset(pages, 0, sizeof pages);
    memset(&model, 0, sizeof model);
    for (uint32_t i = 0; i < plan.readers; i++)
        model.page_connected[i] = true;
    control.floor = plan.first;

    explorer_case test = {
        .n_threads = (int)plan.readers + 1 + (plan.death || plan.futex),
        .body = thread_body,
        .at_end = check_end,
        .regions =
            {
                {&control.newest, 2 * sizeof(frs_word)},
                {control.ring, plan.ring * sizeof(frs_word)},
                {control.descriptors, FRAMES_MAX * sizeof control.descriptors[0]},
                {pages[0].cells, plan.cells * sizeof(frs_word)},
                {pages[1].cells, plan.cells * sizeof(frs_word)},
                {&pages[0].waiting, sizeof(frs_word)},
                {&pages[1].waiting, sizeof(frs_word)},
                {&model, sizeof model},
            },
    };
    return explorer_run(&test);
}
