/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "checks.h"
#include "command.h"
#include "line.h"

static frs_problem *parse(const char *line, frs_command **command)
{
    return frs_command_parse(line, strlen(line), command);
}

static frs_command *must_parse(const char *line)
{
    frs_command *command;
    frs_problem *problem = parse(line, &command);
    ck_assert_msg(problem == NULL, "%s: %s", line, problem ? problem->message : "");
    return command;
}

START_TEST(every_command_is_read_with_its_members)
{
    frs_command *command = must_parse("{\"id\":7,\"command\":\"load\",\"uri\":\"file:///a%20b\"}");
    ck_assert_int_eq(command->verb, FRS_VERB_LOAD);
    ck_assert_str_eq(command->id, "7");
    ck_assert_str_eq(command->uri, "file:///a%20b");
    ck_assert_ptr_null(command->pipeline);
    ck_assert(!command->rgba);
    ck_assert(command->deinterlace);
    frs_command_free(command);

    command = must_parse("{\"command\":\"load\",\"uri\":\"a:b\",\"deinterlace\":false}");
    ck_assert(!command->deinterlace);
    frs_command_free(command);

    command = must_parse("{\"command\":\"load\",\"pipeline\":\"a ! b\",\"format\":\"rgba\"}");
    ck_assert_str_eq(command->id, "null");
    ck_assert_str_eq(command->pipeline, "a ! b");
    ck_assert(command->rgba);
    frs_command_free(command);

    command = must_parse("{\"id\":\"x\",\"command\":\"seek\",\"position\":12.5}");
    ck_assert_int_eq(command->verb, FRS_VERB_SEEK);
    ck_assert_str_eq(command->id, "\"x\"");
    ck_assert_double_eq(command->position, 12.5);
    ck_assert(command->accurate);
    frs_command_free(command);

    command = must_parse("{\"command\":\"seek\",\"position\":3,\"accurate\":false}");
    ck_assert_double_eq(command->position, 3);
    ck_assert(!command->accurate);
    frs_command_free(command);

    command = must_parse("{\"command\":\"rate\",\"rate\":-1.5}");
    ck_assert_double_eq(command->rate, -1.5);
    frs_command_free(command);

    command = must_parse("{\"command\":\"step\",\"frames\":-3}");
    ck_assert_int_eq(command->frames, -3);
    frs_command_free(command);

    command = must_parse("{\"command\":\"select\",\"kind\":\"text\",\"track\":\"a/1\"}");
    ck_assert_int_eq(command->kind, FRS_TRACK_TEXT);
    ck_assert_str_eq(command->track, "a/1");
    frs_command_free(command);

    command = must_parse("{\"command\":\"select\",\"kind\":\"audio\",\"track\":null}");
    ck_assert_ptr_null(command->track);
    frs_command_free(command);

    command = must_parse("{\"command\":\"volume\",\"volume\":0.25}");
    ck_assert_double_eq(command->volume, 0.25);
    frs_command_free(command);

    command = must_parse("{\"command\":\"mute\",\"mute\":true}");
    ck_assert(command->mute);
    frs_command_free(command);
}
END_TEST

static const struct {
    const char *line, *says;
} bad_lines[] = {
    {"", "not a JSON object"},
    {"hello", "not JSON"},
    {"1234567890123456789012345", "too large"},
    {"{\"command\":", "not JSON"},
    {"[1,2]", "not a JSON object"},
    {"42", "not a JSON object"},
    {"null", "not a JSON object"},
    {"{}", "\"command\" must be given"},
    {"{\"command\":7}", "\"command\" must be given"},
    {"{\"command\":\"fly\"}", "unknown command \"fly\""},
    {"{\"id\":{},\"command\":\"play\"}", "\"id\" must be"},
    {"{\"id\":true,\"command\":\"play\"}", "\"id\" must be"},
    {"{\"id\":1e999,\"command\":\"play\"}", "\"id\" must be a number between"},
    {"{\"id\":-1e999,\"command\":\"play\"}", "\"id\" must be a number between"},
    {"{\"id\":9007199254740992,\"command\":\"play\"}", "\"id\" must be a number between"},
    {"{\"id\":99999999999999999999,\"command\":\"play\"}", "a number in it that is too large"},
    {"{\"id\":[1],\"command\":\"play\"}", "\"id\" must be"},
    {"{\"id\":\"\\ud800\",\"command\":\"play\"}", "an escape in it that is no character"},
    {"{\"id\":\"\\ud800\\ud800\",\"command\":\"play\"}", "no character"},
    {"{\"command\":\"load\",\"uri\":\"a:\\udc00\"}", "no character"},
    {"{\"command\":\"load\",\"uri\":\"file:///a\\u0000b\"}", "no character"},
    {"{\"id\":\"\\u83d\\ude00\",\"command\":\"play\"}", "no character"},
    {"{'id':1,\"command\":\"play\"}", "not JSON"},
    {"{\"command\":\"play\" /* \" */}", "not JSON"},
    {"{\"command\":\"rate\",\"rate\":1e999}", ""},
    {"{\"command\":\"rate\",\"rate\":NaN}", ""},
    {"{\"command\":\"volume\",\"volume\":1e999}", "must be between"},
    {"{\"command\":\"load\"}", "either \"uri\" or \"pipeline\""},
    {"{\"command\":\"load\",\"uri\":\"a:b\",\"pipeline\":\"b\"}", "either \"uri\" or \"pipeline\""},
    {"{\"command\":\"load\",\"uri\":7}", "\"uri\" must be a string"},
    {"{\"command\":\"load\",\"uri\":\"\"}", "\"uri\" must be a string that is not empty"},
    {"{\"command\":\"load\",\"uri\":[\"a\"]}", "\"uri\" must be a string"},
    {"{\"command\":\"load\",\"uri\":\"a:b\",\"format\":\"jpeg\"}", "unknown format \"jpeg\""},
    {"{\"command\":\"seek\"}", "\"position\" must be given"},
    {"{\"command\":\"seek\",\"position\":null}", "\"position\" must be given"},
    {"{\"command\":\"seek\",\"position\":\"1\"}", "\"position\" must be a number"},
    {"{\"command\":\"seek\",\"position\":-1}", "must be between"},
    {"{\"command\":\"seek\",\"position\":1e300}", "must be between"},
    {"{\"command\":\"seek\",\"position\":1e999}", ""},
    {"{\"command\":\"seek\",\"position\":1,\"accurate\":1}", "\"accurate\" must be true or false"},
    {"{\"command\":\"rate\"}", "\"rate\" must be given"},
    {"{\"command\":\"rate\",\"rate\":\"2\"}", "\"rate\" must be a number"},
    {"{\"command\":\"step\"}", "\"frames\" must be given"},
    {"{\"command\":\"step\",\"frames\":0}", "a whole number other than 0"},
    {"{\"command\":\"step\",\"frames\":1.5}", "a whole number other than 0"},
    {"{\"command\":\"step\",\"frames\":1e12}", "must be between"},
    {"{\"command\":\"select\",\"kind\":\"x\",\"track\":null}", "\"video\", \"audio\" or"},
    {"{\"command\":\"select\",\"track\":\"x\"}", "\"video\", \"audio\" or"},
    {"{\"command\":\"select\",\"kind\":\"text\"}", "\"track\" must be given"},
    {"{\"command\":\"select\",\"kind\":\"text\",\"track\":1}", "\"track\" must be a string"},
    {"{\"command\":\"loop\"}", "\"loop\" must be given"},
    {"{\"command\":\"pitch\"}", "\"preserve\" must be given"},
    {"{\"command\":\"volume\",\"volume\":2.1}", "must be between"},
    {"{\"command\":\"loop\",\"loop\":1}", "\"loop\" must be true or false"},
    {"{\"command\":\"volume\",\"volume\":-0.1}", "must be between"},
    {"{\"command\":\"mute\"}", "\"mute\" must be given"},
    {"{\"command\":\"mute\",\"mute\":\"yes\"}", "\"mute\" must be true or false"},
    {"{\"command\":\"play\xff\"}", "not UTF-8"},
};

START_TEST(a_line_that_is_no_command_is_told_what_is_wrong)
{
    frs_command *command;
    frs_problem *problem = parse(bad_lines[_i].line, &command);
    ck_assert_msg(problem != NULL, "accepted: %s", bad_lines[_i].line);
    ck_assert_msg(strcmp(problem->code, "command") == 0 || strcmp(problem->code, "rate") == 0, "%s",
                  problem->code);
    g_autofree char *reply = frs_reply_error(command->id, problem);
    JsonNode *node = json_from_string(reply, NULL);
    ck_assert_msg(node != NULL, "the reply is not JSON: %s", reply);
    json_node_unref(node);
    ck_assert_msg(strstr(problem->message, bad_lines[_i].says) != NULL, "%s: %s",
                  bad_lines[_i].line, problem->message);
    frs_problem_free(problem);
    frs_command_free(command);
}
END_TEST

START_TEST(a_rate_that_cannot_be_is_told_by_its_code)
{
    frs_command *command;
    frs_problem *problem = parse("{\"command\":\"rate\",\"rate\":0}", &command);
    ck_assert_str_eq(problem->code, "rate");
    ck_assert_ptr_nonnull(strstr(problem->message, "too slow"));
    frs_problem_free(problem);
    frs_command_free(command);
    problem = parse("{\"command\":\"rate\",\"rate\":1000}", &command);
    ck_assert_str_eq(problem->code, "rate");
    ck_assert_ptr_nonnull(strstr(problem->message, "between -4 and 8"));
    frs_problem_free(problem);
    frs_command_free(command);
}
END_TEST

START_TEST(an_error_in_a_command_still_has_its_id)
{
    frs_command *command;
    frs_problem *problem = parse("{\"id\":12,\"command\":\"fly\"}", &command);
    char *reply = frs_reply_error(command->id, problem);
    ck_assert_ptr_nonnull(strstr(reply, "{\"id\":12,\"error\":{\"code\":\"command\""));
    g_free(reply);
    frs_problem_free(problem);
    frs_command_free(command);
}
END_TEST

/* As text, in and out. */
static const char *const ids[][2] = {
    {"9007199254740991", "9007199254740991"},
    {"-9007199254740991", "-9007199254740991"},
    {"0.25", "0.25"},
    {"\"\"", "\"\""},
    {"\"a\\\"\\\\\\n\\u00e9\\ud83d\\ude00\"", "\"a\\\"\\\\\\n\xc3\xa9\xf0\x9f\x98\x80\""},
};

START_TEST(an_id_comes_back_as_it_was)
{
    g_autofree char *line = g_strdup_printf("{\"id\":%s,\"command\":\"play\"}", ids[_i][0]);
    frs_command *command = must_parse(line);
    g_autofree char *reply = frs_line_end(frs_reply_begin(command->id));
    g_autofree char *expected = g_strdup_printf("{\"id\":%s}", ids[_i][1]);
    ck_assert_str_eq(reply, expected);
    frs_command_free(command);
}
END_TEST

START_TEST(a_million_brackets_are_refused)
{
    char *line = g_malloc(FRS_LINE_MAX);
    frs_command *command;
    memset(line, '[', FRS_LINE_MAX);
    frs_problem *problem = frs_command_parse(line, FRS_LINE_MAX, &command);
    ck_assert_ptr_nonnull(strstr(problem->message, "nested too deeply"));
    frs_problem_free(problem);
    frs_command_free(command);
    g_free(line);
}
END_TEST

START_TEST(a_line_longer_than_a_mebibyte_is_refused)
{
    char *line = g_malloc(FRS_LINE_MAX + 1);
    frs_command *command;
    memset(line, ' ', FRS_LINE_MAX + 1);
    frs_problem *problem = frs_command_parse(line, FRS_LINE_MAX + 1, &command);
    ck_assert_ptr_nonnull(strstr(problem->message, "at most 1048576 bytes"));
    frs_problem_free(problem);
    frs_command_free(command);
    g_free(line);
}
END_TEST

/* An account of each allocation takes its time. */
#ifdef __SANITIZE_ADDRESS__
#define DAMAGED_LINES 6000
#else
#define DAMAGED_LINES 30000
#endif

/* Whatever comes, it is a command or a problem, and both can be answered in JSON. */
START_TEST(damaged_lines_are_commands_or_problems)
{
    static const char *const seeds[] = {
        "{\"id\":1,\"command\":\"load\",\"uri\":\"file:///a.mp4\",\"format\":\"native\"}",
        "{\"id\":\"\\u00e9\\\"\",\"command\":\"seek\",\"position\":1.5e1,\"accurate\":true}",
        "{\"command\":\"rate\",\"rate\":-2,\"x\":[{\"y\":[null,false]}]}",
    };
    GRand *random = g_rand_new_with_seed(1234);
    int commands = 0, problems = 0;
    for (int i = 0; i < DAMAGED_LINES; i++) {
        g_autofree char *line = g_strdup(seeds[i % G_N_ELEMENTS(seeds)]);
        gsize length = strlen(line);
        for (int n = g_rand_int_range(random, 0, 5); n > 0; n--)
            line[g_rand_int_range(random, 0, (int)length)] = (char)g_rand_int_range(random, 0, 256);
        if (g_rand_boolean(random))
            length = (gsize)g_rand_int_range(random, 0, (int)length + 1);
        frs_command *command;
        frs_problem *problem = frs_command_parse(line, length, &command);
        JsonNode *id = json_from_string(command->id, NULL);
        ck_assert_msg(id != NULL, "the id is not JSON: %s", command->id);
        json_node_unref(id);
        if (problem != NULL) {
            g_autofree char *reply = frs_reply_error(command->id, problem);
            JsonNode *node = json_from_string(reply, NULL);
            ck_assert_msg(node != NULL && strchr(reply, '\n') == NULL, "no reply: %s", reply);
            json_node_unref(node);
            problems++;
        } else {
            commands++;
        }
        frs_problem_free(problem);
        frs_command_free(command);
    }
    ck_assert_int_gt(commands, DAMAGED_LINES / 30);
    ck_assert_int_gt(problems, DAMAGED_LINES / 30);
    g_rand_free(random);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("command");
    TCase *tests = checks_case(suite, "command", NULL, NULL, 120);
    tcase_add_test(tests, every_command_is_read_with_its_members);
    tcase_add_loop_test(tests, a_line_that_is_no_command_is_told_what_is_wrong, 0,
                        G_N_ELEMENTS(bad_lines));
    tcase_add_test(tests, a_rate_that_cannot_be_is_told_by_its_code);
    tcase_add_test(tests, an_error_in_a_command_still_has_its_id);
    tcase_add_loop_test(tests, an_id_comes_back_as_it_was, 0, G_N_ELEMENTS(ids));
    tcase_add_test(tests, a_million_brackets_are_refused);
    tcase_add_test(tests, a_line_longer_than_a_mebibyte_is_refused);
    tcase_add_test(tests, damaged_lines_are_commands_or_problems);
    return checks_run(suite);
}
