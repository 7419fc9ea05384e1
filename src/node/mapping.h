/* SPDX-License-Identifier: MIT */
/**
 * Shared memory where V8 allows it: inside a SharedArrayBuffer.
 *
 * Since V8 has its memory cage (Electron 21) it accepts no memory from outside as an ArrayBuffer.
 * So V8 allocates the buffer, in its cage, and the segment is mapped over the pages inside it:
 *
 *     | head: at least a page | segment, on page boundaries | tail |
 *     ^ the SharedArrayBuffer ^ the view that JavaScript gets
 *
 * The head stays V8's because an allocator writes its lists into the start of a freed block.
 * Pictures and control are mapped privately: others' writes show, a stray write by JavaScript stays
 * in a page of its own and harms nobody, and a buffer freed too early harms nobody either.
 *
 * V8's own pages are moved aside and come back before V8 frees the buffer: pages of the same kind,
 * so that the kernel joins them with their neighbours again and mappings do not pile up. Until then
 * the mapping keeps the buffer alive by a strong reference; it remembers the address, not the
 * object.
 */
#ifndef FRS_NODE_MAPPING_H
#define FRS_NODE_MAPPING_H

#include "value.h"

typedef enum frs_mapping_access {
    FRS_MAPPING_PRIVATE, /* pictures, control: from a read-only descriptor */
    FRS_MAPPING_SHARED,  /* the reader's own page: what JavaScript writes arrives */
} frs_mapping_access;

typedef enum frs_mapping_view {
    FRS_MAPPING_BYTES, /* Uint8Array */
    FRS_MAPPING_WORDS, /* Uint32Array */
} frs_mapping_view;

/* All zero: nothing is mapped. */
typedef struct frs_mapping {
    napi_ref buffer;
    void *address;
    void *aside; /* V8's pages; NULL: the kernel cannot move them, new ones come instead */
    size_t size;
} frs_mapping;

/* Map `size` bytes of `fd` (checked before: it is that long and cannot shrink) and create the view
 * of exactly these bytes. FRS_OK, or an error; a JavaScript exception may be pending then. */
int frs_mapping_create(frs_mapping *mapping, napi_env env, int fd, size_t size,
                       frs_mapping_access access, frs_mapping_view kind, napi_value *view);

/* Put V8's pages back and let go of the buffer; views of it read zeros from here on. Idempotent.
 */
void frs_mapping_destroy(frs_mapping *mapping, napi_env env);

/* Does JavaScript in `env` see what somebody else writes, and the other way round? */
bool frs_mapping_test(napi_env env);

#endif
