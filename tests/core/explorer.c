/* SPDX-License-Identifier: MIT */
#include "explorer.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

/* ucontext makes the stacks; _setjmp/_longjmp switch between them, as they make no system call and
 * their buffer is small, and so is what has to be kept of a state. */

enum {
    STACK_SIZE = 16384,
    BELOW_FRAME = 256, /* what _setjmp() and yield's own frame take under its frame address */
    TABLE_START = 1 << 16,
};

typedef struct coroutine {
    jmp_buf context;
    unsigned char *low;    /* the live part of the stack starts here */
    const uint32_t *until; /* asleep until it is not 0; NULL: awake */
    enum {
        READY,
        DONE,
        KILLED
    } state;
} coroutine;

typedef struct snapshot {
    unsigned char *bytes;
    size_t size, room;
} snapshot;

typedef struct seen_state {
    uint64_t key[2];
    double interleavings;
} seen_state;

static const explorer_case *the_case;
static coroutine coroutines[EXPLORER_THREADS_MAX];
static _Alignas(64) unsigned char stacks[EXPLORER_THREADS_MAX][STACK_SIZE];
static jmp_buf scheduler;
static ucontext_t bootstrap_return;
static int current = -1;
static explorer_result result;

static seen_state *table;
static size_t table_size, table_used;

static snapshot *snapshots;
static size_t n_snapshots;
static char *schedule;

/* ---- coroutines ---- */

static void body(int thread)
{
    /* The first switch comes from swapcontext(), all others from explorer_resume(). */
    explorer_yield();
    the_case->body(thread);
    coroutines[thread].state = DONE;
    _longjmp(scheduler, 1);
}

__attribute__((noinline)) void explorer_yield(void)
{
    if (current < 0)
        return;
    coroutine *self = &coroutines[current];
    self->low = (unsigned char *)__builtin_frame_address(0) - BELOW_FRAME;
    if (_setjmp(self->context) == 0)
        _longjmp(scheduler, 1);
}

void explorer_sleep(const uint32_t *until)
{
    coroutines[current].until = until;
    explorer_yield();
    coroutines[current].until = NULL;
}

static bool can_go_on(int thread)
{
    const coroutine *c = &coroutines[thread];
    return c->state == READY && (!c->until || *c->until);
}

static void resume(int thread)
{
    current = thread;
    if (_setjmp(scheduler) == 0)
        _longjmp(coroutines[thread].context, 1);
    current = -1;
}

static void start(int thread)
{
    ucontext_t context;
    memset(stacks[thread], 0, STACK_SIZE);
    memset(&coroutines[thread], 0, sizeof coroutines[thread]);
    getcontext(&context);
    context.uc_stack.ss_sp = stacks[thread];
    context.uc_stack.ss_size = STACK_SIZE;
    context.uc_link = NULL;
    makecontext(&context, (void (*)(void))body, 1, thread);
    current = thread;
    if (_setjmp(scheduler) == 0)
        swapcontext(&bootstrap_return, &context);
    current = -1;
}

void explorer_fail(const char *property)
{
    if (!result.violation)
        result.violation = property;
}

void explorer_kill(int thread)
{
    if (coroutines[thread].state == READY)
        coroutines[thread].state = KILLED;
}

/* ---- states ---- */

static size_t stack_live(int thread)
{
    if (coroutines[thread].state != READY)
        return 0;
    return (size_t)(stacks[thread] + STACK_SIZE - coroutines[thread].low);
}

static void append(snapshot *to, const void *data, size_t size)
{
    size_t padded = (size + 7) / 8 * 8;
    if (to->size + padded > to->room) {
        to->room = 2 * (to->size + padded);
        to->bytes = realloc(to->bytes, to->room);
    }
    memcpy(to->bytes + to->size, data, size);
    memset(to->bytes + to->size + size, 0, padded - size);
    to->size += padded;
}

static void save(snapshot *to)
{
    to->size = 0;
    for (int i = 0; i < the_case->n_threads; i++) {
        coroutine copy = coroutines[i];
        if (copy.state != READY) { /* where it ended does not matter any more */
            memset(&copy, 0, sizeof copy);
            copy.state = coroutines[i].state;
        }
        append(to, &copy, sizeof copy);
        append(to, stacks[i] + STACK_SIZE - stack_live(i), stack_live(i));
    }
    for (const explorer_region *r = the_case->regions; r->size; r++)
        append(to, r->data, r->size);
}

static const unsigned char *take(void *data, const unsigned char *from, size_t size)
{
    memcpy(data, from, size);
    return from + (size + 7) / 8 * 8;
}

static void restore(const snapshot *from)
{
    const unsigned char *p = from->bytes;
    for (int i = 0; i < the_case->n_threads; i++) {
        p = take(&coroutines[i], p, sizeof coroutines[i]);
        p = take(stacks[i] + STACK_SIZE - stack_live(i), p, stack_live(i));
    }
    for (const explorer_region *r = the_case->regions; r->size; r++)
        p = take(r->data, p, r->size);
}

/* Two independent 64-bit hashes: with a million states a false "seen" has odds of 1 in 10^26. */
static void hash(const snapshot *s, uint64_t key[2])
{
    uint64_t a = 0x9e3779b97f4a7c15u, b = 0xc2b2ae3d27d4eb4fu;
    for (size_t i = 0; i < s->size; i += 8) {
        uint64_t word;
        memcpy(&word, s->bytes + i, 8);
        a = (a ^ word) * 0xff51afd7ed558ccdu;
        a ^= a >> 32;
        b = (b + word) * 0xc4ceb9fe1a85ec53u;
        b ^= b >> 29;
    }
    key[0] = a ? a : 1; /* 0 marks an empty entry */
    key[1] = b;
}

static seen_state *find(const uint64_t key[2])
{
    size_t i = key[0] & (table_size - 1);
    while (table[i].key[0] && (table[i].key[0] != key[0] || table[i].key[1] != key[1]))
        i = (i + 1) & (table_size - 1);
    return &table[i];
}

static void insert(const uint64_t key[2], double interleavings)
{
    if (2 * ++table_used > table_size) {
        seen_state *old = table;
        size_t old_size = table_size;
        table_size *= 2;
        table = calloc(table_size, sizeof *table);
        for (size_t i = 0; i < old_size; i++)
            if (old[i].key[0])
                *find(old[i].key) = old[i];
        free(old);
    }
    *find(key) = (seen_state){{key[0], key[1]}, interleavings};
}

/* ---- depth first ---- */

static snapshot *snapshot_at(size_t depth)
{
    if (depth >= n_snapshots) {
        size_t more = 2 * n_snapshots + 256;
        snapshots = realloc(snapshots, more * sizeof *snapshots);
        memset(snapshots + n_snapshots, 0, (more - n_snapshots) * sizeof *snapshots);
        schedule = realloc(schedule, more + 1);
        n_snapshots = more;
    }
    return &snapshots[depth];
}

/* The number of interleavings from the state at hand on. */
static double explore(size_t depth)
{
    uint64_t key[2];
    save(snapshot_at(depth));
    hash(&snapshots[depth], key);
    const seen_state *seen = find(key);
    if (seen->key[0])
        return seen->interleavings;

    double interleavings = 0;
    for (int i = 0; i < the_case->n_threads; i++) {
        if (!can_go_on(i))
            continue;
        schedule[depth] = (char)('0' + i);
        schedule[depth + 1] = 0;
        resume(i);
        if (!result.violation)
            interleavings += explore(depth + 1);
        if (result.violation)
            return 0;
        restore(&snapshots[depth]);
    }
    if (interleavings == 0) {
        interleavings = 1;
        result.ends++;
        the_case->at_end();
        restore(&snapshots[depth]);
    }
    insert(key, interleavings);
    return interleavings;
}

explorer_result explorer_run(const explorer_case *test)
{
    the_case = test;
    memset(&result, 0, sizeof result);
    table_size = TABLE_START;
    table_used = 0;
    table = calloc(table_size, sizeof *table);
    for (int i = 0; i < test->n_threads; i++)
        start(i);
    result.interleavings = explore(0);
    result.states = table_used;
    if (result.violation && schedule)
        snprintf(result.schedule, sizeof result.schedule, "%s", schedule);
    free(table);
    for (size_t i = 0; i < n_snapshots; i++)
        free(snapshots[i].bytes);
    free(snapshots);
    free(schedule);
    snapshots = NULL;
    schedule = NULL;
    n_snapshots = 0;
    return result;
}
