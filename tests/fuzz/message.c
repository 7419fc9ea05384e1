/* SPDX-License-Identifier: MIT */
#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

frs_message fuzz_message(uint32_t type)
{
    return (frs_message){.magic = FRS_MAGIC, .abi = FRS_ABI_VERSION, .type = type};
}

void fuzz_mutate(fuzz_random *random, frs_message *message)
{
    uint32_t *word = (uint32_t *)message;
    for (uint32_t n = 1 + fuzz_below(random, 3); n > 0; n--) {
        /* The first words of the body are those that mean something. */
        uint32_t i = 3 + fuzz_below(random, fuzz_once_in(random, 4) ? 29 : 3);
        if (fuzz_once_in(random, 24))
            i = fuzz_below(random, 3);
        if (fuzz_once_in(random, 3))
            word[i] ^= 1u << fuzz_below(random, 32);
        else
            word[i] = fuzz_word(random);
    }
}

/* ---- descriptors ---- */

static int memfd(fuzz_random *random, size_t size)
{
    static const int seals[] = {
        0,
        F_SEAL_SHRINK,
        F_SEAL_GROW,
        F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL,
        F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL,
        F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL,
        F_SEAL_SEAL,
    };
    size_t other = fuzz_once_in(random, 2) ? size : fuzz_word(random) % (1u << 20);
    int fd = memfd_create("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd >= 0 && (ftruncate(fd, (off_t)other) < 0 ||
                    fcntl(fd, F_ADD_SEALS, seals[fuzz_below(random, 7)]) < 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

/* A sealed memfd of the right size, opened once more in another way. */
static int memfd_again(size_t size, int flags)
{
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return -1;
    int again = -1;
    if (ftruncate(fd, (off_t)size) == 0 &&
        fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        again = open(path, flags | O_CLOEXEC);
    }
    close(fd);
    return again;
}

static int end_of_pipe(fuzz_random *random)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    int kept = (int)fuzz_below(random, 2);
    close(ends[1 - kept]);
    return ends[kept];
}

static int end_of_pair(fuzz_random *random)
{
    int ends[2];
    if (socketpair(AF_UNIX, fuzz_once_in(random, 2) ? SOCK_SEQPACKET : SOCK_STREAM, 0, ends) < 0)
        return -1;
    close(ends[1]);
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    return ends[0];
}

int fuzz_descriptor(fuzz_random *random, size_t size, int own)
{
    switch (fuzz_below(random, 16)) {
    case 0:
        return end_of_pipe(random);
    case 1:
        return open("/dev/null", O_RDWR | O_CLOEXEC);
    case 2:
        return open("/dev/zero", O_RDONLY | O_CLOEXEC);
    case 3:
        return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    case 4:
        return open("/proc/self/exe", (fuzz_once_in(random, 2) ? O_PATH : O_RDONLY) | O_CLOEXEC);
    case 5:
        return open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    case 6:
        return end_of_pair(random);
    case 7:
        return fcntl(own, F_DUPFD_CLOEXEC, 3);
    case 8:
        return eventfd(0, EFD_CLOEXEC);
    case 9:
        return epoll_create1(EPOLL_CLOEXEC);
    case 10:
        return memfd_again(size, fuzz_once_in(random, 2) ? O_RDONLY : O_WRONLY);
    default:
        return memfd(random, size);
    }
}

int fuzz_descriptors(fuzz_random *random, int fds[FUZZ_FDS_MAX], size_t size, int own)
{
    uint32_t wanted = fuzz_once_in(random, 2) ? 0 : 1 + fuzz_below(random, 4);
    if (fuzz_once_in(random, 200))
        wanted = fuzz_below(random, FUZZ_FDS_MAX + 1);
    int n = 0;
    for (uint32_t i = 0; i < wanted; i++) {
        /* Many of them are one, many times. */
        fds[n] = i < 4 ? fuzz_descriptor(random, size, own) : fcntl(fds[0], F_DUPFD_CLOEXEC, 3);
        if (fds[n] >= 0)
            n++;
        else if (n == 0)
            break;
    }
    return n;
}

void fuzz_close(const int *fds, int n_fds)
{
    for (int i = 0; i < n_fds; i++)
        close(fds[i]);
}

/* ---- sending ---- */

int fuzz_send_bytes(int socket, const void *bytes, size_t size, const int *fds, int n_fds)
{
    union {
        char bytes[CMSG_SPACE(sizeof(int) * FUZZ_FDS_MAX)];
        struct cmsghdr align;
    } control;
    struct iovec iov = {.iov_base = (void *)bytes, .iov_len = size};
    struct msghdr header = {.msg_iov = &iov, .msg_iovlen = 1};
    if (n_fds > 0) {
        size_t length = sizeof(int) * (size_t)n_fds;
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(length);
        memset(control.bytes, 0, header.msg_controllen);
        struct cmsghdr *cmsg = CMSG_FIRSTHDR(&header);
        cmsg->cmsg_level = SOL_SOCKET;
        cmsg->cmsg_type = SCM_RIGHTS;
        cmsg->cmsg_len = CMSG_LEN(length);
        memcpy(CMSG_DATA(cmsg), fds, length);
    }
    return sendmsg(socket, &header, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno : 0;
}

int fuzz_send(fuzz_random *random, uint32_t odds, int socket, const frs_message *message,
              const int *fds, int n_fds)
{
    static unsigned char bytes[FUZZ_MESSAGE_MAX];
    size_t size = sizeof *message;
    if (fuzz_once_in(random, odds))
        size = fuzz_once_in(random, 2)   ? 0
               : fuzz_once_in(random, 4) ? fuzz_below(random, FUZZ_MESSAGE_MAX)
                                         : fuzz_below(random, 2 * sizeof *message);
    memcpy(bytes, message, sizeof *message);
    return fuzz_send_bytes(socket, bytes, size, fds, n_fds);
}

bool fuzz_hung_up(int socket)
{
    struct pollfd fd = {.fd = socket};
    return poll(&fd, 1, 0) > 0 && (fd.revents & (POLLHUP | POLLERR | POLLNVAL));
}

int fuzz_unread(int socket)
{
    int bytes = 0;
    return ioctl(socket, SIOCOUTQ, &bytes) < 0 ? 0 : bytes;
}
