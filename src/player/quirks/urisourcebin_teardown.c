/* SPDX-License-Identifier: MIT */
#include "urisourcebin_teardown.h"

#include <string.h>

#include "quirks.h"

#define GATED "frs-gate"

struct frs_gate {
    GMutex lock;
    GCond left;
    guint inside; /* threads between on_type() and after_type() */
    gboolean closed;
};

static void gate_clear(gpointer user)
{
    frs_gate *gate = user;
    g_mutex_clear(&gate->lock);
    g_cond_clear(&gate->left);
}

void frs_gate_unref(frs_gate *gate)
{
    if (gate != NULL)
        g_atomic_rc_box_release_full(gate, gate_clear);
}

static void unref_closure(gpointer user, GClosure *closure)
{
    (void)closure;
    frs_gate_unref(user);
}

/* On streaming threads: the first handler of the signal, and the last. */
static void on_type(GstElement *typefind, guint probability, GstCaps *caps, gpointer user)
{
    (void)probability;
    (void)caps;
    frs_gate *gate = user;
    g_mutex_lock(&gate->lock);
    gboolean closed = gate->closed;
    gate->inside += closed ? 0 : 1;
    g_mutex_unlock(&gate->lock);
    if (closed)
        g_signal_stop_emission_by_name(typefind, "have-type");
}

static void after_type(GstElement *typefind, guint probability, GstCaps *caps, gpointer user)
{
    (void)typefind;
    (void)probability;
    (void)caps;
    frs_gate *gate = user;
    g_mutex_lock(&gate->lock);
    if (--gate->inside == 0)
        g_cond_broadcast(&gate->left);
    g_mutex_unlock(&gate->lock);
}

/* The guard of the innermost bin that has one: once that guard is closed, the guards of the outer
 * bins would wait forever for a signal that it has stopped. */
static gconstpointer gate_of(GstElement *element)
{
    gconstpointer gate = NULL;
    for (GstObject *it = GST_OBJECT(element); it != NULL && gate == NULL;
         it = GST_OBJECT_PARENT(it))
        gate = g_object_get_data(G_OBJECT(it), GATED);
    return gate;
}

static void watch(frs_gate *gate, GstElement *element)
{
    if (strcmp(G_OBJECT_TYPE_NAME(element), "GstTypeFindElement") != 0 || gate_of(element) != gate)
        return;
    g_signal_connect_data(element, "have-type", G_CALLBACK(on_type), g_atomic_rc_box_acquire(gate),
                          unref_closure, 0);
    g_signal_connect_data(element, "have-type", G_CALLBACK(after_type),
                          g_atomic_rc_box_acquire(gate), unref_closure, G_CONNECT_AFTER);
}

static void on_element_added(GstBin *bin, GstBin *parent, GstElement *element, gpointer user)
{
    (void)bin;
    (void)parent;
    watch(user, element);
}

static void watch_item(const GValue *item, gpointer user)
{
    watch(user, g_value_get_object(item));
}

frs_gate *frs_gate_create(GstElement *bin)
{
    if (!frs_quirk_is_active(FRS_QUIRK_URISOURCEBIN_TEARDOWN))
        return NULL;
    frs_gate *gate = g_atomic_rc_box_new0(frs_gate);
    g_mutex_init(&gate->lock);
    g_object_set_data(G_OBJECT(bin), GATED, gate);
    g_cond_init(&gate->left);
    GstIterator *iterator = gst_bin_iterate_recurse(GST_BIN(bin));
    gst_iterator_foreach(iterator, watch_item, gate);
    gst_iterator_free(iterator);
    g_signal_connect_data(bin, "deep-element-added", G_CALLBACK(on_element_added),
                          g_atomic_rc_box_acquire(gate), unref_closure, 0);
    return gate;
}

void frs_gate_close(frs_gate *gate)
{
    g_mutex_lock(&gate->lock);
    gate->closed = TRUE;
    while (gate->inside > 0)
        g_cond_wait(&gate->left, &gate->lock);
    g_mutex_unlock(&gate->lock);
}
