/* SPDX-License-Identifier: MIT */
/**
 * What frameshare wants of GStreamer, and which package of which distribution has it. The table is
 * js/gstreamer/needs.json, which the JavaScript side reads too. Packages go by their Debian names;
 * Ubuntu has the same.
 *
 * All strings are static. Any thread.
 */
#ifndef FRS_DISTRIBUTION_H
#define FRS_DISTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>

typedef struct frs_distribution {
    int index;
    const char *name;    /* "debian", "fedora", ... */
    const char *like;    /* what ID and ID_LIKE of /etc/os-release say, with spaces in between */
    const char *install; /* the command that installs packages, without sudo */
} frs_distribution;

typedef struct frs_need {
    const char *name;     /* for people: "H.264" */
    const char *purpose;  /* what it is for */
    const char *check;    /* "element A B|C": A, and B or C; "decoder CAPS"; "tls"; ... */
    const char *packages; /* Debian's names, with spaces in between */
} frs_need;

/* The distribution that `os_release` (a file as /etc/os-release) names; NULL: not in the table. */
const frs_distribution *frs_distribution_of(const char *os_release);

/* The one of this machine: /etc/os-release, else /usr/lib/os-release. */
const frs_distribution *frs_distribution_here(void);

/* By its own name; NULL: there is none. */
const frs_distribution *frs_distribution_named(const char *name);

/* Its name of a Debian package; NULL: not known. `distribution` NULL is Debian. */
const char *frs_distribution_package(const frs_distribution *distribution, const char *debian);

/* Everything that is wanted, in the order in which people hear of it. */
const frs_need *frs_needs(size_t *count);

#endif
