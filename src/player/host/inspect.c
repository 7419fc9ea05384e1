/* SPDX-License-Identifier: MIT */
#include "inspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>
#include <gst/gst.h>

#include "version.h"

static void tell_element(const char *name)
{
    g_autoptr(GstPluginFeature) feature =
        gst_registry_find_feature(gst_registry_get(), name, GST_TYPE_ELEMENT_FACTORY);
    /* The registry may list the plugin although its library does not load. */
    g_autoptr(GstPluginFeature) loaded = feature ? gst_plugin_feature_load(feature) : NULL;
    printf("element\t%s", name);
    if (loaded != NULL)
        printf("\t%s", gst_plugin_feature_get_plugin_name(loaded));
    putchar('\n');
}

static int tell_decoder(const char *text)
{
    g_autoptr(GstCaps) caps = gst_caps_from_string(text);
    if (caps == NULL) {
        fprintf(stderr, "frameshare-player: \"%s\" is not caps\n", text);
        return 2;
    }
    GList *all =
        gst_element_factory_list_get_elements(GST_ELEMENT_FACTORY_TYPE_DECODER, GST_RANK_MARGINAL);
    GList *fit = gst_element_factory_list_filter(all, caps, GST_PAD_SINK, FALSE);
    fit = g_list_sort(fit, gst_plugin_feature_rank_compare_func);
    printf("decoder\t%s", text);
    for (GList *each = fit; each != NULL; each = each->next)
        printf("\t%s", GST_OBJECT_NAME(each->data));
    putchar('\n');
    gst_plugin_feature_list_free(fit);
    gst_plugin_feature_list_free(all);
    return 0;
}

static void tell_plugins(void)
{
    GList *plugins = gst_registry_get_plugin_list(gst_registry_get());
    for (GList *each = plugins; each != NULL; each = each->next) {
        GstPlugin *plugin = each->data;
        const char *file = gst_plugin_get_filename(plugin);
        if (file != NULL)
            printf("plugin\t%s\t%s\t%s\t%s\n", gst_plugin_get_name(plugin),
                   gst_plugin_get_version(plugin), gst_plugin_get_license(plugin), file);
    }
    gst_plugin_list_free(plugins);
}

static int answer(const char *question)
{
    if (g_str_has_prefix(question, "element "))
        tell_element(strchr(question, ' ') + 1);
    else if (g_str_has_prefix(question, "decoder "))
        return tell_decoder(strchr(question, ' ') + 1);
    else if (strcmp(question, "tls") == 0)
        printf("tls\t%s\n", g_tls_backend_supports_tls(g_tls_backend_get_default()) ? "yes" : "no");
    else if (strcmp(question, "plugins") == 0)
        tell_plugins();
    else {
        fprintf(stderr, "frameshare-player: there is no question \"%s\"\n", question);
        return 2;
    }
    return 0;
}

int frs_inspect(char **questions)
{
    g_autoptr(GError) error = NULL;
    if (!gst_init_check(NULL, NULL, &error)) {
        fprintf(stderr, "frameshare-player: GStreamer does not start: %s\n",
                error ? error->message : "for a reason it does not give");
        return 1;
    }
    g_autofree char *version = frs_gstreamer_version();
    printf("gstreamer\t%s\n", version);
    int status = 0;
    for (char **question = questions; status == 0 && *question != NULL; question++)
        status = answer(*question);
    return status;
}
