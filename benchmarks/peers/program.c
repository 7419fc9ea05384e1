/* SPDX-License-Identifier: MIT */
#include "program.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "peer.h"

static void run(char **command, int core, int input, int output)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    peer_pin(core);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    execvp(command[0], command);
    peer_die("the consumer's program does not start");
}

void program_start(program *p, char **command, int core, int timeout_ms)
{
    int input[2], output[2];
    char line[256];

    if (pipe2(input, O_CLOEXEC) || pipe2(output, O_CLOEXEC) || (p->pid = fork()) < 0)
        peer_die("the consumer's program could not be started");
    if (p->pid == 0)
        run(command, core, input[0], output[1]);
    close(input[0]);
    close(output[1]);
    p->input = input[1];
    p->output = fdopen(output[0], "r");
    do {
        if (poll(&(struct pollfd){.fd = output[0], .events = POLLIN}, 1, timeout_ms) <= 0 ||
            !fgets(line, sizeof(line), p->output))
            peer_die("the consumer's program did not become ready");
    } while (sscanf(line, "ready %d %d", &p->consumer, &p->other) != 2);
}

void program_end(program *p, void (*seen)(uint32_t number, uint64_t latency, uint64_t at))
{
    char line[256];
    uint32_t number;
    uint64_t latency, at;

    close(p->input);
    while (fgets(line, sizeof(line), p->output)) {
        if (sscanf(line, "seen %" SCNu32 " %" SCNu64 " %" SCNu64, &number, &latency, &at) == 3)
            seen(number, latency, at);
    }
    fclose(p->output);
    waitpid(p->pid, NULL, 0);
}
