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

gboolean subject_has_overlay(double position)
{
    frs_reader *reader;
    frs_frame frame;
    driver_do(player, "\"command\":\"seek\",\"position\":%f", position);
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), NULL), FRS_OK);
    ck_assert_frs(frs_reader_acquire_newest(reader, &frame), FRS_OK);
    gboolean has = frame.overlay_data != NULL;
    frs_reader_release(reader, &frame);
    frs_reader_close(&reader);
    return has;
}
