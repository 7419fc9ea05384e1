/* SPDX-License-Identifier: MIT */
/**
 * Audio output devices, from GStreamer's device monitor. Each call probes again, and blocks as long
 * as the machine's sound servers take to answer.
 */
#ifndef FRS_PLAYER_DEVICES_H
#define FRS_PLAYER_DEVICES_H

#include <gst/gst.h>
#include <json-glib/json-glib.h>

/* Add to a reply: "devices":[{"id","label","default"}]. */
void frs_devices_add(JsonBuilder *builder);

/* The device with that id; the caller unrefs it. NULL: it does not exist now. */
GstDevice *frs_device_find(const char *id);

/* A sink (floating) for that device, opened: in state READY. NULL: the device does not exist, or
 * does not open. */
GstElement *frs_device_open(const char *id);

/* The given sink (floating; taken), opened: in state READY. NULL: it does not open. */
GstElement *frs_device_try(GstElement *sink);

#endif
