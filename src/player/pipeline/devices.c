/* SPDX-License-Identifier: MIT */
#include "devices.h"

#include "line.h"

static GList *list_devices(void)
{
    g_autoptr(GstDeviceMonitor) monitor = gst_device_monitor_new();
    gst_device_monitor_add_filter(monitor, "Audio/Sink", NULL);
    gboolean started = gst_device_monitor_start(monitor);
    GList *devices = gst_device_monitor_get_devices(monitor);
    if (started)
        gst_device_monitor_stop(monitor);
    return devices;
}

static void free_devices(GList *devices)
{
    g_list_free_full(devices, gst_object_unref);
}

/* The device's id: its sink's type and the sink's name for it, which stay the same as long as the
 * machine has the device. */
static char *id_of(GstDevice *device)
{
    g_autoptr(GstElement) sink = gst_device_create_element(device, NULL);
    g_autofree char *label = gst_device_get_display_name(device);
    g_autofree char *name = NULL;
    if (sink == NULL)
        return NULL;
    gst_object_ref_sink(sink);
    GParamSpec *property = g_object_class_find_property(G_OBJECT_GET_CLASS(sink), "device");
    if (property != NULL && property->value_type == G_TYPE_STRING)
        g_object_get(sink, "device", &name, NULL);
    return g_strdup_printf("%s/%s", G_OBJECT_TYPE_NAME(sink), name != NULL ? name : label);
}

static gboolean is_default(GstDevice *device)
{
    gboolean yes = FALSE;
    GstStructure *properties = gst_device_get_properties(device);
    if (properties != NULL) {
        gst_structure_get_boolean(properties, "is-default", &yes);
        gst_structure_free(properties);
    }
    return yes;
}

static void add_device(JsonBuilder *builder, GstDevice *device)
{
    g_autofree char *id = id_of(device);
    g_autofree char *label = gst_device_get_display_name(device);
    g_autofree char *valid = g_utf8_make_valid(label, -1);
    if (id == NULL)
        return;
    json_builder_begin_object(builder);
    frs_add_string(builder, "id", id);
    frs_add_string(builder, "label", valid);
    frs_add_boolean(builder, "default", is_default(device));
    json_builder_end_object(builder);
}

void frs_devices_add(JsonBuilder *builder)
{
    GList *devices = list_devices();
    json_builder_set_member_name(builder, "devices");
    json_builder_begin_array(builder);
    for (GList *it = devices; it != NULL; it = it->next)
        add_device(builder, it->data);
    json_builder_end_array(builder);
    free_devices(devices);
}

GstDevice *frs_device_find(const char *id)
{
    GstDevice *found = NULL;
    GList *devices = list_devices();
    for (GList *it = devices; it != NULL && found == NULL; it = it->next) {
        g_autofree char *other = id_of(it->data);
        if (g_strcmp0(id, other) == 0)
            found = gst_object_ref(it->data);
    }
    free_devices(devices);
    return found;
}

/* Without a bus its errors are discarded. */
GstElement *frs_device_try(GstElement *sink)
{
    if (gst_element_set_state(sink, GST_STATE_READY) != GST_STATE_CHANGE_FAILURE)
        return sink;
    gst_element_set_state(sink, GST_STATE_NULL);
    gst_object_unref(gst_object_ref_sink(sink));
    return NULL;
}

GstElement *frs_device_open(const char *id)
{
    g_autoptr(GstDevice) device = frs_device_find(id);
    GstElement *sink = device != NULL ? gst_device_create_element(device, NULL) : NULL;
    return sink != NULL ? frs_device_try(sink) : NULL;
}
