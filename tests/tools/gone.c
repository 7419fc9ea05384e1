/* SPDX-License-Identifier: MIT */
/* A library that is removed after orphan.c was linked with it. */
#include "gone.h"

int gone(void)
{
    return 0;
}
