/* SPDX-License-Identifier: MIT */
/**
 * Values between C and JavaScript: arguments in, results and errors out.
 *
 * Only what Node-API 5 has is used in this folder (Electron 9 has no more); NAPI_VERSION makes the
 * compiler see to it.
 */
#ifndef FRS_NODE_VALUE_H
#define FRS_NODE_VALUE_H

#define NAPI_VERSION 5
#include <node_api.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an external value points to starts with one of these. */
typedef enum frs_kind {
    FRS_KIND_LINK = 0x46524c31,
    FRS_KIND_COPY = 0x46524331,
    FRS_KIND_PLAYER = 0x46525031,
    FRS_KIND_VIEW = 0x46525631,
} frs_kind;

/* Throw `error` with frs_error_message(); an exception that is already pending is left. NULL. */
napi_value frs_value_throw(napi_env env, int error);

/* An Error object for `error` with `.code`. */
napi_value frs_value_error(napi_env env, int error, const char *message);

/* Exactly `n` arguments (missing ones are undefined). */
void frs_value_get_args(napi_env env, napi_callback_info info, size_t n, napi_value *argv);

/* These throw a TypeError that says what was expected and return false. */
bool frs_value_get_string(napi_env env, napi_value value, char *text, size_t size);
bool frs_value_get_uint32(napi_env env, napi_value value, uint32_t *number);
bool frs_value_get_int32(napi_env env, napi_value value, int32_t *number);
bool frs_value_get_bool(napi_env env, napi_value value, bool *truth);
bool frs_value_is_function(napi_env env, napi_value value);

/* The struct behind an external of `kind`, or NULL with a TypeError. */
void *frs_value_get_external(napi_env env, napi_value value, frs_kind kind);

/* Bytes of a typed array; false (and a TypeError) when it is none. */
bool frs_value_get_bytes(napi_env env, napi_value value, void **data, size_t *size);

void frs_value_set(napi_env env, napi_value object, const char *name, napi_value value);
void frs_value_set_number(napi_env env, napi_value object, const char *name, double number);
void frs_value_set_bool(napi_env env, napi_value object, const char *name, bool truth);
void frs_value_set_string(napi_env env, napi_value object, const char *name, const char *text);
void frs_value_set_method(napi_env env, napi_value object, const char *name, napi_callback method);

napi_value frs_value_null(napi_env env);
napi_value frs_value_undefined(napi_env env);
napi_value frs_value_string(napi_env env, const char *text);

#endif
