/* SPDX-License-Identifier: MIT */
#include "hostile_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <frameshare/accounts.h>
#include <frameshare/frame.h>
#include <frameshare/overlay.h>

#include "core/clock.h"
#include "core/descriptor.h"
#include "core/directory.h"
#include "core/error.h"
#include "core/segment.h"
#include "message.h"

#define CONNECTIONS_MAX 16
#define SLOTS 6
#define OVERLAYS (SLOTS - 1) /* the slot that holds them */
/* Messages sent before the reader's taking is awaited. */
#define BURST_MAX 32
#define FLOOD 400
/* Turns with a reader before it is left for another. */
#define TURNS_MAX 300
/* A reader that takes nothing for so long is left. */
#define PATIENCE_MS 3000
#define SILENT_MS 20
#define SCRIBBLE_NS 50000

typedef struct connection {
    int socket;
    frs_segment page;
    bool greeted;
    uint32_t mild;      /* 1; or more: what ends a connection comes less often */
    uint32_t turns;     /* left */
    uint32_t sent;      /* not known to be taken */
    int64_t taken_at;   /* ms; when it last took something */
    int64_t silent_til; /* ms; what comes before is not answered */
} connection;

typedef struct hostile {
    fuzz_random random;
    frs_segment control_segment;
    frs_control *control;
    frs_segment slots[SLOTS];
    uint32_t ids[SLOTS], last_id;
    uint32_t seq;
    connection connections[CONNECTIONS_MAX];
    uint32_t n_connections;
    uint64_t taken;
    _Atomic(frs_page *) page; /* of some connection, for the scribbler */
    pthread_mutex_t pages;    /* held while one is looked at or goes */
    uint64_t scribbler_seed;
    atomic_bool stop;
} hostile;

/* ---- shared memory ---- */

static void store(uint32_t *word, uint32_t value)
{
    *(volatile uint32_t *)word = value;
}

/* A true picture in slot `slot`. */
static void describe(hostile *h, frs_frame_info *info, const frs_segment *slot)
{
    do {
        uint32_t side = fuzz_once_in(&h->random, 8) ? 600 : 64;
        int64_t size = frs_frame_info_init(info, 1 + fuzz_below(&h->random, FRS_FORMAT_END - 1),
                                           1 + fuzz_below(&h->random, side),
                                           1 + fuzz_below(&h->random, side), 64);
        if (size > 0 && (size_t)size <= slot->size)
            return;
    } while (true);
}

/* Words of a descriptor or of the tables that are another's. */
static void spoil_frame(hostile *h, frs_descriptor *descriptor)
{
    frs_control *control = h->control;
    for (uint32_t n = 1 + fuzz_below(&h->random, 3); n > 0; n--) {
        uint32_t value = fuzz_word(&h->random);
        switch (fuzz_below(&h->random, 16)) {
        case 0:
            atomic_store(&descriptor->seq, value);
            break;
        case 1:
            atomic_store(&descriptor->slot, fuzz_once_in(&h->random, 2) ? value : value % SLOTS);
            break;
        case 2:
            atomic_store(&descriptor->slot_id, value);
            break;
        case 3:
            atomic_store(&descriptor->overlay_slot,
                         fuzz_once_in(&h->random, 2) ? value : value % SLOTS);
            break;
        case 4:
            atomic_store(&descriptor->overlay_slot_id,
                         fuzz_once_in(&h->random, 2) ? value : h->ids[value % SLOTS]);
            break;
        case 5:
            atomic_store(&descriptor->overlay_number, value);
            break;
        case 6:
            atomic_store(&control->ring[h->seq % FRS_RING_SIZE], value);
            break;
        default:
            store(&descriptor->word[fuzz_below(&h->random, FRS_DESCRIPTOR_WORDS)], value);
        }
    }
}

static void write_overlays(hostile *h)
{
    frs_overlays *shared = h->slots[OVERLAYS].data, table = {.n = 1 + fuzz_below(&h->random, 3)};
    for (uint32_t i = 0; i < table.n; i++)
        table.overlay[i] = (frs_overlay){.x = (int32_t)fuzz_below(&h->random, 64) - 32,
                                         .y = (int32_t)fuzz_below(&h->random, 64) - 32,
                                         .width = 1 + fuzz_below(&h->random, 64),
                                         .height = 1 + fuzz_below(&h->random, 64),
                                         .columns = 1 + fuzz_below(&h->random, 32),
                                         .rows = 1 + fuzz_below(&h->random, 32)};
    frs_overlays_layout(&table);
    memcpy(shared, &table, sizeof table);
    if (fuzz_once_in(&h->random, 2))
        store((uint32_t *)shared + fuzz_below(&h->random, 8 + 8 * table.n), fuzz_word(&h->random));
}

/* Publish a frame as an honest writer does, or nearly so. */
static void publish(hostile *h)
{
    frs_control *control = h->control;
    uint32_t i = fuzz_below(&h->random, FRS_DESCRIPTORS_MAX), s = fuzz_below(&h->random, OVERLAYS);
    frs_descriptor *descriptor = &control->descriptors[i];
    frs_frame_info info;
    describe(h, &info, &h->slots[s]);
    frs_descriptor_pack(descriptor->word, &info);
    bool overlays = fuzz_once_in(&h->random, 3);
    if (overlays)
        write_overlays(h);
    h->seq = frs_seq_next(h->seq);
    atomic_store(&descriptor->slot, s);
    atomic_store(&descriptor->slot_id, h->ids[s]);
    atomic_store(&descriptor->overlay_slot, OVERLAYS);
    atomic_store(&descriptor->overlay_slot_id, overlays ? h->ids[OVERLAYS] : 0);
    atomic_store(&descriptor->overlay_number, overlays ? h->seq : 0);
    atomic_store(&descriptor->seq, h->seq);
    atomic_store(&control->ring[h->seq % FRS_RING_SIZE], i);
    atomic_store(&control->floor, h->seq - fuzz_below(&h->random, 4));
    if (fuzz_once_in(&h->random, 2))
        spoil_frame(h, descriptor);
    atomic_store(&control->newest, h->seq);
}

/* Slot `i` is given up, and there is another one in its place. */
static void replace_slot(hostile *h, uint32_t i)
{
    h->ids[i] = fuzz_once_in(&h->random, 8) ? fuzz_word(&h->random) : ++h->last_id;
    atomic_store(&h->control->slots[i].size, (uint32_t)h->slots[i].size);
    atomic_store(&h->control->slots[i].id, h->ids[i]);
    atomic_fetch_add(&h->control->slots_changed, 1);
}

static void spoil_control(hostile *h)
{
    frs_control *control = h->control;
    uint32_t value = fuzz_word(&h->random), i = fuzz_below(&h->random, SLOTS);
    switch (fuzz_below(&h->random, 10)) {
    case 0:
        atomic_store(&control->newest, value);
        break;
    case 1:
        atomic_store(&control->floor, value);
        break;
    case 2: /* across the wrap of the sequence, or anywhere */
        h->seq = value;
        break;
    case 3:
        atomic_store(&control->slots[i].id, value);
        atomic_fetch_add(&control->slots_changed, 1);
        break;
    case 4:
        atomic_store(&control->slots[value % FRS_SLOTS_MAX].size, fuzz_word(&h->random));
        break;
    case 5:
        atomic_store(&control->writer_waiting, value);
        break;
    case 6:
        atomic_store(&control->state, value);
        break;
    case 7:
        for (uint32_t w = 0; w < FRS_RING_SIZE; w++)
            atomic_store(&control->ring[w], value + w);
        break;
    default:
        store((uint32_t *)control + fuzz_below(&h->random, sizeof *control / 4), value);
    }
}

/* A reader's own page is shared with its writer. */
static void spoil_page(fuzz_random *random, frs_page *page)
{
    uint32_t value = fuzz_once_in(random, 2) ? 0 : fuzz_word(random);
    if (fuzz_once_in(random, 2)) { /* a lease that the reader believes to have */
        atomic_store(&page->cells[fuzz_below(random, 16)], value);
        return;
    }
    uint32_t words = fuzz_once_in(random, 2) ? 48 : sizeof *page / 4;
    store((uint32_t *)page + fuzz_below(random, words), value);
}

/* In a thread of its own: words change while a reader looks at them. */
static void *scribble(void *user)
{
    hostile *h = user;
    fuzz_random random = {.state = h->scribbler_seed};
    struct timespec pause = {.tv_nsec = SCRIBBLE_NS};
    while (!atomic_load(&h->stop)) {
        frs_control *control = h->control;
        uint32_t newest = atomic_load(&control->newest);
        uint32_t i = atomic_load(&control->ring[newest % FRS_RING_SIZE]) % FRS_DESCRIPTORS_MAX;
        uint32_t w = fuzz_below(&random, FRS_DESCRIPTOR_WORDS_USED);
        uint32_t *word = &control->descriptors[i].word[w], before = *(volatile uint32_t *)word;
        store(word, fuzz_word(&random));
        uint32_t *overlays = h->slots[OVERLAYS].data;
        uint32_t *field = overlays + fuzz_below(&random, 32), field_before = *field;
        store(field, fuzz_word(&random));
        pthread_mutex_lock(&h->pages);
        frs_page *page = atomic_load(&h->page);
        if (page)
            spoil_page(&random, page);
        pthread_mutex_unlock(&h->pages);
        nanosleep(&pause, NULL);
        store(word, before);
        store(field, field_before);
    }
    return NULL;
}

/* ---- messages ---- */

/* 0, or -errno; what was sent counts as soon as it is taken. */
static int say(hostile *h, connection *c, const frs_message *message, const int *fds, int n_fds)
{
    int error = fuzz_send(&h->random, 24 * c->mild, c->socket, message, fds, n_fds);
    c->sent += error == 0;
    return error;
}

static int say_nearly(hostile *h, connection *c, frs_message *message, const int *fds, int n_fds)
{
    int others[FUZZ_FDS_MAX];
    if (fuzz_once_in(&h->random, 12 * c->mild))
        fuzz_mutate(&h->random, message);
    if (!fuzz_once_in(&h->random, 12 * c->mild))
        return say(h, c, message, fds, n_fds);
    int n = fuzz_descriptors(&h->random, others, message->u.slot.size, c->socket);
    int error = say(h, c, message, others, n);
    fuzz_close(others, n);
    return error;
}

static int say_slot(hostile *h, connection *c, uint32_t i)
{
    frs_message message = fuzz_message(FRS_MESSAGE_SLOT);
    message.u.slot.index = i;
    message.u.slot.id = h->ids[i];
    message.u.slot.size = (uint32_t)h->slots[i].size;
    return say_nearly(h, c, &message, &h->slots[i].fd, 1);
}

static int say_simple(hostile *h, connection *c, uint32_t type)
{
    frs_message message = fuzz_message(type);
    return say_nearly(h, c, &message, NULL, 0);
}

static int say_accounts(hostile *h, connection *c)
{
    frs_segment segment;
    frs_message message = fuzz_message(FRS_MESSAGE_ACCOUNTS);
    if (frs_segment_create(&segment, "frameshare-accounts", sizeof(frs_accounts),
                           FRS_SEGMENT_READ_ONLY))
        return 0;
    uint32_t *word = segment.data;
    for (uint32_t n = fuzz_below(&h->random, 64); n > 0; n--)
        word[fuzz_below(&h->random, fuzz_once_in(&h->random, 2) ? 64 : segment.size / 4)] =
            fuzz_word(&h->random);
    int error = say_nearly(h, c, &message, &segment.fd, 1);
    frs_segment_finish(&segment);
    return error;
}

static int say_refused(hostile *h, connection *c)
{
    frs_message message = fuzz_message(FRS_MESSAGE_REFUSED);
    message.u.refused.error =
        (int32_t)(fuzz_once_in(&h->random, 2) ? fuzz_word(&h->random)
                                              : 0u - fuzz_below(&h->random, 120));
    for (size_t i = 0; i < sizeof message.u.refused.text; i++)
        message.u.refused.text[i] = (char)fuzz_next(&h->random);
    return say_nearly(h, c, &message, NULL, 0);
}

static int say_welcome(hostile *h, connection *c)
{
    frs_message message = fuzz_message(FRS_MESSAGE_WELCOME);
    message.u.welcome.control_size = (uint32_t)h->control_segment.size;
    message.u.welcome.page_size = (uint32_t)c->page.size;
    return say_nearly(h, c, &message, (int[]){h->control_segment.fd, c->page.fd}, 2);
}

/* A message of any kind that leads somewhere. */
static int say_something(hostile *h, connection *c)
{
    frs_message message;
    int fds[FUZZ_FDS_MAX], n, error;
    uint32_t i = fuzz_below(&h->random, SLOTS);
    switch (fuzz_below(&h->random, 12)) {
    case 0:
    case 1:
    case 2:
        if (fuzz_once_in(&h->random, 2))
            replace_slot(h, i);
        return say_slot(h, c, i);
    case 3:
        return say_simple(h, c, FRS_MESSAGE_RETIRED);
    case 4:
        return say_simple(h, c, FRS_MESSAGE_READY);
    case 5:
        return say_accounts(h, c);
    case 6:
        return say_simple(h, c, (FRS_MESSAGE_SLOT + 1 + fuzz_below(&h->random, 12)) % 14);
    case 7:
        if (!fuzz_once_in(&h->random, c->mild))
            return say_simple(h, c, FRS_MESSAGE_RETIRED);
        message = fuzz_message(fuzz_below(&h->random, 14));
        for (n = 0; n < 8; n++)
            message.u.word[n] = fuzz_word(&h->random);
        n = fuzz_descriptors(&h->random, fds, message.u.slot.size, c->socket);
        error = say(h, c, &message, fds, n);
        fuzz_close(fds, n);
        return error;
    case 8:
        return fuzz_once_in(&h->random, 8) ? say_refused(h, c) : say_welcome(h, c);
    default:
        return say_simple(h, c, FRS_MESSAGE_WAKE);
    }
}

/* As much as its socket takes, of one kind. */
static void flood(hostile *h, connection *c)
{
    static const uint32_t types[] = {FRS_MESSAGE_WAKE, FRS_MESSAGE_RETIRED, FRS_MESSAGE_READY,
                                     FRS_MESSAGE_SLOT, 77};
    uint32_t type = types[fuzz_below(&h->random, 5)];
    frs_message message = fuzz_message(type);
    uint32_t i = fuzz_below(&h->random, SLOTS);
    message.u.slot.index = i;
    message.u.slot.id = h->ids[i];
    message.u.slot.size = (uint32_t)h->slots[i].size;
    for (uint32_t n = 0; n < FLOOD; n++) {
        if (fuzz_send_bytes(c->socket, &message, sizeof message, &h->slots[i].fd,
                            type == FRS_MESSAGE_SLOT))
            break;
        c->sent++;
    }
}

/* ---- connections ---- */

/* Count what was taken. A reader that hung up has taken one of them at least. */
static void settle(hostile *h, connection *c, bool gone)
{
    h->taken += gone ? c->sent > 0 : c->sent;
    c->sent = 0;
    c->taken_at = frs_now_ms();
}

static void drop(hostile *h, uint32_t i)
{
    connection *c = &h->connections[i];
    pthread_mutex_lock(&h->pages);
    if (atomic_load(&h->page) == c->page.data)
        atomic_store(&h->page, NULL);
    if (fuzz_once_in(&h->random, 4))
        shutdown(c->socket, (int)fuzz_below(&h->random, 3));
    close(c->socket);
    frs_segment_finish(&c->page);
    *c = h->connections[--h->n_connections];
    pthread_mutex_unlock(&h->pages);
}

static void accept_one(hostile *h, int listener)
{
    int socket = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket < 0)
        return;
    connection c = {.socket = socket, .turns = TURNS_MAX, .taken_at = frs_now_ms()};
    if (frs_segment_create(&c.page, "frameshare-page", sizeof(frs_page), FRS_SEGMENT_SHARED)) {
        close(socket);
        return;
    }
    if (fuzz_once_in(&h->random, 20000))
        c.silent_til = INT64_MAX;
    else if (fuzz_once_in(&h->random, 40))
        c.silent_til = c.taken_at + SILENT_MS;
    c.turns = 1 + fuzz_below(&h->random, TURNS_MAX);
    c.mild = fuzz_once_in(&h->random, 2) ? 1 : 30;
    h->connections[h->n_connections++] = c;
}

static void greet(hostile *h, connection *c)
{
    uint32_t luck = fuzz_below(&h->random, 100);
    c->greeted = true;
    if (luck < 4) {
        c->turns = 0;
    } else if (luck < 10) {
        say_refused(h, c);
    } else if (luck < 15) {
        for (uint32_t n = fuzz_below(&h->random, 4); n > 0; n--)
            say_something(h, c);
    } else {
        if (fuzz_once_in(&h->random, 30))
            say_something(h, c);
        say_welcome(h, c);
        atomic_store(&h->page, c->page.data);
        for (uint32_t i = 0; i < SLOTS; i++)
            if (!fuzz_once_in(&h->random, 20))
                say_slot(h, c, i);
        if (!fuzz_once_in(&h->random, 20))
            say_simple(h, c, FRS_MESSAGE_READY);
    }
}

static void take_turn(hostile *h, connection *c)
{
    c->turns--;
    for (uint32_t n = 1 + fuzz_below(&h->random, BURST_MAX); n > 0; n--) {
        if (fuzz_once_in(&h->random, 2))
            publish(h);
        if (fuzz_once_in(&h->random, 6))
            spoil_control(h);
        if (fuzz_once_in(&h->random, 6))
            spoil_page(&h->random, c->page.data);
        if (say_something(h, c))
            break;
    }
    if (fuzz_once_in(&h->random, 300))
        flood(h, c);
}

/* What the reader sent. False: it is gone. */
static bool hear(hostile *h, connection *c)
{
    frs_message message;
    int fds[FRS_MESSAGE_FDS_MAX];
    int error = frs_message_receive(c->socket, &message, fds);
    if (error == FRS_EAGAIN)
        return true;
    if (error)
        return false;
    if (message.type == FRS_MESSAGE_HELLO)
        greet(h, c);
    if (message.type == FRS_MESSAGE_ACCOUNTS && !fuzz_once_in(&h->random, 8))
        say_accounts(h, c);
    return true;
}

/* False: there is nothing more to do with it. */
static bool serve(hostile *h, connection *c)
{
    int64_t now = frs_now_ms();
    bool gone = fuzz_hung_up(c->socket);
    if (gone || fuzz_unread(c->socket) == 0)
        settle(h, c, gone);
    if (gone || now - c->taken_at > PATIENCE_MS + SILENT_MS)
        return c->silent_til == INT64_MAX && !gone;
    if (now < c->silent_til)
        return true;
    if (c->silent_til)
        return false;
    if (!hear(h, c))
        return false;
    if (c->greeted && c->sent == 0) {
        if (c->turns == 0)
            return false;
        take_turn(h, c);
        if (fuzz_once_in(&h->random, 150 * c->mild))
            return false; /* in the middle of it */
    }
    return true;
}

/* A turn for each; false when it is to end. */
static bool look(hostile *h, int listener, int end_fd)
{
    struct pollfd fds[2] = {
        {.fd = end_fd, .events = POLLIN},
        {.fd = h->n_connections < CONNECTIONS_MAX ? listener : -1, .events = POLLIN}};
    struct timespec pause = {.tv_nsec = h->n_connections ? SCRIBBLE_NS : 100000000};
    if (ppoll(fds, 2, &pause, NULL) < 0 && errno != EINTR)
        return false;
    char line[16];
    if (fds[0].revents && read(end_fd, line, sizeof line) <= 0)
        return false;
    if (fds[1].revents)
        accept_one(h, listener);
    for (uint32_t i = h->n_connections; i-- > 0;)
        if (!serve(h, &h->connections[i]))
            drop(h, i);
    return true;
}

/* ---- life ---- */

static int make_segments(hostile *h)
{
    static const size_t sizes[SLOTS] = {4096, 16384, 262144, 1048576, 4096, 65536};
    int error = frs_segment_create(&h->control_segment, "frameshare-control", sizeof(frs_control),
                                   FRS_SEGMENT_READ_ONLY);
    h->control = h->control_segment.data;
    for (uint32_t i = 0; i < SLOTS && !error; i++) {
        error =
            frs_segment_create(&h->slots[i], "frameshare-slot", sizes[i], FRS_SEGMENT_READ_ONLY);
        if (!error) {
            memset(h->slots[i].data, 0x5a, sizes[i]);
            replace_slot(h, i);
        }
    }
    if (!error)
        atomic_store(&h->control->state, FRS_STATE_LIVE);
    return error;
}

static void finish_segments(hostile *h)
{
    for (uint32_t i = 0; i < SLOTS; i++)
        frs_segment_finish(&h->slots[i]);
    frs_segment_finish(&h->control_segment);
}

static void serve_all(hostile *h, int listener, uint64_t messages, int end_fd)
{
    pthread_t scribbler;
    if (pthread_create(&scribbler, NULL, scribble, h))
        return;
    while (h->taken < messages && look(h, listener, end_fd))
        continue;
    atomic_store(&h->stop, true);
    pthread_join(scribbler, NULL);
    while (h->n_connections > 0)
        drop(h, 0);
}

int64_t hostile_writer_run(const char *name, uint64_t seed, uint64_t messages, int end_fd,
                           void (*ready)(void))
{
    static hostile h;
    h = (hostile){
        .random = {.state = seed}, .scribbler_seed = ~seed, .pages = PTHREAD_MUTEX_INITIALIZER};
    int error = make_segments(&h);
    ino_t inode;
    int listener = error ? error : frs_directory_listen(name, &inode);
    if (listener >= 0) {
        ready();
        serve_all(&h, listener, messages, end_fd);
        frs_directory_unlisten(name, inode);
        close(listener);
    }
    finish_segments(&h);
    return listener < 0 ? listener : (int64_t)h.taken;
}
