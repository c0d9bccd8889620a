/*
 * A small vsnprintf: the same bytes under every C library and locale, and no stdio in the
 * WebAssembly build, which would want files to write to.
 */
#ifndef MU_BASE_FMT_H
#define MU_BASE_FMT_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Knows %d %i %u %x (with l, ll, z, a width and 0), %c, %s (with a precision) and %%. Writes at
 * most size - 1 bytes and a NUL; returns the length of the whole. An unknown conversion ends the
 * text there: formats are ours, never input.
 */
size_t mu_vfmt(char *buf, size_t size, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));
size_t mu_fmt(char *buf, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#endif
