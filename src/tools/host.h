/* SPDX-License-Identifier: MIT */
/* Asking frameshare-player what the GStreamer of this machine has. The command itself links none,
 * so that it runs where there is none. */
#ifndef FRS_TOOLS_HOST_H
#define FRS_TOOLS_HOST_H

#include <stddef.h>

/* What a program said, and how it ended. */
typedef struct host_answer {
    int status;  /* as of waitpid(); -1: it could not be started, see errno in `words` */
    char *text;  /* standard output */
    char *words; /* standard error */
} host_answer;

/* The path of frameshare-player: $FRAMESHARE_PLAYER, else beside this program; NULL when there is
 * none. The caller frees it. */
char *host_find(void);

/* Run `host --inspect QUESTION...`, see src/player/host/inspect.h; `questions` ends with NULL.
 * Blocks, for HOST_SECONDS at most. */
void host_inspect(host_answer *answer, const char *host, const char *const *questions);

/* Why it does not start, as a sentence; the caller frees it. */
char *host_explain(const char *host, const host_answer *answer);

void host_answer_finish(host_answer *answer);

#endif
