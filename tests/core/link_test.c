/* SPDX-License-Identifier: MIT */
/* Coming into a stream: a writer that lies. */
#include "fixture.h"

#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/directory.h"
#include "core/segment.h"
#include "peer.h"

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
    SLOT_TOO_LARGE,
    REFUSAL,
    REFUSAL_WITHOUT_END,
    REFUSAL_WITHOUT_ERROR,
    REFUSAL_WITH_UNKNOWN_ERROR,
    N_LIES,
    NO_LIE = N_LIES,
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
    [SLOT_TOO_LARGE] = FRS_EPROTOCOL,
    [REFUSAL] = FRS_EREADERS,
    [REFUSAL_WITHOUT_END] = FRS_EREADERS,
    [REFUSAL_WITHOUT_ERROR] = FRS_EPROTOCOL,
    [REFUSAL_WITH_UNKNOWN_ERROR] = FRS_EPROTOCOL,
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

    frs_message message = peer_message(FRS_MESSAGE_WELCOME);
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

    message = peer_message(FRS_MESSAGE_SLOT);
    message.u.slot.index = told == SLOT_WITH_WRONG_INDEX ? FRS_SLOTS_MAX : 0;
    message.u.slot.id = told != SLOT_WITHOUT_ID;
    message.u.slot.size = (uint32_t)control.size + (told == SLOT_WITH_WRONG_SIZE ? 4096 : 0);
    frs_segment large = {.fd = -1};
    if (told == SLOT_TOO_LARGE) {
        ck_assert_frs(frs_segment_create(&large, "frameshare-slot", FRS_SLOT_SIZE_MAX + 1,
                                         FRS_SEGMENT_READ_ONLY),
                      FRS_OK);
        message.u.slot.size = (uint32_t)large.size;
        fds[0] = large.fd;
    }
    if (told != NO_LIE)
        frs_message_send(socket, &message, fds, told != SLOT_WITHOUT_DESCRIPTOR);
    frs_segment_finish(&large);
    frs_segment_finish(&control);
    frs_segment_finish(&page);
    close(pipes[0]);
    close(pipes[1]);
}

static void send_lie(int socket, lie told)
{
    frs_message message = peer_message(FRS_MESSAGE_REFUSED);
    message.u.refused.error = told == REFUSAL_WITHOUT_ERROR        ? 12
                              : told == REFUSAL_WITH_UNKNOWN_ERROR ? -50
                                                                   : FRS_EREADERS;
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
    case REFUSAL_WITH_UNKNOWN_ERROR:
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
    liar l = {.lie = (lie)_i, .listen_socket = frs_directory_listen("liar", NULL)};
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
    int listen_socket = frs_directory_listen("short", NULL);
    pthread_t thread;
    frs_reader *reader;
    pthread_create(&thread, NULL, hang_up, &listen_socket);
    ck_assert_frs(frs_reader_open(&reader, "short", NULL), FRS_ENOENT);
    pthread_join(thread, NULL);
}
END_TEST

/* ---- writers that end early, or never stop sending ---- */

typedef struct strange_writer {
    int listen_socket;
    void (*act)(int socket);
    pthread_t thread;
} strange_writer;

static void *act_strangely(void *user)
{
    const strange_writer *w = user;
    struct pollfd fd = {.fd = w->listen_socket, .events = POLLIN};
    char hello[sizeof(frs_message)];
    poll(&fd, 1, -1);
    int socket = accept4(w->listen_socket, NULL, NULL, SOCK_CLOEXEC);
    if (recv(socket, hello, sizeof hello, 0) == sizeof hello)
        w->act(socket);
    close(socket);
    return NULL;
}

static void start_strange_writer(strange_writer *w, void (*act)(int socket))
{
    *w = (strange_writer){.act = act, .listen_socket = frs_directory_listen("strange", NULL)};
    ck_assert_int_ge(w->listen_socket, 0);
    pthread_create(&w->thread, NULL, act_strangely, w);
}

static void end_strange_writer(strange_writer *w)
{
    pthread_join(w->thread, NULL);
    close(w->listen_socket);
}

static void welcome_and_die(int socket)
{
    send_welcome(socket, NO_LIE);
}

/* Of each function that fails it is asked what went wrong, and an older sentence would mislead. */
START_TEST(a_writer_that_dies_after_its_welcome_is_told_of)
{
    strange_writer w;
    frs_reader *reader;
    start_strange_writer(&w, welcome_and_die);
    ck_assert_frs(frs_stream_check_name("no name"), FRS_ENAME);
    ck_assert_frs(frs_reader_open(&reader, "strange", NULL), FRS_ENOENT);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "strange"));
    end_strange_writer(&w);
}
END_TEST

/* A message of no byte looks like the end, but may carry descriptors. */
static void send_nothing_with_descriptors(int socket)
{
    union {
        char bytes[CMSG_SPACE(2 * sizeof(int))];
        struct cmsghdr align;
    } control = {{0}};
    struct iovec iov = {.iov_base = &control, .iov_len = 0};
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
    ck_assert_int_eq(sendmsg(socket, &header, 0), 0);
}

START_TEST(descriptors_in_a_message_without_a_byte_are_closed)
{
    int fds = fixture_count_fds();
    strange_writer w;
    frs_reader *reader;
    start_strange_writer(&w, send_nothing_with_descriptors);
    ck_assert_frs(frs_reader_open(&reader, "strange", NULL), FRS_ENOENT);
    end_strange_writer(&w);
    ck_assert_int_eq(fixture_count_fds(), fds);
}
END_TEST

/* Until the reader is gone. */
static void send_without_end(int socket, uint32_t type)
{
    frs_message message = peer_message(type);
    while (send(socket, &message, sizeof message, MSG_NOSIGNAL) >= 0)
        continue;
}

static void welcome_and_send_for_ever(int socket)
{
    send_welcome(socket, NO_LIE);
    send_without_end(socket, FRS_MESSAGE_WAKE);
}

START_TEST(a_writer_that_never_ends_its_slots_is_given_up)
{
    strange_writer w;
    frs_reader *reader;
    start_strange_writer(&w, welcome_and_send_for_ever);
    ck_assert_frs(frs_reader_open(&reader, "strange", NULL), FRS_ETIMEOUT);
    end_strange_writer(&w);
}
END_TEST

static void wake_for_ever(int socket)
{
    frs_message ready = peer_message(FRS_MESSAGE_READY);
    send_welcome(socket, NO_LIE);
    frs_message_send(socket, &ready, NULL, 0);
    send_without_end(socket, FRS_MESSAGE_WAKE);
}

START_TEST(a_writer_that_wakes_for_nothing_lengthens_no_wait)
{
    strange_writer w;
    frs_reader *reader;
    frs_frame frame;
    static frs_accounts accounts;
    start_strange_writer(&w, wake_for_ever);
    ck_assert_frs(frs_reader_open(&reader, "strange", NULL), FRS_OK);
    ck_assert_frs(frs_reader_wait(reader, 0), FRS_ETIMEOUT);
    ck_assert_frs(frs_reader_wait(reader, 50), FRS_ETIMEOUT);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "50 ms"));
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_EAGAIN);
    ck_assert_frs(frs_reader_get_accounts(reader, &accounts, 50), FRS_ETIMEOUT);
    frs_reader_close(&reader);
    end_strange_writer(&w);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("link");
    TCase *tests = checks_case(suite, "a writer that lies", NULL, NULL, 60);
    tcase_add_loop_test(tests, a_writer_that_lies_is_refused_and_leaves_nothing, 0, N_LIES);
    tcase_add_test(tests, a_writer_that_ends_during_the_greeting_is_no_stream);
    tcase_add_test(tests, a_writer_that_dies_after_its_welcome_is_told_of);
    tcase_add_test(tests, descriptors_in_a_message_without_a_byte_are_closed);
    tcase_add_test(tests, a_writer_that_never_ends_its_slots_is_given_up);
    tcase_add_test(tests, a_writer_that_wakes_for_nothing_lengthens_no_wait);
    return fixture_run(suite);
}
