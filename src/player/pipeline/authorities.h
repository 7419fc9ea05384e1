/* SPDX-License-Identifier: MIT */
/**
 * Whom https: and rtsps: trust. GnuTLS has the path of its distribution's certificates built in,
 * which leads nowhere when the library is brought along to another distribution; so $SSL_CERT_FILE
 * counts here as it does for OpenSSL.
 */
#ifndef FRS_PLAYER_AUTHORITIES_H
#define FRS_PLAYER_AUTHORITIES_H

/* Make the certificates in $SSL_CERT_FILE those that this process trusts, the first time it is
 * called (which takes tens of milliseconds); without it nothing is done. A file that cannot be read
 * is told on standard error: then the built-in ones count. */
void frs_authorities_use(void);

#endif
