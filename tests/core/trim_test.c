/* SPDX-License-Identifier: MIT */
/* Memory that goes back by itself: which slots, when, and that a writer at rest sleeps. */
#include "stream.h"

#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/connections.h"
#include "core/slots.h"
#include "core/trim.h"

#define INTERVAL_NS 1000000u /* a thousandth of the real one */
#define BURST 12
/* Looks that a writer which does not sleep would have made in the meantime. */
#define REST_LOOKS 400

static void begin(void)
{
    stream_begin();
    frs_trim_set_interval(writer, INTERVAL_NS);
}

/* As a decoder does that holds many pictures at once: so many slots are there afterwards. */
static void burst(uint32_t seed)
{
    frs_frame_info info;
    frs_slot *slots[BURST];
    size_t size = fixture_info(&info, FRS_FORMAT_RGBA, 64, 16);
    for (int i = 0; i < BURST; i++)
        ck_assert_frs(frs_writer_slot_acquire(writer, size, &slots[i]), FRS_OK);
    info.pts = seed;
    fixture_fill(frs_slot_data(slots[BURST - 1]), size, seed);
    ck_assert_frs(frs_writer_publish(writer, slots[BURST - 1], &info, FRS_ORIGIN_IN_PLACE, NULL),
                  FRS_OK);
    for (int i = 0; i < BURST; i++)
        frs_slot_unref(slots[i]);
}

/* As readers see it: frs_writer_get_stats() would itself look for frames that were let go. */
static uint32_t count_slots(void)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < FRS_SLOTS_MAX; i++)
        n += atomic_load(&writer->control->slots[i].id) != 0;
    return n;
}

/* The test's own time-out ends what does not come. */
static void wait_for_slots(uint32_t n)
{
    while (count_slots() != n)
        fixture_sleep(1);
}

static void wait_for_mappings(int n)
{
    while (fixture_count_mappings() != n)
        fixture_sleep(1);
}

static bool asleep(void)
{
    return atomic_load(&writer->trim.asleep);
}

static void wait_until_asleep(void)
{
    while (!asleep())
        fixture_sleep(1);
}

/* How often this thread went to sleep; 0 for another than the link thread. */
static unsigned long sleeps_of(const char *thread)
{
    char path[300], line[128];
    bool link = false;
    unsigned long sleeps = 0;
    snprintf(path, sizeof path, "/proc/self/task/%s/status", thread);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file)) {
        link |= strcmp(line, "Name:\t" FRS_LINK_THREAD "\n") == 0;
        if (link && strncmp(line, "voluntary_ctxt_switches:", 24) == 0)
            sleeps = strtoul(line + 24, NULL, 10);
    }
    if (file)
        fclose(file);
    return sleeps;
}

static unsigned long count_sleeps(void)
{
    unsigned long sum = 0;
    DIR *dir = opendir("/proc/self/task");
    ck_assert_ptr_nonnull(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        sum += sleeps_of(entry->d_name);
    closedir(dir);
    ck_assert_uint_gt(sum, 0);
    return sum;
}

START_TEST(slots_that_stay_free_are_given_back)
{
    int mappings = fixture_count_mappings(), fds = fixture_count_fds();
    burst(1);
    ck_assert_int_eq(fixture_count_mappings(), mappings + BURST);
    wait_for_slots(1);
    wait_for_mappings(mappings + 1);
    ck_assert_int_eq(fixture_count_fds(), fds + 1);
    ck_assert_uint_eq(stream_stats().bytes, 4096);
}
END_TEST

START_TEST(a_slot_that_is_used_now_and_then_stays)
{
    frs_slot *slot;
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &slot), FRS_OK);
    uint32_t id = slot->id;
    frs_slot_unref(slot);
    frs_trim_set_interval(writer, 3600000000000u);
    for (int i = 0; i < 100; i++) {
        frs_slot *idle[FRS_SLOTS_MAX];
        pthread_mutex_lock(&writer->lock);
        uint32_t n = frs_slots_take_idle(writer, 2, idle);
        pthread_mutex_unlock(&writer->lock);
        ck_assert_uint_eq(n, 0);
        ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &slot), FRS_OK);
        ck_assert_uint_eq(slot->id, id);
        frs_slot_unref(slot);
    }
}
END_TEST

static bool any_larger_than(uint32_t size)
{
    for (uint32_t i = 0; i < FRS_SLOTS_MAX; i++)
        if (atomic_load(&writer->control->slots[i].size) > size)
            return true;
    return false;
}

/* Half as large: the slots would do, but half of each is never written again. */
START_TEST(slots_a_little_too_large_are_replaced_while_the_stream_runs)
{
    for (uint32_t i = 0; i < 20; i++)
        ck_assert_frs(fixture_publish(writer, 64, 32, i), FRS_OK);
    ck_assert(any_larger_than(4096));
    for (uint32_t i = 0; any_larger_than(4096); i++) {
        stream_publish(i, i);
        ck_assert_uint_le(count_slots(), 3);
        fixture_sleep(1);
    }
    stream_publish(1, 100);
    ck_assert(!any_larger_than(4096));
}
END_TEST

START_TEST(what_the_decoder_refers_to_stays)
{
    frs_slot *held[3];
    for (int i = 0; i < 3; i++) {
        ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &held[i]), FRS_OK);
        fixture_fill(frs_slot_data(held[i]), 4096, (uint32_t)i);
    }
    burst(1);
    wait_for_slots(3 + 1);
    wait_until_asleep();
    for (int i = 0; i < 3; i++) {
        ck_assert(fixture_intact(frs_slot_data(held[i]), 4096, (uint32_t)i));
        frs_slot_unref(held[i]);
    }
    wait_for_slots(1);
}
END_TEST

START_TEST(the_newest_picture_stays_for_who_comes_later)
{
    burst(7);
    wait_for_slots(1);
    wait_until_asleep();
    stream_open(NULL);
    stream_take();
    ck_assert_uint_eq(frame.info.pts, 7);
    fixture_assert_frame(&frame);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_leased_picture_stays_until_it_is_released)
{
    stream_publish(1, 1);
    stream_open(NULL);
    stream_take();
    burst(2);
    wait_for_slots(2);
    wait_until_asleep();
    fixture_assert_frame(&frame);
    ck_assert_uint_eq(frame.info.pts, 1);
    frs_reader_release(reader, &frame);
    wait_for_slots(1);
}
END_TEST

/* Nothing but its message tells the sleeping writer of it. */
START_TEST(a_release_during_a_pause_wakes_the_writer)
{
    stream_publish(1, 1);
    stream_open(NULL);
    stream_take();
    stream_publish(2, 2);
    while (!(atomic_load(&writer->control->writer_waiting) & FRS_WAITING_TRIM))
        fixture_sleep(1);
    /* At the next look it falls asleep for more than a day. */
    unsigned long sleeps = count_sleeps();
    atomic_store(&writer->trim.interval, 3600000000000u);
    while (count_sleeps() == sleeps)
        fixture_sleep(1);
    ck_assert(asleep());
    frs_reader_release(reader, &frame);
    while (asleep())
        fixture_sleep(1);
}
END_TEST

START_TEST(a_release_without_a_word_is_noticed_in_the_end)
{
    stream_publish(1, 1);
    stream_open(NULL);
    stream_take();
    stream_publish(2, 2);
    wait_until_asleep();
    /* As a page does, or a worker. */
    atomic_store(&writer->connections[0]->page->cells[frame.cell], 0);
    wait_for_slots(1);
}
END_TEST

START_TEST(the_history_goes_with_its_reader_also_during_a_pause)
{
    frs_reader_options options = {.history = 9};
    stream_publish(1, 1);
    stream_open(&options);
    stream_publish(2, 20);
    wait_for_slots(9);
    wait_until_asleep();
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
    ck_assert_uint_eq(frame.info.pts, 12);
    fixture_assert_frame(&frame);
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
    wait_for_slots(1);
}
END_TEST

static void *wait_for_a_frame(void *user)
{
    *(int *)user = frs_reader_wait(reader, -1);
    return NULL;
}

START_TEST(a_reader_that_sleeps_unmaps_what_is_given_back)
{
    pthread_t thread;
    int error = -1, mappings = fixture_count_mappings();
    stream_open(NULL);
    burst(1);
    stream_take();
    frs_reader_release(reader, &frame);
    pthread_create(&thread, NULL, wait_for_a_frame, &error);
    /* Its page and control, at both ends, and the newest picture. */
    wait_for_mappings(mappings + 3 + 2);
    stream_publish(2, 2);
    pthread_join(thread, NULL);
    ck_assert_frs(error, FRS_OK);
    stream_take();
    fixture_assert_frame(&frame);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_writer_with_nothing_to_give_back_sleeps)
{
    burst(1);
    wait_for_slots(1);
    stream_open(NULL);
    stream_take();
    wait_until_asleep();
    unsigned long before = count_sleeps();
    fixture_sleep(REST_LOOKS * INTERVAL_NS / 1000000);
    ck_assert_uint_le(count_sleeps() - before, 2);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_writer_at_rest_hardly_looks_after_an_old_lease)
{
    stream_publish(1, 1);
    stream_open(NULL);
    stream_take();
    stream_publish(2, 2);
    wait_until_asleep();
    unsigned long before = count_sleeps();
    fixture_sleep(REST_LOOKS * INTERVAL_NS / 1000000);
    ck_assert_uint_le(count_sleeps() - before, REST_LOOKS / 10);
    frs_reader_release(reader, &frame);
}
END_TEST

START_TEST(a_stream_goes_on_after_it_was_trimmed)
{
    stream_open(NULL);
    for (uint32_t i = 1; i <= 50; i++) {
        burst(i);
        stream_take();
        fixture_assert_frame(&frame);
        ck_assert_uint_eq(frame.info.pts, i);
        if (i % 5 == 0)
            wait_for_slots(1);
        fixture_assert_frame(&frame);
        frs_reader_release(reader, &frame);
    }
}
END_TEST

START_TEST(a_slot_may_be_let_go_long_after_its_writer)
{
    frs_slot *slot;
    int fds = fixture_count_fds();
    frs_writer *other;
    ck_assert_frs(frs_writer_create(&other, "cam1", NULL), FRS_OK);
    frs_trim_set_interval(other, INTERVAL_NS);
    ck_assert_frs(frs_writer_slot_acquire(other, 4096, &slot), FRS_OK);
    while (!atomic_load(&other->trim.asleep))
        fixture_sleep(1);
    frs_writer_destroy(&other);
    frs_slot_unref(slot);
    ck_assert_int_eq(fixture_count_fds(), fds);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("trim");
    TCase *tests = checks_case(suite, "trim", begin, stream_end, 60);
    tcase_add_test(tests, slots_that_stay_free_are_given_back);
    tcase_add_test(tests, a_slot_that_is_used_now_and_then_stays);
    tcase_add_test(tests, slots_a_little_too_large_are_replaced_while_the_stream_runs);
    tcase_add_test(tests, what_the_decoder_refers_to_stays);
    tcase_add_test(tests, the_newest_picture_stays_for_who_comes_later);
    tcase_add_test(tests, a_leased_picture_stays_until_it_is_released);
    tcase_add_test(tests, a_release_during_a_pause_wakes_the_writer);
    tcase_add_test(tests, a_release_without_a_word_is_noticed_in_the_end);
    tcase_add_test(tests, the_history_goes_with_its_reader_also_during_a_pause);
    tcase_add_test(tests, a_reader_that_sleeps_unmaps_what_is_given_back);
    tcase_add_test(tests, a_writer_with_nothing_to_give_back_sleeps);
    tcase_add_test(tests, a_writer_at_rest_hardly_looks_after_an_old_lease);
    tcase_add_test(tests, a_stream_goes_on_after_it_was_trimmed);
    tcase_add_test(tests, a_slot_may_be_let_go_long_after_its_writer);
    return fixture_run(suite);
}
