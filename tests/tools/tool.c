/* SPDX-License-Identifier: MIT */
#include "tool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"

char *tool_out, *tool_err;
size_t tool_out_size;

char *tool_read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "there is no %s", path);
    char *data = NULL;
    size_t used = 0, n;
    do {
        data = realloc(data, used + 65537);
        n = fread(data + used, 1, 65536, file);
        used += n;
    } while (n > 0);
    fclose(file);
    data[used] = 0;
    if (size)
        *size = used;
    return data;
}

pid_t tool_start(const char *arguments)
{
    char command[2048];
    snprintf(command, sizeof command,
             "cd '%s' && exec \"$FRAMESHARE_TOOL\" %s >out 2>err </dev/null",
             getenv("XDG_RUNTIME_DIR"), arguments);
    pid_t pid = fork();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    ck_assert_int_gt(pid, 0);
    return pid;
}

int tool_finish(pid_t pid)
{
    int status;
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    free(tool_out);
    free(tool_err);
    tool_out = tool_read_file(fixture_path("out"), &tool_out_size);
    tool_err = tool_read_file(fixture_path("err"), NULL);
    ck_assert_msg(WIFEXITED(status), "ended by signal %d: %s", WTERMSIG(status), tool_err);
    return WEXITSTATUS(status);
}

int tool_run(const char *arguments)
{
    return tool_finish(tool_start(arguments));
}

void tool_assert_contains(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "\"%s\" is not in \"%s\"", part, text);
}

int tool_run_suite(Suite *suite)
{
    if (!getenv("FRAMESHARE_TOOL")) {
        fputs("FRAMESHARE_TOOL is to be the path of the frameshare command\n", stderr);
        return 1;
    }
    return fixture_run(suite);
}
