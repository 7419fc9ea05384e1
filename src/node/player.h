/* SPDX-License-Identifier: MIT */
/**
 * The player in this very process. The addon knows no GStreamer: it loads libframeshare-player by
 * path and passes lines of JSON through.
 */
#ifndef FRS_NODE_PLAYER_H
#define FRS_NODE_PLAYER_H

#include "value.h"

/* playerCreate, playerCommand, playerDestroy */
void frs_player_add_methods(napi_env env, napi_value exports);

#endif
