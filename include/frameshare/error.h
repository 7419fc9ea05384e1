/* SPDX-License-Identifier: MIT */
/**
 * Errors: 0 is success, negative numbers are these.
 */
#ifndef FRAMESHARE_ERROR_H
#define FRAMESHARE_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

/** Exported from the shared library. */
#define FRS_API __attribute__((visibility("default")))

enum {
    FRS_OK = 0,
    /** A system call failed; errno says which way. */
    FRS_ESYSTEM = -1,
    /** An argument is outside what its declaration allows. */
    FRS_EINVAL = -2,
    /** A stream name is empty, too long, or has a character other than letters, digits, `._-`. */
    FRS_ENAME = -3,
    /** No stream of that name is published. */
    FRS_ENOENT = -4,
    /** The stream is already published by a live process. */
    FRS_EEXIST = -5,
    /** The other end speaks another version of the protocol or of the memory layout. */
    FRS_EABI = -6,
    /** The socket folder is not a directory of this user with mode 0700. */
    FRS_EFOLDER = -7,
    /** The other end belongs to another user. */
    FRS_EUSER = -8,
    /** The other end sent something that makes no sense. */
    FRS_EPROTOCOL = -9,
    /** No memory, or no free slot while every slot is in use. */
    FRS_ENOMEM = -10,
    /** No new frame yet. */
    FRS_EAGAIN = -11,
    /** The writer is gone, and every frame it left has been read. */
    FRS_ECLOSED = -12,
    /** Waited as long as asked. */
    FRS_ETIMEOUT = -13,
    /** All leases of this reader are taken: release one first. */
    FRS_ELEASES = -14,
    /** The writer has as many readers as it serves. */
    FRS_EREADERS = -15,
    /** The wait was ended by frs_writer_unlock(). */
    FRS_EUNLOCKED = -16,
};

/**
 * A short sentence for an error, without a full stop.
 * Owner: static storage, never freed. Any thread. Never NULL, also for unknown numbers.
 */
FRS_API const char *frs_strerror(int error);

/**
 * The sentence for people about the last failure in the calling thread: what failed, on which
 * stream or path, and what to do. Valid until the next frameshare call of this thread.
 * FRS_EAGAIN is no failure: it leaves the sentence as it was.
 * Falls back to "" when nothing has failed yet.
 */
FRS_API const char *frs_error_message(void);

#ifdef __cplusplus
}
#endif

#endif
