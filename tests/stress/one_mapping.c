/* SPDX-License-Identifier: MIT */
#include "one_mapping.h"

#include <pthread.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define MAPPINGS_MAX 4096

void *__real_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);
int __real_munmap(void *address, size_t size);
void *__wrap_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset);
void *__wrap_mmap64(void *address, size_t size, int protection, int flags, int fd, off_t offset);
int __wrap_munmap(void *address, size_t size);

typedef struct mapping {
    void *data; /* NULL: unused */
    dev_t device;
    ino_t inode;
    size_t size;
    unsigned refs;
} mapping;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static mapping mappings[MAPPINGS_MAX];
static unsigned shared;

static mapping *find_object(const struct stat *st, size_t size)
{
    for (mapping *m = mappings; m < mappings + MAPPINGS_MAX; m++)
        if (m->data && m->device == st->st_dev && m->inode == st->st_ino && m->size == size)
            return m;
    return NULL;
}

static mapping *find_address(const void *address)
{
    mapping *m = mappings;
    while (m < mappings + MAPPINGS_MAX && m->data != address)
        m++;
    return m < mappings + MAPPINGS_MAX ? m : NULL;
}

/* The first one maps: that is the creator, who may write. */
static void *map_once(size_t size, int protection, int flags, int fd)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        return MAP_FAILED;
    mapping *m = find_object(&st, size);
    if (m) {
        m->refs++;
        shared++;
        return m->data;
    }
    void *data = __real_mmap(NULL, size, protection, flags, fd, 0);
    m = find_address(NULL);
    if (data != MAP_FAILED && m)
        *m = (mapping){data, st.st_dev, st.st_ino, size, 1};
    return data;
}

void *__wrap_mmap(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    if (address || fd < 0 || offset || !(flags & MAP_SHARED))
        return __real_mmap(address, size, protection, flags, fd, offset);
    pthread_mutex_lock(&lock);
    void *data = map_once(size, protection, flags, fd);
    pthread_mutex_unlock(&lock);
    return data;
}

/* What mmap is called with 64-bit file offsets. */
void *__wrap_mmap64(void *address, size_t size, int protection, int flags, int fd, off_t offset)
{
    return __wrap_mmap(address, size, protection, flags, fd, offset);
}

int __wrap_munmap(void *address, size_t size)
{
    int result = 0;
    pthread_mutex_lock(&lock);
    mapping *m = find_address(address);
    if (!m || --m->refs == 0) {
        if (m)
            m->data = NULL;
        result = __real_munmap(address, size);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

unsigned one_mapping_shared(void)
{
    pthread_mutex_lock(&lock);
    unsigned n = shared;
    pthread_mutex_unlock(&lock);
    return n;
}
