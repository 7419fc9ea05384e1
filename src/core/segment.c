/* SPDX-License-Identifier: MIT */
#include "segment.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"

size_t frs_segment_round(size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return (size + page - 1) / page * page;
}

static int map(frs_segment *segment, int fd, const char *what)
{
    void *data = mmap(NULL, segment->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED)
        return frs_fail(FRS_ESYSTEM, "could not map %zu bytes of shared memory for a %s",
                        segment->size, what);
    segment->data = data;
    return FRS_OK;
}

#ifndef FRS_SHM_POSIX

void frs_segment_sweep(void) {}

static int seal(int fd, frs_segment_access access)
{
    int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    /* Our own mapping stays writable; every later one is refused. Linux 5.1. */
    if (access == FRS_SEGMENT_READ_ONLY)
        seals |= F_SEAL_FUTURE_WRITE;
    return fcntl(fd, F_ADD_SEALS, seals);
}

static int open_segment(frs_segment *segment, const char *what, frs_segment_access access)
{
    int fd = memfd_create(what, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return frs_fail(FRS_ESYSTEM, "could not create shared memory for a %s", what);
    segment->fd = fd;
    if (ftruncate(fd, (off_t)segment->size) < 0)
        return frs_fail(FRS_ESYSTEM, "could not make shared memory of %zu bytes for a %s",
                        segment->size, what);
    int error = map(segment, fd, what);
    if (error)
        return error;
    if (seal(fd, access) < 0)
        return frs_fail(FRS_ESYSTEM,
                        "could not seal shared memory for a %s (Linux 5.1 or newer is needed)",
                        what);
    return FRS_OK;
}

int frs_segment_check(int fd, size_t size)
{
    struct stat st;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size != size || size == 0)
        return frs_fail(FRS_EPROTOCOL, "what came is not a segment of %zu bytes", size);
    int seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0 || !(seals & F_SEAL_SHRINK))
        return frs_fail(FRS_EPROTOCOL, "what came is not a sealed segment");
    return FRS_OK;
}

#else

#define NAME_BYTES 16
#define NAME_START "frameshare-"
#define NAMES_FOLDER "/dev/shm" /* Linux; elsewhere they cannot be listed */

/* A name lives for microseconds only, but who is killed in them leaves it. The dead make none. */
void frs_segment_sweep(void)
{
    DIR *dir = opendir(NAMES_FOLDER);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        int pid;
        char name[sizeof entry->d_name + 1];
        if (sscanf(entry->d_name, NAME_START "%d-", &pid) != 1 || pid <= 0 || kill(pid, 0) == 0 ||
            errno != ESRCH)
            continue;
        snprintf(name, sizeof name, "/%s", entry->d_name);
        shm_unlink(name);
    }
    if (dir)
        closedir(dir);
}

static int open_named(char name[64])
{
    unsigned char noise[NAME_BYTES];
    for (;;) {
        if (getrandom(noise, sizeof noise, 0) != (ssize_t)sizeof noise)
            return -1;
        int length = snprintf(name, 64, "/" NAME_START "%d-", (int)getpid());
        for (int i = 0; i < NAME_BYTES; i++)
            length += snprintf(name + length, 64 - (size_t)length, "%02x", noise[i]);
        int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
}

static int open_segment(frs_segment *segment, const char *what, frs_segment_access access)
{
    char name[64];
    int fd = open_named(name);
    if (fd < 0)
        return frs_fail(FRS_ESYSTEM, "could not create shared memory for a %s", what);
    int read_fd = access == FRS_SEGMENT_READ_ONLY ? shm_open(name, O_RDONLY, 0) : fd;
    shm_unlink(name);
    segment->fd = read_fd;
    int error = FRS_OK;
    if (read_fd < 0 || ftruncate(fd, (off_t)segment->size) < 0)
        error = frs_fail(FRS_ESYSTEM, "could not make shared memory of %zu bytes for a %s",
                         segment->size, what);
    if (!error)
        error = map(segment, fd, what);
    if (read_fd != fd)
        close(fd);
    return error;
}

int frs_segment_check(int fd, size_t size)
{
    struct stat st;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size != size || size == 0)
        return frs_fail(FRS_EPROTOCOL, "what came is not a segment of %zu bytes", size);
    return FRS_OK;
}

#endif

int frs_segment_create(frs_segment *segment, const char *what, size_t size,
                       frs_segment_access access)
{
    *segment = (frs_segment){.size = frs_segment_round(size), .fd = -1};
    int error = open_segment(segment, what, access);
    if (error)
        frs_segment_finish(segment);
    return error;
}

void frs_segment_finish(frs_segment *segment)
{
    if (segment->data)
        munmap(segment->data, segment->size);
    if (segment->size && segment->fd >= 0)
        close(segment->fd);
    *segment = (frs_segment){.fd = -1};
}
