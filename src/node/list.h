/* SPDX-License-Identifier: MIT */
/* The streams that are published now, as a JavaScript array. */
#ifndef FRS_NODE_LIST_H
#define FRS_NODE_LIST_H

#include "value.h"

/* list, listAsync */
void frs_list_add_methods(napi_env env, napi_value exports);

#endif
