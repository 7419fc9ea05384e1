/* SPDX-License-Identifier: MIT */
#include "subject.h"

driver *player;

void subject_begin(void)
{
    fixture_clear_folder();
    player = driver_spawn(NULL);
}

void subject_end(void)
{
    ck_assert_int_eq(driver_finish(player), 0);
    ck_assert_int_eq(fixture_folder_entries(), 0);
}

JsonObject *subject_stats(void)
{
    return driver_do(player, "\"command\":\"stats\"");
}

gint64 subject_stat(const char *name)
{
    return json_object_get_int_member(subject_stats(), name);
}

void subject_play_to_end(void)
{
    driver_do(player, "\"command\":\"play\"");
    driver_event(player, "end");
}

JsonObject *subject_seek(int number)
{
    return driver_do(player, "\"command\":\"seek\",\"position\":%.4f", (number + 0.5) / FPS);
}

/* ---- pictures ---- */

static frs_reader *taking;

frs_frame subject_take(void)
{
    frs_frame frame;
    ck_assert_ptr_null(taking);
    ck_assert_frs(frs_reader_open(&taking, driver_stream(player), NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(taking, &frame), FRS_OK);
    return frame;
}

void subject_give_back(frs_frame *frame)
{
    frs_reader_release(taking, frame);
    frs_reader_close(&taking);
}

void subject_wait(frs_reader *reader, frs_frame *frame)
{
    ck_assert_frs(frs_reader_wait(reader, 60000), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(reader, frame), FRS_OK);
}

int64_t subject_number(const frs_frame *frame)
{
    return (int64_t)(frame->info.pts * FPS + 500000000) / 1000000000;
}

gboolean subject_has_overlay(double position)
{
    driver_do(player, "\"command\":\"seek\",\"position\":%f", position);
    frs_frame frame = subject_take();
    gboolean has = frame.overlay_data != NULL;
    subject_give_back(&frame);
    return has;
}
