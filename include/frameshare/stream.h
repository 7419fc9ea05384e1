/* SPDX-License-Identifier: MIT */
/**
 * Streams by name: where their sockets are, and which ones live.
 *
 * A stream NAME is the Unix socket `$XDG_RUNTIME_DIR/frameshare/NAME`; without XDG_RUNTIME_DIR,
 * `/tmp/frameshare-UID/NAME`. The folder belongs to the user and has mode 0700; a folder that does
 * not is refused (FRS_EFOLDER), and no symbolic link is followed to it.
 */
#ifndef FRAMESHARE_STREAM_H
#define FRAMESHARE_STREAM_H

#include <sys/types.h>

#include <frameshare/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Longest stream name, in bytes without the terminating 0. */
#define FRS_NAME_MAX 63

/** FRS_OK, or FRS_ENAME when `name` is no stream name: 1..FRS_NAME_MAX of `A-Za-z0-9._-`, not
 * starting with a dot. */
FRS_API int frs_stream_check_name(const char *name);

/** Called for each live stream; `name` is valid during the call. Return non-zero to stop. */
typedef int (*frs_stream_callback)(const char *name, pid_t pid, void *user);

/**
 * Call `callback` for every stream that is published now, in alphabetical order, and remove the
 * sockets that dead writers left. Blocks for file system calls only; never waits for a writer.
 * Returns the number of live streams or a negative error.
 */
FRS_API int frs_stream_list(frs_stream_callback callback, void *user);

#ifdef __cplusplus
}
#endif

#endif
