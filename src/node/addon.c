/* SPDX-License-Identifier: MIT */
/**
 * The addon: what js/stream calls. Private to it: names and shapes change without notice.
 *
 * There is no state outside the handles that JavaScript holds, so that any number of environments
 * (workers, the reloads of one renderer) can load it into one process.
 */
#include <stdlib.h>
#include <string.h>

#include "accounts_object.h"
#include "clock.h"
#include "copy.h"
#include "handle.h"
#include "layout_object.h"
#include "list.h"
#include "picture.h"
#include "player.h"
#include "view.h"

/* now() -> ns of CLOCK_MONOTONIC, the clock of a frame's decodedAt and publishedAt */
static napi_value now(napi_env env, napi_callback_info info)
{
    napi_value value = NULL;
    (void)info;
    napi_create_double(env, (double)frs_now_ns(), &value);
    return value;
}

/* selfTest() -> 'shared' | 'copy' */
static napi_value self_test(napi_env env, napi_callback_info info)
{
    const char *force = getenv("FRAMESHARE_FORCE_COPY");
    (void)info;
    bool copy = (force && *force && strcmp(force, "0") != 0) || !frs_mapping_test(env);
    return frs_value_string(env, copy ? "copy" : "shared");
}

NAPI_MODULE_INIT()
{
    frs_value_set(env, exports, "layout", frs_layout_object(env));
    frs_value_set_method(env, exports, "now", now);
    frs_value_set_method(env, exports, "selfTest", self_test);
    frs_list_add_methods(env, exports);
    frs_accounts_add_methods(env, exports);
    frs_handle_add_methods(env, exports);
    frs_copy_add_methods(env, exports);
    frs_picture_add_methods(env, exports);
    frs_view_add_methods(env, exports);
    frs_player_add_methods(env, exports);
    return exports;
}
