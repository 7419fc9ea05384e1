/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <check.h>
#include <stdbool.h>
#include <string.h>

/* The end of the value at `p`; NULL where there is none. */
static const char *json_value(const char *p);

static const char *json_space(const char *p)
{
    return p + strspn(p, " \n\r\t");
}

static const char *json_string(const char *p)
{
    const char *quote = *p == '"' ? strchr(p + 1, '"') : NULL;
    return quote ? quote + 1 : NULL;
}

static const char *json_list(const char *p, char close, bool keys)
{
    p = json_space(p + 1);
    if (*p == close)
        return p + 1;
    for (;;) {
        if (keys) {
            p = json_string(json_space(p));
            p = p ? json_space(p) : NULL;
            if (!p || *p != ':')
                return NULL;
            p++;
        }
        p = json_value(p);
        p = p ? json_space(p) : NULL;
        if (!p || (*p != ',' && *p != close))
            return NULL;
        if (*p++ == close)
            return p;
    }
}

static const char *json_value(const char *p)
{
    static const char *const words[] = {"true", "false", "null"};
    p = json_space(p);
    if (*p == '{' || *p == '[')
        return json_list(p, *p == '{' ? '}' : ']', *p == '{');
    if (*p == '"')
        return json_string(p);
    for (int i = 0; i < 3; i++)
        if (strncmp(p, words[i], strlen(words[i])) == 0)
            return p + strlen(words[i]);
    size_t digits = strspn(p, "0123456789.-");
    return digits ? p + digits : NULL;
}

void json_assert(const char *text)
{
    const char *end_of_value = json_value(text);
    ck_assert_msg(end_of_value && !*json_space(end_of_value), "that is no JSON: %s", text);
}
