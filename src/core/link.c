/* SPDX-License-Identifier: MIT */
#include "link.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <frameshare/writer.h>

#include "clock.h"
#include "directory.h"
#include "error.h"
#include "segment.h"

/* How long a writer that listens may take to answer: it may be stopped in a debugger. */
#define ANSWER_MS 5000
/* How often to look for a stream that is not there yet. There is no event to wait for: inotify does
 * not tell of a folder that is yet to be made, nor of room in a listener's full queue. */
#define LOOK_AGAIN_MS 20
/* Messages to pass over in one go: more than an honest writer ever has under way. A hostile one
 * that sends without an end does not keep us here. */
#define MESSAGES_A_TURN 512

typedef union frs_control_buffer {
    char bytes[CMSG_SPACE(sizeof(int) * FRS_MESSAGE_FDS_MAX)];
    struct cmsghdr align;
} frs_control_buffer;

int frs_message_send(int socket, const frs_message *message, const int *fds, int n_fds)
{
    struct iovec iov = {.iov_base = (void *)message, .iov_len = sizeof *message};
    struct msghdr header = {.msg_iov = &iov, .msg_iovlen = 1};
    frs_control_buffer control = {{0}};
    if (n_fds > 0) {
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)n_fds);
        struct cmsghdr *cmsg = CMSG_FIRSTHDR(&header);
        cmsg->cmsg_level = SOL_SOCKET;
        cmsg->cmsg_type = SCM_RIGHTS;
        cmsg->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)n_fds);
        memcpy(CMSG_DATA(cmsg), fds, sizeof(int) * (size_t)n_fds);
    }
    for (;;) {
        if (sendmsg(socket, &header, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
            return FRS_OK;
        if (errno == EINTR)
            continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return FRS_EAGAIN;
        /* Not a matter of this socket: poll() will say at once that it can be written to. */
        if (errno == ENOBUFS || errno == ENOMEM || errno == ETOOMANYREFS)
            return frs_fail(FRS_ENOMEM, "the kernel has no memory for a message, or too many "
                                        "descriptors of this user are under way");
        if (errno == EPIPE || errno == ECONNRESET || errno == ENOTCONN)
            return frs_fail(FRS_ECLOSED, "the other end of the stream is gone");
        return frs_fail(FRS_ESYSTEM, "could not send to the other end of a stream");
    }
}

static void take_fds(struct msghdr *header, int *fds)
{
    int n = 0;
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(header); cmsg; cmsg = CMSG_NXTHDR(header, cmsg)) {
        if (cmsg->cmsg_level != SOL_SOCKET || cmsg->cmsg_type != SCM_RIGHTS)
            continue;
        size_t count = (cmsg->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(cmsg) + i * sizeof fd, sizeof fd);
            if (n < FRS_MESSAGE_FDS_MAX)
                fds[n++] = fd;
            else
                close(fd);
        }
    }
}

static void close_fds(int *fds)
{
    for (int i = 0; i < FRS_MESSAGE_FDS_MAX; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
        fds[i] = -1;
    }
}

static int check_message(const frs_message *message, size_t size)
{
    if (size < offsetof(frs_message, type) || message->magic != FRS_MAGIC)
        return frs_fail(FRS_EPROTOCOL, "the other end of the socket does not speak frameshare");
    if (message->abi != FRS_ABI_VERSION)
        return frs_fail(FRS_EABI,
                        "the other end speaks version %u of frameshare's memory layout, this "
                        "program version %u: use the same frameshare for both",
                        message->abi, FRS_ABI_VERSION);
    if (size != sizeof *message)
        return frs_fail(FRS_EPROTOCOL, "a message of %zu bytes came instead of %zu", size,
                        sizeof *message);
    return FRS_OK;
}

int frs_message_receive(int socket, frs_message *message, int *fds)
{
    struct iovec iov = {.iov_base = message, .iov_len = sizeof *message};
    frs_control_buffer control;
    struct msghdr header = {.msg_iov = &iov,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes};
    for (int i = 0; i < FRS_MESSAGE_FDS_MAX; i++)
        fds[i] = -1;
    memset(message, 0, sizeof *message);
    ssize_t size;
    /* ECONNRESET: it closed without reading all of ours; said once, what it sent is still there. */
    do
        size = recvmsg(socket, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (size < 0 && (errno == EINTR || errno == ECONNRESET));
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return FRS_EAGAIN;
    if (size < 0)
        return frs_fail(FRS_ECLOSED, "the other end of the stream is gone");
    take_fds(&header, fds);
    /* Nothing: it closed; or it sent a message without a byte, which may carry descriptors. */
    int error = size == 0 ? frs_fail(FRS_ECLOSED, "the other end of the stream is gone")
                          : check_message(message, (size_t)size);
    /* Cut off before ours were full: the kernel had no number left to give. */
    if (!error && (header.msg_flags & MSG_CTRUNC) && fds[FRS_MESSAGE_FDS_MAX - 1] < 0) {
        errno = EMFILE;
        error = frs_fail(FRS_ESYSTEM, "could not take in a stream's shared memory");
    }
    if (error)
        close_fds(fds);
    return error;
}

/* ---- the reader's half ---- */

int frs_link_wait(frs_link *link, int timeout_ms)
{
    struct pollfd poll_fd = {.fd = link->socket, .events = POLLIN};
    int64_t end = frs_now_ms() + timeout_ms;
    for (;;) {
        int n = poll(&poll_fd, 1, timeout_ms);
        if (n > 0)
            return FRS_OK;
        if (n == 0 || errno != EINTR)
            return FRS_ETIMEOUT;
        if (timeout_ms >= 0)
            timeout_ms = frs_ms_until(end);
    }
}

static int take_welcome(frs_link *link, const frs_message *message, const int *fds)
{
    if (message->u.welcome.control_size != frs_segment_round(sizeof(frs_control)) ||
        message->u.welcome.page_size != sizeof(frs_page) || fds[0] < 0 || fds[1] < 0 ||
        frs_segment_check(fds[0], message->u.welcome.control_size) ||
        frs_segment_check(fds[1], message->u.welcome.page_size))
        return frs_fail(FRS_EPROTOCOL, "the writer's welcome does not hold what it should");
    link->control_fd = fds[0];
    link->page_fd = fds[1];
    return FRS_OK;
}

static int take_refusal(const frs_message *message)
{
    char text[sizeof message->u.refused.text];
    memcpy(text, message->u.refused.text, sizeof text);
    text[sizeof text - 1] = 0;
    for (char *c = text; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
    int error = message->u.refused.error;
    return frs_fail(error < FRS_ESYSTEM && error >= FRS_EUNLOCKED ? error : FRS_EPROTOCOL, "%s",
                    text);
}

/* HELLO, then wait for the answer. */
static int greet(frs_link *link, const char *name, uint32_t history, bool every)
{
    frs_message hello = {
        FRS_MAGIC, FRS_ABI_VERSION, FRS_MESSAGE_HELLO, {.hello = {history, every}}};
    int error = frs_message_send(link->socket, &hello, NULL, 0);
    if (error == FRS_ECLOSED)
        error = FRS_OK; /* a refusal may have come before we could speak */
    int64_t end = frs_now_ms() + ANSWER_MS;
    while (!error) {
        int left = frs_ms_until(end);
        if (left == 0 || frs_link_wait(link, left))
            return frs_fail(FRS_ETIMEOUT, "stream %s does not answer: is its program stopped?",
                            name);
        frs_message message;
        int fds[FRS_MESSAGE_FDS_MAX];
        error = frs_message_receive(link->socket, &message, fds);
        if (error == FRS_EAGAIN) {
            error = FRS_OK;
            continue;
        }
        if (error)
            break;
        if (message.type == FRS_MESSAGE_WELCOME && !(error = take_welcome(link, &message, fds)))
            return FRS_OK;
        if (message.type == FRS_MESSAGE_REFUSED)
            error = take_refusal(&message);
        close_fds(fds);
    }
    return error;
}

static int connect_once(frs_link *link, const char *name, uint32_t history, bool every)
{
    *link = (frs_link){.socket = -1, .control_fd = -1, .page_fd = -1, .accounts_fd = -1};
    int fd = frs_directory_connect(name, &link->writer_pid);
    if (fd < 0)
        return fd;
    link->socket = fd;
    int error = greet(link, name, history, every);
    if (error)
        frs_link_close(link);
    return error;
}

int frs_link_open(frs_link *link, const char *name, uint32_t history, bool every, int timeout_ms)
{
    int64_t start = frs_now_ms();
    for (;;) {
        int error = connect_once(link, name, history, every);
        bool may_come = error == FRS_ENOENT || error == FRS_EAGAIN || error == FRS_ECLOSED;
        if (!may_come)
            return error;
        int64_t waited = frs_now_ms() - start;
        /* A busy or just ending writer deserves a second look even without a time-out. */
        int64_t patience = timeout_ms >= 0 && error == FRS_EAGAIN && timeout_ms < ANSWER_MS
                               ? ANSWER_MS
                               : timeout_ms;
        if (patience >= 0 && waited >= patience)
            return error == FRS_ECLOSED ? frs_fail(FRS_ENOENT, "stream %s ended just now", name)
                                        : error;
        struct timespec pause = {.tv_nsec = LOOK_AGAIN_MS * 1000000L};
        nanosleep(&pause, NULL);
    }
}

static int take_slot(frs_link_slot *slot, const frs_message *message, const int *fds)
{
    *slot = (frs_link_slot){.index = message->u.slot.index,
                            .id = message->u.slot.id,
                            .size = message->u.slot.size,
                            .fd = fds[0]};
    if (slot->fd < 0 || slot->index >= FRS_SLOTS_MAX || slot->id == 0 ||
        slot->size > FRS_SLOT_SIZE_MAX || frs_segment_check(slot->fd, slot->size))
        return frs_fail(FRS_EPROTOCOL, "the writer sent a slot that is none");
    return FRS_OK;
}

static void take_accounts(frs_link *link, int *fds)
{
    if (link->accounts_fd >= 0)
        close(link->accounts_fd);
    link->accounts_fd = fds[0];
    fds[0] = -1;
}

int frs_link_receive(frs_link *link, frs_link_slot *slot)
{
    for (int i = 0; i < MESSAGES_A_TURN; i++) {
        frs_message message;
        int fds[FRS_MESSAGE_FDS_MAX];
        int error = frs_message_receive(link->socket, &message, fds);
        if (error)
            return error;
        if (message.type == FRS_MESSAGE_SLOT) {
            error = take_slot(slot, &message, fds);
            if (!error) {
                fds[0] = -1;
                close_fds(fds);
                return FRS_OK;
            }
        }
        if (message.type == FRS_MESSAGE_READY)
            link->ready = true;
        if (message.type == FRS_MESSAGE_ACCOUNTS)
            take_accounts(link, fds);
        close_fds(fds);
        if (error)
            return error;
    }
    return FRS_EAGAIN;
}

static int tell(frs_link *link, uint32_t type)
{
    frs_message message = {.magic = FRS_MAGIC, .abi = FRS_ABI_VERSION, .type = type};
    return frs_message_send(link->socket, &message, NULL, 0);
}

void frs_link_progress(frs_link *link)
{
    tell(link, FRS_MESSAGE_PROGRESS);
}

int frs_link_ask_accounts(frs_link *link)
{
    if (link->accounts_fd >= 0)
        close(link->accounts_fd); /* an answer that came too late */
    link->accounts_fd = -1;
    return tell(link, FRS_MESSAGE_ACCOUNTS);
}

void frs_link_close(frs_link *link)
{
    int *fds[] = {&link->socket, &link->control_fd, &link->page_fd, &link->accounts_fd};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (*fds[i] >= 0)
            close(*fds[i]);
        *fds[i] = -1;
    }
}
