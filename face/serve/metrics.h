/* Counts, and nothing else: what was sent and to whom stays unknown to whoever reads them. */
#ifndef FACE_SERVE_METRICS_H
#define FACE_SERVE_METRICS_H

#include <stdint.h>

#include "buf.h"

enum route { R_CHECK, R_ADVICE, R_ME, R_HEALTH, R_METRICS, R_STATIC, R_NONE, ROUTES };

enum { STATUSES = 17, BUCKETS = 9, VERDICTS = 5 };

struct metrics {
	uint64_t requests[ROUTES][STATUSES];
	uint64_t verdicts[VERDICTS];
	uint64_t refused_early; /* connections cut because they were too slow */
	uint64_t workers_started, workers_died, workers_stopped_late, workers_retired;
	uint64_t bytes_in, seconds_bucket[BUCKETS + 1], judgements;
	double seconds_sum;
	uint64_t connections_total;
	unsigned connections, busy, idle, waiting;
	unsigned reading, to_read; /* what needs a reader */
	uint64_t buffered; /* bytes of bodies held now */
	int64_t started;   /* seconds since 1970 */
};

void metrics_request(struct metrics *m, enum route r, unsigned status);
void metrics_judged(struct metrics *m, unsigned verdict, double seconds);
void metrics_write(const struct metrics *m, struct buf *b);
/* One line for the end of the day: how many requests, by class of status. */
void metrics_summary(const struct metrics *m, struct buf *b);

#endif
