/* SPDX-License-Identifier: MIT */
/*
 * A writer that does not do as it should: test-stranger NAME MODE
 *
 *   abi       speaks another version          garbage   sends noise
 *   silent    accepts and never answers       refuse    says that it has enough readers
 *   unsealed  its segments could shrink       outside   a picture that ends after its slot
 *   index     a descriptor that is none       slot      a slot that is none
 *   backwards newest below floor              replaced  another segment for a leased slot
 *   late      sends the slot when it is told to
 *   drip      sends a slot each second and never says that these are all
 *   flood     sends slots without end when it is told to
 *   again     sends the same slot again when it is told to
 *
 * Prints "ready" and serves one connection at a time until its input ends.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "descriptor.h"
#include "directory.h"
#include "link.h"
#include "segment.h"

#define WIDTH 64
#define HEIGHT 16

typedef struct stranger {
    const char *mode;
    frs_segment control, page, slots[2];
} stranger;

static bool is(const stranger *s, const char *mode)
{
    return strcmp(s->mode, mode) == 0;
}

static frs_message make(uint32_t type)
{
    return (frs_message){.magic = FRS_MAGIC, .abi = FRS_ABI_VERSION, .type = type};
}

static void fill_control(stranger *s)
{
    frs_control *control = s->control.data;
    frs_descriptor *descriptor = &control->descriptors[0];
    frs_frame_info info;
    frs_frame_info_init(&info, FRS_FORMAT_RGBA, WIDTH, HEIGHT, 64);
    if (is(s, "outside"))
        info.offset[0] = (uint32_t)s->slots[0].size - WIDTH * 4;
    frs_descriptor_pack(descriptor->word, &info);
    control->state = FRS_STATE_LIVE;
    control->slots[0].size = (uint32_t)s->slots[0].size;
    control->slots[0].id = 1;
    control->floor = is(s, "backwards") ? 9 : 1;
    descriptor->slot = is(s, "slot") ? 0x7fffffff : 0;
    descriptor->slot_id = 1;
    descriptor->seq = 1;
    control->ring[1] = is(s, "index") ? 0xfffffff0 : 0;
    control->newest = 1;
}

static int send_slot_at(int socket, const frs_segment *segment, uint32_t id, uint32_t index)
{
    frs_message message = make(FRS_MESSAGE_SLOT);
    message.u.slot.index = index;
    message.u.slot.id = id;
    message.u.slot.size = (uint32_t)segment->size;
    return frs_message_send(socket, &message, &segment->fd, 1);
}

static void send_slot(int socket, const frs_segment *segment, uint32_t id)
{
    send_slot_at(socket, segment, id, 0);
}

/* As fast as the reader takes them, until it goes. */
static void flood(const stranger *s, int socket)
{
    int error = FRS_OK;
    for (uint32_t id = 2; !error || error == FRS_EAGAIN; id++) {
        struct pollfd out = {.fd = socket, .events = POLLOUT};
        error = send_slot_at(socket, &s->slots[1], id, id % FRS_SLOTS_MAX);
        if (error == FRS_EAGAIN)
            poll(&out, 1, 100);
    }
}

static void welcome(stranger *s, int socket)
{
    int fds[2] = {s->control.fd, s->page.fd};
    frs_message message = make(FRS_MESSAGE_WELCOME);
    message.u.welcome.control_size = (uint32_t)s->control.size;
    message.u.welcome.page_size = (uint32_t)s->page.size;
    if (is(s, "unsealed")) {
        fds[0] = memfd_create("unsealed", MFD_CLOEXEC);
        if (ftruncate(fds[0], (off_t)s->control.size) < 0)
            return;
    }
    frs_message_send(socket, &message, fds, 2);
    if (!is(s, "late"))
        send_slot(socket, &s->slots[0], 1);
    message = make(FRS_MESSAGE_READY);
    if (!is(s, "drip"))
        frs_message_send(socket, &message, NULL, 0);
}

static void answer(stranger *s, int socket)
{
    frs_message message = make(FRS_MESSAGE_REFUSED);
    if (is(s, "silent"))
        return;
    if (is(s, "garbage"))
        memset(&message, 0xa5, sizeof message);
    if (is(s, "abi"))
        message.abi++;
    if (is(s, "refuse")) {
        message.u.refused.error = FRS_EREADERS;
        strcpy(message.u.refused.text, "enough readers");
    }
    if (is(s, "garbage") || is(s, "abi") || is(s, "refuse"))
        frs_message_send(socket, &message, NULL, 0);
    else
        welcome(s, socket);
}

static void serve(stranger *s, int socket)
{
    frs_message hello;
    int fds[FRS_MESSAGE_FDS_MAX];
    for (uint32_t turn = 1;; turn++) {
        struct pollfd both[] = {{.fd = socket, .events = POLLIN},
                                {.fd = STDIN_FILENO, .events = POLLIN}};
        if (poll(both, 2, is(s, "drip") ? 1000 : -1) == 0 &&
            send_slot_at(socket, &s->slots[1], turn, turn % FRS_SLOTS_MAX) == FRS_ECLOSED)
            break;
        char line[16];
        if (both[1].revents && read(STDIN_FILENO, line, sizeof line) <= 0)
            _exit(0);
        if (both[1].revents && is(s, "late"))
            send_slot(socket, &s->slots[0], 1);
        else if (both[1].revents && is(s, "flood"))
            flood(s, socket);
        else if (both[1].revents)
            send_slot(socket, &s->slots[1], is(s, "again") ? 1 : 2);
        if (!both[0].revents)
            continue;
        if (frs_message_receive(socket, &hello, fds) != FRS_OK)
            break;
        if (hello.type == FRS_MESSAGE_HELLO)
            answer(s, socket);
    }
    close(socket);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    stranger s = {.mode = argv[2]};
    int listener = frs_directory_listen(argv[1], NULL);
    if (listener < 0 ||
        frs_segment_create(&s.control, "frameshare-control", sizeof(frs_control),
                           FRS_SEGMENT_READ_ONLY) ||
        frs_segment_create(&s.page, "frameshare-page", sizeof(frs_page), FRS_SEGMENT_SHARED) ||
        frs_segment_create(&s.slots[0], "frameshare-slot", 8192, FRS_SEGMENT_READ_ONLY) ||
        frs_segment_create(&s.slots[1], "frameshare-slot", 8192, FRS_SEGMENT_READ_ONLY))
        return 1;
    memset(s.slots[0].data, 1, 8192);
    memset(s.slots[1].data, 2, 8192);
    fill_control(&s);
    puts("ready");
    fflush(stdout);
    for (;;) {
        struct pollfd both[] = {{.fd = listener, .events = POLLIN},
                                {.fd = STDIN_FILENO, .events = POLLIN}};
        poll(both, 2, -1);
        if (both[1].revents)
            return 0;
        int socket = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (socket >= 0)
            serve(&s, socket);
    }
}
