/* SPDX-License-Identifier: MIT */
#include "layout_object.h"

#include <frameshare/frame.h>

#include "layout.h"

typedef struct frs_number {
    const char *name;
    uint32_t value;
} frs_number;

#define WORD(type, member) (uint32_t)(offsetof(type, member) / 4)

static const frs_number control[] = {
    {"bytes", sizeof(frs_control)},
    {"newest", WORD(frs_control, newest)},
    {"floor", WORD(frs_control, floor)},
    {"state", WORD(frs_control, state)},
    {"slotsChanged", WORD(frs_control, slots_changed)},
    {"writerWaiting", WORD(frs_control, writer_waiting)},
    {"lossless", WORD(frs_control, lossless)},
    {"readers", WORD(frs_control, readers)},
    {"published", WORD(frs_control, published)},
    {"inPlace", WORD(frs_control, in_place)},
    {"copied", WORD(frs_control, copied)},
    {"dropped", WORD(frs_control, dropped)},
    {"ring", WORD(frs_control, ring)},
    {"slots", WORD(frs_control, slots)},
    {"descriptors", WORD(frs_control, descriptors)},
    {NULL, 0},
};

static const frs_number page[] = {
    {"bytes", sizeof(frs_page)},
    {"waiting", WORD(frs_page, waiting)},
    {"history", WORD(frs_page, history)},
    {"every", WORD(frs_page, every)},
    {"cursor", WORD(frs_page, cursor)},
    {"cells", WORD(frs_page, cells)},
    {"viewWidth", WORD(frs_page, view_width)},
    {"viewHeight", WORD(frs_page, view_height)},
    {"leases", WORD(frs_page, leases)},
    {NULL, 0},
};

static const frs_number slot[] = {
    {"words", sizeof(frs_slot_entry) / 4},
    {"id", WORD(frs_slot_entry, id)},
    {"size", WORD(frs_slot_entry, size)},
    {NULL, 0},
};

#define FIELD(name) WORD(frs_descriptor, word) + FRS_DESCRIPTOR_##name

static const frs_number descriptor[] = {
    {"words", sizeof(frs_descriptor) / 4},
    {"seq", WORD(frs_descriptor, seq)},
    {"slot", WORD(frs_descriptor, slot)},
    {"slotId", WORD(frs_descriptor, slot_id)},
    {"width", FIELD(WIDTH)},
    {"height", FIELD(HEIGHT)},
    {"cropX", FIELD(CROP_X)},
    {"cropY", FIELD(CROP_Y)},
    {"cropWidth", FIELD(CROP_WIDTH)},
    {"cropHeight", FIELD(CROP_HEIGHT)},
    {"format", FIELD(FORMAT)},
    {"nPlanes", FIELD(N_PLANES)},
    {"offset", FIELD(OFFSET)},
    {"stride", FIELD(STRIDE)},
    {"range", FIELD(RANGE)},
    {"matrix", FIELD(MATRIX)},
    {"transfer", FIELD(TRANSFER)},
    {"primaries", FIELD(PRIMARIES)},
    {"chromaSite", FIELD(CHROMA_SITE)},
    {"parN", FIELD(PAR_N)},
    {"parD", FIELD(PAR_D)},
    {"orientation", FIELD(ORIENTATION)},
    {"interlace", FIELD(INTERLACE)},
    {"fpsN", FIELD(FPS_N)},
    {"fpsD", FIELD(FPS_D)},
    {"pts", FIELD(PTS)},
    {"duration", FIELD(DURATION)},
    {"decodedAt", FIELD(DECODED_AT)},
    {"publishedAt", FIELD(PUBLISHED_AT)},
    {"hdr", FIELD(HDR)},
    {"overlaySlot", WORD(frs_descriptor, overlay_slot)},
    {"overlaySlotId", WORD(frs_descriptor, overlay_slot_id)},
    {"overlayNumber", WORD(frs_descriptor, overlay_number)},
    {NULL, 0},
};

static const frs_number overlays[] = {
    {"n", WORD(frs_overlays, n)},          {"first", WORD(frs_overlays, overlay)},
    {"words", sizeof(frs_overlay) / 4},    {"x", WORD(frs_overlay, x)},
    {"y", WORD(frs_overlay, y)},           {"width", WORD(frs_overlay, width)},
    {"height", WORD(frs_overlay, height)}, {"columns", WORD(frs_overlay, columns)},
    {"rows", WORD(frs_overlay, rows)},     {"offset", WORD(frs_overlay, offset)},
    {"stride", WORD(frs_overlay, stride)}, {NULL, 0},
};

static const frs_number model[] = {
    {"yuv", FRS_MODEL_YUV},
    {"rgb", FRS_MODEL_RGB},
    {"gray", FRS_MODEL_GRAY},
    {NULL, 0},
};

static const frs_number limits[] = {
    {"abi", FRS_ABI_VERSION},
    {"magic", FRS_MAGIC},
    {"slots", FRS_SLOTS_MAX},
    {"descriptors", FRS_DESCRIPTORS_MAX},
    {"ring", FRS_RING_SIZE},
    {"leases", FRS_LEASES_MAX},
    {"planes", FRS_PLANES_MAX},
    {"history", FRS_HISTORY_MAX},
    {"size", FRS_SIZE_MAX},
    {"overlays", FRS_OVERLAYS_MAX},
    {NULL, 0},
};

static const frs_number state[] = {
    {"live", FRS_STATE_LIVE},
    {"ended", FRS_STATE_ENDED},
    {NULL, 0},
};

static const frs_number range[] = {
    {"unknown", FRS_RANGE_UNKNOWN},
    {"limited", FRS_RANGE_LIMITED},
    {"full", FRS_RANGE_FULL},
    {NULL, 0},
};

static const frs_number matrix[] = {
    {"rgb", FRS_MATRIX_RGB},
    {"bt709", FRS_MATRIX_BT709},
    {"unspecified", FRS_MATRIX_UNSPECIFIED},
    {"fcc", FRS_MATRIX_FCC},
    {"bt601", FRS_MATRIX_BT601},
    {"smpte240m", FRS_MATRIX_SMPTE240M},
    {"bt2020", FRS_MATRIX_BT2020_NCL},
    {NULL, 0},
};

static const frs_number chroma_site[] = {
    {"left", FRS_CHROMA_LEFT},
    {"center", FRS_CHROMA_CENTER},
    {"topLeft", FRS_CHROMA_TOP_LEFT},
    {"top", FRS_CHROMA_TOP},
    {"bottomLeft", FRS_CHROMA_BOTTOM_LEFT},
    {"bottom", FRS_CHROMA_BOTTOM},
    {NULL, 0},
};

static void set_numbers(napi_env env, napi_value layout, const char *name, const frs_number *number)
{
    napi_value object;
    if (napi_create_object(env, &object) != napi_ok)
        return;
    for (; number->name; number++)
        frs_value_set_number(env, object, number->name, number->value);
    frs_value_set(env, layout, name, object);
}

static napi_value create_planes(napi_env env, const frs_format_shape *shape)
{
    napi_value planes, plane;
    if (napi_create_array(env, &planes) != napi_ok)
        return NULL;
    for (uint32_t p = 0; p < shape->n_planes; p++) {
        if (napi_create_object(env, &plane) != napi_ok)
            return NULL;
        frs_value_set_number(env, plane, "hShift", shape->plane[p].h_shift);
        frs_value_set_number(env, plane, "vShift", shape->plane[p].v_shift);
        frs_value_set_number(env, plane, "bytes", shape->plane[p].bytes);
        napi_set_element(env, planes, p, plane);
    }
    return planes;
}

static napi_value create_components(napi_env env, const frs_format_shape *shape)
{
    napi_value components, component;
    if (napi_create_array(env, &components) != napi_ok)
        return NULL;
    for (uint32_t i = 0; i < 4; i++) {
        if (napi_create_object(env, &component) != napi_ok)
            return NULL;
        frs_value_set_number(env, component, "plane", shape->component[i].plane);
        frs_value_set_number(env, component, "offset", shape->component[i].offset);
        frs_value_set_number(env, component, "step", shape->component[i].step);
        napi_set_element(env, components, i, component);
    }
    return components;
}

static napi_value create_format(napi_env env, const frs_format_shape *shape)
{
    napi_value format, planes, components;
    if (napi_create_object(env, &format) != napi_ok || !(planes = create_planes(env, shape)) ||
        !(components = create_components(env, shape)))
        return NULL;
    frs_value_set_string(env, format, "name", shape->name);
    frs_value_set_number(env, format, "model", shape->model);
    frs_value_set_number(env, format, "depth", shape->depth);
    frs_value_set_number(env, format, "shift", shape->shift);
    frs_value_set(env, format, "planes", planes);
    frs_value_set(env, format, "components", components);
    return format;
}

/* formats[number] = {name, model, depth, shift, planes: [{hShift, vShift, bytes}],
 * components: [{plane, offset, step}]}, as frs_format_shape has them */
static void set_formats(napi_env env, napi_value layout)
{
    napi_value formats, format;
    if (napi_create_array(env, &formats) != napi_ok)
        return;
    napi_set_element(env, formats, FRS_FORMAT_UNKNOWN, frs_value_null(env));
    for (uint32_t i = FRS_FORMAT_UNKNOWN + 1; i < FRS_FORMAT_END; i++) {
        if (!(format = create_format(env, frs_format_get_shape(i))))
            return;
        napi_set_element(env, formats, i, format);
    }
    frs_value_set(env, layout, "formats", formats);
}

napi_value frs_layout_object(napi_env env)
{
    napi_value layout;
    if (napi_create_object(env, &layout) != napi_ok)
        return NULL;
    set_numbers(env, layout, "control", control);
    set_numbers(env, layout, "page", page);
    set_numbers(env, layout, "slot", slot);
    set_numbers(env, layout, "descriptor", descriptor);
    set_numbers(env, layout, "overlays", overlays);
    set_numbers(env, layout, "model", model);
    set_numbers(env, layout, "limits", limits);
    set_numbers(env, layout, "state", state);
    set_numbers(env, layout, "range", range);
    set_numbers(env, layout, "matrix", matrix);
    set_numbers(env, layout, "chromaSite", chroma_site);
    set_formats(env, layout);
    return layout;
}
