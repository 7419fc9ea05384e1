/* SPDX-License-Identifier: MIT */
#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char last_message[512];

const char *frs_strerror(int error)
{
    switch (error) {
    case FRS_OK:
        return "success";
    case FRS_ESYSTEM:
        return "a system call failed";
    case FRS_EINVAL:
        return "invalid argument";
    case FRS_ENAME:
        return "not a stream name";
    case FRS_ENOENT:
        return "no such stream";
    case FRS_EEXIST:
        return "the stream is already published";
    case FRS_EABI:
        return "the other end speaks another version of frameshare";
    case FRS_EFOLDER:
        return "the socket folder is not safe to use";
    case FRS_EUSER:
        return "the other end belongs to another user";
    case FRS_EPROTOCOL:
        return "the other end sent something that makes no sense";
    case FRS_ENOMEM:
        return "out of memory or slots";
    case FRS_EAGAIN:
        return "nothing new yet";
    case FRS_ECLOSED:
        return "the stream has ended";
    case FRS_ETIMEOUT:
        return "timed out";
    case FRS_ELEASES:
        return "too many frames held";
    case FRS_EREADERS:
        return "the stream has too many readers";
    case FRS_EUNLOCKED:
        return "the wait was interrupted";
    default:
        return "unknown error";
    }
}

const char *frs_error_message(void)
{
    return last_message;
}

#undef frs_fail /* what the analyzer is told instead, see error.h */
int frs_fail(int error, const char *format, ...)
{
    int saved = errno;
    va_list args;
    va_start(args, format);
    int length = vsnprintf(last_message, sizeof last_message, format, args);
    va_end(args);
    if (error == FRS_ESYSTEM && length >= 0 && (size_t)length < sizeof last_message)
        snprintf(last_message + length, sizeof last_message - (size_t)length, ": %s",
                 strerror(saved));
    errno = saved;
    return error;
}
