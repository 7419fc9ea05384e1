/* SPDX-License-Identifier: MIT */
/**
 * The certificate authorities for https: and rtsps:. GnuTLS has its distribution's path of
 * certificates built in, which does not exist if the library is bundled for another distribution;
 * so $SSL_CERT_FILE is honoured here as OpenSSL does.
 */
#ifndef FRS_PLAYER_AUTHORITIES_H
#define FRS_PLAYER_AUTHORITIES_H

/* Trust the certificates in $SSL_CERT_FILE in this process. Done on the first call, which takes
 * tens of milliseconds; does nothing without the variable. An unreadable file gives a line on
 * standard error, and the built-in path is used. */
void frs_authorities_use(void);

#endif
