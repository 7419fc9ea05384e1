/* SPDX-License-Identifier: MIT */
/**
 * src/core/layout.h as an object of numbers, so that JavaScript has no second copy of the offsets.
 * It is plain data: it crosses to a page or a worker with postMessage.
 */
#ifndef FRS_NODE_LAYOUT_OBJECT_H
#define FRS_NODE_LAYOUT_OBJECT_H

#include "value.h"

/* {control, page, slot, descriptor} in 32-bit words, and {limits, state, range, matrix, formats}.
 */
napi_value frs_layout_object(napi_env env);

#endif
