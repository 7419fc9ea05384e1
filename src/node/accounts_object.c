/* SPDX-License-Identifier: MIT */
#include "accounts_object.h"

#include <stdlib.h>
#include <string.h>

#include <frameshare/accounts.h>
#include <frameshare/stream.h>

#include "error.h"

/* One question. It is asked in a thread, by a reader of its own: a writer that is slow to answer
 * stops nobody. */
typedef struct frs_question {
    char name[FRS_NAME_MAX + 2];
    int32_t timeout_ms;
    napi_async_work work;
    napi_deferred deferred;

    int error;
    char message[256];
    frs_accounts accounts;
} frs_question;

static napi_value slot_object(napi_env env, const frs_slot_account *slot)
{
    napi_value object;
    if (napi_create_object(env, &object) != napi_ok)
        return NULL;
    frs_value_set_number(env, object, "id", slot->id);
    frs_value_set_number(env, object, "size", slot->size);
    frs_value_set_number(env, object, "used", slot->used);
    frs_value_set_number(env, object, "references", slot->references);
    frs_value_set_number(env, object, "frames", slot->frames);
    frs_value_set_number(env, object, "leases", slot->leases);
    frs_value_set_bool(env, object, "overlays", slot->overlays);
    return object;
}

static napi_value holder_object(napi_env env, const frs_reader_account *reader)
{
    napi_value object, slots, id;
    if (napi_create_object(env, &object) != napi_ok || napi_create_array(env, &slots) != napi_ok)
        return NULL;
    for (uint32_t i = 0; i < reader->n_leases; i++)
        if (napi_create_uint32(env, reader->slot[i], &id) == napi_ok)
            napi_set_element(env, slots, i, id);
    frs_value_set_number(env, object, "pid", reader->pid);
    frs_value_set_bool(env, object, "everyFrame", reader->every);
    frs_value_set_number(env, object, "history", reader->history);
    frs_value_set(env, object, "slots", slots);
    return object;
}

static napi_value accounts_object(napi_env env, const frs_accounts *accounts)
{
    napi_value object, slots, holders, value;
    uint32_t n = 0;
    if (napi_create_object(env, &object) != napi_ok || napi_create_array(env, &slots) != napi_ok ||
        napi_create_array(env, &holders) != napi_ok)
        return NULL;
    for (uint32_t i = 0; i < accounts->n_slots; i++)
        if ((value = slot_object(env, &accounts->slot[i])))
            napi_set_element(env, slots, i, value);
    for (uint32_t i = 0; i < accounts->n_readers; i++)
        if (!accounts->reader[i].asking && (value = holder_object(env, &accounts->reader[i])))
            napi_set_element(env, holders, n++, value);
    frs_value_set_number(env, object, "size", (double)accounts->size);
    frs_value_set_number(env, object, "used", (double)accounts->used);
    frs_value_set_number(env, object, "free", accounts->free);
    frs_value_set_number(env, object, "held", accounts->held);
    frs_value_set_number(env, object, "referred", accounts->referred);
    frs_value_set(env, object, "slots", slots);
    frs_value_set(env, object, "holders", holders);
    return object;
}

static void execute(napi_env env, void *data)
{
    frs_question *question = data;
    frs_reader *reader;
    (void)env;
    question->error = frs_reader_open(&reader, question->name, NULL);
    if (!question->error)
        question->error =
            frs_reader_get_accounts(reader, &question->accounts, question->timeout_ms);
    /* The sentence belongs to this thread. */
    if (question->error)
        strncpy(question->message, frs_error_message(), sizeof question->message - 1);
    frs_reader_close(&reader);
}

static void complete(napi_env env, napi_status status, void *data)
{
    frs_question *question = data;
    napi_value object = NULL;
    if (status == napi_ok && !question->error)
        object = accounts_object(env, &question->accounts);
    if (object)
        napi_resolve_deferred(env, question->deferred, object);
    else
        napi_reject_deferred(env, question->deferred,
                             frs_value_error(env, question->error ? question->error : FRS_ENOMEM,
                                             question->message));
    napi_delete_async_work(env, question->work);
    free(question);
}

/* accounts(name, timeoutMs) -> a promise of {size, used, free, held, referred, slots, holders} */
static napi_value ask_accounts(napi_env env, napi_callback_info info)
{
    napi_value argv[2], promise, label = frs_value_string(env, "frameshare.accounts");
    frs_value_get_args(env, info, 2, argv);
    frs_question *question = calloc(1, sizeof *question);
    if (!question)
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "no memory to ask a stream"));
    if (!frs_value_get_string(env, argv[0], question->name, sizeof question->name) ||
        !frs_value_get_int32(env, argv[1], &question->timeout_ms)) {
        free(question);
        return NULL;
    }
    if (napi_create_async_work(env, NULL, label, execute, complete, question, &question->work) !=
        napi_ok) {
        free(question);
        return frs_value_throw(env, frs_fail(FRS_ENOMEM, "cannot ask a stream in a thread"));
    }
    if (napi_create_promise(env, &question->deferred, &promise) == napi_ok &&
        napi_queue_async_work(env, question->work) == napi_ok)
        return promise;
    napi_delete_async_work(env, question->work);
    free(question);
    return frs_value_throw(env, frs_fail(FRS_ENOMEM, "cannot ask a stream in a thread"));
}

void frs_accounts_add_methods(napi_env env, napi_value exports)
{
    frs_value_set_method(env, exports, "accounts", ask_accounts);
}
