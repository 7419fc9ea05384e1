/* SPDX-License-Identifier: MIT */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "core/descriptor.h"

START_TEST(every_word_survives_the_way_out_of_shared_memory_and_back)
{
    srand(1);
    for (int round = 0; round < 100; round++) {
        frs_frame_info info;
        uint32_t word[FRS_DESCRIPTOR_WORDS] = {0}, back[FRS_DESCRIPTOR_WORDS] = {0};
        for (int w = 0; w < FRS_DESCRIPTOR_WORDS_USED; w++)
            word[w] = (uint32_t)rand() ^ (uint32_t)rand() << 16;
        memset(&info, 0x5a, sizeof info);
        frs_descriptor_unpack(word, &info);
        frs_descriptor_pack(back, &info);
        ck_assert_mem_eq(word, back, sizeof word);
    }
}
END_TEST

START_TEST(fields_come_out_where_they_went_in)
{
    const frs_frame_info in = {.width = 1920,
                               .height = 1080,
                               .offset = {1, 2, 3, 4},
                               .stride = {5, 6, 7, 8},
                               .matrix = 1,
                               .fps_n = 30000,
                               .fps_d = 1001,
                               .pts = 0x123456789abcdefu,
                               .published_at = FRS_TIME_NONE,
                               .hdr = {.primaries_x = {9, 10, 11}, .max_fall = 12}};
    frs_frame_info out;
    uint32_t word[FRS_DESCRIPTOR_WORDS];
    frs_descriptor_pack(word, &in);
    ck_assert_uint_eq(word[FRS_DESCRIPTOR_WIDTH], 1920);
    ck_assert_uint_eq(word[FRS_DESCRIPTOR_PTS], 0x89abcdefu);
    ck_assert_uint_eq(word[FRS_DESCRIPTOR_PTS + 1], 0x1234567u);
    frs_descriptor_unpack(word, &out);
    ck_assert_uint_eq(out.height, 1080);
    ck_assert_uint_eq(out.offset[3], 4);
    ck_assert_uint_eq(out.stride[0], 5);
    ck_assert_uint_eq(out.fps_d, 1001);
    ck_assert(out.pts == in.pts && out.published_at == FRS_TIME_NONE);
    ck_assert_mem_eq(&out.hdr, &in.hdr, sizeof in.hdr);
}
END_TEST

START_TEST(each_field_has_words_of_its_own)
{
    static const frs_frame_info zero;
    uint32_t none[FRS_DESCRIPTOR_WORDS] = {0}, word[FRS_DESCRIPTOR_WORDS];
    frs_descriptor_pack(none, &zero);
    uint32_t used[FRS_DESCRIPTOR_WORDS] = {0};
    for (size_t i = 0; i < sizeof zero; i += 4) {
        frs_frame_info info = zero;
        memset((char *)&info + i, 0xff, 4);
        memcpy(word, none, sizeof word);
        frs_descriptor_pack(word, &info);
        for (int w = 0; w < FRS_DESCRIPTOR_WORDS; w++)
            used[w] |= word[w] ^ none[w];
    }
    for (int w = 0; w < FRS_DESCRIPTOR_WORDS; w++)
        ck_assert_msg(used[w] == (w < FRS_DESCRIPTOR_WORDS_USED ? UINT32_MAX : 0),
                      "word %d carries %08x", w, used[w]);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("descriptor");
    TCase *tests = checks_case(suite, "descriptor", NULL, NULL, 60);
    tcase_add_test(tests, every_word_survives_the_way_out_of_shared_memory_and_back);
    tcase_add_test(tests, fields_come_out_where_they_went_in);
    tcase_add_test(tests, each_field_has_words_of_its_own);
    return fixture_run(suite);
}
