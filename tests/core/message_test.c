/* SPDX-License-Identifier: MIT */
/* Messages between a reader and its writer, and the descriptors that go with them. */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/segment.h"
#include "peer.h"

static int pair[2];

static void make_pair(void)
{
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair), 0);
}

static void close_pair(void)
{
    close(pair[0]);
    close(pair[1]);
}

START_TEST(a_message_and_its_descriptors_arrive_whole)
{
    frs_message out = peer_message(FRS_MESSAGE_SLOT), in;
    out.u.slot.id = 7;
    int fds[FRS_MESSAGE_FDS_MAX];
    ck_assert_frs(frs_message_receive(pair[1], &in, fds), FRS_EAGAIN);
    int two[2] = {STDIN_FILENO, STDOUT_FILENO};
    ck_assert_frs(frs_message_send(pair[0], &out, two, 2), FRS_OK);
    ck_assert_frs(frs_message_receive(pair[1], &in, fds), FRS_OK);
    ck_assert_mem_eq(&in, &out, sizeof in);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_ge(fds[i], 0);
        ck_assert(fcntl(fds[i], F_GETFD) & FD_CLOEXEC);
        close(fds[i]);
    }
}
END_TEST

START_TEST(the_end_of_the_other_side_is_seen_and_raises_no_signal)
{
    frs_message message = peer_message(FRS_MESSAGE_PROGRESS);
    int fds[FRS_MESSAGE_FDS_MAX];
    close(pair[0]);
    ck_assert_frs(frs_message_send(pair[1], &message, NULL, 0), FRS_ECLOSED);
    ck_assert_frs(frs_message_receive(pair[1], &message, fds), FRS_ECLOSED);
    pair[0] = -1;
}
END_TEST

START_TEST(a_peer_that_does_not_read_blocks_nobody)
{
    frs_message message = peer_message(FRS_MESSAGE_PROGRESS);
    int sent = 0, error;
    while ((error = frs_message_send(pair[0], &message, NULL, 0)) == FRS_OK)
        ck_assert_int_lt(++sent, 1000000);
    ck_assert_frs(error, FRS_EAGAIN);
}
END_TEST

START_TEST(what_is_no_message_is_refused_with_its_descriptors)
{
    int before = fixture_count_fds();
    int fds[FRS_MESSAGE_FDS_MAX], one = STDIN_FILENO;
    frs_message message, in;

    ck_assert_int_eq(send(pair[0], "x", 1, 0), 1);
    ck_assert_frs(frs_message_receive(pair[1], &in, fds), FRS_EPROTOCOL);

    message = peer_message(FRS_MESSAGE_SLOT);
    message.magic++;
    ck_assert_frs(frs_message_send(pair[0], &message, &one, 1), FRS_OK);
    ck_assert_frs(frs_message_receive(pair[1], &in, fds), FRS_EPROTOCOL);

    message = peer_message(FRS_MESSAGE_SLOT);
    message.abi++;
    ck_assert_frs(frs_message_send(pair[0], &message, &one, 1), FRS_OK);
    ck_assert_frs(frs_message_receive(pair[1], &in, fds), FRS_EABI);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "version"));

    message = peer_message(FRS_MESSAGE_SLOT);
    ck_assert_int_eq(send(pair[0], &message, sizeof message - 4, 0), sizeof message - 4);
    ck_assert_frs(frs_message_receive(pair[1], &in, fds), FRS_EPROTOCOL);

    ck_assert_int_eq(fixture_count_fds(), before);
}
END_TEST

START_TEST(who_has_no_descriptor_left_is_told_so)
{
    frs_message out = peer_message(FRS_MESSAGE_SLOT), in;
    int two[2] = {STDIN_FILENO, STDOUT_FILENO}, fds[FRS_MESSAGE_FDS_MAX];
    struct rlimit limit, few;
    ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    int lowest = dup(STDIN_FILENO); /* all below it are in use */
    close(lowest);
    for (int left = 0; left < 2; left++) {
        ck_assert_frs(frs_message_send(pair[0], &out, two, 2), FRS_OK);
        few = (struct rlimit){.rlim_cur = (rlim_t)(lowest + left), .rlim_max = limit.rlim_max};
        ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &few), 0);
        int error = frs_message_receive(pair[1], &in, fds);
        ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
        ck_assert_frs(error, FRS_ESYSTEM);
        ck_assert_ptr_nonnull(strstr(frs_error_message(), strerror(EMFILE)));
        ck_assert_int_eq(fds[0], -1);
        int free_again = dup(STDIN_FILENO);
        ck_assert_int_eq(free_again, lowest);
        close(free_again);
    }
}
END_TEST

START_TEST(too_many_descriptors_do_not_leak)
{
    enum {
        MANY = 20
    };
    int before = fixture_count_fds();
    int many[MANY] = {0}, fds[FRS_MESSAGE_FDS_MAX];
    frs_message message = peer_message(FRS_MESSAGE_SLOT);
    union {
        char bytes[CMSG_SPACE(sizeof many)];
        struct cmsghdr align;
    } control;
    struct iovec iov = {&message, sizeof message};
    struct msghdr header = {.msg_iov = &iov,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes};
    struct cmsghdr *cmsg = CMSG_FIRSTHDR(&header);
    cmsg->cmsg_level = SOL_SOCKET;
    cmsg->cmsg_type = SCM_RIGHTS;
    cmsg->cmsg_len = CMSG_LEN(sizeof many);
    memcpy(CMSG_DATA(cmsg), many, sizeof many);
    ck_assert_int_eq(sendmsg(pair[0], &header, 0), sizeof message);
    frs_message_receive(pair[1], &message, fds);
    for (int i = 0; i < FRS_MESSAGE_FDS_MAX; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    ck_assert_int_eq(fixture_count_fds(), before);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("message");
    TCase *tests = checks_case(suite, "message", make_pair, close_pair, 60);
    tcase_add_test(tests, a_message_and_its_descriptors_arrive_whole);
    tcase_add_test(tests, the_end_of_the_other_side_is_seen_and_raises_no_signal);
    tcase_add_test(tests, a_peer_that_does_not_read_blocks_nobody);
    tcase_add_test(tests, what_is_no_message_is_refused_with_its_descriptors);
    tcase_add_test(tests, who_has_no_descriptor_left_is_told_so);
    tcase_add_test(tests, too_many_descriptors_do_not_leak);
    return fixture_run(suite);
}
