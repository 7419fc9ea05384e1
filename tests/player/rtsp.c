/* SPDX-License-Identifier: MIT */
/* A server of RTSP for tests, by GStreamer's own library, to be killed or to end with its stdin:
 *
 *     test-rtsp [TRANSPORTS]          "tcp", "udp", or both without
 *
 * What it serves, each anew for each client:
 *
 *     /live       H.264 of 320x240 and sound, without an end; the picture is red
 *     /silent     the same without sound
 *     /film       the file in $FRAMESHARE_RTSP_FILM (VP9 in WebM)
 *
 * With $FRAMESHARE_RTSP_USER ("name:password") to that user alone.
 *
 * stdout: "port N", then a line for each request: "SETUP /live RTP/AVP/TCP;... | its User-Agent".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>
#include <gst/rtsp-server/rtsp-server.h>

#define PICTURE                                                                                    \
    "videotestsrc is-live=true pattern=red ! video/x-raw,format=I420,width=320,height=240,"        \
    "framerate=15/1 ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15 ! "           \
    "rtph264pay name=pay0 pt=96 config-interval=1 "
#define SOUND "audiotestsrc is-live=true ! audioconvert ! avenc_aac ! rtpmp4gpay name=pay1 pt=97 "

static const char *header(GstRTSPMessage *message, GstRTSPHeaderField field)
{
    char *value = NULL;
    gst_rtsp_message_get_header(message, field, &value, 0);
    return value ? value : "";
}

static void on_request(GstRTSPClient *client, GstRTSPContext *context)
{
    (void)client;
    printf("%s %s %s | %s\n", gst_rtsp_method_as_text(context->method),
           context->uri ? context->uri->abspath : "",
           header(context->request, GST_RTSP_HDR_TRANSPORT),
           header(context->request, GST_RTSP_HDR_USER_AGENT));
    fflush(stdout);
}

static GstRTSPStatusCode before_request(GstRTSPClient *client, GstRTSPContext *context)
{
    on_request(client, context);
    return GST_RTSP_STS_OK;
}

static void on_client(GstRTSPServer *server, GstRTSPClient *client)
{
    static const char *const requests[] = {"pre-describe-request", "pre-setup-request",
                                           "pre-play-request", "pre-teardown-request"};
    (void)server;
    for (guint i = 0; i < G_N_ELEMENTS(requests); i++)
        g_signal_connect(client, requests[i], G_CALLBACK(before_request), NULL);
}

static GstRTSPLowerTrans transports_of(const char *word)
{
    if (g_strcmp0(word, "tcp") == 0)
        return GST_RTSP_LOWER_TRANS_TCP;
    return g_strcmp0(word, "udp") == 0 ? GST_RTSP_LOWER_TRANS_UDP
                                       : GST_RTSP_LOWER_TRANS_TCP | GST_RTSP_LOWER_TRANS_UDP;
}

/* Everybody who is known has it. */
#define ROLE "anyone"

static void add(GstRTSPServer *server, const char *path, const char *description,
                GstRTSPLowerTrans transports)
{
    g_autoptr(GstRTSPMountPoints) mounts = gst_rtsp_server_get_mount_points(server);
    GstRTSPMediaFactory *factory = gst_rtsp_media_factory_new();
    gst_rtsp_media_factory_set_launch(factory, description);
    gst_rtsp_media_factory_set_protocols(factory, transports);
    gst_rtsp_media_factory_add_role(factory, ROLE, GST_RTSP_PERM_MEDIA_FACTORY_ACCESS,
                                    G_TYPE_BOOLEAN, TRUE, GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
                                    G_TYPE_BOOLEAN, TRUE, NULL);
    gst_rtsp_mount_points_add_factory(mounts, path, factory);
}

static void ask_who_it_is(GstRTSPServer *server, const char *user)
{
    g_auto(GStrv) words = g_strsplit(user, ":", 2);
    g_autoptr(GstRTSPAuth) auth = gst_rtsp_auth_new();
    g_autoptr(GstRTSPToken) token =
        gst_rtsp_token_new(GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING, ROLE, NULL);
    g_autofree char *basic = gst_rtsp_auth_make_basic(words[0], words[1]);
    gst_rtsp_auth_add_basic(auth, basic, token);
    gst_rtsp_server_set_auth(server, auth);
}

static void serve(GstRTSPServer *server, GstRTSPLowerTrans transports)
{
    const char *film = getenv("FRAMESHARE_RTSP_FILM"), *user = getenv("FRAMESHARE_RTSP_USER");
    if (user != NULL)
        ask_who_it_is(server, user);
    add(server, "/live", "( " PICTURE SOUND ")", transports);
    add(server, "/silent", "( " PICTURE ")", transports);
    if (film == NULL)
        return;
    g_autofree char *description = g_strdup_printf(
        "( filesrc location=%s ! matroskademux ! rtpvp9pay name=pay0 pt=96 )", film);
    add(server, "/film", description, transports);
}

static gboolean on_stdin(gint fd, GIOCondition condition, gpointer loop)
{
    char byte;
    (void)condition;
    if (read(fd, &byte, 1) > 0)
        return G_SOURCE_CONTINUE;
    g_main_loop_quit(loop);
    return G_SOURCE_REMOVE;
}

int main(int argc, char **argv)
{
    gst_init(&argc, &argv);
    GMainLoop *loop = g_main_loop_new(NULL, FALSE);
    GstRTSPServer *server = gst_rtsp_server_new();
    gst_rtsp_server_set_address(server, "127.0.0.1");
    gst_rtsp_server_set_service(server, "0");
    serve(server, transports_of(argc > 1 ? argv[1] : NULL));
    g_signal_connect(server, "client-connected", G_CALLBACK(on_client), NULL);
    if (gst_rtsp_server_attach(server, NULL) == 0)
        exit(1);
    printf("port %d\n", gst_rtsp_server_get_bound_port(server));
    fflush(stdout);
    g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP, on_stdin, loop);
    g_main_loop_run(loop);
    g_main_loop_unref(loop);
    g_object_unref(server);
    return 0;
}
