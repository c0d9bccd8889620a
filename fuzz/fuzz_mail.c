/* The glue around GMime, on any bytes: what it writes are whole frames. Runs uncaged here. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int reader_main(void);
#define main reader_main
#include "../reader/mail.c"
#undef main
#include "../reader/wire.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int serve(const struct decoder *d);

#define MUST(x) do { if (!(x)) abort(); } while (0)

int
serve(const struct decoder *d)
{
	(void)d;
	(void)reader_main;
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	static char *room;
	struct serve_request r = {0};
	struct wire_frame f;
	size_t at = 0;
	bool broken;
	ssize_t n;

	if (fd < 0) {
		fd = memfd_create("frames", 0);
		room = malloc(16 << 20);
		MUST(fd >= 0 && room);
		(void)init();
	}
	MUST(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
	decode(&r, data, size, fd);
	n = pread(fd, room, 16 << 20, 0);
	MUST(n >= 0);
	while (wire_next(room, (size_t)n, &at, &f, &broken))
		;
	MUST(!broken);
	return 0;
}
