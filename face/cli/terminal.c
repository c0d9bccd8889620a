/* Single keys from a terminal; it is put back as it was, also when a signal ends us. */
#include "cli.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios before;
static volatile sig_atomic_t raw;

static void
restore(void)
{
	if (raw) {
		raw = 0;
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
	}
}

static void
on_signal(int sig)
{
	restore();
	(void)signal(sig, SIG_DFL);
	(void)raise(sig);
}

bool
keys_open(void)
{
	const char *term = getenv("TERM");
	struct termios t;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !term || strcmp(term, "dumb") == 0
	    || tcgetattr(STDIN_FILENO, &before) != 0)
		return false;
	t = before;
	t.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	t.c_cc[VINTR] = _POSIX_VDISABLE; /* Control-C: enough asked, the advice is shown */
	(void)signal(SIGTERM, on_signal);
	(void)signal(SIGHUP, on_signal);
	(void)signal(SIGINT, on_signal);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &t) != 0)
		return false;
	raw = 1;
	return true;
}

void
keys_close(void)
{
	restore();
}

/* The final byte of an escape sequence, 0 when it is only the key Esc. */
static unsigned char
sequence(void)
{
	struct termios t;
	unsigned char c = 0;

	if (tcgetattr(STDIN_FILENO, &t) != 0)
		return 0;
	t.c_cc[VMIN] = 0;
	t.c_cc[VTIME] = 1; /* a tenth of a second: the bytes of one key come together */
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &t);
	if (read(STDIN_FILENO, &c, 1) == 1 && (c == '[' || c == 'O')) {
		for (int i = 0; i < 8; i++)
			if (read(STDIN_FILENO, &c, 1) != 1 || (c >= 0x40 && c <= 0x7E))
				break;
	}
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	(void)tcsetattr(STDIN_FILENO, TCSANOW, &t);
	return c;
}

int
key_read(void)
{
	unsigned char c;

	if (read(STDIN_FILENO, &c, 1) != 1)
		return KEY_END;
	if (c != 0x1B)
		return c == 3 || c == 4 ? KEY_END : c == '\r' ? '\n' : c;
	switch (sequence()) {
	case 'A':
		return KEY_UP;
	case 'B':
		return KEY_DOWN;
	case 'D':
		return 'b';
	case 'C':
		return '\n';
	default:
		return 0;
	}
}
