/* SPDX-License-Identifier: MIT */
/* The link with a peer that lies, each way round. */
#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/directory.h"
#include "core/link.h"
#include "core/segment.h"

static frs_message make(uint32_t type)
{
    return (frs_message){.magic = FRS_MAGIC, .abi = FRS_ABI_VERSION, .type = type};
}

static void wait_readable(int socket)
{
    struct pollfd fd = {.fd = socket, .events = POLLIN};
    ck_assert_int_eq(poll(&fd, 1, -1), 1);
}

/* ---- messages ---- */

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
    frs_message out = make(FRS_MESSAGE_SLOT), in;
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
    frs_message message = make(FRS_MESSAGE_PROGRESS);
    int fds[FRS_MESSAGE_FDS_MAX];
    close(pair[0]);
    ck_assert_frs(frs_message_send(pair[1], &message, NULL, 0), FRS_ECLOSED);
    ck_assert_frs(frs_message_receive(pair[1], &message, fds), FRS_ECLOSED);
    pair[0] = -1;
}
END_TEST

START_TEST(a_peer_that_does_not_read_blocks_nobody)
{
    frs_message message = make(FRS_MESSAGE_PROGRESS);
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

    message = make(FRS_MESSAGE_SLOT);
    message.magic++;
    ck_assert_frs(frs_message_send(pair[0], &message, &one, 1), FRS_OK);
    ck_assert_frs(frs_message_receive(pair[1], &in, fds), FRS_EPROTOCOL);

    message = make(FRS_MESSAGE_SLOT);
    message.abi++;
    ck_assert_frs(frs_message_send(pair[0], &message, &one, 1), FRS_OK);
    ck_assert_frs(frs_message_receive(pair[1], &in, fds), FRS_EABI);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "version"));

    message = make(FRS_MESSAGE_SLOT);
    ck_assert_int_eq(send(pair[0], &message, sizeof message - 4, 0), sizeof message - 4);
    ck_assert_frs(frs_message_receive(pair[1], &in, fds), FRS_EPROTOCOL);

    ck_assert_int_eq(fixture_count_fds(), before);
}
END_TEST

START_TEST(who_has_no_descriptor_left_is_told_so)
{
    frs_message out = make(FRS_MESSAGE_SLOT), in;
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
    frs_message message = make(FRS_MESSAGE_SLOT);
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

/* ---- a writer that lies ---- */

typedef enum lie {
    OTHER_MAGIC,
    OTHER_ABI,
    GARBAGE,
    WELCOME_WITHOUT_DESCRIPTORS,
    WELCOME_WITH_A_PIPE,
    WELCOME_WITH_OTHER_SIZES,
    WELCOME_WITH_SMALL_CONTROL,
    SLOT_WITHOUT_DESCRIPTOR,
    SLOT_WITH_WRONG_INDEX,
    SLOT_WITH_WRONG_SIZE,
    SLOT_WITHOUT_ID,
    REFUSAL,
    REFUSAL_WITHOUT_END,
    REFUSAL_WITHOUT_ERROR,
    N_LIES,
} lie;

static const int lie_error[N_LIES] = {
    [OTHER_MAGIC] = FRS_EPROTOCOL,
    [OTHER_ABI] = FRS_EABI,
    [GARBAGE] = FRS_EPROTOCOL,
    [WELCOME_WITHOUT_DESCRIPTORS] = FRS_EPROTOCOL,
    [WELCOME_WITH_A_PIPE] = FRS_EPROTOCOL,
    [WELCOME_WITH_OTHER_SIZES] = FRS_EPROTOCOL,
    [WELCOME_WITH_SMALL_CONTROL] = FRS_EPROTOCOL,
    [SLOT_WITHOUT_DESCRIPTOR] = FRS_EPROTOCOL,
    [SLOT_WITH_WRONG_INDEX] = FRS_EPROTOCOL,
    [SLOT_WITH_WRONG_SIZE] = FRS_EPROTOCOL,
    [SLOT_WITHOUT_ID] = FRS_EPROTOCOL,
    [REFUSAL] = FRS_EREADERS,
    [REFUSAL_WITHOUT_END] = FRS_EREADERS,
    [REFUSAL_WITHOUT_ERROR] = FRS_EPROTOCOL,
};

typedef struct liar {
    int listen_socket;
    lie lie;
    pthread_t thread;
} liar;

static void send_welcome(int socket, lie told)
{
    frs_segment control, page;
    int pipes[2];
    ck_assert_frs(frs_segment_create(&control, "frameshare-control", sizeof(frs_control),
                                     FRS_SEGMENT_READ_ONLY),
                  FRS_OK);
    ck_assert_frs(
        frs_segment_create(&page, "frameshare-page", sizeof(frs_page), FRS_SEGMENT_SHARED), FRS_OK);
    ck_assert_int_eq(pipe(pipes), 0);

    frs_message message = make(FRS_MESSAGE_WELCOME);
    message.u.welcome.control_size = (uint32_t)control.size;
    message.u.welcome.page_size = (uint32_t)page.size;
    int fds[2] = {control.fd, page.fd};
    if (told == WELCOME_WITH_OTHER_SIZES)
        message.u.welcome.control_size *= 2;
    if (told == WELCOME_WITH_SMALL_CONTROL)
        fds[0] = page.fd;
    if (told == WELCOME_WITH_A_PIPE)
        fds[1] = pipes[0];
    frs_message_send(socket, &message, fds, told == WELCOME_WITHOUT_DESCRIPTORS ? 0 : 2);

    message = make(FRS_MESSAGE_SLOT);
    message.u.slot.index = told == SLOT_WITH_WRONG_INDEX ? FRS_SLOTS_MAX : 0;
    message.u.slot.id = told != SLOT_WITHOUT_ID;
    message.u.slot.size = (uint32_t)control.size + (told == SLOT_WITH_WRONG_SIZE ? 4096 : 0);
    frs_message_send(socket, &message, fds, told != SLOT_WITHOUT_DESCRIPTOR);
    frs_segment_finish(&control);
    frs_segment_finish(&page);
    close(pipes[0]);
    close(pipes[1]);
}

static void send_lie(int socket, lie told)
{
    frs_message message = make(FRS_MESSAGE_REFUSED);
    message.u.refused.error = told == REFUSAL_WITHOUT_ERROR ? 12 : FRS_EREADERS;
    memset(message.u.refused.text, '\033', sizeof message.u.refused.text);
    switch (told) {
    case OTHER_MAGIC:
        message.magic = 0;
        break;
    case OTHER_ABI:
        message.abi = FRS_ABI_VERSION + 1;
        break;
    case GARBAGE:
        send(socket, "HTTP/1.1 400 Bad Request", 24, MSG_NOSIGNAL);
        return;
    case REFUSAL:
        strcpy(message.u.refused.text, "there are enough");
        break;
    case REFUSAL_WITHOUT_END:
    case REFUSAL_WITHOUT_ERROR:
        break;
    default:
        send_welcome(socket, told);
        return;
    }
    frs_message_send(socket, &message, NULL, 0);
}

static void *tell_lie(void *user)
{
    liar *l = user;
    struct pollfd fd = {.fd = l->listen_socket, .events = POLLIN};
    poll(&fd, 1, -1);
    int socket = accept4(l->listen_socket, NULL, NULL, SOCK_CLOEXEC);
    char hello[sizeof(frs_message)];
    if (recv(socket, hello, sizeof hello, 0) == sizeof hello)
        send_lie(socket, l->lie);
    recv(socket, hello, sizeof hello, 0); /* until the reader is gone */
    close(socket);
    return NULL;
}

START_TEST(a_writer_that_lies_is_refused_and_leaves_nothing)
{
    int fds = fixture_count_fds(), mappings = fixture_count_mappings();
    liar l = {.lie = (lie)_i, .listen_socket = frs_directory_listen("liar")};
    frs_reader *reader;
    ck_assert_int_ge(l.listen_socket, 0);
    pthread_create(&l.thread, NULL, tell_lie, &l);
    ck_assert_frs(frs_reader_open(&reader, "liar", NULL), lie_error[_i]);
    ck_assert_ptr_null(reader);
    ck_assert_str_ne(frs_error_message(), "");
    for (const char *c = frs_error_message(); *c; c++)
        ck_assert_int_ge(*c, ' '); /* no escape sequence of a stranger on the terminal */
    pthread_join(l.thread, NULL);
    close(l.listen_socket);
    ck_assert_int_eq(fixture_count_fds(), fds);
    ck_assert_int_eq(fixture_count_mappings(), mappings);
}
END_TEST

static void *hang_up(void *user)
{
    int *listen_socket = user;
    struct pollfd fd = {.fd = *listen_socket, .events = POLLIN};
    poll(&fd, 1, -1);
    close(accept4(*listen_socket, NULL, NULL, SOCK_CLOEXEC));
    close(*listen_socket);
    return NULL;
}

START_TEST(a_writer_that_ends_during_the_greeting_is_no_stream)
{
    int listen_socket = frs_directory_listen("short");
    pthread_t thread;
    frs_reader *reader;
    pthread_create(&thread, NULL, hang_up, &listen_socket);
    ck_assert_frs(frs_reader_open(&reader, "short", NULL), FRS_ENOENT);
    pthread_join(thread, NULL);
}
END_TEST

/* ---- a reader that lies ---- */

static frs_writer *writer;

static void make_writer(void)
{
    ck_assert_frs(frs_writer_create(&writer, "cam0", NULL), FRS_OK);
    ck_assert_frs(fixture_publish(writer, 64, 16, 1), FRS_OK);
}

static void end_writer(void)
{
    frs_writer_destroy(&writer);
}

/* The writer serves an honest reader as ever. */
static void assert_serves(void)
{
    frs_reader *reader;
    frs_frame frame;
    int error;
    while ((error = frs_reader_open(&reader, "cam0", NULL)) == FRS_EREADERS)
        fixture_sleep(1); /* until it has heard of the end of so many */
    ck_assert_frs(error, FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    fixture_assert_frame(&frame);
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
}

/* Until the writer has heard that everybody is gone. */
static void assert_no_readers(void)
{
    frs_writer_stats stats;
    do {
        fixture_sleep(1);
        frs_writer_get_stats(writer, &stats);
    } while (stats.readers > 0);
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
    frs_message message = make(FRS_MESSAGE_HELLO);
    int fds[FRS_MESSAGE_FDS_MAX];
    message.abi = FRS_ABI_VERSION + 1;
    ck_assert_frs(frs_message_send(socket, &message, NULL, 0), FRS_OK);
    wait_readable(socket);
    ck_assert_frs(frs_message_receive(socket, &message, fds), FRS_OK);
    ck_assert_uint_eq(message.type, FRS_MESSAGE_REFUSED);
    ck_assert_int_eq(message.u.refused.error, FRS_EABI);
    ck_assert_ptr_nonnull(
        memmem(message.u.refused.text, sizeof message.u.refused.text, "version", 7));
    wait_readable(socket);
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
        frs_message message = make((uint32_t)rand() % 10);
        memcpy(&message.u, noise, sizeof message.u);
        if (round % 2)
            send(socket, noise, (size_t)rand() % sizeof noise, MSG_NOSIGNAL | MSG_DONTWAIT);
        int fds[2] = {socket, socket}; /* even itself */
        for (int i = rand() % 5; i > 0; i--)
            frs_message_send(socket, &message, fds, rand() % 3);
        close(socket);
    }
    assert_serves();
    assert_no_readers();
}
END_TEST

START_TEST(many_hellos_make_one_reader)
{
    int socket = connect_raw();
    frs_message hello = make(FRS_MESSAGE_HELLO);
    for (int i = 0; i < 10; i++)
        frs_message_send(socket, &hello, NULL, 0);
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    assert_serves();
    frs_writer_stats stats;
    do
        frs_writer_get_stats(writer, &stats);
    while (stats.readers != 1);
    close(socket);
    assert_no_readers();
}
END_TEST

START_TEST(a_reader_that_never_reads_its_socket_blocks_nobody)
{
    int socket = connect_raw();
    frs_message hello = make(FRS_MESSAGE_HELLO);
    frs_message_send(socket, &hello, NULL, 0);
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    /* New slots again and again, each announced to it. */
    for (uint32_t i = 0; i < 2000; i++) {
        ck_assert_frs(fixture_publish(writer, 64, 16, i), FRS_OK);
        frs_writer_trim(writer);
    }
    assert_serves();
    close(socket);
    assert_no_readers();
}
END_TEST

START_TEST(a_reader_that_slept_through_many_slots_catches_up)
{
    frs_reader *reader;
    frs_frame frame;
    ck_assert_frs(frs_reader_open(&reader, "cam0", NULL), FRS_OK);
    for (uint32_t i = 0; i < 2000; i++) {
        ck_assert_frs(fixture_publish(writer, 64, 16, i), FRS_OK);
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
    frs_reader *reader;
    frs_frame frame;
    ck_assert_frs(frs_reader_open(&reader, "cam0", NULL), FRS_OK);
    for (uint32_t i = 0; i < 2000; i++) {
        atomic_store(&page->waiting, 1);
        atomic_store(&page->history, (uint32_t)rand() * 3u);
        atomic_store(&page->every, (uint32_t)rand());
        atomic_store(&page->cursor, (uint32_t)rand() * 5u);
        for (unsigned c = 0; c < FRS_LEASES_MAX; c++)
            atomic_store(&page->cells[c], c % 2 ? i - c : (uint32_t)rand());
        ck_assert_frs(fixture_publish(writer, 64, 16, i), FRS_OK);
        ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
        ck_assert_uint_eq(frame.info.pts, i);
        fixture_assert_frame(&frame);
        frs_reader_release(reader, &frame);
    }
    frs_link_close(&link);
    munmap(page, sizeof *page);
    frs_reader_close(&reader);
    assert_no_readers();
    ck_assert_frs(fixture_publish(writer, 64, 16, 1), FRS_OK);
    frs_writer_stats stats;
    frs_writer_get_stats(writer, &stats);
    ck_assert_uint_eq(stats.slots_free + 1, stats.slots);
}
END_TEST

START_TEST(a_storm_of_connections_leaves_no_descriptor_behind)
{
    assert_serves();
    assert_no_readers();
    int fds = fixture_count_fds(), mappings = fixture_count_mappings();
    for (int i = 0; i < 1000; i++) {
        if (i % 3 == 0)
            close(connect_raw());
        else
            assert_serves();
    }
    assert_no_readers();
    while (fixture_count_fds() > fds) /* connections that never said hello */
        fixture_sleep(1);
    ck_assert_int_eq(fixture_count_mappings(), mappings);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link");
    TCase *messages = checks_case(suite, "messages", make_pair, close_pair, 60);
    tcase_add_test(messages, a_message_and_its_descriptors_arrive_whole);
    tcase_add_test(messages, the_end_of_the_other_side_is_seen_and_raises_no_signal);
    tcase_add_test(messages, a_peer_that_does_not_read_blocks_nobody);
    tcase_add_test(messages, what_is_no_message_is_refused_with_its_descriptors);
    tcase_add_test(messages, who_has_no_descriptor_left_is_told_so);
    tcase_add_test(messages, too_many_descriptors_do_not_leak);
    TCase *liars = checks_case(suite, "a writer that lies", NULL, NULL, 60);
    tcase_add_loop_test(liars, a_writer_that_lies_is_refused_and_leaves_nothing, 0, N_LIES);
    tcase_add_test(liars, a_writer_that_ends_during_the_greeting_is_no_stream);
    TCase *readers = checks_case(suite, "a reader that lies", make_writer, end_writer, 120);
    tcase_add_test(readers, a_reader_of_another_version_is_told_so);
    tcase_add_test(readers, garbage_ends_the_connection_and_nothing_else);
    tcase_add_test(readers, many_hellos_make_one_reader);
    tcase_add_test(readers, a_reader_that_never_reads_its_socket_blocks_nobody);
    tcase_add_test(readers, a_reader_that_slept_through_many_slots_catches_up);
    tcase_add_test(readers, a_hostile_page_stops_nobody);
    tcase_add_test(readers, a_storm_of_connections_leaves_no_descriptor_behind);
    return fixture_run(suite);
}
