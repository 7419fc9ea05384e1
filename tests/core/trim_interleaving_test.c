/* SPDX-License-Identifier: MIT */
/* Sleeping and waking of the thread that gives memory back (src/core/trim.c), through every
 * interleaving of small cases: a slot that is free is given back, whoever let go of it last and
 * whenever the thread fell asleep. As there, each side stores first and looks then; mutants that do
 * otherwise must be found out. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "checks.h"
#include "explorer.h"

#define SLOTS 4

static const char GIVEN_BACK[] = "no slot that is free is kept by a writer that sleeps";

typedef enum mutant {
    NO_MUTANT,
    LOOK_BEFORE_ASLEEP,
    LOOK_BEFORE_ASKING,
    ASLEEP_BEFORE_UNREF,
    WAITING_BEFORE_RELEASE,
    N_MUTANTS,
} mutant;

static struct {
    mutant mutant;
    int n_referred; /* the first slots are let go by the decoder, the others by the reader */
} plan;

static struct {
    uint32_t refs[SLOTS];
    uint32_t cells[SLOTS];
    uint32_t asleep, waiting; /* trim.asleep, FRS_WAITING_TRIM */
    uint32_t wake;            /* the eventfd, or a message: ends the thread's sleep */
    bool retired[SLOTS];      /* the thread's: the frame in it was leased at the last look */
    bool given[SLOTS];
} model;

/* ---- the link thread ---- */

static uint32_t load(const uint32_t *word)
{
    explorer_yield();
    return *word;
}

static void store(uint32_t *word, uint32_t value)
{
    explorer_yield();
    *word = value;
}

/* frs_frames_reclaim() */
static void reclaim(void)
{
    for (int i = 0; i < SLOTS; i++)
        model.retired[i] = model.retired[i] && load(&model.cells[i]);
}

static bool is_free(int slot)
{
    return !model.given[slot] && !model.retired[slot] && !load(&model.refs[slot]);
}

static bool any_free(void)
{
    bool any = false;
    for (int i = 0; i < SLOTS; i++)
        any |= is_free(i);
    return any;
}

static bool any_retired(void)
{
    bool any = false;
    for (int i = 0; i < SLOTS; i++)
        any |= model.retired[i];
    return any;
}

static void give_back(void)
{
    reclaim();
    for (int i = 0; i < SLOTS; i++)
        if (is_free(i))
            model.given[i] = true;
}

static void wake_up(void)
{
    store(&model.asleep, 0);
    store(&model.waiting, 0);
}

/* fall_asleep(): false when there is something to give back after all. */
static bool fall_asleep(void)
{
    bool found = plan.mutant == LOOK_BEFORE_ASLEEP && any_free();
    store(&model.asleep, 1);
    if (any_retired()) {
        if (plan.mutant == LOOK_BEFORE_ASKING)
            reclaim();
        store(&model.waiting, 1);
        if (plan.mutant != LOOK_BEFORE_ASKING)
            reclaim();
    }
    if (plan.mutant != LOOK_BEFORE_ASLEEP)
        found = any_free();
    return !found;
}

static void link_body(void)
{
    for (;;) {
        give_back();
        if (fall_asleep()) {
            explorer_sleep(&model.wake);
            store(&model.wake, 0);
        }
        wake_up();
    }
}

/* ---- who lets go ---- */

/* frs_link_wake_to_trim() */
static void notify(uint32_t asleep)
{
    if (!asleep)
        return;
    explorer_yield(); /* an exchange */
    asleep = model.asleep;
    model.asleep = 0;
    if (asleep)
        store(&model.wake, 1);
}

static void unref(int slot)
{
    uint32_t asleep = plan.mutant == ASLEEP_BEFORE_UNREF ? load(&model.asleep) : 0;
    store(&model.refs[slot], 0);
    if (plan.mutant != ASLEEP_BEFORE_UNREF)
        asleep = load(&model.asleep);
    notify(asleep);
}

static void release(int slot)
{
    uint32_t waiting = plan.mutant == WAITING_BEFORE_RELEASE ? load(&model.waiting) : 0;
    store(&model.cells[slot], 0);
    if (plan.mutant != WAITING_BEFORE_RELEASE)
        waiting = load(&model.waiting);
    if (waiting)
        store(&model.wake, 1);
}

static void thread_body(int thread)
{
    if (thread == 0)
        link_body();
    for (int i = 0; thread == 1 && i < plan.n_referred; i++)
        unref(i);
    for (int i = plan.n_referred; thread == 2 && i < SLOTS; i++)
        release(i);
}

/* ---- the whole ---- */

static void check_end(void)
{
    for (int i = 0; i < SLOTS; i++)
        if (!model.refs[i] && !model.cells[i] && !model.given[i])
            explorer_fail(GIVEN_BACK);
}

static explorer_result run(int n_referred, mutant which)
{
    memset(&model, 0, sizeof model);
    plan.mutant = which;
    plan.n_referred = n_referred;
    for (int i = 0; i < SLOTS; i++) {
        model.refs[i] = i < n_referred;
        model.cells[i] = model.retired[i] = i >= n_referred;
    }
    explorer_case test = {
        .n_threads = 3,
        .body = thread_body,
        .at_end = check_end,
        .regions = {{&model, sizeof model}},
    };
    return explorer_run(&test);
}

START_TEST(a_slot_that_is_let_go_is_given_back)
{
    explorer_result r = run(_i, NO_MUTANT);
    printf("%d slots of the decoder, %d of the reader: %.3g interleavings, %llu states\n", _i,
           SLOTS - _i, r.interleavings, (unsigned long long)r.states);
    ck_assert_msg(!r.violation, "%s does not hold; schedule %s", r.violation, r.schedule);
    ck_assert_uint_gt(r.states, 100);
}
END_TEST

START_TEST(a_mutant_that_sleeps_too_well_is_found)
{
    const char *violation = NULL;
    for (int n_referred = 0; n_referred <= SLOTS && !violation; n_referred++)
        violation = run(n_referred, (mutant)_i).violation;
    ck_assert_ptr_nonnull(violation);
    ck_assert_str_eq(violation, GIVEN_BACK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("trim interleaving");
    TCase *tests = checks_case(suite, "sleep", NULL, NULL, 0);
    tcase_add_loop_test(tests, a_slot_that_is_let_go_is_given_back, 0, SLOTS + 1);
    tcase_add_loop_test(tests, a_mutant_that_sleeps_too_well_is_found, NO_MUTANT + 1, N_MUTANTS);
    return checks_run(suite);
}
