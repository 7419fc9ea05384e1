/* SPDX-License-Identifier: MIT */
/**
 * `frameshare-player --quirks`: prints the table of quirks (quirks/quirks.h), for people and for
 * scripts/quirks. First the version of GStreamer; then for each quirk, after an empty line, its
 * name and one indented line for each field: name, spaces, value.
 */
#ifndef FRS_PLAYER_QUIRK_LIST_H
#define FRS_PLAYER_QUIRK_LIST_H

/* Prints to standard output; does not initialise GStreamer. */
void frs_quirk_list_print(void);

#endif
