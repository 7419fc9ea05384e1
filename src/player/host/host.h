/* SPDX-License-Identifier: MIT */
/**
 * frameshare-player: a player in a process of its own, controlled over one descriptor. It ends with
 * its parent: when the descriptor closes, or when the parent dies while another process keeps the
 * descriptor open. With --inspect it only reports what GStreamer has (inspect.h), with --quirks
 * which of GStreamer's faults it works around (quirk_list.h).
 *
 * The host's code is in libframeshare-player.so, which also plays in the calling process: so the
 * package has the player once for each platform, not twice.
 */
#ifndef FRS_PLAYER_HOST_H
#define FRS_PLAYER_HOST_H

#include <frameshare/error.h>

/* The main function of the program. Returns the exit status, or ends the process. */
FRS_API int frs_host_main(int argc, char **argv);

#endif
