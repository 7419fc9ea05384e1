/* SPDX-License-Identifier: MIT */
#include "value.h"

#include <string.h>

#include <frameshare/error.h>

static const char *error_code(int error)
{
    static const char *const names[] = {
        "FRS_OK",       "FRS_ESYSTEM",   "FRS_EINVAL",  "FRS_ENAME",    "FRS_ENOENT",
        "FRS_EEXIST",   "FRS_EABI",      "FRS_EFOLDER", "FRS_EUSER",    "FRS_EPROTOCOL",
        "FRS_ENOMEM",   "FRS_EAGAIN",    "FRS_ECLOSED", "FRS_ETIMEOUT", "FRS_ELEASES",
        "FRS_EREADERS", "FRS_EUNLOCKED",
    };
    size_t i = (size_t)-error;
    return i < sizeof names / sizeof *names ? names[i] : "FRS_EUNKNOWN";
}

napi_value frs_value_error(napi_env env, int error, const char *message)
{
    napi_value object = NULL;
    if (!message || !*message)
        message = frs_strerror(error);
    napi_create_error(env, frs_value_string(env, error_code(error)), frs_value_string(env, message),
                      &object);
    return object;
}

napi_value frs_value_throw(napi_env env, int error)
{
    bool pending = false;
    napi_is_exception_pending(env, &pending);
    if (!pending)
        napi_throw(env, frs_value_error(env, error, frs_error_message()));
    return NULL;
}

void frs_value_get_args(napi_env env, napi_callback_info info, size_t n, napi_value *argv)
{
    size_t argc = n;
    napi_get_cb_info(env, info, &argc, argv, NULL, NULL);
}

static bool expected(napi_env env, napi_status status, const char *what)
{
    if (status == napi_ok)
        return true;
    napi_throw_type_error(env, "FRS_EINVAL", what);
    return false;
}

bool frs_value_get_string(napi_env env, napi_value value, char *text, size_t size)
{
    size_t length = 0;
    napi_status status = napi_get_value_string_utf8(env, value, NULL, 0, &length);
    if (!expected(env, status, "a string was expected"))
        return false;
    if (length >= size)
        return expected(env, napi_invalid_arg, "the string is too long");
    status = napi_get_value_string_utf8(env, value, text, size, &length);
    if (status == napi_ok && strlen(text) != length)
        status = napi_invalid_arg;
    return expected(env, status, "a string without NUL characters was expected");
}

bool frs_value_get_uint32(napi_env env, napi_value value, uint32_t *number)
{
    return expected(env, napi_get_value_uint32(env, value, number), "a number was expected");
}

bool frs_value_get_int32(napi_env env, napi_value value, int32_t *number)
{
    return expected(env, napi_get_value_int32(env, value, number), "a number was expected");
}

bool frs_value_get_bool(napi_env env, napi_value value, bool *truth)
{
    return expected(env, napi_get_value_bool(env, value, truth), "true or false was expected");
}

bool frs_value_is_function(napi_env env, napi_value value)
{
    napi_valuetype type = napi_undefined;
    napi_typeof(env, value, &type);
    return expected(env, type == napi_function ? napi_ok : napi_invalid_arg,
                    "a function was expected");
}

void *frs_value_get_external(napi_env env, napi_value value, frs_kind kind)
{
    frs_kind *data = NULL;
    napi_valuetype type = napi_undefined;
    napi_typeof(env, value, &type);
    if (type == napi_external)
        napi_get_value_external(env, value, (void **)&data);
    bool good = data && *data == kind;
    return expected(env, good ? napi_ok : napi_invalid_arg, "a handle was expected") ? data : NULL;
}

bool frs_value_get_bytes(napi_env env, napi_value value, void **data, size_t *size)
{
    static const uint8_t width[] = {
        [napi_int8_array] = 1,   [napi_uint8_array] = 1,   [napi_uint8_clamped_array] = 1,
        [napi_int16_array] = 2,  [napi_uint16_array] = 2,  [napi_int32_array] = 4,
        [napi_uint32_array] = 4, [napi_float32_array] = 4, [napi_float64_array] = 8,
    };
    bool is_array = false;
    napi_typedarray_type type = napi_uint8_array;
    size_t length = 0;
    napi_is_typedarray(env, value, &is_array);
    napi_status status = napi_invalid_arg;
    if (is_array)
        status = napi_get_typedarray_info(env, value, &type, &length, data, NULL, NULL);
    if (status == napi_ok && (size_t)type >= sizeof width)
        status = napi_invalid_arg;
    if (!expected(env, status, "a typed array was expected"))
        return false;
    *size = length * width[type];
    return true;
}

void frs_value_set(napi_env env, napi_value object, const char *name, napi_value value)
{
    napi_set_named_property(env, object, name, value);
}

void frs_value_set_number(napi_env env, napi_value object, const char *name, double number)
{
    napi_value value;
    if (napi_create_double(env, number, &value) == napi_ok)
        frs_value_set(env, object, name, value);
}

void frs_value_set_bool(napi_env env, napi_value object, const char *name, bool truth)
{
    napi_value value;
    if (napi_get_boolean(env, truth, &value) == napi_ok)
        frs_value_set(env, object, name, value);
}

void frs_value_set_string(napi_env env, napi_value object, const char *name, const char *text)
{
    frs_value_set(env, object, name, frs_value_string(env, text));
}

void frs_value_set_method(napi_env env, napi_value object, const char *name, napi_callback method)
{
    napi_value value;
    if (napi_create_function(env, name, NAPI_AUTO_LENGTH, method, NULL, &value) == napi_ok)
        frs_value_set(env, object, name, value);
}

napi_value frs_value_null(napi_env env)
{
    napi_value value = NULL;
    napi_get_null(env, &value);
    return value;
}

napi_value frs_value_undefined(napi_env env)
{
    napi_value value = NULL;
    napi_get_undefined(env, &value);
    return value;
}

napi_value frs_value_string(napi_env env, const char *text)
{
    napi_value value = NULL;
    napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
    return value;
}
