/*
 * What a child that was taken over may write: every frame that is taken lies inside the bytes and
 * keeps the limits, and the walk ends.
 */
#include <stdlib.h>
#include <string.h>

#include "../reader/wire.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(x) do { if (!(x)) abort(); } while (0)

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data;
	struct wire_frame f;
	size_t at = 0, before = 0;
	bool broken;

	while (wire_next(p, size, &at, &f, &broken)) {
		MUST(at >= before + WIRE_HEAD && at <= size && !broken);
		MUST(f.label >= p && f.label + f.label_n <= p + size);
		MUST(f.charset >= p && f.charset + f.charset_n <= p + size);
		MUST(f.data >= p && f.data + f.size == p + at);
		MUST(f.label_n <= WIRE_LABEL_MOST && f.size <= WIRE_DATA_MOST);
		MUST(!f.label_n || !memchr(f.label, 0, f.label_n));
		before = at;
	}
	MUST(broken || at == size);
	return 0;
}
