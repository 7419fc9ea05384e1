/* SPDX-License-Identifier: MIT */
/* One writer process at full speed and eight reader processes, some of which are killed while they
 * hold frames, and start again. Nothing may be torn, and in the end every slot is free. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "stress.h"

#define FRAMES 1000000
/* These are killed now and then. */
#define FIRST_MORTAL 2
#define KILL_EVERY_MS 3

static stress_board *board;
static pid_t readers[STRESS_READERS], writer;
static unsigned kills, kills_in_lease;

static pid_t start_reader(unsigned index)
{
    pid_t pid = fork();
    if (pid == 0) {
        stress_read(board, index);
        _exit(0);
    }
    return pid;
}

static pid_t start_writer(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        int status = stress_write(board, stress_frames(FRAMES));
        atomic_store(&board->stop, true);
        _exit(status);
    }
    return pid;
}

static bool writer_lives(void)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)writer, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && !info.si_pid;
}

static void kill_one(void)
{
    unsigned index = FIRST_MORTAL + kills % (STRESS_READERS - FIRST_MORTAL);
    /* Stopped, it cannot let go before it dies. */
    kill(readers[index], SIGSTOP);
    waitpid(readers[index], NULL, WUNTRACED);
    kills_in_lease += atomic_load(&board->holds[index]) > 0;
    kill(readers[index], SIGKILL);
    waitpid(readers[index], NULL, 0);
    atomic_store(&board->holds[index], 0);
    readers[index] = start_reader(index);
    kills++;
}

/* True when all ended well. */
static bool wait_for_all(void)
{
    bool good = true;
    int status;
    for (unsigned i = 0; i < STRESS_READERS; i++) {
        waitpid(readers[i], &status, 0);
        if (status != 0)
            fprintf(stderr, "reader %u ended with status %#x\n", i, (unsigned)status);
        good &= status == 0;
    }
    atomic_store(&board->go, true);
    waitpid(writer, &status, 0);
    if (status != 0)
        fprintf(stderr, "the writer ended with status %#x\n", (unsigned)status);
    return good && status == 0;
}

int main(void)
{
    fixture_enter();
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED) {
        perror("no memory for the board");
        return 1;
    }
    writer = start_writer();
    for (unsigned i = 0; i < STRESS_READERS; i++)
        readers[i] = start_reader(i);
    while (!atomic_load(&board->stop) && writer_lives()) {
        fixture_sleep(KILL_EVERY_MS);
        kill_one();
    }
    atomic_store(&board->stop, true);
    bool good = wait_for_all();
    printf("%u readers killed, %u of them while they held frames\n", kills, kills_in_lease);
    if (kills_in_lease == 0)
        fputs("nobody died in mid-lease: that was no stress\n", stderr);
    if (fixture_folder_entries() != 0)
        fputs("a socket is left\n", stderr);
    return stress_report(board) || !good || kills_in_lease == 0 || fixture_folder_entries() != 0;
}
