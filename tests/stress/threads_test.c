/* SPDX-License-Identifier: MIT */
/* The same with writer and readers as threads of one process, for ThreadSanitizer. It goes by
 * addresses, so one_mapping.c gives both ends of a segment the same one. */
#include <pthread.h>
#include <stdio.h>

#include "fixture.h"
#include "one_mapping.h"
#include "stress.h"

#define FRAMES 200000

static stress_board board;
static int write_status;

static void *write_all(void *user)
{
    (void)user;
    write_status = stress_write(&board, stress_frames(FRAMES));
    return NULL;
}

static void *read_all(void *user)
{
    stress_read(&board, *(unsigned *)user);
    return NULL;
}

int main(void)
{
    pthread_t writer, readers[STRESS_READERS];
    unsigned index[STRESS_READERS];
    fixture_enter();
    pthread_create(&writer, NULL, write_all, NULL);
    for (unsigned i = 0; i < STRESS_READERS; i++) {
        index[i] = i;
        pthread_create(&readers[i], NULL, read_all, &index[i]);
    }
    for (unsigned i = 0; i < STRESS_READERS; i++)
        pthread_join(readers[i], NULL);
    atomic_store(&board.go, true);
    pthread_join(writer, NULL);
    printf("%u mappings were shared by both ends\n", one_mapping_shared());
    return stress_report(&board) || write_status || one_mapping_shared() == 0;
}
