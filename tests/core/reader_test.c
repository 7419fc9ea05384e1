/* SPDX-License-Identifier: MIT */
/* What a reader gets, in which order, and what becomes of it when the writer goes or lies. */
#include "fixture.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/writer.h"

static frs_writer *writer;
static frs_reader *reader;
static frs_frame frame;

static void begin(void)
{
    fixture_enter();
    ck_assert_frs(frs_writer_create(&writer, "cam0", NULL), FRS_OK);
}

static void end(void)
{
    frs_reader_close(&reader);
    frs_writer_destroy(&writer);
}

static void publish(uint32_t first, uint32_t last)
{
    for (uint32_t i = first; i <= last; i++)
        ck_assert_frs(fixture_publish(writer, 64, 16, i), FRS_OK);
}

static void open_reader(bool every, uint32_t history)
{
    frs_reader_options options = {.every_frame = every, .history = history};
    ck_assert_frs(frs_reader_open(&reader, "cam0", &options), FRS_OK);
}

static void assert_frame(uint32_t pts, uint32_t missed)
{
    ck_assert_uint_eq(frame.info.pts, pts);
    ck_assert_uint_eq(frame.missed, missed);
    fixture_assert_frame(&frame);
}

static frs_writer_stats stats(void)
{
    frs_writer_stats s;
    frs_writer_get_stats(writer, &s);
    return s;
}

START_TEST(there_is_nothing_before_the_first_frame)
{
    open_reader(false, 0);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_EAGAIN);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_EAGAIN);
    ck_assert_frs(frs_reader_acquire_again(reader, &frame), FRS_EAGAIN);
    ck_assert_frs(frs_reader_wait(reader, 0), FRS_ETIMEOUT);
    ck_assert_frs(frs_reader_wait(reader, 10), FRS_ETIMEOUT);
}
END_TEST

START_TEST(a_reader_that_comes_late_has_the_newest_frame_at_once)
{
    publish(1, 7);
    open_reader(false, 0);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert_uint_eq(frame.sequence, 7);
    assert_frame(7, 0);
}
END_TEST

START_TEST(the_newest_frame_is_taken_once_and_again_when_asked)
{
    publish(1, 3);
    open_reader(false, 0);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    frs_reader_release(reader, &frame);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_EAGAIN);
    ck_assert_frs(frs_reader_acquire_again(reader, &frame), FRS_OK);
    assert_frame(3, 0);
    frs_reader_release(reader, &frame);
    publish(4, 9);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    assert_frame(9, 5);
}
END_TEST

START_TEST(a_look_at_the_newest_frame_takes_nothing)
{
    frs_frame looked_at;
    open_reader(true, 8);
    ck_assert_frs(frs_reader_peek(reader, &looked_at), FRS_EAGAIN);
    publish(1, 3);
    for (uint32_t seed = 1; seed <= 3; seed++) {
        ck_assert_frs(frs_reader_peek(reader, &looked_at), FRS_OK);
        ck_assert_uint_eq(looked_at.sequence, 3);
        ck_assert_uint_eq(looked_at.missed, 0);
        fixture_assert_frame(&looked_at);
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        assert_frame(seed, 0);
        frs_reader_release(reader, &frame);
        frs_reader_release(reader, &looked_at);
    }
    ck_assert_frs(frs_reader_peek(reader, &looked_at), FRS_OK);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_EAGAIN);
    publish(4, 100);
    fixture_assert_frame(&looked_at);
    frs_reader_release(reader, &looked_at);
}
END_TEST

START_TEST(a_released_frame_is_nothing_any_more)
{
    publish(1, 1);
    open_reader(false, 0);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    frs_reader_release(reader, &frame);
    ck_assert_ptr_null(frame.data);
    frs_reader_release(reader, &frame); /* twice does no harm */
    for (int i = 0; i < 100; i++) {
        ck_assert_frs(frs_reader_acquire_again(reader, &frame), FRS_OK);
        frs_reader_release(reader, &frame);
    }
}
END_TEST

START_TEST(frames_in_order_come_out_of_the_history)
{
    open_reader(true, 5);
    publish(1, 5);
    for (uint32_t i = 1; i <= 5; i++) {
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        assert_frame(i, 0);
        frs_reader_release(reader, &frame);
    }
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_EAGAIN);
    publish(6, 20);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
    assert_frame(16, 10);
    frs_reader_release(reader, &frame);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
    assert_frame(17, 0);
}
END_TEST

START_TEST(who_wants_every_frame_hears_of_those_missed_before_the_first)
{
    open_reader(true, 4);
    publish(1, 20);
    ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
    assert_frame(17, 16);
}
END_TEST

START_TEST(the_longest_history_is_kept_whole)
{
    open_reader(true, FRS_HISTORY_MAX);
    publish(1, FRS_HISTORY_MAX);
    for (uint32_t i = 1; i <= FRS_HISTORY_MAX; i++) {
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        assert_frame(i, 0);
        frs_reader_release(reader, &frame);
    }
    frs_reader_close(&reader);
    frs_reader_options too_long = {.history = FRS_HISTORY_MAX + 1};
    ck_assert_frs(frs_reader_open(&reader, "cam0", &too_long), FRS_EINVAL);
}
END_TEST

START_TEST(the_history_goes_with_its_reader)
{
    open_reader(true, 32);
    publish(1, 40);
    ck_assert_uint_ge(stats().slots, 32);
    frs_reader_close(&reader);
    while (stats().readers > 0)
        fixture_sleep(1);
    publish(41, 42);
    ck_assert_uint_eq(stats().slots_free + 1, stats().slots);
}
END_TEST

START_TEST(a_reader_holds_so_many_frames_and_no_more)
{
    static frs_frame frames[FRS_LEASES_MAX];
    open_reader(false, 0);
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++) {
        publish(i, i);
        ck_assert_frs(frs_reader_acquire_newest(reader, &frames[i]), FRS_OK);
    }
    publish(100, 200);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_ELEASES);
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++) {
        ck_assert_uint_eq(frames[i].info.pts, i);
        fixture_assert_frame(&frames[i]);
    }
    frs_reader_release(reader, &frames[7]);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert_uint_eq(frame.info.pts, 200);
    for (uint32_t i = 0; i < FRS_LEASES_MAX; i++)
        frs_reader_release(reader, &frames[i]);
    frs_reader_release(reader, &frame);
    ck_assert_uint_eq(stats().slots_free + 1, stats().slots);
}
END_TEST

START_TEST(a_leased_frame_stays_as_it_was)
{
    open_reader(false, 0);
    publish(1, 1);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    frs_frame_info before = frame.info;
    const frs_descriptor *descriptor =
        &writer->control->descriptors[writer->ring[frame.sequence % FRS_RING_SIZE]];
    frs_descriptor words;
    memcpy(&words, descriptor, sizeof words);
    publish(2, 3000); /* the ring goes round, and every other descriptor with it */
    fixture_assert_frame(&frame);
    ck_assert_mem_eq(&words, descriptor, sizeof words);
    ck_assert_mem_eq(&before, &frame.info, sizeof before);
    frs_reader_release(reader, &frame);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    assert_frame(3000, 2998);
}
END_TEST

START_TEST(a_picture_is_mapped_read_only)
{
    publish(1, 1);
    open_reader(false, 0);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert_int_eq(mprotect((void *)frame.data, frame.size, PROT_READ | PROT_WRITE), -1);
}
END_TEST

START_TEST(pictures_may_change_size_and_format_from_one_to_the_next)
{
    open_reader(false, 0);
    publish(1, 3);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    frs_frame old = frame;
    uint32_t last_slot = 0;
    for (uint32_t i = 0; i < 200; i++) {
        uint32_t width = 16 + 64 * (i % 7), height = 8 + 32 * (i % 5);
        ck_assert_frs(fixture_publish(writer, width, height, i), FRS_OK);
        ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
        ck_assert_uint_eq(frame.info.width, width);
        ck_assert_uint_eq(frame.info.height, height);
        ck_assert_uint_ne(frame.slot, 0);
        ck_assert_uint_ne(frame.slot, last_slot);
        last_slot = frame.slot;
        assert_frame(i, 0);
        frs_reader_release(reader, &frame);
    }
    fixture_assert_frame(&old);
    frs_reader_release(reader, &old);
    ck_assert_uint_le(stats().slots, 3);
    /* The writer's mappings, the reader's, control and page of each. */
    publish(1, 2);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert_int_le(fixture_count_mappings(), 3 + 3 + 4);
}
END_TEST

START_TEST(the_whole_descriptor_arrives)
{
    frs_slot *slot;
    frs_frame_info info;
    size_t size = fixture_info(&info, FRS_FORMAT_NV12, 63, 35);
    info.crop_x = 2, info.crop_y = 4, info.crop_width = 60, info.crop_height = 30;
    info.range = FRS_RANGE_FULL, info.matrix = FRS_MATRIX_BT2020_NCL;
    info.transfer = 16, info.primaries = 9, info.chroma_site = FRS_CHROMA_TOP_LEFT;
    info.par_n = 4, info.par_d = 3, info.orientation = FRS_ORIENTATION_FLIP_90;
    info.interlace = FRS_INTERLACE_BOTTOM_FIRST, info.fps_n = 30000, info.fps_d = 1001;
    info.pts = 12345678901234u, info.duration = 33366666, info.decoded_at = 17;
    info.hdr = (frs_hdr){{1, 2, 3}, {4, 5, 6}, 7, 8, 9, 10, 11, 12};
    ck_assert_frs(frs_writer_slot_acquire(writer, size, &slot), FRS_OK);
    ck_assert_frs(frs_writer_publish(writer, slot, &info, FRS_ORIGIN_COPIED, NULL), FRS_OK);
    frs_slot_unref(slot);
    open_reader(false, 0);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert_uint_gt(frame.info.published_at, 0);
    info.published_at = frame.info.published_at;
#define SAME(field) ck_assert_mem_eq(&frame.info.field, &info.field, sizeof info.field)
    SAME(width);
    SAME(height);
    SAME(crop_x);
    SAME(crop_y);
    SAME(crop_width);
    SAME(crop_height);
    SAME(format);
    SAME(n_planes);
    SAME(offset);
    SAME(stride);
    SAME(range);
    SAME(matrix);
    SAME(transfer);
    SAME(primaries);
    SAME(chroma_site);
    SAME(par_n);
    SAME(par_d);
    SAME(orientation);
    SAME(interlace);
    SAME(fps_n);
    SAME(fps_d);
    SAME(pts);
    SAME(duration);
    SAME(decoded_at);
    SAME(published_at);
    SAME(hdr);
#undef SAME
}
END_TEST

/* ---- waiting ---- */

static void *publish_later(void *user)
{
    for (uint32_t i = 1; i <= *(uint32_t *)user; i++) {
        if (i % 8 == 0)
            fixture_sleep(1);
        ck_assert_frs(fixture_publish(writer, 64, 16, i), FRS_OK);
    }
    return NULL;
}

START_TEST(no_frame_is_slept_through)
{
    uint32_t n = 2000;
    pthread_t thread;
    open_reader(false, 0);
    pthread_create(&thread, NULL, publish_later, &n);
    for (uint32_t seen = 0; seen < n;) {
        /* Without an end to the wait: after a lost wake-up it would never return. */
        ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
        ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
        fixture_assert_frame(&frame);
        ck_assert_uint_gt(frame.sequence, seen);
        seen = frame.sequence;
        frs_reader_release(reader, &frame);
    }
    pthread_join(thread, NULL);
}
END_TEST

static void *destroy_later(void *user)
{
    (void)user;
    fixture_sleep(20);
    frs_writer_destroy(&writer);
    return NULL;
}

START_TEST(the_end_of_the_stream_wakes)
{
    pthread_t thread;
    open_reader(false, 0);
    pthread_create(&thread, NULL, destroy_later, NULL);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_ECLOSED);
    pthread_join(thread, NULL);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_ECLOSED);
}
END_TEST

static void *create_later(void *user)
{
    (void)user;
    fixture_sleep(30);
    ck_assert_frs(frs_writer_create(&writer, "late", NULL), FRS_OK);
    return NULL;
}

/* As if the reader's socket had no room: slots made from now on are not sent, until they are. */
static void hold_slots_back(bool hold)
{
    frs_connection *connections[FRS_READERS_MAX];
    pthread_mutex_lock(&writer->lock);
    uint32_t n = frs_readers_snapshot(writer, connections);
    pthread_mutex_unlock(&writer->lock);
    ck_assert_uint_eq(n, 1);
    frs_connection *connection = connections[0];
    pthread_mutex_lock(&connection->sending);
    for (uint32_t i = 0; i < FRS_SLOTS_MAX; i++)
        if (!connection->sent_id[i] || !hold)
            connection->sent_id[i] = hold ? writer->last_slot_id + 1 : 0;
    pthread_mutex_unlock(&connection->sending);
    if (!hold)
        frs_readers_send_slots(writer, connection);
    frs_readers_unref(connections, n);
}

static int acquire(bool every)
{
    return every ? frs_reader_acquire_next(reader, &frame)
                 : frs_reader_acquire_newest(reader, &frame);
}

START_TEST(a_frame_in_a_slot_that_has_not_come_is_waited_for)
{
    bool every = _i;
    open_reader(every, 0);
    hold_slots_back(true);
    publish(1, 1);
    for (int i = 0; i < 3; i++) {
        ck_assert_frs(acquire(every), FRS_EAGAIN);
        ck_assert_frs(frs_reader_wait(reader, 10), FRS_ETIMEOUT);
    }
    hold_slots_back(false);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
    ck_assert_frs(acquire(every), FRS_OK);
    assert_frame(1, 0);
}
END_TEST

START_TEST(a_frame_after_one_whose_slot_has_not_come_is_taken)
{
    publish(1, 1);
    open_reader(false, 0);
    ck_assert_frs(acquire(false), FRS_OK);
    frs_reader_release(reader, &frame);
    hold_slots_back(true);
    publish(2, 2);
    ck_assert_frs(acquire(false), FRS_EAGAIN);
    publish(3, 3); /* where the first one was */
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
    ck_assert_frs(acquire(false), FRS_OK);
    assert_frame(3, 1);
}
END_TEST

START_TEST(who_waits_for_a_slot_hears_of_the_end)
{
    open_reader(false, 0);
    hold_slots_back(true);
    publish(1, 1);
    ck_assert_frs(acquire(false), FRS_EAGAIN);
    frs_writer_destroy(&writer);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_ECLOSED);
}
END_TEST

START_TEST(a_slot_given_up_before_it_came_is_not_kept)
{
    frs_slot *slot;
    open_reader(false, 0);
    int mappings = fixture_count_mappings();
    ck_assert_frs(frs_writer_slot_acquire(writer, 4096, &slot), FRS_OK);
    frs_slot_unref(slot);
    frs_writer_trim(writer);
    ck_assert_frs(acquire(false), FRS_EAGAIN); /* takes it in */
    ck_assert_frs(acquire(false), FRS_EAGAIN);
    ck_assert_int_eq(fixture_count_mappings(), mappings);
}
END_TEST

START_TEST(a_reader_may_wait_for_its_stream)
{
    pthread_t thread;
    frs_reader_options options = {.timeout_ms = 1};
    ck_assert_frs(frs_reader_open(&reader, "late", NULL), FRS_ENOENT);
    ck_assert_frs(frs_reader_open(&reader, "late", &options), FRS_ENOENT);
    ck_assert_ptr_nonnull(strstr(frs_error_message(), "late"));
    options.timeout_ms = -1;
    frs_writer_destroy(&writer);
    pthread_create(&thread, NULL, create_later, NULL);
    ck_assert_frs(frs_reader_open(&reader, "late", &options), FRS_OK);
    pthread_join(thread, NULL);
}
END_TEST

/* ---- the end ---- */

START_TEST(the_last_frames_can_be_read_after_the_writer_went)
{
    frs_reader_stats seen;
    open_reader(true, 4);
    publish(1, 6);
    frs_writer_destroy(&writer);
    for (uint32_t i = 3; i <= 6; i++) {
        ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
        ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
        assert_frame(i, i == 3 ? 2 : 0);
        if (i < 6)
            frs_reader_release(reader, &frame);
    }
    frs_frame more;
    ck_assert_frs(frs_reader_acquire_next(reader, &more), FRS_ECLOSED);
    ck_assert_frs(frs_reader_acquire_newest(reader, &more), FRS_ECLOSED);
    ck_assert_frs(frs_reader_wait(reader, -1), FRS_ECLOSED);
    fixture_assert_frame(&frame); /* a lease goes on for as long as the reader lives */
    ck_assert_frs(frs_reader_acquire_again(reader, &more), FRS_OK);
    ck_assert_uint_eq(more.info.pts, 6);
    frs_reader_get_stats(reader, &seen);
    ck_assert_uint_eq(seen.published, 6);
}
END_TEST

static void *end_when_read(void *user)
{
    (void)user;
    ck_assert_frs(frs_writer_wait_reader(writer, -1), FRS_OK);
    publish(1, 3);
    frs_writer_destroy(&writer);
    return NULL;
}

START_TEST(a_stream_that_ends_while_it_is_opened_can_be_read_to_its_end)
{
    for (int round = 0; round < 50; round++) {
        pthread_t thread;
        pthread_create(&thread, NULL, end_when_read, NULL);
        open_reader(true, 3);
        for (uint32_t i = 1; i <= 3; i++) {
            ck_assert_frs(frs_reader_wait(reader, -1), FRS_OK);
            ck_assert_frs(frs_reader_acquire_next(reader, &frame), FRS_OK);
            assert_frame(i, 0);
            frs_reader_release(reader, &frame);
        }
        pthread_join(thread, NULL);
        frs_reader_close(&reader);
        ck_assert_frs(frs_writer_create(&writer, "cam0", NULL), FRS_OK);
    }
}
END_TEST

START_TEST(a_new_writer_of_the_name_is_another_stream)
{
    frs_reader *second;
    publish(1, 1);
    open_reader(false, 0);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    frs_writer_destroy(&writer);
    ck_assert_frs(frs_writer_create(&writer, "cam0", NULL), FRS_OK);
    publish(50, 50);
    frs_frame more;
    ck_assert_frs(frs_reader_acquire_newest(reader, &more), FRS_ECLOSED);
    assert_frame(1, 0);
    ck_assert_frs(frs_reader_open(&second, "cam0", NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(second, &more), FRS_OK);
    ck_assert_uint_eq(more.info.pts, 50);
    frs_reader_close(&second);
}
END_TEST

START_TEST(closing_ends_all_leases)
{
    open_reader(false, 0);
    for (uint32_t i = 0; i < 10; i++) {
        publish(i, i);
        ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    }
    publish(10, 10);
    ck_assert_uint_eq(stats().slots_free, 0);
    frs_reader_close(&reader);
    while (stats().readers > 0)
        fixture_sleep(1);
    ck_assert_uint_eq(stats().slots_free + 1, stats().slots);
}
END_TEST

/* ---- a writer that lies in the control segment ---- */

typedef enum control_lie {
    RING_OUT_OF_RANGE,
    RING_ELSEWHERE,
    STAMP,
    SLOT_OUT_OF_RANGE,
    SLOT_ID,
    SLOT_ID_ZERO,
    NEWEST,
    NEWEST_ZERO,
    FLOOR,
    WIDTH,
    STRIDE,
    OFFSET,
    FORMAT,
    N_PLANES,
    N_LIES,
} control_lie;

static void tell(control_lie lie)
{
    frs_control *control = writer->control;
    uint32_t index = writer->ring[writer->newest % FRS_RING_SIZE];
    frs_descriptor *descriptor = &control->descriptors[index];
    frs_word *ring = &control->ring[writer->newest % FRS_RING_SIZE];
    switch (lie) {
    case RING_OUT_OF_RANGE:
        atomic_store(ring, 0x7fffffff);
        break;
    case RING_ELSEWHERE:
        atomic_store(ring, FRS_DESCRIPTORS_MAX - 1);
        break;
    case STAMP:
        atomic_store(&descriptor->seq, 4711);
        break;
    case SLOT_OUT_OF_RANGE:
        atomic_store(&descriptor->slot, UINT32_MAX);
        break;
    case SLOT_ID:
        atomic_store(&descriptor->slot_id, 4711);
        break;
    case SLOT_ID_ZERO: /* what an index without a slot has */
        atomic_store(&descriptor->slot, FRS_SLOTS_MAX - 1);
        atomic_store(&descriptor->slot_id, 0);
        break;
    case NEWEST:
        atomic_store(&control->newest, 0x87654321);
        break;
    case NEWEST_ZERO:
        atomic_store(&control->newest, 0);
        break;
    case FLOOR:
        atomic_store(&control->floor, writer->newest + 100);
        break;
    case WIDTH:
        descriptor->word[FRS_DESCRIPTOR_WIDTH] = FRS_SIZE_MAX;
        break;
    case STRIDE:
        descriptor->word[FRS_DESCRIPTOR_STRIDE] = UINT32_MAX;
        break;
    case OFFSET:
        descriptor->word[FRS_DESCRIPTOR_OFFSET] = UINT32_MAX - 4096;
        break;
    case FORMAT:
        descriptor->word[FRS_DESCRIPTOR_FORMAT] = 0xffff;
        break;
    case N_PLANES:
    case N_LIES:
        descriptor->word[FRS_DESCRIPTOR_N_PLANES] = 1000;
        break;
    }
}

START_TEST(words_that_make_no_sense_give_no_frame)
{
    open_reader(_i % 2, 2);
    publish(1, 5);
    tell((control_lie)(_i / 2));
    int error = frs_reader_acquire_newest(reader, &frame);
    ck_assert(error == FRS_EAGAIN || error == FRS_EPROTOCOL);
    for (int i = 0; i < 3; i++) {
        error = frs_reader_acquire_next(reader, &frame);
        if (error == FRS_OK) { /* a frame that the lie is not about */
            ck_assert(frame.info.pts == 4 || (frame.info.pts == 5 && _i / 2 == NEWEST));
            fixture_assert_frame(&frame);
            frs_reader_release(reader, &frame);
        }
    }
    /* Nothing stays leased: with the truth told again everything works. */
    publish(6, 60);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert_uint_eq(frame.info.pts, 60);
    fixture_assert_frame(&frame);
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
    while (stats().readers > 0)
        fixture_sleep(1);
    publish(61, 62);
    ck_assert_uint_eq(stats().slots_free + 1, stats().slots);
}
END_TEST

START_TEST(a_slot_size_that_lies_in_the_table_changes_no_mapping)
{
    publish(1, 1);
    open_reader(false, 0);
    atomic_store(&writer->control->slots[0].size, UINT32_MAX);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    ck_assert_uint_eq(frame.size, 4096);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reader");
    TCase *frames = checks_case(suite, "frames", begin, end, 60);
    tcase_add_test(frames, there_is_nothing_before_the_first_frame);
    tcase_add_test(frames, a_reader_that_comes_late_has_the_newest_frame_at_once);
    tcase_add_test(frames, the_newest_frame_is_taken_once_and_again_when_asked);
    tcase_add_test(frames, a_look_at_the_newest_frame_takes_nothing);
    tcase_add_test(frames, a_released_frame_is_nothing_any_more);
    tcase_add_test(frames, frames_in_order_come_out_of_the_history);
    tcase_add_test(frames, who_wants_every_frame_hears_of_those_missed_before_the_first);
    tcase_add_test(frames, the_longest_history_is_kept_whole);
    tcase_add_test(frames, the_history_goes_with_its_reader);
    tcase_add_test(frames, a_reader_holds_so_many_frames_and_no_more);
    tcase_add_test(frames, a_leased_frame_stays_as_it_was);
    tcase_add_test(frames, a_picture_is_mapped_read_only);
    tcase_add_test(frames, pictures_may_change_size_and_format_from_one_to_the_next);
    tcase_add_test(frames, the_whole_descriptor_arrives);
    TCase *waits = checks_case(suite, "waits", begin, end, 60);
    tcase_add_test(waits, no_frame_is_slept_through);
    tcase_add_test(waits, the_end_of_the_stream_wakes);
    tcase_add_loop_test(waits, a_frame_in_a_slot_that_has_not_come_is_waited_for, 0, 2);
    tcase_add_test(waits, a_frame_after_one_whose_slot_has_not_come_is_taken);
    tcase_add_test(waits, who_waits_for_a_slot_hears_of_the_end);
    tcase_add_test(waits, a_slot_given_up_before_it_came_is_not_kept);
    tcase_add_test(waits, a_reader_may_wait_for_its_stream);
    TCase *ends = checks_case(suite, "ends", begin, end, 60);
    tcase_add_test(ends, the_last_frames_can_be_read_after_the_writer_went);
    tcase_add_test(ends, a_stream_that_ends_while_it_is_opened_can_be_read_to_its_end);
    tcase_add_test(ends, a_new_writer_of_the_name_is_another_stream);
    tcase_add_test(ends, closing_ends_all_leases);
    TCase *lies = checks_case(suite, "lies", begin, end, 60);
    tcase_add_loop_test(lies, words_that_make_no_sense_give_no_frame, 0, 2 * N_LIES);
    tcase_add_test(lies, a_slot_size_that_lies_in_the_table_changes_no_mapping);
    return fixture_run(suite);
}
