/* SPDX-License-Identifier: MIT */
/* A hostile reader of each kind beside an honest one: that one misses nothing, new readers connect,
 * and when the attackers are gone the writer is what it was. */
#include "stage.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/wake.h"

#define FRAMES 200

static frs_message message_of(uint32_t type)
{
    return (frs_message){.magic = FRS_MAGIC, .abi = FRS_ABI_VERSION, .type = type};
}

static void play_and_repel(unsigned attackers)
{
    stage_await_ready(attackers);
    stage_play(FRAMES);
    stage_repel();
}

/* ---- descriptors in messages that say nothing ---- */

/* A message of `size` bytes of a hello that carries two descriptors. */
static void send_descriptors(int socket, size_t size)
{
    union {
        char bytes[CMSG_SPACE(2 * sizeof(int))];
        struct cmsghdr align;
    } control = {{0}};
    frs_message message = message_of(FRS_MESSAGE_PROGRESS);
    struct iovec iov = {.iov_base = &message, .iov_len = size};
    struct msghdr header = {.msg_iov = &iov,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes};
    struct cmsghdr *cmsg = CMSG_FIRSTHDR(&header);
    int fds[] = {socket, socket};
    cmsg->cmsg_level = SOL_SOCKET;
    cmsg->cmsg_type = SCM_RIGHTS;
    cmsg->cmsg_len = CMSG_LEN(sizeof fds);
    memcpy(CMSG_DATA(cmsg), fds, sizeof fds);
    sendmsg(socket, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void smuggle_descriptors(void)
{
    static const size_t sizes[] = {0, 1, 11, 12, sizeof(frs_message) - 1, sizeof(frs_message)};
    for (unsigned i = 0; i < 600; i++) {
        frs_link link;
        frs_page *page;
        int greeted = i % 2 ? stage_greet(&link, &page) : FRS_EAGAIN;
        int socket = greeted == FRS_OK ? link.socket : stage_connect();
        if (socket < 0)
            continue;
        send_descriptors(socket, sizes[i % 6]);
        if (greeted == FRS_OK) {
            munmap(page, sizeof *page);
            frs_link_close(&link);
        } else {
            close(socket);
        }
    }
    stage_ready_and_stay();
}

START_TEST(descriptors_in_a_message_without_content_are_closed)
{
    stage_fork(smuggle_descriptors);
    play_and_repel(1);
}
END_TEST

/* ---- readers that do not read ---- */

static void ask_and_never_read(void)
{
    frs_message question = message_of(FRS_MESSAGE_ACCOUNTS);
    for (unsigned c = 0; c < 5; c++) {
        frs_link link;
        frs_page *page;
        if (stage_greet(&link, &page))
            continue;
        for (unsigned i = 0; i < 400; i++)
            frs_message_send(link.socket, &question, NULL, 0);
    }
    stage_ready_and_stay();
}

START_TEST(readers_that_ask_and_do_not_read_keep_nothing_from_others)
{
    stage_fork(ask_and_never_read);
    play_and_repel(1);
}
END_TEST

/* It goes on asking, for as long as anybody answers. */
static void ask_for_ever(void)
{
    frs_message question = message_of(FRS_MESSAGE_ACCOUNTS);
    frs_link links[40];
    unsigned n = 0;
    for (frs_page *page; n < 40 && stage_greet(&links[n], &page) == FRS_OK; n++)
        continue;
    atomic_fetch_add(&board->ready, 1);
    for (;;) {
        for (unsigned i = 0; i < n; i++)
            frs_message_send(links[i].socket, &question, NULL, 0);
        fixture_sleep(1);
    }
}

START_TEST(as_many_connections_as_a_process_may_have_leave_descriptors_for_others)
{
    stage_fork(ask_for_ever);
    play_and_repel(1);
}
END_TEST

static void greet_and_never_read(void)
{
    frs_message hello = message_of(FRS_MESSAGE_HELLO);
    for (unsigned i = 0; i < 30; i++) {
        int socket = stage_connect();
        if (socket >= 0)
            frs_message_send(socket, &hello, NULL, 0);
    }
    stage_ready_and_stay();
}

START_TEST(readers_that_never_take_their_welcome_keep_nothing_from_others)
{
    stage_fork(greet_and_never_read);
    play_and_repel(1);
}
END_TEST

/* Descriptors under way are counted for a user in all sockets together: use them up in sockets of
 * our own, as no writer can keep anybody from. True when the kernel takes no more. */
static bool use_descriptors_up(void)
{
    frs_message message = message_of(FRS_MESSAGE_ACCOUNTS);
    for (unsigned i = 0; i < 8; i++) {
        int pair[2], error;
        if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair))
            return false;
        while ((error = frs_message_send(pair[0], &message, pair, 2)) == FRS_OK)
            continue;
        if (error == FRS_ENOMEM)
            return true;
    }
    return false; /* root may have any number */
}

static void leave_unread_when_descriptors_are_short(void)
{
    frs_link link;
    frs_page *page;
    frs_message question = message_of(FRS_MESSAGE_ACCOUNTS);
    if (stage_greet(&link, &page))
        return;
    frs_message_send(link.socket, &question, NULL, 0);
    fixture_sleep(50); /* for the answer to be there, which nobody reads */
    if (!use_descriptors_up())
        return;
    atomic_fetch_add(&board->ready, 1);
    struct pollfd hung_up = {.fd = link.socket};
    poll(&hung_up, 1, -1);
    atomic_fetch_add(&board->ready, 1);
    for (;;)
        pause();
}

START_TEST(when_descriptors_are_short_a_reader_that_does_not_read_is_cut_off)
{
    if (geteuid() == 0)
        return; /* for root they are never short */
    atomic_store(&board->may_miss, true);
    stage_fork(leave_unread_when_descriptors_are_short);
    stage_await_ready(1);
    for (uint32_t i = 0; i < 50; i++) /* new slots, of which nobody can be told now */
        stage_publish();
    stage_await_ready(2);
    stage_repel();
}
END_TEST

/* ---- places ---- */

static void never_greet(void)
{
    for (unsigned i = 0; i < 2 * FRS_READERS_MAX; i++)
        stage_connect();
    stage_ready_and_stay();
}

START_TEST(connections_that_never_greet_lock_nobody_out)
{
    stage_fork(never_greet);
    play_and_repel(1);
}
END_TEST

START_TEST(not_even_those_of_three_processes_do)
{
    for (unsigned i = 0; i < 3; i++)
        stage_fork(never_greet);
    play_and_repel(3);
}
END_TEST

START_TEST(a_connection_that_never_greets_is_closed_in_the_end)
{
    int socket = stage_connect();
    ck_assert_int_ge(socket, 0);
    struct pollfd hung_up = {.fd = socket, .events = POLLIN};
    ck_assert_int_eq(poll(&hung_up, 1, STAGE_HANG_MS), 1);
    ck_assert_int_eq(recv(socket, &(char){0}, 1, 0), 0);
    close(socket);
}
END_TEST

/* ---- slots ---- */

/* Several attackers share the frames among them, so that each holds others. */
static struct {
    uint32_t connections, part, parts;
} hoard;

/* As frs_reader does, but for as many cells as there are. */
static void hold_all(frs_page *page, const frs_control *control, uint32_t *last)
{
    for (unsigned held = 0; held < FRS_LEASES_MAX;) {
        uint32_t index, seq = atomic_load(&control->newest);
        if (seq == *last || seq % hoard.parts != hoard.part)
            continue;
        held += frs_lease_begin(page, control, FRS_LEASES_MAX, seq, &index) >= 0;
        *last = seq;
    }
}

static void hold_with_several_connections(void)
{
    frs_link link;
    frs_page *pages[8];
    const frs_control *control = NULL;
    uint32_t last = 0;
    for (unsigned c = 0; c < hoard.connections; c++) {
        if (stage_greet(&link, &pages[c]))
            return;
        control = mmap(NULL, frs_segment_round(sizeof *control), PROT_READ, MAP_SHARED,
                       link.control_fd, 0);
    }
    for (unsigned c = 0; c < hoard.connections; c++)
        hold_all(pages[c], control, &last);
    stage_ready_and_stay();
}

/* Frames for `attackers` to take, until they have all they want, which is more than there is. */
static void play_to_hoarders(uint32_t attackers, uint32_t connections)
{
    hoard.connections = connections;
    hoard.parts = attackers;
    for (hoard.part = 0; hoard.part < attackers; hoard.part++)
        stage_fork(hold_with_several_connections);
    while (atomic_load(&board->ready) < attackers)
        stage_play(1);
    stage_play(FRAMES);
    stage_repel();
}

START_TEST(a_process_that_holds_all_it_can_leaves_slots_for_others)
{
    play_to_hoarders(1, 6);
}
END_TEST

START_TEST(four_processes_that_hold_all_they_can_leave_slots_for_others)
{
    play_to_hoarders(4, 2);
}
END_TEST

/* ---- pages and messages full of lies ---- */

static void lie_in_its_page(void)
{
    frs_link link;
    frs_page *page;
    if (stage_greet(&link, &page))
        return;
    atomic_fetch_add(&board->ready, 1);
    unsigned random = 7;
    for (;;) {
        for (size_t i = 0; i < sizeof *page / 4; i++)
            atomic_store((frs_word *)page + i, random = random * 1664525u + 1013904223u);
        atomic_store(&page->every, 0);
    }
}

START_TEST(a_page_of_random_words_stops_nobody)
{
    stage_fork(lie_in_its_page);
    play_and_repel(1);
}
END_TEST

/* ---- sleepers that do not mean it ---- */

/* On one of the page's words: as a lock that passes its priority on, which cannot be woken; or as
 * one that sleeps. */
static void *crowd(void *user)
{
    frs_word *word = user;
    for (unsigned i = 0;; i++) {
        struct timespec soon = {.tv_nsec = 50000000};
        if (i % 8)
            syscall(SYS_futex, (void *)word, FUTEX_WAIT, atomic_load(word), &soon, NULL, 0);
        else
            syscall(SYS_futex, (void *)word, FUTEX_LOCK_PI, 0, &soon, NULL, 0);
    }
    return NULL;
}

static void crowd_its_page(void)
{
    frs_link link;
    frs_page *page;
    pthread_attr_t small;
    pthread_t thread;
    if (stage_greet(&link, &page))
        return;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 65536);
    for (unsigned i = 0; i < 200; i++)
        pthread_create(&thread, &small, crowd, i % 2 ? &page->waiting : (frs_word *)page->rest + i);
    atomic_fetch_add(&board->ready, 1);
    for (uint32_t i = 0;; i++) {
        frs_wake_expect(page, i % 4);
        if (i % 1000 == 0) /* the page is no longer there: whoever looks gets another */
            fallocate(link.page_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, sizeof *page);
    }
}

START_TEST(a_crowd_that_sleeps_on_its_page_stops_nobody)
{
    stage_fork(crowd_its_page);
    play_and_repel(1);
}
END_TEST

static void come_and_go(void)
{
    atomic_fetch_add(&board->ready, 1);
    for (unsigned i = 0;; i++) {
        frs_link link;
        if (i % 2) {
            int socket = stage_connect();
            if (socket >= 0)
                close(socket);
        } else if (frs_link_open(&link, "cam0", i, i % 3 == 0, 0) == FRS_OK) {
            frs_link_close(&link);
        }
    }
}

START_TEST(a_storm_of_connections_stops_nobody)
{
    stage_fork(come_and_go);
    play_and_repel(1);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, descriptors_in_a_message_without_content_are_closed);
    tcase_add_test(tests, readers_that_ask_and_do_not_read_keep_nothing_from_others);
    tcase_add_test(tests, as_many_connections_as_a_process_may_have_leave_descriptors_for_others);
    tcase_add_test(tests, readers_that_never_take_their_welcome_keep_nothing_from_others);
    tcase_add_test(tests, when_descriptors_are_short_a_reader_that_does_not_read_is_cut_off);
    tcase_add_test(tests, connections_that_never_greet_lock_nobody_out);
    tcase_add_test(tests, not_even_those_of_three_processes_do);
    tcase_add_test(tests, a_connection_that_never_greets_is_closed_in_the_end);
    tcase_add_test(tests, a_process_that_holds_all_it_can_leaves_slots_for_others);
    tcase_add_test(tests, four_processes_that_hold_all_they_can_leave_slots_for_others);
    tcase_add_test(tests, a_page_of_random_words_stops_nobody);
    tcase_add_test(tests, a_crowd_that_sleeps_on_its_page_stops_nobody);
    tcase_add_test(tests, a_storm_of_connections_stops_nobody);
}

int main(void)
{
    Suite *suite = suite_create("hostile readers");
    add_tests(checks_case(suite, "as the user that runs the tests", stage_begin, stage_end, 120));
    add_tests(checks_case(suite, "as an ordinary user with 1024 descriptors", stage_begin_as_user,
                          stage_end, 120));
    return checks_run(suite);
}
