/* SPDX-License-Identifier: MIT */
/* Where sound goes: two devices of a provider of our own, whose sinks only keep time. */
#include "driver.h"

#include <gst/gst.h>
#include <string.h>

static driver *player;

/* ---- a machine with two devices ---- */

/* The sink that each device made last: it plays, or not. */
static GWeakRef sinks[2];

typedef GstDevice TestDevice;
typedef GstDeviceClass TestDeviceClass;
typedef GstDeviceProvider TestProvider;
typedef GstDeviceProviderClass TestProviderClass;
GType test_device_get_type(void);
GType test_provider_get_type(void);
G_DEFINE_TYPE(TestDevice, test_device, GST_TYPE_DEVICE)
G_DEFINE_TYPE(TestProvider, test_provider, GST_TYPE_DEVICE_PROVIDER)

static int index_of(GstDevice *device)
{
    g_autofree char *label = gst_device_get_display_name(device);
    return strcmp(label, "Left") == 0 ? 0 : 1;
}

static GstElement *create_element(GstDevice *device, const gchar *name)
{
    GstElement *sink = gst_element_factory_make("fakesink", name);
    g_object_set(sink, "sync", TRUE, NULL);
    g_weak_ref_set(&sinks[index_of(device)], sink);
    return sink;
}

static void test_device_class_init(TestDeviceClass *class)
{
    class->create_element = create_element;
}

static void test_device_init(TestDevice *device)
{
    (void)device;
}

static GstDevice *new_device(const char *label, gboolean first)
{
    g_autoptr(GstCaps) caps = gst_caps_from_string("audio/x-raw");
    GstStructure *properties =
        gst_structure_new("properties", "is-default", G_TYPE_BOOLEAN, first, NULL);
    GstDevice *device = g_object_new(test_device_get_type(), "display-name", label, "device-class",
                                     "Audio/Sink", "caps", caps, "properties", properties, NULL);
    gst_structure_free(properties);
    return device;
}

static GList *probe(GstDeviceProvider *provider)
{
    (void)provider;
    return g_list_append(g_list_append(NULL, new_device("Left", FALSE)), new_device("Right", TRUE));
}

static void test_provider_class_init(TestProviderClass *class)
{
    class->probe = probe;
    gst_device_provider_class_set_static_metadata(class, "Test", "Sink/Audio", "Two devices",
                                                  "frameshare");
}

static void test_provider_init(TestProvider *provider)
{
    (void)provider;
}

static void setup(void)
{
    gst_init(NULL, NULL);
    g_weak_ref_init(&sinks[0], NULL);
    g_weak_ref_init(&sinks[1], NULL);
    ck_assert(
        gst_device_provider_register(NULL, "test", GST_RANK_PRIMARY, test_provider_get_type()));
    player = driver_in_process(NULL);
}

static void teardown(void)
{
    driver_finish(player);
}

static gboolean plays(int device)
{
    g_autoptr(GstElement) sink = g_weak_ref_get(&sinks[device]);
    return sink != NULL && GST_STATE(sink) >= GST_STATE_PAUSED;
}

/* This machine may have devices of its own: those with our names. */
static const char *id_of(const char *label)
{
    JsonArray *devices =
        json_object_get_array_member(driver_do(player, "\"command\":\"audio-devices\""), "devices");
    for (guint i = 0; i < json_array_get_length(devices); i++) {
        JsonObject *device = json_array_get_object_element(devices, i);
        if (strcmp(json_object_get_string_member(device, "label"), label) == 0)
            return json_object_get_string_member(device, "id");
    }
    ck_abort_msg("there is no device %s", label);
}

/* ---- the tests ---- */

START_TEST(sound_goes_to_the_device_that_is_chosen_before_a_load)
{
    driver_do(player, "\"command\":\"audio-device\",\"device\":\"%s\"", id_of("Right"));
    driver_load(player, driver_clip("clip.mp4"));
    ck_assert(plays(1));
    ck_assert(!plays(0));
}
END_TEST

START_TEST(sound_moves_while_it_plays_and_the_film_stays_where_it_is)
{
    driver_load(player, driver_clip("clip.mp4"));
    ck_assert(!plays(0) && !plays(1));
    driver_do(player, "\"command\":\"seek\",\"position\":2");
    for (int i = 0; i < 2; i++) {
        driver_do(player, "\"command\":\"audio-device\",\"device\":\"%s\"",
                  id_of(i == 0 ? "Left" : "Right"));
        JsonObject *reply = driver_do(player, "\"command\":\"seek\",\"position\":2");
        ck_assert_double_eq_tol(json_object_get_double_member(reply, "position"), 2, 0.04);
        ck_assert(plays(i));
        ck_assert(!plays(1 - i));
    }
    driver_do(player, "\"command\":\"audio-device\",\"device\":null");
    driver_do(player, "\"command\":\"seek\",\"position\":2");
    ck_assert(!plays(0) && !plays(1));
    ck_assert_int_eq(driver_count(player, "\"loading\""), 1);
}
END_TEST

START_TEST(devices_have_a_name_and_one_is_the_default)
{
    const char *left = id_of("Left"), *right = id_of("Right");
    ck_assert_str_ne(left, right);
    JsonArray *devices =
        json_object_get_array_member(driver_do(player, "\"command\":\"audio-devices\""), "devices");
    for (guint i = 0; i < json_array_get_length(devices); i++) {
        JsonObject *device = json_array_get_object_element(devices, i);
        if (strcmp(json_object_get_string_member(device, "id"), right) == 0)
            ck_assert(json_object_get_boolean_member(device, "default"));
        if (strcmp(json_object_get_string_member(device, "id"), left) == 0)
            ck_assert(!json_object_get_boolean_member(device, "default"));
    }
}
END_TEST

START_TEST(a_device_that_is_not_there_is_refused)
{
    JsonObject *error =
        driver_refused(player, "not-found", "\"command\":\"audio-device\",\"device\":\"Nowhere\"");
    ck_assert_ptr_nonnull(strstr(json_object_get_string_member(error, "message"), "Nowhere"));
    driver_refused(player, "command", "\"command\":\"audio-device\"");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("devices");
    TCase *tests = checks_case(suite, "devices", setup, teardown, 180);
    tcase_add_test(tests, sound_goes_to_the_device_that_is_chosen_before_a_load);
    tcase_add_test(tests, sound_moves_while_it_plays_and_the_film_stays_where_it_is);
    tcase_add_test(tests, devices_have_a_name_and_one_is_the_default);
    tcase_add_test(tests, a_device_that_is_not_there_is_refused);
    return driver_run(suite);
}
