/* SPDX-License-Identifier: MIT */
/** The program `frameshare-player`. All its code is in libframeshare-player.so, see host.h. */
#include "host.h"

int main(int argc, char **argv)
{
    return frs_host_main(argc, argv);
}
