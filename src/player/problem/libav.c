/* SPDX-License-Identifier: MIT */
#include "libav.h"

#include <dlfcn.h>
#include <string.h>

#define PLUGIN "libav"

/* Set once, with the lock held; NULL as long as libav may be used. */
static GMutex lock;
static GList *factories; /* names of the elements of the removed plugin */
static char *refusal;

/* Parse the number at `at`, which ends with a NUL before `end`; 0: no number. */
static guint number_at(const char *at, const char *end)
{
    guint number = 0;
    for (; at < end && g_ascii_isdigit(*at) && number < 1000; at++)
        number = number * 10 + (guint)g_ascii_digit_value(*at);
    return at < end && *at == '\0' ? number : 0;
}

/* The name of a needed library is a string in the ELF file, with a NUL before and after it. */
guint frs_libav_version_needed(const char *path)
{
    static const char name[] = "\0libavcodec.so.";
    const size_t length = sizeof name - 1;
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
    if (file == NULL || g_mapped_file_get_length(file) == 0)
        return 0;
    const char *at = g_mapped_file_get_contents(file);
    const char *end = at + g_mapped_file_get_length(file);
    guint version = 0;
    while (version == 0 && (at = memmem(at, (size_t)(end - at), name, length)) != NULL) {
        at += length;
        version = number_at(at, end);
    }
    return version;
}

/* The major version of the libavcodec whose symbols this process resolves to; 0: none is loaded. */
static guint version_in_process(void)
{
    unsigned (*version)(void) = NULL;
    *(void **)&version = dlsym(RTLD_DEFAULT, "avcodec_version");
    return version ? version() >> 16 : 0;
}

static gboolean is_forced(void)
{
    const char *word = g_getenv("FRAMESHARE_LIBAV");
    return word != NULL && strcmp(word, "force") == 0;
}

static void refuse(GstRegistry *registry, GstPlugin *plugin, guint own, guint needed)
{
    g_autofree char *text = g_strdup_printf(
        "In this process libav's decoders would crash: it has loaded libavcodec %u (Electron's "
        "libffmpeg.so), and GStreamer's plugin libav needs libavcodec %u. Run the player in a "
        "process "
        "of its own (leave out inProcess), or rank other decoders higher "
        "(GST_PLUGIN_FEATURE_RANK=openh264dec:MAX), or let it try (FRAMESHARE_LIBAV=force)",
        own, needed);
    factories = gst_registry_get_feature_list_by_plugin(registry, PLUGIN);
    gst_registry_remove_plugin(registry, plugin);
    g_atomic_pointer_set(&refusal, g_steal_pointer(&text));
}

void frs_libav_check(void)
{
    GstRegistry *registry = gst_registry_get();
    guint own = is_forced() ? 0 : version_in_process();
    if (own == 0)
        return;
    g_mutex_lock(&lock);
    g_autoptr(GstPlugin) plugin = gst_registry_find_plugin(registry, PLUGIN);
    const char *file = plugin ? gst_plugin_get_filename(plugin) : NULL;
    guint needed = file ? frs_libav_version_needed(file) : 0;
    if (needed != 0 && needed != own && !gst_plugin_is_loaded(plugin))
        refuse(registry, plugin, own, needed);
    g_mutex_unlock(&lock);
}

const char *frs_libav_refusal(void)
{
    return g_atomic_pointer_get(&refusal);
}

/* The highest rank among the decoders in `list` that take caps like these; 0: there is none. */
static guint best_rank(GList *list, const GstCaps *caps)
{
    guint best = GST_RANK_NONE;
    GList *fit = gst_element_factory_list_filter(list, caps, GST_PAD_SINK, FALSE);
    for (GList *each = fit; each != NULL; each = each->next)
        best = MAX(best, gst_plugin_feature_get_rank(each->data));
    gst_plugin_feature_list_free(fit);
    return best;
}

static GList *refused_decoders(void)
{
    GList *decoders = NULL;
    for (GList *each = factories; each != NULL; each = each->next)
        if (GST_IS_ELEMENT_FACTORY(each->data) &&
            gst_element_factory_list_is_type(each->data, GST_ELEMENT_FACTORY_TYPE_DECODER) &&
            gst_plugin_feature_get_rank(each->data) >= GST_RANK_MARGINAL)
            decoders = g_list_prepend(decoders, each->data);
    return decoders;
}

gboolean frs_libav_would_decode(const GstCaps *caps)
{
    if (frs_libav_refusal() == NULL)
        return FALSE;
    g_autoptr(GList) refused = refused_decoders();
    GList *others =
        gst_element_factory_list_get_elements(GST_ELEMENT_FACTORY_TYPE_DECODER, GST_RANK_MARGINAL);
    guint rank = best_rank(refused, caps);
    gboolean would = rank > GST_RANK_NONE && rank >= best_rank(others, caps);
    gst_plugin_feature_list_free(others);
    return would;
}

gboolean frs_libav_has_element(const char *factory)
{
    if (frs_libav_refusal() == NULL)
        return FALSE;
    for (GList *each = factories; each != NULL; each = each->next)
        if (strcmp(GST_OBJECT_NAME(each->data), factory) == 0)
            return TRUE;
    return FALSE;
}
