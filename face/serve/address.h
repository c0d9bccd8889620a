/* What kind of address a request came from. */
#ifndef FACE_SERVE_ADDRESS_H
#define FACE_SERVE_ADDRESS_H

#include <sys/socket.h>

struct peer {
	char text[64];
	int version;      /* 4 or 6 */
	const char *kind; /* an id of data/me.rec */
};

void peer_of(const struct sockaddr *sa, struct peer *out);

#endif
