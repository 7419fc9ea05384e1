/* SPDX-License-Identifier: MIT */
#include "quirk_list.h"

#include <stdio.h>

#include "quirks.h"
#include "version.h"

#define WIDTH 10 /* column of the fields' values */

static const char *const states[] = {
    [FRS_QUIRK_ACTIVE] = "yes: this GStreamer is one of those versions",
    [FRS_QUIRK_NOT_NEEDED] = "no: this GStreamer is none of those versions",
    [FRS_QUIRK_SWITCHED_OFF] = "no: FRAMESHARE_QUIRKS switches it off",
};

static void print_field(const char *name, const char *text)
{
    printf("    %-*s%s\n", WIDTH, name, text);
}

/* Versions as text: "1.22 and newer", "before 1.24". */
static char *versions_of(const frs_quirk *quirk)
{
    if (quirk->from == 0 && quirk->to == 0)
        return g_strdup("all");
    if (quirk->from == 0)
        return g_strdup_printf("before 1.%u", quirk->to);
    return quirk->to == 0 ? g_strdup_printf("1.%u and newer", quirk->from)
                          : g_strdup_printf("from 1.%u, before 1.%u", quirk->from, quirk->to);
}

static void print_quirk(frs_quirk_id id)
{
    const frs_quirk *quirk = frs_quirk_get(id);
    g_autofree char *versions = versions_of(quirk);
    printf("\n%s\n", quirk->name);
    print_field("element", quirk->element);
    print_field("versions", versions);
    print_field("seen", quirk->seen);
    print_field("active", states[frs_quirk_state_of(id)]);
    print_field("upstream", quirk->upstream);
    print_field("fault", quirk->race ? "now and then: a race" : "each time");
    print_field("does", quirk->does);
}

void frs_quirk_list_print(void)
{
    g_autofree char *version = frs_gstreamer_version();
    printf("GStreamer %s; FRAMESHARE_QUIRKS=-NAME,... switches quirks off\n", version);
    for (frs_quirk_id id = 0; id < FRS_QUIRKS; id++)
        print_quirk(id);
}
