#include "problem.h"

static const struct {
	unsigned status;
	const char *title;
} titles[] = {
	{400, "Bad request"},
	{403, "Forbidden"},
	{404, "Not found"},
	{405, "Method not allowed"},
	{413, "Content too large"},
	{415, "Unsupported media type"},
	{421, "Misdirected request"},
	{422, "Unprocessable content"},
	{431, "Request header fields too large"},
	{500, "Internal error"},
	{501, "Not implemented"},
	{503, "Service unavailable"},
};

static const char *
status_title(unsigned status)
{
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Error";
}

void
problem_write(struct buf *b, unsigned status, const char *code, const char *detail)
{
	/* No page explains the types yet: about:blank says that the status is the type. */
	buf_fmt(b, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%u", status_title(status),
	    status);
	buf_pair(b, "code", code);
	if (detail)
		buf_pair(b, "detail", detail);
	buf_str(b, "}\n");
}
