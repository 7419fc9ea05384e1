/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LINE 64

static char runtime[64];
static pid_t owner;

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    remove(path);
    return 0;
}

static void leave(void)
{
    if (getpid() == owner)
        nftw(runtime, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

void fixture_enter(void)
{
    fixture_enter_in("/tmp");
}

void fixture_enter_in(const char *folder)
{
    snprintf(runtime, sizeof runtime, "%.32s/frameshare-test-XXXXXX", folder);
    if (!mkdtemp(runtime) || setenv("XDG_RUNTIME_DIR", runtime, 1)) {
        perror("no XDG_RUNTIME_DIR for the test");
        exit(1);
    }
    owner = getpid();
    atexit(leave);
}

const char *fixture_path(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", runtime, name);
    return path;
}

const char *fixture_folder(void)
{
    return fixture_path("frameshare");
}

static int count_entries(const char *path)
{
    DIR *dir = opendir(path);
    int n = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        n += entry->d_name[0] != '.';
    if (dir)
        closedir(dir);
    return n;
}

int fixture_folder_entries(void)
{
    return count_entries(fixture_folder());
}

void fixture_clear_folder(void)
{
    DIR *dir = opendir(fixture_folder());
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
}

int fixture_run(Suite *suite)
{
    fixture_enter();
    return checks_run(suite);
}

int fixture_count_fds(void)
{
    return count_entries("/proc/self/fd") - 1; /* opendir() has one */
}

int fixture_count_mappings(void)
{
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512];
    int n = 0;
    while (maps && fgets(line, sizeof line, maps))
        n += strstr(line, "/memfd:frameshare-") || strstr(line, "/dev/shm/frameshare-");
    if (maps)
        fclose(maps);
    return maps ? n : -1;
}

/* What word `i` of a line says: the seed first, then noise made of all there is to know. */
static uint32_t line_word(uint32_t seed, size_t line, unsigned i)
{
    if (i == 0)
        return seed;
    uint32_t x = (seed + i) * 0x9e3779b1u ^ (uint32_t)line * 0x85ebca6bu;
    return x ^ x >> 15;
}

/* Plain loads and stores, so that ThreadSanitizer sees each. */
void fixture_fill(void *data, size_t size, uint32_t seed)
{
    uint32_t *word = data;
    for (size_t line = 0; line < size / LINE; line++, word += LINE / 4)
        for (unsigned i = 0; i < LINE / 4; i++)
            word[i] = line_word(seed, line, i);
}

bool fixture_intact(const void *data, size_t size, uint32_t seed)
{
    const uint32_t *word = data;
    uint32_t wrong = 0;
    for (size_t line = 0; line < size / LINE; line++, word += LINE / 4)
        for (unsigned i = 0; i < LINE / 4; i++)
            wrong |= word[i] ^ line_word(seed, line, i);
    return wrong == 0;
}

size_t fixture_info(frs_frame_info *info, uint32_t format, uint32_t width, uint32_t height)
{
    int64_t size = frs_frame_info_init(info, format, width, height, 64);
    if (size < 0) { /* no ck_assert: programs that are no Check suite call this too */
        fprintf(stderr, "%s\n", frs_error_message());
        abort();
    }
    return (size_t)size;
}

int fixture_publish(frs_writer *writer, uint32_t width, uint32_t height, uint32_t seed)
{
    frs_frame_info info;
    frs_slot *slot;
    size_t size = fixture_info(&info, FRS_FORMAT_RGBA, width, height);
    int error = frs_writer_slot_acquire(writer, size, &slot);
    if (error)
        return error;
    info.pts = seed;
    fixture_fill(frs_slot_data(slot), size, seed);
    error = frs_writer_publish(writer, slot, &info, FRS_ORIGIN_IN_PLACE, NULL);
    frs_slot_unref(slot);
    return error;
}

static int32_t place_of(uint32_t seed)
{
    return (int32_t)(seed % FRS_SIZE_MAX);
}

int fixture_set_overlays(frs_writer *writer, uint32_t n, uint32_t columns, uint32_t seed)
{
    frs_overlays table = {.n = n};
    for (uint32_t i = 0; i < n; i++)
        table.overlay[i] = (frs_overlay){.x = place_of(seed),
                                         .y = (int32_t)i,
                                         .width = columns,
                                         .height = 16,
                                         .columns = columns,
                                         .rows = 16};
    int64_t size = frs_overlays_layout(&table);
    frs_slot *slot;
    int error = size < 0 ? (int)size : frs_writer_overlays_acquire(writer, (size_t)size, &slot);
    if (error)
        return error;
    uint8_t *data = frs_slot_data(slot);
    memcpy(data, &table, sizeof table);
    for (uint32_t i = 0; i < n; i++)
        fixture_fill(data + table.overlay[i].offset, (size_t)columns * 4 * 16, seed);
    error = frs_writer_set_overlays(writer, slot);
    frs_slot_unref(slot);
    return error;
}

bool fixture_overlays_intact(const frs_frame *frame, uint32_t *seed)
{
    frs_overlays table;
    *seed = 0;
    if (!frame->overlay_data)
        return frame->overlay_number == 0;
    if (frs_overlays_read(&table, frame->overlay_data, frame->overlay_size))
        return false;
    memcpy(seed, frame->overlay_data + table.overlay[0].offset, sizeof *seed); /* see line_word() */
    bool intact = true;
    for (uint32_t i = 0; i < table.n && intact; i++)
        intact = table.overlay[i].x == place_of(*seed) &&
                 fixture_intact(frame->overlay_data + table.overlay[i].offset,
                                (size_t)table.overlay[i].rows * table.overlay[i].stride, *seed);
    return intact;
}

void fixture_assert_frame(const frs_frame *frame)
{
    size_t size = (size_t)frame->info.stride[0] * frame->info.height;
    ck_assert_uint_le(size, frame->size);
    ck_assert_msg(fixture_intact(frame->data, size, (uint32_t)frame->info.pts),
                  "frame %u is not what was published", frame->sequence);
}

void fixture_sleep(int ms)
{
    struct timespec left = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    while (nanosleep(&left, &left) < 0 && errno == EINTR)
        continue;
}
