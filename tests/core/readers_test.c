/* SPDX-License-Identifier: MIT */
/* Serving readers: those that lie, sleep, or come in a storm. */
#include "stream.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/directory.h"
#include "peer.h"

static void begin(void)
{
    stream_begin();
    stream_publish(1, 1);
}

/* The writer serves an honest reader as ever. */
static void assert_serves(void)
{
    int error;
    while ((error = frs_reader_open(&reader, "cam0", NULL)) == FRS_EREADERS)
        fixture_sleep(1); /* until it has heard of the end of so many */
    ck_assert_frs(error, FRS_OK);
    stream_take();
    fixture_assert_frame(&frame);
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
}

static int connect_raw(void)
{
    int socket;
    while ((socket = frs_directory_connect("cam0", NULL)) == FRS_EAGAIN)
        fixture_sleep(1); /* more at once than the socket's backlog */
    ck_assert_int_ge(socket, 0);
    return socket;
}

START_TEST(a_reader_of_another_version_is_told_so)
{
    int socket = connect_raw();
    frs_message message = peer_message(FRS_MESSAGE_HELLO);
    int fds[FRS_MESSAGE_FDS_MAX];
    message.abi = FRS_ABI_VERSION + 1;
    ck_assert_frs(frs_message_send(socket, &message, NULL, 0), FRS_OK);
    peer_wait_readable(socket);
    ck_assert_frs(frs_message_receive(socket, &message, fds), FRS_OK);
    ck_assert_uint_eq(message.type, FRS_MESSAGE_REFUSED);
    ck_assert_int_eq(message.u.refused.error, FRS_EABI);
    ck_assert_ptr_nonnull(
        memmem(message.u.refused.text, sizeof message.u.refused.text, "version", 7));
    peer_wait_readable(socket);
    ck_assert_frs(frs_message_receive(socket, &message, fds), FRS_ECLOSED);
    close(socket);
    assert_serves();
}
END_TEST

START_TEST(garbage_ends_the_connection_and_nothing_else)
{
    srand(7);
    for (int round = 0; round < 200; round++) {
        int socket = connect_raw();
        unsigned char noise[300];
        for (size_t i = 0; i < sizeof noise; i++)
            noise[i] = (unsigned char)rand();
        frs_message message = peer_message((uint32_t)rand() % 10);
        memcpy(&message.u, noise, sizeof message.u);
        if (round % 2)
            send(socket, noise, (size_t)rand() % sizeof noise, MSG_NOSIGNAL | MSG_DONTWAIT);
        int fds[2] = {socket, socket}; /* even itself */
        for (int i = rand() % 5; i > 0; i--)
            frs_message_send(socket, &message, fds, rand() % 3);
        close(socket);
    }
    assert_serves();
    stream_wait_unread();
}
END_TEST

START_TEST(many_hellos_make_one_reader)
{
    int socket = connect_raw();
    frs_message hello = peer_message(FRS_MESSAGE_HELLO);
    for (int i = 0; i < 10; i++)
        frs_message_send(socket, &hello, NULL, 0);
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    assert_serves();
    while (stream_stats().readers != 1)
        fixture_sleep(1);
    close(socket);
    stream_wait_unread();
}
END_TEST

START_TEST(a_reader_that_never_reads_its_socket_blocks_nobody)
{
    int socket = connect_raw();
    frs_message hello = peer_message(FRS_MESSAGE_HELLO);
    frs_message_send(socket, &hello, NULL, 0);
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    /* New slots again and again, each announced to it. */
    for (uint32_t i = 0; i < 2000; i++) {
        stream_publish(i, i);
        frs_writer_trim(writer);
    }
    assert_serves();
    close(socket);
    stream_wait_unread();
}
END_TEST

START_TEST(a_reader_that_slept_through_many_slots_catches_up)
{
    stream_open(NULL);
    for (uint32_t i = 0; i < 2000; i++) {
        stream_publish(i, i);
        frs_writer_trim(writer);
    }
    int error;
    while ((error = frs_reader_acquire_newest(reader, &frame)) == FRS_EAGAIN)
        fixture_sleep(1); /* the writer's thread goes on sending as the socket drains */
    ck_assert_frs(error, FRS_OK);
    ck_assert_uint_eq(frame.info.pts, 1999);
    fixture_assert_frame(&frame);
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
}
END_TEST

/* A page full of lies costs its frames and no more. */
START_TEST(a_hostile_page_stops_nobody)
{
    frs_link link;
    ck_assert_frs(frs_link_open(&link, "cam0", UINT32_MAX, false, 0), FRS_OK);
    frs_page *page = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, link.page_fd, 0);
    ck_assert_ptr_ne(page, MAP_FAILED);
    srand(3);
    stream_open(NULL);
    for (uint32_t i = 0; i < 2000; i++) {
        atomic_store(&page->waiting, 1);
        atomic_store(&page->history, (uint32_t)rand() * 3u);
        atomic_store(&page->every, (uint32_t)rand());
        atomic_store(&page->cursor, (uint32_t)rand() * 5u);
        for (unsigned c = 0; c < FRS_LEASES_MAX; c++)
            atomic_store(&page->cells[c], c % 2 ? i - c : (uint32_t)rand());
        stream_publish(i, i);
        stream_take();
        ck_assert_uint_eq(frame.info.pts, i);
        fixture_assert_frame(&frame);
        frs_reader_release(reader, &frame);
    }
    frs_link_close(&link);
    munmap(page, sizeof *page);
    frs_reader_close(&reader);
    stream_wait_unread();
    stream_publish(1, 1);
    stream_assert_released();
}
END_TEST

START_TEST(a_storm_of_connections_leaves_no_descriptor_behind)
{
    assert_serves();
    stream_wait_unread();
    int fds = fixture_count_fds(), mappings = fixture_count_mappings();
    for (int i = 0; i < 1000; i++) {
        if (i % 3 == 0)
            close(connect_raw());
        else
            assert_serves();
    }
    stream_wait_unread();
    while (fixture_count_fds() > fds) /* connections that never said hello */
        fixture_sleep(1);
    while (fixture_count_mappings() >
           mappings) /* a page goes just after its reader is counted out */
        fixture_sleep(1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("readers");
    TCase *tests = checks_case(suite, "a reader that lies", begin, stream_end, 120);
    tcase_add_test(tests, a_reader_of_another_version_is_told_so);
    tcase_add_test(tests, garbage_ends_the_connection_and_nothing_else);
    tcase_add_test(tests, many_hellos_make_one_reader);
    tcase_add_test(tests, a_reader_that_never_reads_its_socket_blocks_nobody);
    tcase_add_test(tests, a_reader_that_slept_through_many_slots_catches_up);
    tcase_add_test(tests, a_hostile_page_stops_nobody);
    tcase_add_test(tests, a_storm_of_connections_leaves_no_descriptor_behind);
    return fixture_run(suite);
}
