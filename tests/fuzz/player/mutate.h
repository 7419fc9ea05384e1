/* SPDX-License-Identifier: MIT */
/*
 * Parsers of untrusted bytes, fed with damaged versions of good inputs: what one run is, is said by
 * its seed and its number.
 *
 *     FRAMESHARE_FUZZ=1000000 FRAMESHARE_SEED=7 meson test -C build-asan --suite fuzz
 */
#ifndef FRS_FUZZ_MUTATE_H
#define FRS_FUZZ_MUTATE_H

#include <glib.h>

typedef struct fuzz_input {
    const void *bytes;
    gsize length;
} fuzz_input;

#define FUZZ_TEXT(text)                                                                            \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

typedef struct fuzz_parser {
    const char *name;
    const fuzz_input *inputs; /* good ones */
    guint n_inputs;
    const char *const *words; /* that are put in; they end with NULL */
    /* Parses, and ends the process when what comes out is wrong. The bytes are exactly so many:
     * a sanitizer sees a look beyond them. */
    void (*parse)(const guint8 *bytes, gsize length);
} fuzz_parser;

/* As often as FRAMESHARE_FUZZ says; some thousand times without it. The program's exit status. */
int fuzz_run(const fuzz_parser *parser);

/* Ends the process and says which run it was. */
#define FUZZ_CHECK(condition)                                                                      \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fuzz_fail(#condition, __FILE__, __LINE__);                                             \
    } while (0)
void fuzz_fail(const char *condition, const char *file, int line) G_GNUC_NORETURN;

/* It must be a line of JSON: an object. */
void fuzz_check_line(const char *line);

#endif
