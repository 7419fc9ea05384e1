/* SPDX-License-Identifier: MIT */
/**
 * `frameshare-player --quirks`: the table of quirks (quirks/quirks.h), for people and for
 * scripts/quirks. First the GStreamer that runs; then of each quirk, after an empty line, its name
 * and below it, indented, a line for each field: its name, spaces, and what it is.
 */
#ifndef FRS_PLAYER_QUIRK_LIST_H
#define FRS_PLAYER_QUIRK_LIST_H

/* To standard output; does not start GStreamer. */
void frs_quirk_list_print(void);

#endif
