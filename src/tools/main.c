/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <frameshare/frameshare.h>

#include "command.h"

static const char usage[] =
    "Usage: frameshare COMMAND [ARGUMENT]...\n"
    "Look at the video streams that programs of this user publish in shared memory, and at what "
    "the "
    "player needs.\n"
    "\n"
    "  list [--json]          the streams there are\n"
    "  info NAME [--json]     everything about one stream and its newest frame\n"
    "  top                    all streams, live\n"
    "  dump NAME --output FILE.y4m|FILE.png|-   write frames to a file\n"
    "  doctor [--json]        what this machine's GStreamer lacks, and what installs it\n"
    "\n"
    "frameshare COMMAND --help says more.\n"
    "Exit status: 0 success, 1 failure, 2 wrong arguments.\n";

int fail(const char *format, ...)
{
    va_list args;
    fputs("frameshare: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return STATUS_FAILED;
}

int fail_with(int error)
{
    const char *message = frs_error_message();
    return fail("%s", message[0] ? message : frs_strerror(error));
}

int fail_usage(const char *command, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "frameshare %s: ", command);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nframeshare %s --help says more.\n", command);
    return STATUS_USAGE;
}

bool parse_number(const char *text, double min, double *value)
{
    char *end;
    *value = strtod(text, &end);
    return end != text && *end == 0 && isfinite(*value) && *value >= min && *value <= 1e9;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } commands[] = {
        {"list", command_list}, {"info", command_info},     {"top", command_top},
        {"dump", command_dump}, {"doctor", command_doctor},
    };
    if (argc < 2) {
        fputs(usage, stderr);
        return STATUS_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        fputs(usage, stdout);
        return STATUS_OK;
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return commands[i].run(argc - 1, argv + 1);
    fprintf(stderr, "frameshare: there is no command \"%s\"\n\n%s", argv[1], usage);
    return STATUS_USAGE;
}
