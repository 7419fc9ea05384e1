/* SPDX-License-Identifier: MIT */
/* A writer that lies in the control segment. */
#include "stream.h"

#include "core/connections.h"

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
    frs_descriptor *descriptor = stream_descriptor();
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
    stream_open(&(frs_reader_options){.every_frame = _i % 2, .history = 2});
    stream_publish(1, 5);
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
    stream_publish(6, 60);
    stream_take();
    ck_assert_uint_eq(frame.info.pts, 60);
    fixture_assert_frame(&frame);
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
    stream_wait_unread();
    stream_publish(61, 62);
    stream_assert_released();
}
END_TEST

START_TEST(a_slot_size_that_lies_in_the_table_changes_no_mapping)
{
    stream_publish(1, 1);
    stream_open(NULL);
    atomic_store(&writer->control->slots[0].size, UINT32_MAX);
    stream_take();
    ck_assert_uint_eq(frame.size, 4096);
}
END_TEST

/* A page is shared with the writer, who can clear the cell of a lease: it must not be two frames'.
 */
START_TEST(a_lease_that_the_writer_takes_away_keeps_its_frame_mapped)
{
    stream_publish(1, 1);
    stream_open(NULL);
    stream_take();
    frs_frame first = frame;
    atomic_store(&writer->connections[0]->page->cells[first.cell], 0);
    stream_publish(2, 2);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_EPROTOCOL);
    /* Given up, both: what is leased stays mapped all the same. */
    for (uint32_t i = 0; i < FRS_SLOTS_MAX; i++)
        atomic_store(&writer->control->slots[i].id, 4711);
    atomic_fetch_add(&writer->control->slots_changed, 1);
    ck_assert_frs(frs_reader_wait(reader, 0), FRS_OK);
    ck_assert_uint_eq(first.info.pts, 1);
    fixture_assert_frame(&first);
    frs_reader_release(reader, &first);
    stream_publish(3, 3);
    stream_take();
    fixture_assert_frame(&frame);
    frs_reader_release(reader, &frame);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reader lies");
    TCase *tests = checks_case(suite, "lies", stream_begin, stream_end, 60);
    tcase_add_loop_test(tests, words_that_make_no_sense_give_no_frame, 0, 2 * N_LIES);
    tcase_add_test(tests, a_slot_size_that_lies_in_the_table_changes_no_mapping);
    tcase_add_test(tests, a_lease_that_the_writer_takes_away_keeps_its_frame_mapped);
    return fixture_run(suite);
}
