/* SPDX-License-Identifier: MIT */
#include "directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <frameshare/stream.h>

#include "error.h"

#define BACKLOG 128

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

int frs_stream_check_name(const char *name)
{
    size_t length = name ? strnlen(name, FRS_NAME_MAX + 1) : 0;
    bool good = length > 0 && length <= FRS_NAME_MAX && name[0] != '.';
    for (size_t i = 0; good && i < length; i++)
        good = is_name_char(name[i]);
    if (good)
        return FRS_OK;
    return frs_fail(FRS_ENAME,
                    "\"%.80s\" is not a stream name: use 1 to %d letters, digits, dots, dashes or "
                    "underscores, not starting with a dot",
                    name ? name : "", FRS_NAME_MAX);
}

static int folder_path(char path[PATH_MAX])
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    /* The XDG specification: a relative path is to be ignored. */
    int length = runtime && runtime[0] == '/'
                     ? snprintf(path, PATH_MAX, "%s/frameshare", runtime)
                     : snprintf(path, PATH_MAX, "/tmp/frameshare-%u", (unsigned)geteuid());
    struct sockaddr_un address;
    if (length < 0 || (size_t)length + 1 + FRS_NAME_MAX >= sizeof address.sun_path)
        return frs_fail(FRS_EFOLDER,
                        "the socket folder %.60s... is too long a path for a socket: "
                        "set XDG_RUNTIME_DIR to a shorter one",
                        path);
    return FRS_OK;
}

/* Open the folder and see that it is ours alone. Returns its descriptor. */
static int open_folder(char path[PATH_MAX], bool create)
{
    int error = folder_path(path);
    if (error)
        return error;
    if (create && mkdir(path, 0700) < 0 && errno != EEXIST)
        return frs_fail(FRS_ESYSTEM, "could not create the socket folder %s", path);
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return frs_fail(FRS_ENOENT, "there is no socket folder %s: nothing is published", path);
    struct stat st;
    if (fd < 0 && (errno == ENOTDIR || errno == ELOOP))
        return frs_fail(FRS_EFOLDER, "%s is not a directory (or a symbolic link): remove it", path);
    if (fd < 0 && errno == EACCES && lstat(path, &st) == 0 && st.st_uid != geteuid())
        return frs_fail(FRS_EFOLDER,
                        "the socket folder %s belongs to another user (uid %u): remove it, or set "
                        "XDG_RUNTIME_DIR to a folder of your own",
                        path, (unsigned)st.st_uid);
    if (fd < 0 || fstat(fd, &st) < 0) {
        error = frs_fail(FRS_ESYSTEM, "could not open the socket folder %s", path);
        if (fd >= 0)
            close(fd);
        return error;
    }
    if (st.st_uid != geteuid())
        error = frs_fail(FRS_EFOLDER,
                         "the socket folder %s belongs to another user (uid %u): remove it, or set "
                         "XDG_RUNTIME_DIR to a folder of your own",
                         path, (unsigned)st.st_uid);
    else if (st.st_mode & 077)
        error = frs_fail(FRS_EFOLDER, "the socket folder %s is open to others: chmod 700 it", path);
    if (error) {
        close(fd);
        return error;
    }
    return fd;
}

/* Descriptor of the locked folder; closing it unlocks. */
static int lock_folder(char path[PATH_MAX], bool create)
{
    int fd = open_folder(path, create);
    if (fd < 0)
        return fd;
    while (flock(fd, LOCK_EX) < 0) {
        if (errno == EINTR)
            continue;
        int error = frs_fail(FRS_ESYSTEM, "could not lock the socket folder %s", path);
        close(fd);
        return error;
    }
    return fd;
}

static void fill_address(struct sockaddr_un *address, const char *folder, const char *name)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    /* folder_path() made sure that it fits. */
    size_t length = strnlen(folder, sizeof address->sun_path - FRS_NAME_MAX - 2);
    memcpy(address->sun_path, folder, length);
    snprintf(address->sun_path + length, sizeof address->sun_path - length, "/%s", name);
}

int frs_directory_address(struct sockaddr_un *address, const char *name, bool create)
{
    char path[PATH_MAX];
    int error = frs_stream_check_name(name);
    if (error)
        return error;
    int folder = open_folder(path, create);
    if (folder < 0)
        return folder;
    close(folder);
    fill_address(address, path, name);
    return FRS_OK;
}

/* Connect and look who listens. The socket, -1 with errno. */
static int probe(const struct sockaddr_un *address, struct ucred *peer)
{
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    socklen_t length = sizeof *peer;
    if (connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 &&
        getsockopt(fd, SOL_SOCKET, SO_PEERCRED, peer, &length) == 0)
        return fd;
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

/* Nobody listens behind this address any more. */
static bool is_dead(int probe_errno)
{
    return probe_errno == ECONNREFUSED;
}

static int bind_and_listen(const struct sockaddr_un *address, const char *name)
{
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && bind(fd, (const struct sockaddr *)address, sizeof *address) == 0 &&
        listen(fd, BACKLOG) == 0)
        return fd;
    int error = frs_fail(FRS_ESYSTEM, "could not publish stream %s at %s", name, address->sun_path);
    if (fd >= 0)
        close(fd);
    return error;
}

int frs_directory_listen(const char *name)
{
    char path[PATH_MAX];
    int error = frs_stream_check_name(name);
    if (error)
        return error;
    int folder = lock_folder(path, true);
    if (folder < 0)
        return folder;
    struct sockaddr_un address;
    fill_address(&address, path, name);
    struct ucred peer;
    int fd = probe(&address, &peer);
    if (fd >= 0) {
        close(fd);
        fd = frs_fail(FRS_EEXIST, "stream %s is already published by pid %d", name, (int)peer.pid);
    } else if (errno == EAGAIN) {
        fd = frs_fail(FRS_EEXIST, "stream %s is already published by a busy process", name);
    } else {
        if (is_dead(errno))
            unlink(address.sun_path);
        fd = bind_and_listen(&address, name);
    }
    close(folder);
    return fd;
}

void frs_directory_sweep(const char *name)
{
    char path[PATH_MAX];
    int folder = frs_stream_check_name(name) ? -1 : lock_folder(path, false);
    if (folder < 0)
        return;
    struct sockaddr_un address;
    fill_address(&address, path, name);
    struct ucred peer;
    int fd = probe(&address, &peer);
    if (fd >= 0)
        close(fd);
    else if (is_dead(errno))
        unlink(address.sun_path);
    close(folder);
}

int frs_directory_connect(const char *name, pid_t *pid)
{
    struct sockaddr_un address;
    int error = frs_directory_address(&address, name, false);
    if (error == FRS_ENOENT)
        return frs_fail(FRS_ENOENT, "no stream %s: is its program running, as this user?", name);
    if (error)
        return error;
    struct ucred peer;
    int fd = probe(&address, &peer);
    if (fd < 0 && is_dead(errno))
        frs_directory_sweep(name);
    if (fd < 0 && (is_dead(errno) || errno == ENOENT))
        return frs_fail(FRS_ENOENT, "no stream %s: is its program running, as this user?", name);
    if (fd < 0 && errno == EAGAIN)
        return frs_fail(FRS_EAGAIN, "stream %s is busy with other readers", name);
    if (fd < 0)
        return frs_fail(FRS_ESYSTEM, "could not connect to stream %s", name);
    if (peer.uid != geteuid()) {
        close(fd);
        return frs_fail(FRS_EUSER, "stream %s is published by another user (uid %u)", name,
                        (unsigned)peer.uid);
    }
    if (pid)
        *pid = peer.pid;
    return fd;
}

static int is_stream(const struct dirent *entry)
{
    return frs_stream_check_name(entry->d_name) == FRS_OK;
}

int frs_stream_list(frs_stream_callback callback, void *user)
{
    char path[PATH_MAX];
    int folder = open_folder(path, false);
    if (folder < 0)
        return folder == FRS_ENOENT ? 0 : folder;
    close(folder);
    struct dirent **entries;
    int n_entries = scandir(path, &entries, is_stream, alphasort);
    if (n_entries < 0)
        return frs_fail(FRS_ESYSTEM, "could not read the socket folder %s", path);
    int live = 0;
    bool stop = false;
    for (int i = 0; i < n_entries; i++) {
        pid_t pid = 0;
        int fd = stop ? -1 : frs_directory_connect(entries[i]->d_name, &pid);
        if (fd >= 0)
            close(fd);
        if (fd >= 0 || (!stop && fd == FRS_EAGAIN)) {
            live++;
            stop = callback(entries[i]->d_name, pid, user) != 0;
        }
        free(entries[i]);
    }
    free(entries);
    return live;
}
