#include "serve.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* A grandchild: nobody need wait for it, and it never is a child of the server. */
void
open_page(const char *url)
{
	const char *x = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
	pid_t pid;

	if (!((x && *x) || (wayland && *wayland)) || !isatty(STDOUT_FILENO))
		return;
	pid = fork();
	if (pid == 0) {
		if (fork() == 0) {
			(void)setsid();
			(void)execlp("xdg-open", "xdg-open", url, (char *)NULL);
		}
		_exit(0);
	}
	if (pid > 0)
		(void)waitpid(pid, NULL, 0);
}
