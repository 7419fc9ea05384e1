/* SPDX-License-Identifier: MIT */
#include "mutate.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <json-glib/json-glib.h>

#include "../random.h"

#define RUNS 2000
#define CHANGES_MAX 8
#define LENGTH_MAX 65536
#define PIECE_MAX 64

static const fuzz_parser *now;
static char which[128];

/* ---- failing ---- */

static void on_abort(int number)
{
    ssize_t written = write(STDERR_FILENO, which, strlen(which));
    (void)written;
    signal(number, SIG_DFL);
    raise(number);
}

void fuzz_fail(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, condition);
    abort();
}

void fuzz_check_line(const char *line)
{
    g_autoptr(GError) error = NULL;
    JsonNode *node = json_from_string(line, &error);
    FUZZ_CHECK(g_utf8_validate(line, -1, NULL));
    FUZZ_CHECK(strchr(line, '\n') == NULL);
    FUZZ_CHECK(node != NULL && JSON_NODE_HOLDS_OBJECT(node));
    json_node_unref(node);
}

/* ---- changes ---- */

static gsize place(fuzz_random *random, const GByteArray *bytes)
{
    return fuzz_below(random, bytes->len + 1);
}

static void insert(GByteArray *bytes, gsize at, const void *piece, gsize length)
{
    gsize behind = bytes->len - at;
    if (bytes->len + length > LENGTH_MAX)
        return;
    g_byte_array_set_size(bytes, (guint)(bytes->len + length));
    memmove(bytes->data + at + length, bytes->data + at, behind);
    memcpy(bytes->data + at, piece, length);
}

static void insert_word(fuzz_random *random, GByteArray *bytes)
{
    guint count = 0;
    while (now->words[count] != NULL)
        count++;
    if (count == 0)
        return;
    const char *word = now->words[fuzz_below(random, count)];
    insert(bytes, place(random, bytes), word, strlen(word));
}

static void insert_piece_of(fuzz_random *random, GByteArray *bytes, const void *from, gsize length)
{
    guint8 piece[PIECE_MAX];
    gsize begin = fuzz_below(random, (guint32)length);
    gsize size = 1 + fuzz_below(random, PIECE_MAX);
    size = MIN(size, length - begin);
    memcpy(piece, (const guint8 *)from + begin, size);
    insert(bytes, place(random, bytes), piece, size);
}

static void remove_piece(fuzz_random *random, GByteArray *bytes, gsize at)
{
    guint size = 1 + fuzz_below(random, PIECE_MAX);
    g_byte_array_remove_range(bytes, (guint)at, MIN(size, bytes->len - (guint)at));
}

static void overwrite(fuzz_random *random, GByteArray *bytes)
{
    guint32 number = GUINT32_TO_BE(fuzz_word(random));
    gsize at = fuzz_below(random, bytes->len);
    memcpy(bytes->data + at, &number, MIN(sizeof number, bytes->len - at));
}

static void change(fuzz_random *random, GByteArray *bytes)
{
    const fuzz_input *other = &now->inputs[fuzz_below(random, now->n_inputs)];
    guint kind = fuzz_below(random, 8);
    if (bytes->len == 0 || kind == 0) {
        insert_word(random, bytes);
        return;
    }
    gsize at = fuzz_below(random, bytes->len);
    if (kind == 1)
        bytes->data[at] ^= (guint8)(1U << fuzz_below(random, 8));
    else if (kind == 2)
        bytes->data[at] = (guint8)fuzz_next(random);
    else if (kind == 3)
        overwrite(random, bytes);
    else if (kind == 4)
        remove_piece(random, bytes, at);
    else if (kind == 5)
        insert_piece_of(random, bytes, bytes->data, bytes->len);
    else if (kind == 6)
        insert_piece_of(random, bytes, other->bytes, other->length);
    else
        g_byte_array_set_size(bytes, (guint)at);
}

/* ---- runs ---- */

static void run_once(guint64 seed, guint64 number)
{
    fuzz_random random = {.state = seed * 0x9e3779b97f4a7c15u + number};
    const fuzz_input *input = &now->inputs[fuzz_below(&random, now->n_inputs)];
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    snprintf(which, sizeof which,
             "%s: this was run %" G_GUINT64_FORMAT " of seed %" G_GUINT64_FORMAT "\n", now->name,
             number, seed);
    g_byte_array_append(bytes, input->bytes, (guint)input->length);
    for (guint changes = fuzz_below(&random, CHANGES_MAX + 1); changes > 0; changes--)
        change(&random, bytes);
    g_autofree guint8 *exact = g_malloc(MAX(bytes->len, 1));
    memcpy(exact, bytes->data, bytes->len);
    now->parse(exact, bytes->len);
}

int fuzz_run(const fuzz_parser *parser)
{
    guint64 runs = fuzz_messages(RUNS), seed = fuzz_seed();
    now = parser;
    signal(SIGABRT, on_abort);
    g_log_set_always_fatal(G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
    printf("%s: %" G_GUINT64_FORMAT " runs of seed %" G_GUINT64_FORMAT "\n", parser->name, runs,
           seed);
    fflush(stdout);
    for (guint64 number = 0; number < runs; number++)
        run_once(seed, number);
    return EXIT_SUCCESS;
}
