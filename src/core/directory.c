/* SPDX-License-Identifier: MIT */
#include "directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <frameshare/stream.h>

#include "clock.h"
#include "error.h"

#define BACKLOG 128
/* How long a writer waits for the lock before it replaces a dead writer's socket without it. The
 * lock is held for some 50 us, unless its holder is stopped. */
#define LOCK_MS 200
#define LOCK_AGAIN_MS 1 /* flock() itself has no time limit */
/* A name that others take and leave this often in a row is not worth another try. */
#define TRIES 16

/* Files beside the sockets that have names: one that does not have its name yet, and a dead one
 * that has lost it. A stream's name has no dot in front. */
#define HIDDEN ".new-"
#define DEAD ".dead-"

/* A test stops a process here. */
#ifndef FRS_DIRECTORY_STEP
#define FRS_DIRECTORY_STEP(step)
#endif

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

/* ---- dead sockets ---- */

/* A folder with a lock on it, or without one. */
typedef struct frs_folder {
    char path[PATH_MAX];
    int fd;
    bool locked;
} frs_folder;

/* Lock the folder if that succeeds within `timeout_ms`. A process that was stopped while it holds
 * the lock keeps it for as long as it is stopped: nobody may wait for it without a limit. */
static void lock_folder(frs_folder *folder, int timeout_ms)
{
    int64_t end = frs_now_ms() + timeout_ms;
    for (;;) {
        if (flock(folder->fd, LOCK_EX | LOCK_NB) == 0) {
            folder->locked = true;
            FRS_DIRECTORY_STEP("lock");
            return;
        }
        if ((errno != EWOULDBLOCK && errno != EINTR) || frs_ms_until(end) == 0)
            return;
        struct timespec pause = {.tv_nsec = LOCK_AGAIN_MS * 1000000L};
        nanosleep(&pause, NULL);
    }
}

static int inode_of(const char *path, ino_t *inode)
{
    struct stat st;
    if (lstat(path, &st) < 0)
        return -1;
    *inode = st.st_ino;
    return 0;
}

/* Does nobody listen at `address`? `inode` gets which socket that is said of. */
static bool is_stale(const struct sockaddr_un *address, ino_t *inode)
{
    ino_t after;
    struct ucred peer;
    if (inode_of(address->sun_path, inode) < 0)
        return false;
    int fd = probe(address, &peer);
    if (fd >= 0)
        close(fd);
    return fd < 0 && is_dead(errno) && inode_of(address->sun_path, &after) == 0 && after == *inode;
}

/* Remove the stale socket at `address`, which is `inode`.
 *
 * Between is_stale() and here another process may have replaced it by one that lives, and a plain
 * unlink() would remove that one. Who holds the lock keeps the others out. Who could not get it
 * has to reckon with a stopped holder that has looked already and will go on some time:
 *
 * - the socket is moved to ".dead-INODE", and never onto a file of that name (RENAME_NOREPLACE);
 * - without the lock that file is left there. When the stopped holder goes on, its own rename
 *   fails, so that it cannot take what has the name now, and it removes the file.
 *
 * Who gets the lock later knows that no holder is left, and removes all such files.
 * tests/core/directory_race_test.c stops a holder at each of these steps. */
static void remove_stale(const frs_folder *folder, const struct sockaddr_un *address, ino_t inode)
{
    struct sockaddr_un grave;
    ino_t moved;
    char file[FRS_NAME_MAX];
    snprintf(file, sizeof file, DEAD "%llx", (unsigned long long)inode);
    fill_address(&grave, folder->path, file);
    FRS_DIRECTORY_STEP("rename");
    if (renameat2(AT_FDCWD, address->sun_path, AT_FDCWD, grave.sun_path, RENAME_NOREPLACE) < 0) {
        if (errno == EEXIST && folder->locked)
            unlink(grave.sun_path);
        return;
    }
    FRS_DIRECTORY_STEP("verify");
    if (inode_of(grave.sun_path, &moved) == 0 && moved != inode) {
        /* It lives. Give it its name back, unless somebody has taken that. */
        if (link(grave.sun_path, address->sun_path) == 0 || errno == EEXIST)
            unlink(grave.sun_path);
    } else if (folder->locked) {
        unlink(grave.sun_path);
    }
}

/* Is this the file of a process that was killed on the way? */
static int is_leftover(const struct dirent *entry)
{
    int pid;
    if (strncmp(entry->d_name, DEAD, strlen(DEAD)) == 0)
        return 1;
    return sscanf(entry->d_name, HIDDEN "%d-", &pid) == 1 && pid > 0 && kill(pid, 0) < 0 &&
           errno == ESRCH;
}

/* Remove such files, unless somebody has the lock. */
static void remove_leftovers(frs_folder *folder)
{
    struct dirent **entries;
    int n_entries = scandir(folder->path, &entries, is_leftover, NULL);
    if (n_entries > 0)
        lock_folder(folder, 0);
    for (int i = 0; i < n_entries; i++) {
        if (folder->locked)
            unlinkat(folder->fd, entries[i]->d_name, 0);
        free(entries[i]);
    }
    if (n_entries >= 0)
        free(entries);
}

/* ---- publishing ---- */

/* A socket that listens under a name of its own: nobody finds it there. */
static int listen_hidden(const frs_folder *folder, struct sockaddr_un *address, ino_t *inode)
{
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    uint32_t noise;
    char file[FRS_NAME_MAX];
    if (fd >= 0 && getrandom(&noise, sizeof noise, 0) == (ssize_t)sizeof noise) {
        snprintf(file, sizeof file, HIDDEN "%d-%08x", (int)getpid(), noise);
        fill_address(address, folder->path, file);
        if (bind(fd, (const struct sockaddr *)address, sizeof *address) == 0) {
            if (listen(fd, BACKLOG) == 0 && inode_of(address->sun_path, inode) == 0)
                return fd;
            unlink(address->sun_path);
        }
    }
    int error = frs_fail(FRS_ESYSTEM, "could not make a socket in %s", folder->path);
    if (fd >= 0)
        close(fd);
    return error;
}

/* Who has the name already? FRS_OK when that is nobody any more. */
static int check_owner(const struct sockaddr_un *address, const char *name)
{
    struct ucred peer;
    int fd = probe(address, &peer);
    if (fd >= 0) {
        close(fd);
        return frs_fail(FRS_EEXIST, "stream %s is already published by pid %d", name,
                        (int)peer.pid);
    }
    if (errno == EAGAIN)
        return frs_fail(FRS_EEXIST, "stream %s is already published by a busy process", name);
    if (is_dead(errno) || errno == ENOENT)
        return FRS_OK;
    return frs_fail(FRS_ESYSTEM, "could not publish stream %s at %s", name, address->sun_path);
}

/* Give the hidden socket the name. link() does that for one process only and never for a moment
 * leaves the name without a socket that listens, so it needs no lock; replacing a dead one does. */
static int take_name(frs_folder *folder, const struct sockaddr_un *hidden, const char *name)
{
    struct sockaddr_un address;
    ino_t inode;
    fill_address(&address, folder->path, name);
    for (int i = 0; i < TRIES; i++) {
        FRS_DIRECTORY_STEP("link");
        if (link(hidden->sun_path, address.sun_path) == 0)
            return FRS_OK;
        if (errno == ENOENT)
            return FRS_EAGAIN; /* somebody took the hidden one for a leftover */
        if (errno != EEXIST)
            return frs_fail(FRS_ESYSTEM, "could not publish stream %s at %s", name,
                            address.sun_path);
        int error = check_owner(&address, name);
        if (error)
            return error;
        if (!folder->locked)
            lock_folder(folder, LOCK_MS);
        if (is_stale(&address, &inode))
            remove_stale(folder, &address, inode);
    }
    return frs_fail(FRS_EEXIST, "stream %s: too many writers start at once", name);
}

static int listen_in(frs_folder *folder, const char *name, ino_t *inode)
{
    int error = FRS_EAGAIN;
    for (int i = 0; i < TRIES && error == FRS_EAGAIN; i++) {
        struct sockaddr_un hidden;
        int fd = listen_hidden(folder, &hidden, inode);
        if (fd < 0)
            return fd;
        error = take_name(folder, &hidden, name);
        unlink(hidden.sun_path);
        if (!error)
            return fd;
        close(fd);
    }
    return error == FRS_EAGAIN
               ? frs_fail(FRS_ESYSTEM, "could not publish stream %s: %s does not keep files", name,
                          folder->path)
               : error;
}

int frs_directory_listen(const char *name, ino_t *inode)
{
    int error = frs_stream_check_name(name);
    if (error)
        return error;
    ino_t ignored;
    frs_folder folder = {.locked = false};
    folder.fd = open_folder(folder.path, true);
    if (folder.fd < 0)
        return folder.fd;
    int fd = listen_in(&folder, name, inode ? inode : &ignored);
    close(folder.fd); /* unlocks */
    return fd;
}

void frs_directory_sweep(const char *name)
{
    frs_folder folder = {.locked = false};
    struct sockaddr_un address;
    ino_t inode;
    folder.fd = frs_stream_check_name(name) ? -1 : open_folder(folder.path, false);
    if (folder.fd < 0)
        return;
    fill_address(&address, folder.path, name);
    lock_folder(&folder, 0);
    if (folder.locked && is_stale(&address, &inode))
        remove_stale(&folder, &address, inode);
    close(folder.fd);
}

void frs_directory_unlisten(const char *name, ino_t inode)
{
    struct sockaddr_un address;
    ino_t found;
    /* As long as we listen nobody else removes or replaces it. */
    if (frs_directory_address(&address, name, false) == FRS_OK &&
        inode_of(address.sun_path, &found) == 0 && found == inode)
        unlink(address.sun_path);
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
    bool dead = fd < 0 && is_dead(errno);
    if (dead || (fd < 0 && errno == ENOENT)) {
        if (dead)
            frs_directory_sweep(name);
        return frs_fail(FRS_ENOENT, "no stream %s: is its program running, as this user?", name);
    }
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
    frs_folder folder = {.locked = false};
    folder.fd = open_folder(folder.path, false);
    if (folder.fd < 0)
        return folder.fd == FRS_ENOENT ? 0 : folder.fd;
    remove_leftovers(&folder);
    close(folder.fd);
    struct dirent **entries;
    int n_entries = scandir(folder.path, &entries, is_stream, alphasort);
    if (n_entries < 0)
        return frs_fail(FRS_ESYSTEM, "could not read the socket folder %s", folder.path);
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
