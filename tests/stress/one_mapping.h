/* SPDX-License-Identifier: MIT */
/* Linked with -Wl,--wrap of mmap and munmap: all shared mappings of one memory object in this
 * process become one mapping, at one address. ThreadSanitizer knows memory by its address, so
 * without this it would see neither the races nor the synchronisation between a writer and a reader
 * in one process. */
#ifndef FRS_TESTS_ONE_MAPPING_H
#define FRS_TESTS_ONE_MAPPING_H

/* How often a mapping was given out a second time. */
unsigned one_mapping_shared(void);

#endif
