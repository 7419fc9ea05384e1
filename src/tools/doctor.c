/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "distribution.h"
#include "host.h"

#define NEEDS_MAX 64
#define QUESTIONS_MAX 256
#define WORDS_MAX 1024
#define OLDEST 20 /* of GStreamer 1 */

static const char help[] =
    "Usage: frameshare doctor [--json | --depends DISTRIBUTION]\n"
    "Tell which GStreamer this machine has, what of it frameshare wants and finds, what each "
    "missing "
    "part is for,\n"
    "and the one command that installs all of it on this distribution. Exit status: 0 nothing is "
    "missing, 1 something is.\n"
    "\n"
    "  --depends debian|fedora|arch|suse   only list the packages that have all of it, as a "
    "package "
    "of an app depends on them\n"
    "  --json   an object: {\"gstreamer\", \"player\", \"distribution\", \"problem\", "
    "\"needs\": [{\"name\", \"for\",\n"
    "           \"ok\", \"found\", \"missing\", \"packages\"}], \"packages\", \"command\"}\n";

/* Words with spaces in between. */
typedef struct words {
    char text[WORDS_MAX];
} words;

typedef struct finding {
    const frs_need *need;
    words found, missing;
} finding;

typedef struct diagnosis {
    const frs_distribution *distribution;
    char *host;
    char *problem; /* why the player does not work; NULL: it does */
    char version[32];
    size_t count;
    finding findings[NEEDS_MAX];
    words packages; /* of all that is missing */
} diagnosis;

/* ---- words ---- */

static bool words_have(const words *list, const char *word, size_t length)
{
    for (const char *at = list->text; *at != 0; at += strcspn(at, " ")) {
        at += strspn(at, " ");
        if (strcspn(at, " ") == length && strncmp(at, word, length) == 0)
            return true;
    }
    return false;
}

static void words_add(words *list, const char *word, size_t length)
{
    size_t used = strlen(list->text);
    if (length > 0 && !words_have(list, word, length))
        snprintf(list->text + used, sizeof list->text - used, "%s%.*s", used ? " " : "",
                 (int)length, word);
}

/* ---- questions ---- */

typedef struct questions {
    size_t count;
    char *each[QUESTIONS_MAX + 1];
} questions;

static void ask(questions *all, const char *kind, const char *name, size_t length)
{
    if (all->count < QUESTIONS_MAX && asprintf(&all->each[all->count], "%s%s%.*s", kind,
                                               length ? " " : "", (int)length, name) >= 0)
        all->count++;
    all->each[all->count] = NULL;
}

static bool is_kind(const frs_need *need, const char *kind)
{
    return strncmp(need->check, kind, strlen(kind)) == 0;
}

static void ask_for(questions *all, const frs_need *need)
{
    if (is_kind(need, "decoder "))
        ask(all, "decoder", strchr(need->check, ' ') + 1, strlen(strchr(need->check, ' ') + 1));
    else if (is_kind(need, "tls"))
        ask(all, "tls", "", 0);
    else if (is_kind(need, "element "))
        for (const char *at = strchr(need->check, ' ') + 1; *at; at += strcspn(at, " |")) {
            at += strspn(at, " |");
            ask(all, "element", at, strcspn(at, " |"));
        }
}

/* ---- answers ---- */

/* What follows "KIND\tNAME" in the line of the host's answer that begins so; NULL: there is none.
 */
static const char *answer_to(const char *text, const char *kind, const char *name, size_t length)
{
    for (const char *line = text; line != NULL && *line != 0; line = strchr(line, '\n')) {
        line += *line == '\n';
        size_t before = strlen(kind);
        if (strncmp(line, kind, before) == 0 && line[before] == '\t' &&
            strncmp(line + before + 1, name, length) == 0 &&
            strchr("\t\n", line[before + 1 + length]) != NULL)
            return line + before + 1 + length;
    }
    return NULL;
}

static bool has_element(const char *text, const char *name, size_t length)
{
    const char *answer = answer_to(text, "element", name, length);
    return answer != NULL && *answer == '\t';
}

/* "A|B": either will do. */
static void judge_elements(finding *it, const char *text)
{
    for (const char *at = strchr(it->need->check, ' '); *at != 0;) {
        at += strspn(at, " ");
        size_t whole = strcspn(at, " ");
        bool any = false;
        for (const char *one = at; one < at + whole; one += strspn(one, "|")) {
            size_t length = strcspn(one, " |");
            if (has_element(text, one, length)) {
                words_add(&it->found, one, length);
                any = true;
            }
            one += length;
        }
        if (!any)
            words_add(&it->missing, at, whole);
        at += whole;
    }
}

static void judge_decoders(finding *it, const char *text)
{
    const char *caps = strchr(it->need->check, ' ') + 1;
    const char *at = answer_to(text, "decoder", caps, strlen(caps));
    for (; at != NULL && *at == '\t'; at += strcspn(at, "\t\n")) {
        at++;
        words_add(&it->found, at, strcspn(at, "\t\n"));
    }
    if (it->found.text[0] == 0)
        words_add(&it->missing, caps, strlen(caps));
}

/* Where distributions keep the certificates that they trust; js/gstreamer/runtime.js has the same.
 */
static bool has_authorities(void)
{
    static const char *const files[] = {"/etc/ssl/certs/ca-certificates.crt",
                                        "/etc/pki/tls/certs/ca-bundle.crt",
                                        "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
                                        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (access(files[i], R_OK) == 0)
            return true;
    return false;
}

static void judge(finding *it, const char *text)
{
    const frs_need *need = it->need;
    const char *tls = answer_to(text, "tls", "yes", 3);
    if (is_kind(need, "element "))
        judge_elements(it, text);
    else if (is_kind(need, "decoder "))
        judge_decoders(it, text);
    else if ((is_kind(need, "tls") && tls == NULL) ||
             (is_kind(need, "authorities") && !has_authorities()) ||
             (is_kind(need, "library") && *text == 0))
        words_add(&it->missing, need->check, strlen(need->check));
}

/* The names of this distribution. */
static words local_packages(const diagnosis *d, const finding *it)
{
    words names = {0};
    for (const char *at = it->need->packages; *at != 0; at += strcspn(at, " ")) {
        char debian[64] = "";
        at += strspn(at, " ");
        size_t length = strcspn(at, " ");
        memcpy(debian, at, length < sizeof debian ? length : sizeof debian - 1);
        const char *name = frs_distribution_package(d->distribution, debian);
        if (name != NULL)
            words_add(&names, name, strlen(name));
    }
    return names;
}

static void add_packages(diagnosis *d, const finding *it)
{
    if (it->missing.text[0] == 0)
        return;
    words names = local_packages(d, it);
    for (const char *at = names.text; *at != 0; at += strcspn(at, " ")) {
        at += strspn(at, " ");
        words_add(&d->packages, at, strcspn(at, " "));
    }
}

static char *sentence(const char *pattern, const char *what)
{
    char *text;
    if (asprintf(&text, pattern, what, OLDEST) < 0)
        abort();
    return text;
}

static void read_version(diagnosis *d, const char *text)
{
    int major = 0, minor = 0;
    if (d->problem != NULL)
        return;
    sscanf(text, "gstreamer\t%31[0-9.]", d->version);
    if (sscanf(d->version, "%d.%d", &major, &minor) != 2)
        d->problem = sentence("%s is another program: it does not tell its GStreamer", d->host);
    else if (major < 1 || (major == 1 && minor < OLDEST))
        d->problem = sentence("GStreamer %s is too old: frameshare needs 1.%d or newer, so a newer "
                              "release of this system, or a bundle (npx frameshare bundle)",
                              d->version);
}

static void diagnose(diagnosis *d)
{
    questions all = {0};
    host_answer answer;
    const frs_need *needs = frs_needs(&d->count);
    for (size_t i = 0; i < d->count; i++)
        ask_for(&all, &needs[i]);
    host_inspect(&answer, d->host, (const char *const *)all.each);
    if (answer.status != 0) {
        d->problem = host_explain(d->host, &answer);
        answer.text[0] = 0;
    }
    read_version(d, answer.text);
    for (size_t i = 0; i < d->count; i++) {
        d->findings[i].need = &needs[i];
        judge(&d->findings[i], answer.text);
        add_packages(d, &d->findings[i]);
    }
    host_answer_finish(&answer);
    for (size_t i = 0; i < all.count; i++)
        free(all.each[i]);
}

/* ---- what it says ---- */

/* The command that installs what is missing, into `command`; "" when there is none. */
static void write_command(const diagnosis *d, char *command, size_t size)
{
    command[0] = 0;
    if (d->distribution == NULL || d->packages.text[0] == 0)
        return;
    const char *sudo = geteuid() == 0 ? "" : "sudo ";
    const char *install = d->distribution->install, *second = strstr(install, "&& ");
    int first = second != NULL ? (int)(second + 3 - install) : 0;
    snprintf(command, size, "%s%.*s%s%s %s", first ? sudo : "", first, install, sudo,
             install + first, d->packages.text);
}

static void print_string(const char *text)
{
    putchar('"');
    for (; *text != 0; text++)
        if ((unsigned char)*text < 0x20)
            printf("\\u%04x", *text);
        else
            printf(*text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    putchar('"');
}

static void print_field(const char *name, const char *text)
{
    printf("\"%s\": ", name);
    if (text == NULL || *text == 0)
        fputs("null", stdout);
    else
        print_string(text);
    fputs(", ", stdout);
}

/* The word at the start of `at`. */
static void print_word(const char *at)
{
    fwrite(at, 1, strcspn(at, " "), stdout);
}

static void print_words(const char *name, const char *list, const char *after)
{
    printf("\"%s\": [", name);
    for (const char *at = list; *at != 0; at += strcspn(at, " ")) {
        at += strspn(at, " ");
        fputs(at == list ? "\"" : ", \"", stdout);
        print_word(at);
        putchar('"');
    }
    printf("]%s", after);
}

static void print_json(const diagnosis *d, const char *command)
{
    putchar('{');
    print_field("gstreamer", d->version);
    print_field("player", d->host);
    print_field("distribution", d->distribution ? d->distribution->name : NULL);
    print_field("problem", d->problem);
    printf("\"needs\": [");
    for (size_t i = 0; i < d->count; i++) {
        const finding *each = &d->findings[i];
        printf("%s\n  {", i ? "," : "");
        print_field("name", each->need->name);
        print_field("for", each->need->purpose);
        printf("\"ok\": %s, ", each->missing.text[0] ? "false" : "true");
        print_words("found", each->found.text, ", ");
        print_words("missing", each->missing.text, ", ");
        print_words("packages", each->need->packages, "}");
    }
    printf("\n], ");
    print_words("packages", d->packages.text, ", ");
    printf("\"command\": ");
    if (*command)
        print_string(command);
    else
        fputs("null", stdout);
    puts("}");
}

static void print_text(const diagnosis *d, const char *command)
{
    if (d->version[0])
        printf("GStreamer %s\n", d->version);
    if (d->problem)
        printf("%s\n", d->problem);
    for (size_t i = 0; i < d->count; i++) {
        const finding *each = &d->findings[i];
        bool missing = each->missing.text[0] != 0;
        if (d->version[0] == 0)
            break; /* without the player nothing is known of them */
        printf("%-8s %-19s %s", missing ? "MISSING" : "ok", each->need->name, each->need->purpose);
        if (missing)
            printf(" (%s)\n", local_packages(d, each).text);
        else
            printf("%s%s\n", each->found.text[0] ? ": " : "", each->found.text);
    }
    if (*command)
        printf("\nThis installs all that is missing:\n\n    %s\n", command);
    else if (d->packages.text[0])
        printf("\nMissing, as Debian's packages (this distribution is not known to frameshare):\n\n"
               "    %s\n",
               d->packages.text);
    else if (d->problem == NULL)
        puts("\nNothing is missing.");
    if (d->problem == NULL)
        puts("\nframeshare-player --quirks lists the faults of this GStreamer that are worked "
             "around.");
}

/* All packages, as a package of an app lists what it depends on. */
static int print_depends(const char *name)
{
    size_t count;
    const frs_need *needs = frs_needs(&count);
    static diagnosis d;
    d.distribution = frs_distribution_named(name);
    if (d.distribution == NULL)
        return fail_usage("doctor", "there is no distribution \"%s\"", name);
    for (size_t i = 0; i < count; i++) {
        finding all = {.need = &needs[i], .missing = {.text = "all"}};
        add_packages(&d, &all);
    }
    for (const char *at = d.packages.text; *at != 0; at += strcspn(at, " ")) {
        at += strspn(at, " ");
        fputs(at == d.packages.text ? "" : ", ", stdout);
        print_word(at);
    }
    putchar('\n');
    return STATUS_OK;
}

int command_doctor(int argc, char **argv)
{
    static const struct option options[] = {{"json", no_argument, NULL, 'j'},
                                            {"depends", required_argument, NULL, 'd'},
                                            {"help", no_argument, NULL, 'h'},
                                            {0}};
    bool json = false;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":h", options, NULL)) != -1;)
        switch (option) {
        case 'j':
            json = true;
            break;
        case 'd':
            return print_depends(optarg);
        case ':':
            return fail_usage("doctor", "%s wants a value", argv[optind - 1]);
        case 'h':
            fputs(help, stdout);
            return STATUS_OK;
        default:
            return fail_usage("doctor", "there is no option %s", argv[optind - 1]);
        }
    if (optind < argc)
        return fail_usage("doctor", "\"%s\" is one argument too many", argv[optind]);
    static diagnosis d;
    char command[2 * WORDS_MAX];
    d.host = host_find();
    if (d.host == NULL)
        return fail(
            "there is no frameshare-player beside this program: install all of frameshare, or "
            "say where it is with FRAMESHARE_PLAYER");
    d.distribution = frs_distribution_here();
    diagnose(&d);
    write_command(&d, command, sizeof command);
    (json ? print_json : print_text)(&d, command);
    bool sound = d.problem == NULL && d.packages.text[0] == 0;
    free(d.problem);
    free(d.host);
    return sound ? STATUS_OK : STATUS_FAILED;
}
