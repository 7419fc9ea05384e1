/* SPDX-License-Identifier: MIT */
/* A program whose library is not there. */
#include "gone.h"

int main(void)
{
    return gone();
}
