/* SPDX-License-Identifier: MIT */
/**
 * The way without mapping, for a JavaScript engine that cannot: a reader in C, and one copy of each
 * frame that is taken into an ordinary buffer.
 */
#ifndef FRS_NODE_COPY_H
#define FRS_NODE_COPY_H

#include "value.h"

/* copyOpen, copyFrame, copyPicture, copyStats, copyIsClosed, copyClose */
void frs_copy_add_methods(napi_env env, napi_value exports);

#endif
