/* SPDX-License-Identifier: MIT */
#include "encoding_detect.h"

#include <dlfcn.h>

#define LIBRARY "libuchardet.so.0"

typedef struct frs_uchardet {
    void *(*create)(void);
    int (*handle)(void *it, const char *bytes, size_t length);
    void (*end)(void *it);
    const char *(*get)(void *it);
    void (*destroy)(void *it);
} frs_uchardet;

/* NULL: it is not installed. Loaded once, for good. */
static const frs_uchardet *get_library(void)
{
    static frs_uchardet library;
    static gboolean there;
    static gsize ready;
    if (g_once_init_enter(&ready)) {
        void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
        if (handle != NULL) {
            *(void **)&library.create = dlsym(handle, "uchardet_new");
            *(void **)&library.handle = dlsym(handle, "uchardet_handle_data");
            *(void **)&library.end = dlsym(handle, "uchardet_data_end");
            *(void **)&library.get = dlsym(handle, "uchardet_get_charset");
            *(void **)&library.destroy = dlsym(handle, "uchardet_delete");
            there = library.create != NULL && library.handle != NULL && library.end != NULL &&
                    library.get != NULL && library.destroy != NULL;
        }
        g_once_init_leave(&ready, 1);
    }
    return there ? &library : NULL;
}

char *frs_encoding_detect(const char *bytes, gsize length)
{
    const frs_uchardet *library = get_library();
    void *it = library != NULL ? library->create() : NULL;
    if (it == NULL)
        return NULL;
    char *name = NULL;
    if (library->handle(it, bytes, length) == 0) {
        library->end(it);
        name = g_strdup(library->get(it));
    }
    library->destroy(it);
    if (name != NULL && *name == '\0')
        g_clear_pointer(&name, g_free);
    return name;
}
