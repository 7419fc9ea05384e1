/* SPDX-License-Identifier: MIT */
/* Accounts: that they say who holds what, and what becomes of lies in them. */
#include "stream.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/accounts.h"
#include "core/connections.h"
#include "core/trim.h"

static frs_reader *other;
static frs_accounts accounts;

static void end(void)
{
    frs_reader_close(&other);
    stream_end();
}

static void ask(void)
{
    memset(&accounts, 0xa5, sizeof accounts);
    ck_assert_frs(frs_reader_get_accounts(reader, &accounts, -1), FRS_OK);
}

static const frs_reader_account *account_of(bool asking)
{
    for (uint32_t i = 0; i < accounts.n_readers; i++)
        if (accounts.reader[i].asking == asking)
            return &accounts.reader[i];
    ck_abort_msg("no such reader");
}

static const frs_slot_account *account_of_slot(uint32_t id)
{
    for (uint32_t i = 0; i < accounts.n_slots; i++)
        if (accounts.slot[i].id == id)
            return &accounts.slot[i];
    ck_abort_msg("no such slot");
}

START_TEST(a_stream_without_frames_has_nothing)
{
    stream_open(NULL);
    ask();
    ck_assert_uint_eq(accounts.n_slots, 0);
    ck_assert_uint_eq(accounts.n_readers, 1);
    ck_assert_uint_eq(accounts.used, 0);
    ck_assert_int_eq(accounts.reader[0].pid, getpid());
    ck_assert_uint_eq(accounts.reader[0].asking, 1);
    ck_assert_uint_eq(accounts.reader[0].n_leases, 0);
}
END_TEST

START_TEST(each_lease_is_booked_on_its_reader_and_its_slot)
{
    frs_reader_options options = {.every_frame = true, .history = 5};
    frs_frame held[2];
    stream_publish(1, 1);
    stream_open(NULL);
    ck_assert_frs(frs_reader_open(&other, "cam0", &options), FRS_OK);
    stream_take();
    ck_assert_frs(frs_reader_acquire_next(other, &held[0]), FRS_OK);
    stream_publish(2, 8);
    ck_assert_frs(frs_reader_acquire_next(other, &held[1]), FRS_OK);
    ask();
    /* The first, and the last five. */
    ck_assert_uint_eq(accounts.n_slots, 6 + accounts.free);
    ck_assert_uint_eq(accounts.held, 2);
    ck_assert_uint_eq(accounts.referred, 0);
    ck_assert_uint_eq(accounts.n_readers, 2);
    ck_assert_uint_eq(account_of(true)->n_leases, 1);
    ck_assert_uint_eq(account_of(true)->slot[0], frame.slot);
    ck_assert_uint_eq(account_of(true)->every, 0);
    ck_assert_uint_eq(account_of(true)->history, 1);
    ck_assert_uint_eq(account_of(false)->n_leases, 2);
    ck_assert_uint_eq(account_of(false)->slot[0], held[0].slot);
    ck_assert_uint_eq(account_of(false)->slot[1], held[1].slot);
    ck_assert_uint_eq(account_of(false)->every, 1);
    ck_assert_uint_eq(account_of(false)->history, 5);
    ck_assert_uint_eq(account_of_slot(frame.slot)->leases, 2);
    ck_assert_uint_eq(account_of_slot(held[1].slot)->leases, 1);
    frs_reader_release(other, &held[0]);
    frs_reader_release(reader, &frame);
    ask();
    ck_assert_uint_eq(account_of(true)->n_leases, 0);
    ck_assert_uint_eq(account_of(false)->n_leases, 1);
    ck_assert_uint_eq(accounts.held, 1);
}
END_TEST

START_TEST(what_the_writers_process_refers_to_is_booked)
{
    frs_slot *slot;
    stream_open(NULL);
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &slot), FRS_OK);
    frs_slot_ref(slot);
    stream_publish(1, 1);
    ask();
    ck_assert_uint_eq(accounts.n_slots, 2);
    ck_assert_uint_eq(accounts.referred, 1);
    ck_assert_uint_eq(accounts.free, 0);
    ck_assert_uint_eq(account_of_slot(slot->id)->references, 2);
    ck_assert_uint_eq(account_of_slot(slot->id)->frames, 0);
    frs_slot_unref(slot);
    frs_slot_unref(slot);
    ask();
    ck_assert_uint_eq(accounts.referred, 0);
    ck_assert_uint_eq(accounts.free, 1);
}
END_TEST

START_TEST(only_pages_that_were_written_count_as_used)
{
    frs_slot *slot;
    stream_open(NULL);
    ck_assert_frs(frs_writer_slot_acquire(writer, 1 << 20, &slot), FRS_OK);
    ask();
    ck_assert_uint_eq(accounts.size, 1 << 20);
    ck_assert_uint_eq(accounts.used, 0);
    memset(frs_slot_data(slot), 1, 1 << 19);
    ask();
    /* Huge pages, where shared memory has them, come whole. */
    ck_assert_uint_ge(accounts.used, 1 << 19);
    ck_assert_uint_le(accounts.used, 1 << 20);
    memset(frs_slot_data(slot), 1, 1 << 20);
    ask();
    ck_assert_uint_eq(accounts.used, 1 << 20);
    ck_assert_uint_eq(accounts.slot[0].used, 1 << 20);
    frs_slot_unref(slot);
}
END_TEST

START_TEST(overlays_are_told_from_pictures)
{
    frs_slot *slot;
    frs_overlays none = {0};
    stream_open(NULL);
    ck_assert_frs(frs_writer_overlays_acquire(writer, sizeof none, &slot), FRS_OK);
    stream_publish(1, 1);
    ask();
    ck_assert_uint_eq(accounts.n_slots, 2);
    ck_assert_uint_eq(account_of_slot(slot->id)->overlays, 1);
    ck_assert_uint_eq(accounts.slot[0].overlays + accounts.slot[1].overlays, 1);
    frs_slot_unref(slot);
}
END_TEST

static void *publish_on(void *stop)
{
    for (uint32_t i = 1; !atomic_load((atomic_bool *)stop); i++)
        if (fixture_publish(writer, 64, i % 500 < 250 ? 16 : 64, i))
            abort();
    return NULL;
}

START_TEST(asking_all_the_time_disturbs_nobody)
{
    atomic_bool stop = false;
    pthread_t thread;
    stream_open(NULL);
    frs_trim_set_interval(writer, 20000);
    pthread_create(&thread, NULL, publish_on, &stop);
    while (stream_stats().published == 0) /* or all is asked before the thread has begun */
        fixture_sleep(1);
    for (int i = 0; i < 500; i++) {
        ask();
        ck_assert_uint_eq(accounts.n_readers, 1);
        ck_assert_uint_le(accounts.used, accounts.size);
        if (frs_reader_acquire_newest(reader, &frame) == FRS_OK) {
            fixture_assert_frame(&frame);
            frs_reader_release(reader, &frame);
        }
    }
    atomic_store(&stop, true);
    pthread_join(thread, NULL);
    while (stream_stats().slots != 1) /* every slot can still be given back */
        fixture_sleep(1);
}
END_TEST

START_TEST(lies_in_a_page_are_not_booked)
{
    stream_publish(1, 1);
    stream_open(NULL);
    frs_page *page = writer->connections[0]->page;
    atomic_store(&page->history, UINT32_MAX);
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++)
        atomic_store(&page->cells[i], UINT32_MAX - i);
    atomic_store(&page->cells[3], 1);
    ask();
    ck_assert_uint_eq(accounts.reader[0].history, FRS_HISTORY_MAX);
    ck_assert_uint_eq(accounts.reader[0].n_leases, 1);
    ck_assert_uint_eq(accounts.slot[0].leases, 1);
}
END_TEST

START_TEST(a_writer_that_does_not_answer_is_not_waited_for)
{
    stream_open(NULL);
    pthread_mutex_lock(&writer->lock); /* as if its program were stopped */
    ck_assert_frs(frs_reader_get_accounts(reader, &accounts, 20), FRS_ETIMEOUT);
    ck_assert_frs(frs_reader_get_accounts(reader, &accounts, 0), FRS_ETIMEOUT);
    pthread_mutex_unlock(&writer->lock);
    int fds = fixture_count_fds();
    ask();
    ask();
    ck_assert_int_le(fixture_count_fds(), fds + 1); /* one answer that came too late */
    frs_writer_destroy(&writer);
    ck_assert_frs(frs_reader_get_accounts(reader, &accounts, -1), FRS_ECLOSED);
}
END_TEST

START_TEST(accounts_that_lie_stay_in_their_tables)
{
    frs_segment segment;
    ck_assert_frs(frs_segment_create(&segment, "lies", sizeof accounts, FRS_SEGMENT_READ_ONLY),
                  FRS_OK);
    memset(segment.data, 0xff, sizeof accounts);
    ck_assert_frs(frs_accounts_take(dup(segment.fd), &accounts), FRS_OK);
    ck_assert_uint_eq(accounts.n_slots, FRS_ACCOUNTS_SLOTS_MAX);
    ck_assert_uint_eq(accounts.n_readers, FRS_ACCOUNTS_READERS_MAX);
    for (int i = 0; i < FRS_ACCOUNTS_READERS_MAX; i++)
        ck_assert_uint_eq(accounts.reader[i].n_leases, FRS_LEASES_MAX);
    ck_assert_uint_eq(accounts.free, 0);
    frs_segment_finish(&segment);
}
END_TEST

START_TEST(what_is_no_account_is_refused)
{
    frs_segment small;
    int pipes[2], fds = fixture_count_fds();
    ck_assert_frs(frs_segment_create(&small, "small", 4096, FRS_SEGMENT_READ_ONLY), FRS_OK);
    ck_assert_int_eq(pipe(pipes), 0);
    ck_assert_frs(frs_accounts_take(dup(small.fd), &accounts), FRS_EPROTOCOL);
    ck_assert_frs(frs_accounts_take(pipes[0], &accounts), FRS_EPROTOCOL);
    frs_segment_finish(&small);
    close(pipes[1]);
    ck_assert_int_eq(fixture_count_fds(), fds);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("accounts");
    TCase *tests = checks_case(suite, "accounts", stream_begin, end, 60);
    tcase_add_test(tests, a_stream_without_frames_has_nothing);
    tcase_add_test(tests, each_lease_is_booked_on_its_reader_and_its_slot);
    tcase_add_test(tests, what_the_writers_process_refers_to_is_booked);
    tcase_add_test(tests, only_pages_that_were_written_count_as_used);
    tcase_add_test(tests, overlays_are_told_from_pictures);
    tcase_add_test(tests, asking_all_the_time_disturbs_nobody);
    tcase_add_test(tests, lies_in_a_page_are_not_booked);
    tcase_add_test(tests, a_writer_that_does_not_answer_is_not_waited_for);
    tcase_add_test(tests, accounts_that_lie_stay_in_their_tables);
    tcase_add_test(tests, what_is_no_account_is_refused);
    return fixture_run(suite);
}
