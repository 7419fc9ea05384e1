/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <frameshare/frameshare.h>

#include "command.h"
#include "names.h"

/* A writer whose program is stopped has no accounts to show. */
#define ANSWER_MS 1000

static const char help[] =
    "Usage: frameshare info NAME [--json]\n"
    "Everything that stream NAME says of itself and of its newest frame. Readers other than this "
    "command are counted.\n"
    "Memory, in bytes: what its slots take, and who holds them: leases of readers, references of "
    "the "
    "writer's\n"
    "own process (decoder). Slots that stay free are given back after some seconds.\n"
    "Times are in nanoseconds. A stream that has no frame yet has no frame to show (null).\n"
    "\n"
    "  --json   one object\n";

/* One field a line. In text a name and a value, in JSON the same with braces; so the two cannot
 * tell different things. */
typedef struct printer {
    bool json;
    int depth;
    bool more; /* a field of this object came already */
} printer;

static void key(printer *p, const char *name)
{
    if (p->json)
        printf("%s\n%*s\"%s\": ", p->more ? "," : "", 2 * p->depth, "", name);
    else
        printf("%*s%s: ", 2 * (p->depth - 1), "", name);
    p->more = true;
}

static void end_line(const printer *p)
{
    if (!p->json)
        putchar('\n');
}

static void open_object(printer *p, const char *name)
{
    if (name) {
        key(p, name);
        end_line(p);
    }
    if (p->json)
        putchar('{');
    p->depth++;
    p->more = false;
}

static void close_object(printer *p)
{
    p->depth--;
    if (p->json)
        printf("\n%*s}", 2 * p->depth, "");
    p->more = true;
}

static void number(printer *p, const char *name, uint64_t value)
{
    key(p, name);
    printf("%" PRIu64, value);
    end_line(p);
}

static void signed_number(printer *p, const char *name, int32_t value)
{
    key(p, name);
    printf("%" PRId32, value);
    end_line(p);
}

static void boolean(printer *p, const char *name, bool value)
{
    key(p, name);
    fputs(p->json ? (value ? "true" : "false") : (value ? "yes" : "no"), stdout);
    end_line(p);
}

static void nothing(printer *p, const char *name)
{
    key(p, name);
    fputs(p->json ? "null" : "none", stdout);
    end_line(p);
}

/* No text here has a character that JSON would want escaped. */
static void text(printer *p, const char *name, const char *value)
{
    key(p, name);
    printf(p->json ? "\"%s\"" : "%s", value);
    end_line(p);
}

/* A number that usually has a name. */
static void named(printer *p, const char *name, const char *value, uint32_t code)
{
    if (value)
        text(p, name, value);
    else
        number(p, name, code);
}

static void pair(printer *p, const char *name, uint32_t a, uint32_t b)
{
    key(p, name);
    printf(p->json ? "[%" PRIu32 ", %" PRIu32 "]" : "%" PRIu32 "/%" PRIu32, a, b);
    end_line(p);
}

static void time_of(printer *p, const char *name, uint64_t ns)
{
    if (ns == FRS_TIME_NONE)
        nothing(p, name);
    else
        number(p, name, ns);
}

static void print_stream(printer *p, const char *name, const frs_reader_stats *s)
{
    text(p, "name", name);
    number(p, "pid", (uint64_t)s->writer_pid);
    boolean(p, "lossless", s->lossless);
    number(p, "published", s->published);
    number(p, "in_place", s->in_place);
    number(p, "copied", s->copied);
    number(p, "dropped", s->dropped);
    number(p, "readers", s->readers > 0 ? s->readers - 1 : 0);
    number(p, "slots", s->slots);
    number(p, "bytes", s->bytes);
    number(p, "newest", s->newest);
}

static void open_list(printer *p, const char *name)
{
    key(p, name);
    end_line(p);
    if (p->json)
        putchar('[');
    p->depth++;
    p->more = false;
}

/* The next one in a list; in text it has a title of its own. */
static void open_item(printer *p, const char *title, uint32_t which)
{
    if (p->json)
        printf("%s\n%*s", p->more ? "," : "", 2 * p->depth, "");
    else
        printf("%*s%s %" PRIu32 ":\n", 2 * (p->depth - 1), "", title, which);
    open_object(p, NULL);
}

static void close_list(printer *p)
{
    p->depth--;
    if (p->json)
        printf("\n%*s]", 2 * p->depth, "");
    p->more = true;
}

static void numbers(printer *p, const char *name, const uint32_t *values, uint32_t n)
{
    key(p, name);
    fputs(p->json ? "[" : "", stdout);
    for (uint32_t i = 0; i < n; i++)
        printf("%s%" PRIu32, i == 0 ? "" : p->json ? ", " : " ", values[i]);
    fputs(p->json ? "]" : n == 0 ? "none" : "", stdout);
    end_line(p);
}

static void print_slot(printer *p, const frs_slot_account *slot)
{
    open_item(p, "slot", slot->id);
    number(p, "id", slot->id);
    text(p, "of", slot->overlays ? "overlays" : "pictures");
    number(p, "bytes", slot->size);
    number(p, "used", slot->used);
    number(p, "references", slot->references);
    number(p, "frames", slot->frames);
    number(p, "leases", slot->leases);
    close_object(p);
}

static void print_holder(printer *p, const frs_reader_account *reader)
{
    open_item(p, "pid", (uint32_t)reader->pid);
    number(p, "pid", (uint32_t)reader->pid);
    boolean(p, "every_frame", reader->every);
    number(p, "history", reader->history);
    number(p, "leases", reader->n_leases);
    numbers(p, "slots", reader->slot, reader->n_leases);
    close_object(p);
}

/* NULL: the writer did not say. */
static void print_memory(printer *p, const frs_accounts *accounts)
{
    if (!accounts) {
        nothing(p, "memory");
        return;
    }
    open_object(p, "memory");
    number(p, "used", accounts->used);
    number(p, "slots_free", accounts->free);
    number(p, "slots_held", accounts->held);
    number(p, "slots_referred", accounts->referred);
    open_list(p, "slots");
    for (uint32_t i = 0; i < accounts->n_slots; i++)
        print_slot(p, &accounts->slot[i]);
    close_list(p);
    open_list(p, "holders");
    for (uint32_t i = 0; i < accounts->n_readers; i++)
        if (!accounts->reader[i].asking)
            print_holder(p, &accounts->reader[i]);
    close_list(p);
    close_object(p);
}

static void print_crop(printer *p, const frs_frame_info *info)
{
    if (info->crop_width == 0) {
        nothing(p, "crop");
        return;
    }
    open_object(p, "crop");
    number(p, "x", info->crop_x);
    number(p, "y", info->crop_y);
    number(p, "width", info->crop_width);
    number(p, "height", info->crop_height);
    close_object(p);
}

static void print_planes(printer *p, const frs_frame_info *info)
{
    open_list(p, "planes");
    for (uint32_t i = 0; i < info->n_planes; i++) {
        open_item(p, "plane", i);
        number(p, "offset", info->offset[i]);
        number(p, "stride", info->stride[i]);
        number(p, "row_bytes", frs_format_row_bytes(info->format, i, info->width));
        number(p, "rows", frs_format_rows(info->format, i, info->height));
        close_object(p);
    }
    close_list(p);
}

static void print_colour(printer *p, const frs_frame_info *info)
{
    named(p, "range", name_of_range(info->range), info->range);
    named(p, "matrix", name_of_matrix(info->matrix), info->matrix);
    named(p, "transfer", name_of_transfer(info->transfer), info->transfer);
    named(p, "primaries", name_of_primaries(info->primaries), info->primaries);
    named(p, "chroma_site", name_of_chroma_site(info->chroma_site), info->chroma_site);
}

static void print_hdr(printer *p, const frs_hdr *hdr)
{
    static const frs_hdr none;
    if (memcmp(hdr, &none, sizeof none) == 0) {
        nothing(p, "hdr");
        return;
    }
    open_object(p, "hdr");
    pair(p, "red", hdr->primaries_x[0], hdr->primaries_y[0]);
    pair(p, "green", hdr->primaries_x[1], hdr->primaries_y[1]);
    pair(p, "blue", hdr->primaries_x[2], hdr->primaries_y[2]);
    pair(p, "white", hdr->white_x, hdr->white_y);
    number(p, "max_luminance", hdr->max_luminance);
    number(p, "min_luminance", hdr->min_luminance);
    number(p, "max_cll", hdr->max_cll);
    number(p, "max_fall", hdr->max_fall);
    close_object(p);
}

/* Subtitles and the like; those that make no sense are none. */
static void print_overlays(printer *p, const frs_frame *frame)
{
    frs_overlays table;
    if (!frame->overlay_data ||
        frs_overlays_read(&table, frame->overlay_data, frame->overlay_size)) {
        nothing(p, "overlays");
        return;
    }
    open_list(p, "overlays");
    for (uint32_t i = 0; i < table.n; i++) {
        const frs_overlay *overlay = &table.overlay[i];
        open_item(p, "overlay", i);
        signed_number(p, "x", overlay->x);
        signed_number(p, "y", overlay->y);
        number(p, "width", overlay->width);
        number(p, "height", overlay->height);
        number(p, "columns", overlay->columns);
        number(p, "rows", overlay->rows);
        close_object(p);
    }
    close_list(p);
}

static void print_frame(printer *p, const frs_frame *frame)
{
    const frs_frame_info *info = &frame->info;
    open_object(p, "frame");
    number(p, "sequence", frame->sequence);
    number(p, "slot", frame->slot);
    number(p, "size", frame->size);
    number(p, "width", info->width);
    number(p, "height", info->height);
    print_crop(p, info);
    named(p, "format", name_of_format(info->format), info->format);
    print_planes(p, info);
    print_colour(p, info);
    pair(p, "par", info->par_n, info->par_d);
    named(p, "orientation", name_of_orientation(info->orientation), info->orientation);
    named(p, "interlace", name_of_interlace(info->interlace), info->interlace);
    pair(p, "fps", info->fps_n, info->fps_d);
    time_of(p, "pts", info->pts);
    time_of(p, "duration", info->duration);
    time_of(p, "decoded_at", info->decoded_at);
    time_of(p, "published_at", info->published_at);
    print_hdr(p, &info->hdr);
    print_overlays(p, frame);
    close_object(p);
}

static int show(const char *name, bool json)
{
    frs_reader *reader = NULL;
    frs_frame frame;
    frs_reader_stats stats;
    static frs_accounts accounts;
    int error = frs_reader_open(&reader, name, NULL);
    if (error)
        return fail_with(error);
    /* Before this command holds a frame itself. */
    bool known = frs_reader_get_accounts(reader, &accounts, ANSWER_MS) == FRS_OK;
    error = frs_reader_acquire_again(reader, &frame);
    if (error && error != FRS_EAGAIN && error != FRS_ECLOSED) {
        frs_reader_close(&reader);
        return fail_with(error);
    }
    frs_reader_get_stats(reader, &stats);
    printer p = {.json = json};
    open_object(&p, NULL);
    print_stream(&p, name, &stats);
    print_memory(&p, known ? &accounts : NULL);
    if (error) {
        nothing(&p, "frame");
    } else {
        print_frame(&p, &frame);
        frs_reader_release(reader, &frame);
    }
    close_object(&p);
    if (json)
        putchar('\n');
    frs_reader_close(&reader);
    return STATUS_OK;
}

int command_info(int argc, char **argv)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'}, {"help", no_argument, NULL, 'h'}, {0}};
    bool json = false;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":h", options, NULL)) != -1;)
        switch (option) {
        case 'j':
            json = true;
            break;
        case 'h':
            fputs(help, stdout);
            return STATUS_OK;
        default:
            return fail_usage("info", "there is no option %s", argv[optind - 1]);
        }
    if (optind == argc)
        return fail_usage("info", "which stream? Give its name (frameshare list shows them)");
    if (optind + 1 < argc)
        return fail_usage("info", "\"%s\" is one argument too many", argv[optind + 1]);
    return show(argv[optind], json);
}
