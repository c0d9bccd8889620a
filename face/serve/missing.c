/* In place of the server where what it stands on was not there when this was built. */
#include "../cli/cli.h"

int
run_serve(int argc, char **argv)
{
	struct common common;
	static const struct option none[] = {{NULL, 0, NULL, NULL}};
	static const struct command command = {"serve", "",
	    "The local web page and the HTTP interface; not in this build.", none, NULL};
	int n;

	common_defaults(&common);
	n = argc == 1 ? read_options(&command, &common, NULL, argc, argv) : 0;
	if (n == -2)
		return EXIT_NOTHING;
	complain("serve is not in this build: %s; it needs libmicrohttpd and libseccomp"
	    " (Debian: libmicrohttpd-dev, libseccomp-dev)", say(MISSING));
	return EXIT_TROUBLE;
}
