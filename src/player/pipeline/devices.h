/* SPDX-License-Identifier: MIT */
/**
 * The devices that sound can go to, as GStreamer's device monitor knows them. Each call asks anew,
 * and blocks for as long as the sound servers of the machine take to answer.
 */
#ifndef FRS_PLAYER_DEVICES_H
#define FRS_PLAYER_DEVICES_H

#include <gst/gst.h>
#include <json-glib/json-glib.h>

/* Into a reply: "devices":[{"id","label","default"}]. */
void frs_devices_add(JsonBuilder *builder);

/* The device with that id; the caller unrefs it. NULL: there is none now. */
GstDevice *frs_device_find(const char *id);

/* A sink (floating) of that device, open: in state READY. NULL: it is not there, or does not open.
 */
GstElement *frs_device_open(const char *id);

/* The same sink (floating; taken) open, in state READY. NULL: it does not open. */
GstElement *frs_device_try(GstElement *sink);

#endif
