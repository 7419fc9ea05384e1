/* SPDX-License-Identifier: MIT */
#include "distribution.h"

#include <stdio.h>
#include <string.h>

#include "needs-table.h"

#define VALUE_MAX 256

/* Is `word` one of the words of `list`? */
static bool has_word(const char *list, const char *word, size_t length)
{
    for (const char *at = list; at != NULL; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (strcspn(at, " ") == length && strncmp(at, word, length) == 0)
            return true;
    }
    return false;
}

/* `ids`: words, the likest first. */
static const frs_distribution *find(const char *ids)
{
    for (size_t length; *ids != 0; ids += length + (ids[length] == ' ')) {
        length = strcspn(ids, " ");
        for (int i = 0; length > 0 && i < DISTRIBUTIONS; i++)
            if (has_word(distributions[i].like, ids, length))
                return &distributions[i];
    }
    return NULL;
}

/* The value of "KEY=value" or of "KEY="value"" in that line, into `value`; false: another key. */
static bool read_value(const char *line, const char *key, char *value)
{
    size_t length = strlen(key);
    if (strncmp(line, key, length) != 0 || line[length] != '=')
        return false;
    line += length + 1;
    line += *line == '"' || *line == '\'';
    length = strcspn(line, "\"'\n");
    snprintf(value, VALUE_MAX, "%.*s", (int)length, line);
    return true;
}

const frs_distribution *frs_distribution_of(const char *os_release)
{
    char line[1024], id[VALUE_MAX] = "", like[VALUE_MAX] = "";
    FILE *file = fopen(os_release, "re");
    if (file == NULL)
        return NULL;
    while (fgets(line, sizeof line, file) != NULL) {
        read_value(line, "ID", id);
        read_value(line, "ID_LIKE", like);
    }
    fclose(file);
    const frs_distribution *found = find(id);
    return found != NULL ? found : find(like);
}

const frs_distribution *frs_distribution_here(void)
{
    const frs_distribution *found = frs_distribution_of("/etc/os-release");
    return found != NULL ? found : frs_distribution_of("/usr/lib/os-release");
}

const frs_distribution *frs_distribution_named(const char *name)
{
    for (int i = 0; i < DISTRIBUTIONS; i++)
        if (strcmp(distributions[i].name, name) == 0)
            return &distributions[i];
    return NULL;
}

const char *frs_distribution_package(const frs_distribution *distribution, const char *debian)
{
    int index = distribution != NULL ? distribution->index : 0;
    for (size_t i = 0; i < sizeof packages / sizeof packages[0]; i++)
        if (strcmp(packages[i][0], debian) == 0)
            return packages[i][index];
    return NULL;
}

const frs_need *frs_needs(size_t *count)
{
    *count = sizeof needs / sizeof needs[0];
    return needs;
}
