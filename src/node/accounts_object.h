/* SPDX-License-Identifier: MIT */
/* A stream's accounts (frameshare/accounts.h) as a JavaScript object. */
#ifndef FRS_NODE_ACCOUNTS_OBJECT_H
#define FRS_NODE_ACCOUNTS_OBJECT_H

#include "value.h"

/* accounts */
void frs_accounts_add_methods(napi_env env, napi_value exports);

#endif
