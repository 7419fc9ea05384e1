/* SPDX-License-Identifier: MIT */
#include "upstream.h"

#include "support.h"

/* Whether a decoder is found upstream of the element called `end`. */
static gboolean decoder_before_end(const char *description)
{
    GstElement *end = support_element(support_pipeline("%s", description), "end");
    GstPad *pad = gst_element_get_static_pad(end, "sink");
    gboolean found = gst_frameshare_upstream_is_decoder(pad);
    gst_object_unref(pad);
    return found;
}

START_TEST(a_decoder_is_found_behind_other_elements)
{
    ck_assert(decoder_before_end("vp9dec ! fakesink name=end"));
    ck_assert(decoder_before_end("vp9dec ! queue ! videoconvert ! capsfilter ! fakesink name=end"));
}
END_TEST

START_TEST(a_decoder_is_found_through_bins)
{
    ck_assert(decoder_before_end("vp9dec ! bin.( queue ! identity ) ! bin.( fakesink name=end )"));
    ck_assert(decoder_before_end("bin.( bin.( queue ! vp9dec ) ! queue ) ! fakesink name=end"));
    ck_assert(decoder_before_end("bin.( vp9dec ! queue ) ! bin.( bin.( fakesink name=end ) )"));
}
END_TEST

START_TEST(other_elements_are_not_decoders)
{
    ck_assert(!decoder_before_end("videotestsrc ! queue ! fakesink name=end"));
    ck_assert(!decoder_before_end("appsrc ! bin.( videoconvert ) ! fakesink name=end"));
    ck_assert(!decoder_before_end("videotestsrc ! fakesink  fakesink name=end"));
}
END_TEST

static Suite *upstream_suite(void)
{
    Suite *suite = suite_create("upstream");
    TCase *tcase = checks_case(suite, "upstream", NULL, support_clean_up, 0);
    tcase_add_test(tcase, a_decoder_is_found_behind_other_elements);
    tcase_add_test(tcase, a_decoder_is_found_through_bins);
    tcase_add_test(tcase, other_elements_are_not_decoders);
    return suite;
}

int main(int argc, char **argv)
{
    return support_run(&argc, &argv, upstream_suite);
}
