/* SPDX-License-Identifier: MIT */
/* Frames as they lie in a window without a GPU. */
#ifndef FRS_NODE_VIEW_H
#define FRS_NODE_VIEW_H

#include "value.h"

/* viewCreate, viewRender */
void frs_view_add_methods(napi_env env, napi_value exports);

#endif
