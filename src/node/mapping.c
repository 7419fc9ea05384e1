/* SPDX-License-Identifier: MIT */
#include "mapping.h"

#include <sys/mman.h>
#include <unistd.h>

#include "error.h"
#include "segment.h"

#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif

static size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

static napi_value get_property(napi_env env, napi_value object, const char *name)
{
    napi_value value = NULL;
    napi_valuetype type = napi_undefined;
    if (napi_get_named_property(env, object, name, &value) != napi_ok)
        return NULL;
    napi_typeof(env, value, &type);
    return type == napi_undefined ? NULL : value;
}

static napi_value get_global(napi_env env, const char *name)
{
    napi_value global;
    return napi_get_global(env, &global) == napi_ok ? get_property(env, global, name) : NULL;
}

/* Pages that are not cross-origin isolated do not show SharedArrayBuffer, but a shared
 * WebAssembly.Memory is made of one. */
static napi_value get_hidden_constructor(napi_env env)
{
    napi_value wasm = get_global(env, "WebAssembly");
    napi_value memory = wasm ? get_property(env, wasm, "Memory") : NULL;
    napi_value descriptor, yes, instance;
    if (!memory || napi_create_object(env, &descriptor) != napi_ok)
        return NULL;
    frs_value_set_number(env, descriptor, "initial", 0);
    frs_value_set_number(env, descriptor, "maximum", 1);
    napi_get_boolean(env, true, &yes);
    frs_value_set(env, descriptor, "shared", yes);
    if (napi_new_instance(env, memory, 1, &descriptor, &instance) != napi_ok)
        return NULL;
    napi_value buffer = get_property(env, instance, "buffer");
    return buffer ? get_property(env, buffer, "constructor") : NULL;
}

static napi_value allocate(napi_env env, size_t size)
{
    napi_value constructor = get_global(env, "SharedArrayBuffer");
    napi_value length, buffer = NULL;
    if (!constructor)
        constructor = get_hidden_constructor(env);
    if (!constructor || napi_create_double(env, (double)size, &length) != napi_ok)
        return NULL;
    napi_new_instance(env, constructor, 1, &length, &buffer);
    return buffer;
}

static napi_value create_view(napi_env env, const char *type, napi_value buffer, size_t offset,
                              size_t length)
{
    napi_value argv[3] = {buffer}, view = NULL;
    napi_value constructor = get_global(env, type);
    if (!constructor || napi_create_double(env, (double)offset, &argv[1]) != napi_ok ||
        napi_create_double(env, (double)length, &argv[2]) != napi_ok)
        return NULL;
    napi_new_instance(env, constructor, 3, argv, &view);
    return view;
}

/* Where the segment goes in `buffer`: the first page boundary at least one page in. */
static bool find_place(napi_env env, napi_value buffer, size_t length, size_t *offset,
                       char **address)
{
    size_t page = page_size(), bytes = 0;
    void *data = NULL;
    napi_value whole = create_view(env, "Uint8Array", buffer, 0, length);
    if (!whole || !frs_value_get_bytes(env, whole, &data, &bytes) || !data || bytes != length)
        return false;
    uintptr_t start = (uintptr_t)data;
    uintptr_t place = (start + 2 * page - 1) & ~(uintptr_t)(page - 1);
    *offset = place - start;
    *address = (char *)data + *offset;
    return true;
}

/* Move V8's pages elsewhere without leaving a hole that another thread's mmap() could get. NULL
 * when the kernel does not know how (before Linux 5.7). */
static void *set_aside(char *address, size_t size)
{
    void *aside = mremap(address, size, size, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, NULL);
    if (aside == MAP_FAILED)
        return NULL;
    madvise(aside, size, MADV_DONTNEED); /* zeros take no memory */
    return aside;
}

static bool put_back(void *address, void *aside, size_t size)
{
    if (aside && mremap(aside, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, address) != MAP_FAILED)
        return true;
    if (aside)
        munmap(aside, size);
    return mmap(address, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
                0) != MAP_FAILED;
}

static int map_over(frs_mapping *mapping, int fd, frs_mapping_access access)
{
    /* A private mapping is never written to on purpose: it needs no memory set aside for it. */
    int flags = access == FRS_MAPPING_SHARED ? MAP_SHARED : MAP_PRIVATE | MAP_NORESERVE;
    mapping->aside = set_aside(mapping->address, mapping->size);
    if (mmap(mapping->address, mapping->size, PROT_READ | PROT_WRITE, flags | MAP_FIXED, fd, 0) !=
        MAP_FAILED)
        return FRS_OK;
    int error = frs_fail(FRS_ESYSTEM, "cannot map %zu bytes of shared memory", mapping->size);
    put_back(mapping->address, mapping->aside, mapping->size);
    return error;
}

int frs_mapping_create(frs_mapping *mapping, napi_env env, int fd, size_t size,
                       frs_mapping_access access, frs_mapping_view kind, napi_value *view)
{
    size_t mapped = frs_segment_round(size), length = mapped + 3 * page_size(), offset = 0;
    char *address = NULL;
    napi_value buffer = allocate(env, length);
    if (!buffer || !find_place(env, buffer, length, &offset, &address))
        return frs_fail(FRS_ENOMEM, "cannot allocate a SharedArrayBuffer of %zu bytes", length);
    *view = kind == FRS_MAPPING_WORDS ? create_view(env, "Uint32Array", buffer, offset, size / 4)
                                      : create_view(env, "Uint8Array", buffer, offset, size);
    napi_ref reference = NULL;
    if (!*view || napi_create_reference(env, buffer, 1, &reference) != napi_ok)
        return frs_fail(FRS_ENOMEM, "cannot create a view of a SharedArrayBuffer");
    *mapping = (frs_mapping){.buffer = reference, .address = address, .size = mapped};
    int error = map_over(mapping, fd, access);
    if (error) {
        napi_delete_reference(env, reference);
        *mapping = (frs_mapping){0};
    }
    return error;
}

void frs_mapping_destroy(frs_mapping *mapping, napi_env env)
{
    if (!mapping->address)
        return;
    /* Should the kernel refuse, the buffer must never be freed: then it is leaked on purpose. */
    if (put_back(mapping->address, mapping->aside, mapping->size))
        napi_delete_reference(env, mapping->buffer);
    *mapping = (frs_mapping){0};
}

static bool view_shows(napi_env env, napi_value view, volatile uint32_t *word, uint32_t value)
{
    napi_value element;
    uint32_t seen = ~value;
    *word = value;
    if (napi_get_element(env, view, 0, &element) != napi_ok)
        return false;
    napi_get_value_uint32(env, element, &seen);
    return seen == value;
}

static bool view_writes(napi_env env, napi_value view, volatile uint32_t *word, uint32_t value,
                        bool arrives)
{
    napi_value element;
    if (napi_create_uint32(env, value, &element) != napi_ok ||
        napi_set_element(env, view, 0, element) != napi_ok)
        return false;
    return (*word == value) == arrives;
}

static bool test_access(napi_env env, frs_segment *segment, frs_mapping_access access)
{
    frs_mapping mapping = {0};
    napi_value view;
    volatile uint32_t *word = segment->data;
    if (frs_mapping_create(&mapping, env, segment->fd, segment->size, access, FRS_MAPPING_WORDS,
                           &view))
        return false;
    bool good = view_shows(env, view, word, 0x600df00d) &&
                view_shows(env, view, word, 0x12345678) &&
                view_writes(env, view, word, 0xcafe, access == FRS_MAPPING_SHARED);
    frs_mapping_destroy(&mapping, env);
    return good;
}

bool frs_mapping_test(napi_env env)
{
    frs_segment segment;
    if (frs_segment_create(&segment, "frameshare-test", page_size(), FRS_SEGMENT_SHARED))
        return false;
    bool good = test_access(env, &segment, FRS_MAPPING_PRIVATE) &&
                test_access(env, &segment, FRS_MAPPING_SHARED);
    frs_segment_finish(&segment);
    napi_value exception;
    bool pending = false;
    napi_is_exception_pending(env, &pending);
    if (pending)
        napi_get_and_clear_last_exception(env, &exception);
    return good;
}
