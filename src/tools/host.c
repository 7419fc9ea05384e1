/* SPDX-License-Identifier: MIT */
#include "host.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The first look at all plugins takes some seconds; a plugin that hangs would take for ever. */
#define HOST_SECONDS 120
#define TRACE "LD_TRACE_LOADED_OBJECTS"
#define STATUS_NO_LIBRARY 127

static char *format(const char *pattern, const char *a, const char *b)
{
    char *text = NULL;
    if (asprintf(&text, pattern, a, b) < 0)
        abort();
    return text;
}

char *host_find(void)
{
    /* As installed, and as built. */
    static const char *const places[] = {"frameshare-player", "../player/frameshare-player"};
    const char *asked = getenv("FRAMESHARE_PLAYER");
    char self[4096];
    if (asked != NULL && *asked != 0)
        return strdup(asked);
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length < 0 ? 0 : length] = 0;
    char *name = strrchr(self, '/');
    if (name == NULL)
        return NULL;
    *name = 0;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char *path = format("%s/%s", self, places[i]);
        if (access(path, F_OK) == 0)
            return path;
        free(path);
    }
    return NULL;
}

static char *read_all(int fd)
{
    struct stat st;
    if (fstat(fd, &st) < 0)
        st.st_size = 0;
    char *text = calloc(1, (size_t)st.st_size + 1);
    if (text == NULL)
        abort();
    ssize_t got = pread(fd, text, (size_t)st.st_size, 0);
    text[got < 0 ? 0 : got] = 0;
    return text;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Kills it when its time is up. */
static int wait_for(pid_t pid)
{
    int status;
    for (double end = now() + HOST_SECONDS; now() < end;) {
        pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid)
            return status;
        if (ended < 0 && errno != EINTR)
            return -1;
        poll(NULL, 0, 10);
    }
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return status;
}

static void become(const char *host, char **argv, int out, int err)
{
    dup2(out, STDOUT_FILENO);
    dup2(err, STDERR_FILENO);
    execv(host, argv);
    dprintf(err, "%s", strerror(errno));
    kill(getpid(), SIGUSR1); /* no status of a program that has started */
    _exit(STATUS_NO_LIBRARY);
}

static void run(host_answer *answer, const char *host, char **argv)
{
    int out = memfd_create("frameshare-answer", MFD_CLOEXEC);
    int err = memfd_create("frameshare-words", MFD_CLOEXEC);
    pid_t pid = out < 0 || err < 0 ? -1 : fork();
    if (pid == 0)
        become(host, argv, out, err);
    answer->status = pid < 0 ? -1 : wait_for(pid);
    answer->text = read_all(out);
    answer->words = read_all(err);
    if (out >= 0)
        close(out);
    if (err >= 0)
        close(err);
}

void host_inspect(host_answer *answer, const char *host, const char *const *questions)
{
    size_t count = 0;
    while (questions[count] != NULL)
        count++;
    char **argv = calloc(count + 3, sizeof *argv);
    if (argv == NULL)
        abort();
    argv[0] = (char *)host;
    argv[1] = (char *)"--inspect";
    memcpy(argv + 2, questions, count * sizeof *argv);
    run(answer, host, argv);
    free(argv);
}

/* The libraries that the loader does not find, with ", " in between; "" when it finds all, or
 * cannot be asked. The loader of glibc tells them all at once, and starts nothing. */
static char *missing_libraries(const char *host)
{
    host_answer answer;
    char *argv[] = {(char *)host, NULL}, *list = strdup("");
    setenv(TRACE, "1", 1);
    run(&answer, host, argv);
    unsetenv(TRACE);
    char *rest = NULL;
    for (char *line = strtok_r(answer.text, "\n", &rest); line && list;
         line = strtok_r(NULL, "\n", &rest)) {
        char *arrow = strstr(line, " => not found");
        if (arrow == NULL)
            continue;
        *arrow = 0;
        char *longer = format(*list ? "%s, %s" : "%s%s", list, line + strspn(line, " \t"));
        free(list);
        list = longer;
    }
    host_answer_finish(&answer);
    return list ? list : strdup("");
}

static void cut_line_end(char *text)
{
    text[strcspn(text, "\n")] = 0;
}

char *host_explain(const char *host, const host_answer *answer)
{
    cut_line_end(answer->words);
    if (WIFSIGNALED(answer->status) && WTERMSIG(answer->status) == SIGUSR1)
        return format("%s cannot be started: %s", host, answer->words);
    if (WIFSIGNALED(answer->status) && WTERMSIG(answer->status) == SIGKILL)
        return format("%s did not answer: a plugin of GStreamer hangs%s", host, "");
    if (WIFSIGNALED(answer->status))
        return format("%s crashed while it looked at GStreamer: %s", host,
                      strsignal(WTERMSIG(answer->status)));
    char *libraries = missing_libraries(host);
    char *text = *libraries
                     ? format("the player cannot start: this machine lacks %s%s", libraries, "")
                     : format("%s does not work: %s", host, answer->words);
    free(libraries);
    return text;
}

void host_answer_finish(host_answer *answer)
{
    free(answer->text);
    free(answer->words);
    *answer = (host_answer){0};
}
