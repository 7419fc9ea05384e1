/* SPDX-License-Identifier: MIT */
/* One component of a frame, read where the pixels of the screen lie: between its samples, in a
 * straight line from one to the next. */
#ifndef FRS_PICTURE_SAMPLER_H
#define FRS_PICTURE_SAMPLER_H

#include "geometry.h"

/* A place between two samples. */
typedef struct frs_tap {
    uint32_t a, b; /* which, along the axis */
    float share;   /* of b */
} frs_tap;

/* Taps of one share whose samples are equally far apart, as those of a picture in its own size or
 * in half of it: `count` columns from `first` on. */
typedef struct frs_run {
    uint32_t first, count; /* 0: there is no run */
    size_t stride;         /* floats of `mixed` from one tap to the next */
} frs_run;

typedef struct frs_sampler {
    const uint8_t *data;           /* the component's first sample */
    size_t offset;                 /* where that is in the slot */
    size_t step_across, step_down; /* bytes to the next sample, along the screen's axes */
    uint32_t shift;                /* code value = sample >> shift */
    bool wide;                     /* samples of two bytes, little endian */
    bool between;                  /* some tap has a share */
    frs_tap *across, *down;        /* one for each column and each row of the screen */
    size_t first, span;            /* bytes of a row of the frame that the columns need */
    float *mixed;                  /* two rows made one; NULL: sample by sample is cheaper */
    frs_run run;
} frs_sampler;

/* Component `component` of checked pictures like `info`. False: there is no memory; finish it all
 * the same. */
bool frs_sampler_init(frs_sampler *sampler, const frs_frame_info *info,
                      const frs_geometry *geometry, uint32_t component);

/* The slot to read, which stays the caller's. */
void frs_sampler_set_data(frs_sampler *sampler, const uint8_t *data);

void frs_sampler_finish(frs_sampler *sampler);

/* Row `y` of the screen: `n` code values. */
void frs_sampler_row(const frs_sampler *sampler, uint32_t y, uint32_t n, float *row);

#endif
