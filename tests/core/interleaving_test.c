/* SPDX-License-Identifier: MIT */
/* The lease protocol, and of sleeping and waking, through every interleaving of small cases. */
#include <stdio.h>

#include "checks.h"
#include "lease_model.h"

static void explore(const char *name, lease_plan a_plan)
{
    explorer_result r = lease_model_run(&a_plan);
    printf("%s: %.3g interleavings, %llu states, %llu ends\n", name, r.interleavings,
           (unsigned long long)r.states, (unsigned long long)r.ends);
    fflush(stdout);
    ck_assert_msg(!r.violation, "%s does not hold; schedule %s", r.violation, r.schedule);
    ck_assert_msg(r.states > 1000, "only %llu states: nothing was explored",
                  (unsigned long long)r.states);
}

START_TEST(one_reader_of_the_newest_frame_never_sees_it_written)
{
    explore("one reader, 2 slots", (lease_plan){.readers = 1, .slots = 2, .frames = 5, .takes = 4});
    explore(
        "one reader with two leases, 3 slots",
        (lease_plan){.readers = 1, .slots = 3, .frames = 5, .takes = 4, .hold = true, .cells = 2});
}
END_TEST

START_TEST(two_readers_never_see_their_frames_written)
{
    explore("two readers, 2 slots",
            (lease_plan){.readers = 2, .slots = 2, .frames = 4, .takes = 3});
    explore("two readers, 3 slots",
            (lease_plan){.readers = 2, .slots = 3, .frames = 4, .takes = 2});
}
END_TEST

START_TEST(a_reader_in_order_with_history_never_sees_its_frame_written)
{
    explore("one reader in order, history 2",
            (lease_plan){
                .readers = 1, .slots = 3, .frames = 5, .takes = 4, .history = 2, .in_order = true});
    explore("two readers in order, history 2",
            (lease_plan){
                .readers = 2, .slots = 3, .frames = 4, .takes = 2, .history = 2, .in_order = true});
}
END_TEST

START_TEST(threads_of_one_reader_share_a_page_of_cells)
{
    explore("two threads on one page of two cells",
            (lease_plan){
                .readers = 2, .slots = 2, .frames = 4, .takes = 2, .share_page = true, .cells = 2});
    explore("two threads on one page of one cell",
            (lease_plan){.readers = 2, .slots = 2, .frames = 4, .takes = 2, .share_page = true});
}
END_TEST

START_TEST(a_reader_may_die_anywhere)
{
    explore("one reader that dies",
            (lease_plan){.readers = 1, .slots = 2, .frames = 4, .takes = 3, .death = true});
    explore("two readers, one dies",
            (lease_plan){.readers = 2, .slots = 2, .frames = 3, .takes = 2, .death = true});
}
END_TEST

START_TEST(sequence_numbers_may_wrap)
{
    explore(
        "one reader, wrap",
        (lease_plan){.readers = 1, .slots = 2, .frames = 5, .takes = 4, .first = UINT32_MAX - 1});
    explore("one reader in order, wrap", (lease_plan){.readers = 1,
                                                      .slots = 3,
                                                      .frames = 5,
                                                      .takes = 4,
                                                      .first = UINT32_MAX - 1,
                                                      .history = 2,
                                                      .in_order = true});
}
END_TEST

START_TEST(a_ring_that_goes_round_gives_no_wrong_frame)
{
    /* It must be longer than the history, or announcing a frame takes away the newest. */
    explore("one reader, ring of 2",
            (lease_plan){.readers = 1, .slots = 3, .frames = 6, .takes = 4, .ring = 2});
    explore("two readers, ring of 2",
            (lease_plan){.readers = 2, .slots = 3, .frames = 4, .takes = 2, .ring = 2});
}
END_TEST

START_TEST(a_slot_may_be_published_twice)
{
    explore("one reader, each slot twice",
            (lease_plan){.readers = 1, .slots = 2, .frames = 3, .takes = 4, .repeat = true});
}
END_TEST

START_TEST(the_overlays_of_a_leased_frame_are_never_written)
{
    explore("one reader, 2 slots of overlays",
            (lease_plan){.readers = 1, .slots = 2, .frames = 4, .takes = 3, .overlays = 2});
    explore("one reader with two leases, 3 slots of overlays", (lease_plan){.readers = 1,
                                                                            .slots = 2,
                                                                            .frames = 4,
                                                                            .takes = 3,
                                                                            .overlays = 3,
                                                                            .hold = true,
                                                                            .cells = 2});
    explore("two readers, 2 slots of overlays",
            (lease_plan){.readers = 2, .slots = 2, .frames = 3, .takes = 2, .overlays = 2});
}
END_TEST

START_TEST(a_sleeping_reader_is_woken_by_every_frame)
{
    explore("one sleeper",
            (lease_plan){.readers = 1, .slots = 2, .frames = 4, .takes = 6, .sleep = true});
    explore("two sleepers",
            (lease_plan){.readers = 2, .slots = 2, .frames = 3, .takes = 4, .sleep = true});
}
END_TEST

START_TEST(a_reader_that_sleeps_by_futex_is_woken_by_every_frame)
{
    explore("one sleeper by futex",
            (lease_plan){
                .readers = 1, .slots = 2, .frames = 4, .takes = 6, .sleep = true, .futex = true});
    explore("two sleepers by futex",
            (lease_plan){
                .readers = 2, .slots = 2, .frames = 2, .takes = 3, .sleep = true, .futex = true});
}
END_TEST

static const struct {
    lease_mutant mutant;
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
    {CLEAR_AFTER_LOAD, "waiting cleared after a load (P3)", WOKEN},
    {SLEEP_WITHOUT_COMPARE, "no look at waiting before the sleep (S3)", WOKEN},
    {WAKE_BEFORE_CLEAR, "woken, then waiting cleared (P3)", WOKEN},
    {OVERLAYS_NOT_HELD, "a leased frame does not hold its overlays", WRITTEN},
    {OVERLAYS_AFTER_ANNOUNCE, "overlays named after announce", DESCRIPTOR},
};

START_TEST(a_mutant_of_the_protocol_is_found)
{
    lease_plan mutated = {.readers = 1, .slots = 3, .frames = 5, .takes = 3};
    mutated.mutant = mutants[_i].mutant;
    mutated.overlays = mutated.mutant >= OVERLAYS_NOT_HELD ? 2 : 0;
    mutated.sleep = mutants[_i].property == WOKEN;
    mutated.futex = mutated.mutant >= CLEAR_AFTER_LOAD && mutated.mutant <= WAKE_BEFORE_CLEAR;
    mutated.ring = mutated.mutant == NO_STAMP ? 2 : 4;
    const char *violation = lease_model_run(&mutated).violation;
    printf("mutant %s: %s\n", mutants[_i].name, violation ? violation : "NOT FOUND");
    fflush(stdout);
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
    tcase_add_test(tests, a_reader_that_sleeps_by_futex_is_woken_by_every_frame);
    tcase_add_loop_test(tests, a_mutant_of_the_protocol_is_found, 0,
                        sizeof mutants / sizeof mutants[0]);
    return checks_run(suite);
}
