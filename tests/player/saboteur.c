/* SPDX-License-Identifier: MIT */
/* For LD_PRELOAD: libavcodec crashes, at the 20th packet of video that it is given, or
 * ($FRAMESHARE_SABOTAGE is "thread") at the 20th buffer that a thread of its own, which never gave
 * it one, holds on to.
 */
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define AT 20

#define EXPORT __attribute__((visibility("default")))

EXPORT int avcodec_send_packet(void *decoder, const void *packet);
EXPORT void *av_buffer_ref(const void *buffer);

/* What the plugin has loaded is in no scope that RTLD_NEXT looks through. */
static void find(const char *library, const char *symbol, void *function)
{
    for (int version = 50; version < 80; version++) {
        char name[64];
        snprintf(name, sizeof name, "%s.so.%d", library, version);
        void *handle = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
        void *found = handle != NULL ? dlsym(handle, symbol) : NULL;
        if (found != NULL) {
            memcpy(function, &found, sizeof found);
            return;
        }
    }
    abort();
}

static bool is_asked_for(const char *how)
{
    const char *asked = getenv("FRAMESHARE_SABOTAGE");
    return asked != NULL && strcmp(asked, how) == 0;
}

/* How an AVCodecContext begins. */
typedef struct context {
    const void *type;
    int log_level_offset, medium; /* 0: video */
} context;

static _Thread_local bool is_players;

static void crash_at_last(atomic_int *count)
{
    if (atomic_fetch_add(count, 1) + 1 < AT)
        return;
    volatile char *nowhere = mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *nowhere = 1;
}

int avcodec_send_packet(void *decoder, const void *packet)
{
    static atomic_int count;
    static int (*real)(void *, const void *);
    if (real == NULL)
        find("libavcodec", "avcodec_send_packet", (void *)&real);
    is_players = true;
    if (is_asked_for("packet") && ((const context *)decoder)->medium == 0)
        crash_at_last(&count);
    return real(decoder, packet);
}

void *av_buffer_ref(const void *buffer)
{
    static atomic_int count;
    static void *(*real)(const void *);
    if (real == NULL)
        find("libavutil", "av_buffer_ref", (void *)&real);
    if (is_asked_for("thread") && !is_players)
        crash_at_last(&count);
    return real(buffer);
}
