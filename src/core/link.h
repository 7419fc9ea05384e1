/* SPDX-License-Identifier: MIT */
/**
 * The link: the Unix socket between a reader and the writer. Descriptors cross it (SCM_RIGHTS), and
 * its hang-up is how each side learns of the other's death. Nothing crosses it per frame unless the
 * reader sleeps (WAKE) or a lossless writer waits (PROGRESS).
 *
 *   reader -> writer   HELLO
 *   writer -> reader   WELCOME (control, page) | REFUSED
 *                      SLOT (segment)  for each slot there is
 *                      READY           every slot there was is now known
 *                      SLOT (segment)  before the first frame in a new slot is published
 *                      WAKE            after a publish that found page->waiting set to 1 (wake.h)
 *                      RETIRED         slots were given up: unmap what control->slots no longer has
 *   reader -> writer   PROGRESS
 *   reader -> writer   ACCOUNTS        who holds what?
 *   writer -> reader   ACCOUNTS (segment with a frs_accounts)
 *
 * Wake-ups are messages and not an eventfd because a send can be told never to block by the sender;
 * a write to an eventfd blocks when a hostile reader, who shares its flags, has filled it. It also
 * leaves a reader one descriptor to poll: a frame, a slot and a death all arrive there. A reader
 * that needs no descriptor is woken by futex in half the time (wake.h).
 *
 * SOCK_SEQPACKET: one send is one message. Unknown types are ignored, for the future.
 * The reader's half below is used by reader.c and by the Node addon, which maps slots its own way.
 */
#ifndef FRS_CORE_LINK_H
#define FRS_CORE_LINK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "layout.h"

enum {
    FRS_MESSAGE_HELLO = 1,
    FRS_MESSAGE_WELCOME = 2,
    FRS_MESSAGE_REFUSED = 3,
    FRS_MESSAGE_SLOT = 4,
    FRS_MESSAGE_READY = 5,
    FRS_MESSAGE_PROGRESS = 6,
    FRS_MESSAGE_WAKE = 7,
    FRS_MESSAGE_RETIRED = 8,
    FRS_MESSAGE_ACCOUNTS = 9,
};

typedef struct frs_message {
    uint32_t magic, abi; /* in every message, in this place, in every version */
    uint32_t type;
    union {
        struct {
            uint32_t history, every;
        } hello;
        struct {
            uint32_t control_size, page_size;
        } welcome;
        struct {
            int32_t error; /* FRS_E* */
            char text[100];
        } refused;
        struct {
            uint32_t index, id, size;
        } slot;
        uint32_t word[29];
    } u;
} frs_message;
static_assert(sizeof(frs_message) == 128, "a message is 128 bytes");

#define FRS_MESSAGE_FDS_MAX 2

/* Send one message with `n_fds` descriptors. Never blocks, never raises SIGPIPE.
 * FRS_OK, FRS_EAGAIN (the other side does not read), FRS_ENOMEM (the kernel is short of memory, or
 * of descriptors under way, for everybody), FRS_ECLOSED, FRS_ESYSTEM. */
int frs_message_send(int socket, const frs_message *message, const int *fds, int n_fds);

/* Receive one message; descriptors (close-on-exec, now the caller's) go to
 * fds[FRS_MESSAGE_FDS_MAX], -1 where none came. Never blocks. FRS_OK, FRS_EAGAIN, FRS_ECLOSED,
 * FRS_EPROTOCOL, FRS_EABI, FRS_ESYSTEM (no descriptor is free here for those that came). */
int frs_message_receive(int socket, frs_message *message, int *fds);

/* ---- the reader's half ---- */

typedef struct frs_link {
    int socket;              /* poll it for reading: a wake-up, a slot, or the end */
    int control_fd, page_fd; /* open until frs_link_close(): map them, any number of times */
    int accounts_fd;         /* the last accounts that came; -1: none. Take it, or leave it */
    pid_t writer_pid;
    bool ready;
} frs_link;

/* A slot's segment as it came over the link. */
typedef struct frs_link_slot {
    uint32_t index, id, size;
    int fd; /* read-only; the receiver's to close */
} frs_link_slot;

/* Connect, say hello, and receive WELCOME. Slots come by frs_link_receive(), `ready` is set when
 * all that existed have come. Blocks up to `timeout_ms` for the stream to appear (0: not at all,
 * -1: for ever) and a few seconds for the writer to answer. Errors as frs_reader_open(). */
int frs_link_open(frs_link *link, const char *name, uint32_t history, bool every, int timeout_ms);

/* The next slot that came; swallows wake-ups, and RETIRED, which is one. Never blocks. FRS_OK
 * (slot->fd is yours), FRS_EAGAIN (nothing more now, or only after others had their turn),
 * FRS_ECLOSED (the writer is gone, however), FRS_EPROTOCOL. */
int frs_link_receive(frs_link *link, frs_link_slot *slot);

/* Block until something came (then call frs_link_receive() until it says FRS_EAGAIN), or
 * `timeout_ms` passed (-1: for ever). FRS_OK or FRS_ETIMEOUT. */
int frs_link_wait(frs_link *link, int timeout_ms);

/* Tell a waiting lossless writer that page->cursor went on. */
void frs_link_progress(frs_link *link);

/* Ask for accounts; they come to accounts_fd. FRS_OK, FRS_EAGAIN (the writer does not read),
 * FRS_ECLOSED. */
int frs_link_ask_accounts(frs_link *link);

/* Close everything; the writer ends all leases. */
void frs_link_close(frs_link *link);

#endif
