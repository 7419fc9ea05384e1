/* SPDX-License-Identifier: MIT */
/* The commands of `frameshare`. Each gets the arguments after its name and returns the exit status.
 */
#ifndef FRS_TOOLS_COMMAND_H
#define FRS_TOOLS_COMMAND_H

#include <stdbool.h>

enum {
    STATUS_OK = 0,
    STATUS_FAILED = 1, /* the sentence why is on standard error */
    STATUS_USAGE = 2,
};

int command_list(int argc, char **argv);
int command_info(int argc, char **argv);
int command_top(int argc, char **argv);
int command_dump(int argc, char **argv);
int command_doctor(int argc, char **argv);

/* "frameshare: " and a sentence on standard error. */
int fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for an error of the library, with its own sentence. */
int fail_with(int error);

/* The same for a wrong command line, with a hint at the help. */
int fail_usage(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* `text` as a number of at least `min`; false when it is none. */
bool parse_number(const char *text, double min, double *value);

#endif
