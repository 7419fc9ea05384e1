/* SPDX-License-Identifier: MIT */
/**
 * frameshare: video frames in shared memory, published by one process and read by any number.
 *
 * The life of a frame:
 *
 *     writer                                        reader
 *     frs_writer_slot_acquire()   a free slot
 *     ... decode into it ...
 *     frs_writer_publish()        ------------->    frs_reader_acquire_newest()   a lease
 *     frs_slot_unref()                              ... read the picture ...
 *     (the slot is reused only when no      <----   frs_reader_release()
 *      lease names its frame any more)
 *
 * The writer never waits for a reader (unless it is lossless) and a leased slot is never written.
 * Readers map pictures read-only; the kernel enforces it.
 *
 * Every function returns 0 (or a count) on success and a negative FRS_E* on failure, see error.h.
 * Every destroy function takes the address of the pointer, accepts NULL in it and sets it to NULL.
 */
#ifndef FRAMESHARE_FRAMESHARE_H
#define FRAMESHARE_FRAMESHARE_H

#include <frameshare/accounts.h>
#include <frameshare/error.h>
#include <frameshare/format.h>
#include <frameshare/frame.h>
#include <frameshare/overlay.h>
#include <frameshare/reader.h>
#include <frameshare/stream.h>
#include <frameshare/writer.h>

#endif
