/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>

#include <frameshare/frameshare.h>

#include "command.h"

static const char help[] =
    "Usage: frameshare list [--json]\n"
    "List the streams that are published now, in alphabetical order: name and process.\n"
    "Streams are only looked for, not opened: a pipeline that waits for its first reader goes on "
    "waiting.\n"
    "\n"
    "  --json   an array of {\"name\", \"pid\"}\n";

typedef struct listing {
    bool json;
    int count;
} listing;

/* Stream names have no character that JSON would want escaped. */
static int print_stream(const char *name, pid_t pid, void *user)
{
    listing *l = user;
    if (l->json)
        printf("%s\n  {\"name\": \"%s\", \"pid\": %d}", l->count ? "," : "", name, (int)pid);
    else if (l->count == 0)
        printf("%-32s %8s\n%-32s %8d\n", "NAME", "PID", name, (int)pid);
    else
        printf("%-32s %8d\n", name, (int)pid);
    l->count++;
    return 0;
}

int command_list(int argc, char **argv)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'}, {"help", no_argument, NULL, 'h'}, {0}};
    listing l = {0};
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":h", options, NULL)) != -1;)
        switch (option) {
        case 'j':
            l.json = true;
            break;
        case 'h':
            fputs(help, stdout);
            return STATUS_OK;
        default:
            return fail_usage("list", "there is no option %s", argv[optind - 1]);
        }
    if (optind < argc)
        return fail_usage("list", "\"%s\" is one argument too many", argv[optind]);
    if (l.json)
        putchar('[');
    int count = frs_stream_list(print_stream, &l);
    if (l.json)
        puts(l.count ? "\n]" : "]");
    if (count < 0)
        return fail_with(count);
    if (count == 0 && !l.json)
        fputs("No stream is published by this user.\n", stderr);
    return STATUS_OK;
}
