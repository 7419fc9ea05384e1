/* SPDX-License-Identifier: MIT */
/**
 * The accounts of a stream: what its memory is, and who holds how much of it.
 *
 * A reader sees neither the other readers' leases nor which pages exist, so it asks the writer. The
 * numbers are of one moment: no two rows contradict each other.
 */
#ifndef FRAMESHARE_ACCOUNTS_H
#define FRAMESHARE_ACCOUNTS_H

#include <stdint.h>

#include <frameshare/reader.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Rows there can be. */
#define FRS_ACCOUNTS_SLOTS_MAX 256
#define FRS_ACCOUNTS_READERS_MAX 128

/** A slot is free when it has neither references nor frames. */
typedef struct frs_slot_account {
    uint32_t id;   /**< as frs_frame.slot */
    uint32_t size; /**< bytes it can hold */
    uint32_t used; /**< bytes of memory it takes: pages that were written once */
    uint32_t
        references;    /**< from the writer's process: decoder, elements on the way, last sample */
    uint32_t frames;   /**< published in it, and leasable or leased */
    uint32_t leases;   /**< that readers have on those */
    uint32_t overlays; /**< 1: it holds overlays (overlay.h), no picture */
} frs_slot_account;

/** A reader that is connected. */
typedef struct frs_reader_account {
    int32_t pid;      /**< as the kernel gave it to the writer */
    uint32_t asking;  /**< 1: this is the reader that asked */
    uint32_t every;   /**< 1: it takes every frame */
    uint32_t history; /**< frames that are kept for it */
    uint32_t n_leases;
    uint32_t slot[FRS_LEASES_MAX]; /**< for each lease: the id of the picture's slot */
} frs_reader_account;

typedef struct frs_accounts {
    uint32_t n_slots, n_readers;
    uint32_t free;     /**< slots ready for a new picture; they go after some seconds */
    uint32_t held;     /**< slots that readers have leases on */
    uint32_t referred; /**< slots that the writer's process refers to */
    uint32_t reserved;
    uint64_t size, used; /**< bytes, of all slots */
    frs_slot_account slot[FRS_ACCOUNTS_SLOTS_MAX];
    frs_reader_account reader[FRS_ACCOUNTS_READERS_MAX];
} frs_accounts;

/**
 * Ask the writer for its accounts. Blocks until its thread has answered, well under a millisecond,
 * or `timeout_ms` has passed (-1: for ever; its program may be stopped).
 * FRS_OK, FRS_ETIMEOUT, FRS_ECLOSED, FRS_EPROTOCOL (what came are no accounts). What the writer
 * says is held to the limits above, but otherwise its word.
 */
FRS_API int frs_reader_get_accounts(frs_reader *reader, frs_accounts *accounts, int timeout_ms);

#ifdef __cplusplus
}
#endif

#endif
