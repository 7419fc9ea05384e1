/* SPDX-License-Identifier: MIT */
/* Frames as they are displayed, in RGBA. */
#ifndef FRS_NODE_PICTURE_H
#define FRS_NODE_PICTURE_H

#include "value.h"

#include <frameshare/reader.h>

/* {width, height, data} of a leased frame; NULL after throwing. */
napi_value frs_picture_object(napi_env env, const frs_frame *frame, bool overlays);

/* renderPicture */
void frs_picture_add_methods(napi_env env, napi_value exports);

#endif
