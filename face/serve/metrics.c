#include "metrics.h"

#include <inttypes.h>

#include "mushi/mushi.h"

/* The last one takes all others. */
static const unsigned statuses[STATUSES] = {200, 304, 308, 400, 403, 404, 405, 413, 415, 421, 422,
    431, 500, 501, 503, 206, 0};
static const char *const routes[ROUTES] = {"check", "advice", "me", "healthz", "metrics", "static",
    "none"};
static const double bounds[BUCKETS] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1, 5};

void
metrics_request(struct metrics *m, enum route r, unsigned status)
{
	int i = 0;

	while (i < STATUSES - 1 && statuses[i] != status)
		i++;
	m->requests[r][i]++;
}

void
metrics_judged(struct metrics *m, unsigned verdict, double seconds)
{
	int i = 0;

	while (i < BUCKETS && seconds > bounds[i])
		i++;
	m->seconds_bucket[i]++;
	m->seconds_sum += seconds;
	m->judgements++;
	if (verdict < VERDICTS)
		m->verdicts[verdict]++;
}

static void
head(struct buf *b, const char *name, const char *type, const char *help)
{
	buf_fmt(b, "# HELP mushi_%s %s\n# TYPE mushi_%s %s\n", name, help, name, type);
}

static void
one(struct buf *b, const char *name, const char *type, const char *help, uint64_t value)
{
	head(b, name, type, help);
	buf_fmt(b, "mushi_%s %" PRIu64 "\n", name, value);
}

void
metrics_write(const struct metrics *m, struct buf *b)
{
	uint64_t sum = 0;

	head(b, "info", "gauge", "The version that runs.");
	buf_fmt(b, "mushi_info{version=\"%s\"} 1\n", mushi_version());
	head(b, "requests_total", "counter", "Answers by route and status.");
	for (int r = 0; r < ROUTES; r++)
		for (int s = 0; s < STATUSES; s++)
			if (m->requests[r][s])
				buf_fmt(b, "mushi_requests_total{route=\"%s\",status=\"%u\"} %" PRIu64
				    "\n", routes[r], statuses[s], m->requests[r][s]);
	head(b, "verdicts_total", "counter", "Judgements by verdict.");
	for (int v = 0; v < VERDICTS; v++)
		buf_fmt(b, "mushi_verdicts_total{verdict=\"%s\"} %" PRIu64 "\n",
		    mushi_verdict_name((enum mushi_verdict)v), m->verdicts[v]);
	head(b, "work_seconds", "histogram", "Time a worker took for one answer.");
	for (int i = 0; i <= BUCKETS; i++) {
		sum += m->seconds_bucket[i];
		if (i < BUCKETS)
			buf_fmt(b, "mushi_work_seconds_bucket{le=\"%g\"} %" PRIu64 "\n", bounds[i], sum);
		else
			buf_fmt(b, "mushi_work_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n", sum);
	}
	buf_fmt(b, "mushi_work_seconds_sum %.6f\nmushi_work_seconds_count %" PRIu64 "\n",
	    m->seconds_sum, m->judgements);
	one(b, "body_bytes_total", "counter", "Bytes of bodies received.", m->bytes_in);
	one(b, "body_bytes_held", "gauge", "Bytes of bodies held now.", m->buffered);
	one(b, "connections_total", "counter", "Connections accepted.", m->connections_total);
	one(b, "connections", "gauge", "Connections open now.", m->connections);
	one(b, "slow_connections_total", "counter", "Connections cut because they were too slow.",
	    m->refused_early);
	one(b, "workers_busy", "gauge", "Workers at work.", m->busy);
	one(b, "workers_idle", "gauge", "Workers waiting for work.", m->idle);
	one(b, "requests_waiting", "gauge", "Requests waiting for a worker.", m->waiting);
	one(b, "readers_busy", "gauge", "Workers at a mail, picture or PDF.", m->reading);
	one(b, "readers_waiting", "gauge", "Mails, pictures and PDF waiting for one.", m->to_read);
	one(b, "workers_started_total", "counter", "Workers started.", m->workers_started);
	one(b, "workers_died_total", "counter", "Workers that died at work.", m->workers_died);
	one(b, "workers_stopped_total", "counter", "Workers stopped at the time limit.",
	    m->workers_stopped_late);
	one(b, "workers_retired_total", "counter", "Workers replaced after long service.",
	    m->workers_retired);
	one(b, "start_time_seconds", "gauge", "When this server started.", (uint64_t)m->started);
}

void
metrics_summary(const struct metrics *m, struct buf *b)
{
	uint64_t good = 0, wrong = 0, trouble = 0;

	for (int r = 0; r < ROUTES; r++) {
		for (int s = 0; s < STATUSES; s++) {
			if (statuses[s] >= 500)
				trouble += m->requests[r][s];
			else if (statuses[s] >= 400)
				wrong += m->requests[r][s];
			else
				good += m->requests[r][s];
		}
	}
	buf_fmt(b, "%" PRIu64 " answered, %" PRIu64 " refused, %" PRIu64 " failed; %" PRIu64
	    " judgements", good, wrong, trouble, m->judgements);
	if (b->failed)
		return;
	buf_add(b, "", 1);
}
