/* SPDX-License-Identifier: MIT */
/* The table of quirks, and of each fault that is seen each time: with its quirk it is not there,
 * and without it, it is. If it is not, GStreamer has mended it, and the table is to say so. */
#include "subject.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gst/gst.h>

#include <frameshare/overlay.h>

#include "bitmap_subtitles.h"
#include "http.h"
#include "quirks.h"

/* What hangs has not answered by then; what is right answers within one. */
#define HANGS_SECONDS 12

/* ---- asking without failing ---- */

/* The reply; NULL: there is none. */
static JsonObject *ask(const char *members)
{
    return driver_reply_within(player, driver_send(player, "%s", members), HANGS_SECONDS);
}

static JsonObject *ask_load(const char *uri)
{
    g_autofree char *members = g_strdup_printf("\"command\":\"load\",\"uri\":\"%s\"", uri);
    return ask(members);
}

static gboolean is_ok(JsonObject *reply)
{
    return reply != NULL && json_object_get_boolean_member_with_default(reply, "ok", FALSE);
}

static gboolean seek(double position)
{
    g_autofree char *members = g_strdup_printf("\"command\":\"seek\",\"position\":%.4f", position);
    return is_ok(ask(members));
}

/* Is the picture there that one, or one beside it? */
static gboolean shows(int number, int tolerance)
{
    return seek((number + 0.5) / FPS) &&
           llabs((long long)(driver_picture(player, NULL) - number)) <= tolerance;
}

static gboolean is_refused(JsonObject *reply, const char *code, const char *words)
{
    JsonObject *error = reply != NULL && json_object_has_member(reply, "error")
                            ? json_object_get_object_member(reply, "error")
                            : NULL;
    return error != NULL && strcmp(json_object_get_string_member(error, "code"), code) == 0 &&
           strstr(json_object_get_string_member(error, "message"), words) != NULL;
}

/* ---- each fault: TRUE if it is not there ---- */

static gboolean a_segment_that_cannot_be_downloaded_is_an_error(void)
{
    static const char text[] = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:2\n"
                               "#EXTINF:2.0,\nhttp:///x.ts\n#EXT-X-ENDLIST\n";
    ck_assert(g_file_set_contents(driver_clip("bad.m3u8"), text, -1, NULL));
    http *server = http_start(driver_clip("bad.m3u8"), NULL, TRUE);
    gboolean right = is_refused(ask_load(http_uri(server)), "not-found", "http:///x.ts");
    http_stop(server);
    return right;
}

/* One that its script has at the top. */
static gboolean ass_within_a_film_is_where_it_says(void)
{
    static const char text[] =
        "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, "
        "Alignment, MarginV\nStyle: Default,Sans,20,8,5\n\n[Events]\nFormat: Layer, Start, End, "
        "Style, Text\nDialogue: 0,0:00:00.00,0:00:05.00,Default,word\n";
    frs_overlays overlays;
    ck_assert(g_file_set_contents(driver_clip("top.ass"), text, -1, NULL));
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":true",
              driver_ffmpeg("ass.mkv", "-i clip.mp4 -i top.ass -map 0 -map 1 -c:v copy -c:a copy "
                                       "-c:s copy"));
    driver_do(player, "\"command\":\"seek\",\"position\":1.2");
    frs_frame frame = subject_take();
    gboolean right =
        frame.overlay_data != NULL &&
        frs_overlays_read(&overlays, frame.overlay_data, frame.overlay_size) == FRS_OK &&
        overlays.overlay[0].y + (int)overlays.overlay[0].height < (int)frame.info.height / 2;
    subject_give_back(&frame);
    return right;
}

/* Of the sound, which GStreamer 1.26 does by itself, and of the pictures: the last one is shown. */
static gboolean a_seek_behind_the_end_of_a_stream_is_answered(void)
{
    driver_load(player, driver_ffmpeg("short.mkv", "-i clip.mp4 -af atrim=end=4.3 -c:v libx264 "
                                                   "-preset ultrafast -g 50 -c:a aac"));
    if (!shows(144, 1) || !shows(60, 1) || !shows(144, 1))
        return FALSE;
    driver_load(player, driver_ffmpeg("still.mkv", "-i clip.mp4 -vf trim=end=4.3 -c:v libx264 "
                                                   "-preset ultrafast -g 50 -c:a aac"));
    return shows(60, 1) && seek(4.8) && llabs((long long)driver_picture(player, NULL) - 128) <= 1;
}

static gboolean a_file_that_is_cut_off_behind_its_header_is_told_so(void)
{
    return is_refused(ask_load(driver_clip("header.mp4")), "format", "cut off");
}

static gboolean a_seek_to_the_begin_of_a_picture_shows_it_where_times_are_rounded(void)
{
    gboolean right = TRUE;
    driver_load(player, driver_ffmpeg("rounded.mkv", "-i clip.mp4 -c copy"));
    for (int number = 3; number <= 60; number += 3) {
        driver_do(player, "\"command\":\"seek\",\"position\":%.1f", (double)number / FPS);
        right = right && driver_picture(player, NULL) == number;
    }
    return right;
}

static gboolean a_recording_lasts_as_long_as_what_is_in_it(void)
{
    JsonObject *loaded = driver_load(
        player, driver_ffmpeg("recorded.mkv", "-i clip.mp4 -c:v libx264 -preset ultrafast -g 100 "
                                              "-an -f matroska -live 1 -cluster_time_limit 2000"));
    return fabs(json_object_get_double_member(loaded, "duration") - 5) < 0.1;
}

static gboolean a_recording_goes_where_it_is_sent(void)
{
    static const int numbers[] = {40, 100, 55, 20, 99};
    gboolean right = TRUE;
    driver_load(player,
                driver_ffmpeg("recorded.mkv", "-i clip.mp4 -c:v libx264 -preset ultrafast -g 9999 "
                                              "-c:a aac -f matroska -live 1 "
                                              "-cluster_time_limit 500"));
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
        right = shows(numbers[i], 1) && right;
    return right;
}

static gboolean the_first_picture_of_a_transport_stream_is_at_0(void)
{
    uint64_t pts;
    driver_load(player, driver_ffmpeg("stream.ts", "-i clip.mp4 -c:v copy -c:a libopus"));
    return driver_picture(player, &pts) == 0 && pts < GST_SECOND / FPS;
}

static gboolean a_program_stream_goes_where_it_is_sent(void)
{
    driver_load(player, driver_ffmpeg("stream.mpg", "-i clip.mp4 -c:v mpeg2video -g 10 -c:a mp2"));
    return shows(70, 1) && shows(30, 1) && shows(100, 1);
}

static gboolean subtitles_of_a_disc_are_over_a_picture_without_its_bars(void)
{
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"subtitles\":true",
              bitmap_film("pgs.mkv", "640x360", "copy"));
    /* GStreamer 1.26 has it at the lower edge, from row 320 on. */
    return bitmap_play().top == 295;
}

static gboolean ogg_from_a_server_of_whole_files_has_no_duration_that_is_wrong(void)
{
    http *server =
        http_start(driver_ffmpeg("tone.ogg", "-t 3 -f lavfi -i sine -c:a libvorbis"), NULL, FALSE);
    JsonObject *loaded = ask_load(http_uri(server));
    gboolean right = is_ok(loaded) && json_object_get_null_member(loaded, "duration");
    http_stop(server);
    return right;
}

static gboolean vp8_in_ogg_has_a_picture(void)
{
    const char *file = driver_ffmpeg("vp8.ogv", "-t 1 -i clip.mp4 -c:v libvpx -deadline realtime "
                                                "-cpu-used 8 -c:a libvorbis");
    g_autofree char *uri = g_strdup_printf("file://%s", file);
    JsonObject *loaded = ask_load(uri);
    return is_ok(loaded) && !json_object_get_boolean_member(loaded, "still");
}

static gboolean the_chapters_of_mp4_are_told(void)
{
    static const char text[] = ";FFMETADATA1\n"
                               "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=One\n"
                               "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1500\nEND=5000\ntitle=Two\n";
    ck_assert(g_file_set_contents(driver_clip("chapters.txt"), text, -1, NULL));
    driver_load(player,
                driver_ffmpeg("chapters.mp4", "-i clip.mp4 -i chapters.txt -map 0:v -map 0:a "
                                              "-map_chapters 1 -c copy"));
    /* What was told of the load has come before the answer to a later command. */
    driver_do(player, "\"command\":\"stats\"");
    return driver_count(player, "\"title\":\"Two\"") > 0;
}

/* Of one picture, and five seconds of sound. */
#define LONE "-i clip.mp4 -vf 'select=eq(n\\,100),setpts=0' -c:v libx264 -c:a aac"

static gboolean one_picture_is_shown_while_its_sound_plays(void)
{
    return is_ok(ask_load(driver_ffmpeg("lone.mkv", LONE))) && subject_stat("published") > 0;
}

static gboolean one_picture_is_a_track_of_pictures(void)
{
    JsonObject *loaded = ask_load(driver_ffmpeg("lone.mp4", LONE));
    return is_ok(loaded) && !json_object_get_boolean_member(loaded, "still");
}

static gboolean renditions_have_their_names(void)
{
    static const char text[] =
        "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"English\","
        "DEFAULT=YES,AUTOSELECT=YES,URI=\"sound.m3u8\"\n#EXT-X-STREAM-INF:BANDWIDTH=500000,"
        "CODECS=\"avc1.42c00d,mp4a.40.2\",AUDIO=\"a\"\npictures.m3u8\n";
    driver_ffmpeg("pictures.m3u8", "-i clip.mp4 -an -c copy -hls_time 1 -hls_list_size 0");
    driver_ffmpeg("sound.m3u8", "-i clip.mp4 -vn -c:a aac -hls_time 1 -hls_list_size 0");
    ck_assert(g_file_set_contents(driver_clip("master.m3u8"), text, -1, NULL));
    http *server = http_start(driver_clip("master.m3u8"), NULL, TRUE);
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    driver_do(player, "\"command\":\"stats\"");
    gboolean right = driver_count(player, "\"label\":\"English\"") > 0;
    http_stop(server);
    return right;
}

static gboolean dnxhr_plays(void)
{
    return is_ok(ask_load(driver_ffmpeg(
        "dnxhr.mov", "-i clip.mp4 -t 1 -c:v dnxhd -profile:v dnxhr_lb -pix_fmt yuv422p -an")));
}

static gboolean all_of_a_fragmented_file_can_be_sought(void)
{
    JsonObject *loaded = driver_load(
        player, driver_ffmpeg("fragmented.mp4",
                              "-i clip.mp4 -c:v libx264 -preset ultrafast -g 30 -c:a aac "
                              "-movflags empty_moov+delay_moov+default_base_moof+frag_keyframe+"
                              "skip_trailer"));
    return fabs(json_object_get_double_member(loaded, "duration") - 5) < 0.1 && shows(140, 1) &&
           shows(20, 1);
}

static gboolean a_server_of_whole_files_is_none_to_seek_in(void)
{
    http *server = http_start(driver_clip("clip.mp4"), NULL, FALSE);
    http_say_nothing_of_ranges(server);
    JsonObject *loaded = driver_do(player, "\"command\":\"load\",\"uri\":\"%s\"", http_uri(server));
    gboolean right = !json_object_get_boolean_member(loaded, "seekable");
    http_stop(server);
    return right;
}

static gboolean full_range_is_what_the_stream_says(void)
{
    driver_load(player, driver_ffmpeg("full.mp4", "-f lavfi -i testsrc2=s=320x240:r=25:d=0.4 "
                                                  "-pix_fmt yuv420p -c:v libx264 -color_range pc "
                                                  "-colorspace bt709 -color_primaries bt709 "
                                                  "-color_trc bt709"));
    frs_frame frame = subject_take();
    gboolean right = frame.info.range == FRS_RANGE_FULL;
    subject_give_back(&frame);
    return right;
}

/* Turns of a second each, which without their last pictures are 1 / FPS s shorter. On a machine
 * that is busy some turn begins late, or drops its last picture: the one in the middle counts. */
#define TURNS 7

static int compare(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static gboolean the_last_picture_of_a_loop_has_its_time(void)
{
    frs_reader *reader;
    frs_frame frame;
    int64_t begin[TURNS + 1], last = -1;
    for (int turn = 0; turn <= TURNS; turn++)
        begin[turn] = INT64_MAX;
    driver_do(player, "\"command\":\"load\",\"uri\":\"%s\",\"loop\":true",
              driver_clip("silent.mkv"));
    ck_assert_frs(frs_reader_open(&reader, driver_stream(player), NULL), FRS_OK);
    driver_do(player, "\"command\":\"play\"");
    for (int turn = 0; turn <= TURNS;) {
        subject_wait(reader, &frame);
        int64_t number = subject_number(&frame);
        turn += number < last;
        last = number;
        if (turn <= TURNS)
            begin[turn] = MIN(begin[turn], (int64_t)(frame.info.published_at - frame.info.pts));
        frs_reader_release(reader, &frame);
    }
    frs_reader_close(&reader);
    for (int turn = 0; turn < TURNS; turn++)
        begin[turn] = begin[turn + 1] - begin[turn];
    qsort(begin, TURNS, sizeof begin[0], compare);
    return begin[TURNS / 2] > (int64_t)(GST_SECOND - GST_SECOND / FPS / 2);
}

static gboolean each_request_of_a_playlist_has_the_headers(void)
{
    driver_ffmpeg("list.m3u8", "-i clip.mp4 -c copy -hls_time 2 -hls_list_size 0");
    http *server = http_start(driver_clip("list.m3u8"), NULL, TRUE);
    driver_do(
        player,
        "\"command\":\"load\",\"uri\":\"%s\",\"options\":{\"headers\":{\"X-Key\":\"secret\"}}",
        http_uri(server));
    g_autofree char *all = http_all_asked(server, "x-key");
    g_auto(GStrv) lines = g_strsplit(g_strchomp(all), "\n", 0);
    gboolean right = g_strv_length(lines) > 1;
    for (guint i = 0; lines[i] != NULL; i++)
        right = right && g_str_has_suffix(lines[i], " secret");
    http_stop(server);
    return right;
}

static const struct {
    frs_quirk_id id;
    gboolean (*is_right)(void);
} faults[] = {
    {FRS_QUIRK_ADAPTIVEDEMUX_ERROR, a_segment_that_cannot_be_downloaded_is_an_error},
    {FRS_QUIRK_DECODEBIN3_ASS, ass_within_a_film_is_where_it_says},
    {FRS_QUIRK_DECODEBIN3_EMPTY_STREAM, a_seek_behind_the_end_of_a_stream_is_answered},
    {FRS_QUIRK_DECODEBIN3_ENDED, a_file_that_is_cut_off_behind_its_header_is_told_so},
    {FRS_QUIRK_DECODER_LONE_PICTURE, one_picture_is_shown_while_its_sound_plays},
    {FRS_QUIRK_DECODER_SLIVER, a_seek_to_the_begin_of_a_picture_shows_it_where_times_are_rounded},
    {FRS_QUIRK_DVDSPU_SIZE, subtitles_of_a_disc_are_over_a_picture_without_its_bars},
    {FRS_QUIRK_HLSDEMUX2_RENDITIONS, renditions_have_their_names},
    {FRS_QUIRK_MATROSKADEMUX_END, a_recording_lasts_as_long_as_what_is_in_it},
    {FRS_QUIRK_MATROSKADEMUX_SEEK, a_recording_goes_where_it_is_sent},
    {FRS_QUIRK_MPEG_ORIGIN, the_first_picture_of_a_transport_stream_is_at_0},
    {FRS_QUIRK_MPEGPSDEMUX_SEEK, a_program_stream_goes_where_it_is_sent},
    {FRS_QUIRK_OGGDEMUX_PARTS, ogg_from_a_server_of_whole_files_has_no_duration_that_is_wrong},
    {FRS_QUIRK_OGGDEMUX_VP8, vp8_in_ogg_has_a_picture},
    {FRS_QUIRK_QTDEMUX_CHAPTERS, the_chapters_of_mp4_are_told},
    {FRS_QUIRK_QTDEMUX_DNXHR, dnxhr_plays},
    {FRS_QUIRK_QTDEMUX_FRAGMENTS, all_of_a_fragmented_file_can_be_sought},
    {FRS_QUIRK_QTDEMUX_RANGE, full_range_is_what_the_stream_says},
    {FRS_QUIRK_QTDEMUX_SHORT_TRACK, one_picture_is_a_track_of_pictures},
    {FRS_QUIRK_SEGMENT_SEAM, the_last_picture_of_a_loop_has_its_time},
    {FRS_QUIRK_SOUP_HEADERS, each_request_of_a_playlist_has_the_headers},
    {FRS_QUIRK_SOUP_RANGES, a_server_of_whole_files_is_none_to_seek_in},
};

START_TEST(with_its_quirk_a_fault_is_not_seen)
{
    subject_begin();
    ck_assert_msg(faults[_i].is_right(), "%s: the fault is seen all the same",
                  frs_quirk_get(faults[_i].id)->name);
    subject_end();
}
END_TEST

/* A player that hangs does not end by itself. */
static void end_by_force(void)
{
    kill(driver_pid(player), SIGKILL);
    driver_finish(player);
}

START_TEST(without_its_quirk_a_fault_is_seen_where_the_table_says_so)
{
    guint minor = driver_gst_minor();
    const frs_quirk *quirk = frs_quirk_get(faults[_i].id);
    g_autofree char *off = g_strdup_printf("-%s", quirk->name);
    g_setenv("FRAMESHARE_QUIRKS", off, TRUE);
    subject_begin();
    gboolean right = faults[_i].is_right();
    end_by_force();
    if (frs_quirk_is_of(quirk, minor))
        ck_assert_msg(!right, "%s: mended in GStreamer 1.%u: gate it", quirk->name, minor);
    else
        ck_assert_msg(right, "%s: GStreamer 1.%u has the fault, and the table says it has not",
                      quirk->name, minor);
}
END_TEST

/* ---- the table ---- */

START_TEST(each_row_of_the_table_says_all)
{
    for (frs_quirk_id id = 0; id < FRS_QUIRKS; id++) {
        const frs_quirk *it = frs_quirk_get(id);
        ck_assert_msg(it->name != NULL &&
                          strspn(it->name, "abcdefghijklmnopqrstuvwxyz0123456789-") ==
                              strlen(it->name),
                      "the name of %d", id);
        ck_assert_msg(id == 0 || strcmp(frs_quirk_get(id - 1)->name, it->name) < 0,
                      "%s: names are to be in order, each once", it->name);
        ck_assert_msg(it->element != NULL && it->seen != NULL, "%s: element, seen", it->name);
        ck_assert_msg(it->does != NULL && g_str_has_suffix(it->does, "."), "%s: does", it->name);
        ck_assert_msg(it->to == 0 || it->from < it->to, "%s: versions", it->name);
        ck_assert_msg(it->upstream != NULL && (g_str_has_prefix(it->upstream, "https://") ||
                                               strcmp(it->upstream, "not reported") == 0),
                      "%s: upstream", it->name);
    }
}
END_TEST

START_TEST(each_fault_that_is_no_race_has_a_test)
{
    for (frs_quirk_id id = 0; id < FRS_QUIRKS; id++) {
        gboolean tested = frs_quirk_get(id)->race;
        for (guint i = 0; i < G_N_ELEMENTS(faults); i++)
            tested = tested || faults[i].id == id;
        ck_assert_msg(tested, "%s", frs_quirk_get(id)->name);
    }
}
END_TEST

START_TEST(a_quirk_is_of_the_versions_from_its_first_to_before_its_last)
{
    const frs_quirk all = {.from = 0, .to = 0}, some = {.from = 22, .to = 26};
    ck_assert(frs_quirk_is_of(&all, 20));
    ck_assert(frs_quirk_is_of(&all, 99));
    ck_assert(!frs_quirk_is_of(&some, 20));
    ck_assert(frs_quirk_is_of(&some, 22));
    ck_assert(frs_quirk_is_of(&some, 24));
    ck_assert(!frs_quirk_is_of(&some, 26));
}
END_TEST

/* ---- FRAMESHARE_QUIRKS ---- */

/* What `frameshare-player --quirks` says, and what of that on standard error; the caller frees
 * both. */
static char *list_with(const char *variable, char **errors)
{
    g_autoptr(GError) error = NULL;
    const char *const argv[] = {g_getenv("FRAMESHARE_PLAYER"), "--quirks", NULL};
    char *text = NULL;
    int status = -1;
    g_setenv("FRAMESHARE_QUIRKS", variable, TRUE);
    ck_assert(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, errors,
                           &status, &error));
    ck_assert_int_eq(status, 0);
    return text;
}

static int count(const char *text, const char *words)
{
    int n = 0;
    for (const char *at = text; (at = strstr(at, words)) != NULL; at++)
        n++;
    return n;
}

START_TEST(names_in_the_environment_switch_off_and_no_others)
{
    g_autofree char *errors = NULL;
    g_autofree char *text = list_with("-qtdemux-range,-mpeg-origin", &errors);
    ck_assert_str_eq(errors, "");
    ck_assert_int_eq(count(text, "FRAMESHARE_QUIRKS switches it off"), 2);
    const char *range = strstr(text, "\nqtdemux-range\n");
    ck_assert_ptr_nonnull(range);
    const char *active = strstr(range, "active");
    ck_assert(g_str_has_prefix(active, "active    no: FRAMESHARE_QUIRKS switches it off\n"));
}
END_TEST

START_TEST(names_that_are_none_give_one_line_that_lists_those_there_are)
{
    g_autofree char *errors = NULL;
    g_autofree char *text = list_with("-qtdemux-rnage,,qtdemux-range,-mpeg-origin", &errors);
    ck_assert_int_eq(count(errors, "\n"), 1);
    ck_assert_msg(strstr(errors, "-qtdemux-rnage, qtdemux-range: not one of") != NULL, "%s",
                  errors);
    for (frs_quirk_id id = 0; id < FRS_QUIRKS; id++)
        ck_assert_ptr_nonnull(strstr(errors, frs_quirk_get(id)->name));
    ck_assert_int_eq(count(text, "FRAMESHARE_QUIRKS switches it off"), 1);
}
END_TEST

START_TEST(the_list_has_each_quirk_once_and_nothing_is_off_without_a_word)
{
    g_autofree char *errors = NULL;
    g_autofree char *text = list_with("", &errors);
    ck_assert_str_eq(errors, "");
    ck_assert_int_eq(count(text, "switches it off"), 0);
    for (frs_quirk_id id = 0; id < FRS_QUIRKS; id++) {
        g_autofree char *line = g_strdup_printf("\n\n%s\n    element", frs_quirk_get(id)->name);
        ck_assert_msg(count(text, line) == 1, "%s", frs_quirk_get(id)->name);
    }
}
END_TEST

int main(void)
{
    const int each = G_N_ELEMENTS(faults);
    Suite *suite = suite_create("quirks");
    TCase *tests = checks_case(suite, "quirks", NULL, NULL, 180);
    tcase_add_test(tests, each_row_of_the_table_says_all);
    tcase_add_test(tests, each_fault_that_is_no_race_has_a_test);
    tcase_add_test(tests, a_quirk_is_of_the_versions_from_its_first_to_before_its_last);
    tcase_add_test(tests, names_in_the_environment_switch_off_and_no_others);
    tcase_add_test(tests, names_that_are_none_give_one_line_that_lists_those_there_are);
    tcase_add_test(tests, the_list_has_each_quirk_once_and_nothing_is_off_without_a_word);
    tcase_add_loop_test(tests, with_its_quirk_a_fault_is_not_seen, 0, each);
    tcase_add_loop_test(tests, without_its_quirk_a_fault_is_seen_where_the_table_says_so, 0, each);
    return driver_run(suite);
}
