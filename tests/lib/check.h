/*
 * The whole test framework: rows of input and expectation, failures with file, line and row.
 * A test program ends with CHECK_DONE(), which prints "N passed, N failed" and exits 1 on failure;
 * what CHECK_SKIP() named (data that is not there) is counted behind it as "N skipped".
 */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned long check_passed, check_failed, check_skipped;

#define CHECK(cond, ...) \
	do { \
		if (cond) { \
			check_passed++; \
		} else { \
			check_failed++; \
			if (check_failed <= 50) { \
				fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #cond); \
				fprintf(stderr, __VA_ARGS__); \
				fputc('\n', stderr); \
			} \
		} \
	} while (0)

#define CHECK_STR(got, got_n, want, ...) \
	do { \
		const char *g_ = (got); \
		size_t gn_ = (got_n); \
		const char *w_ = (want); \
		if (gn_ == strlen(w_) && (gn_ == 0 || memcmp(g_, w_, gn_) == 0)) { \
			check_passed++; \
		} else { \
			check_failed++; \
			if (check_failed <= 50) { \
				fprintf(stderr, "%s:%d: got \"%.*s\", want \"%s\": ", __FILE__, \
				    __LINE__, (int)gn_, g_ ? g_ : "", w_); \
				fprintf(stderr, __VA_ARGS__); \
				fputc('\n', stderr); \
			} \
		} \
	} while (0)

#define CHECK_SKIP(...) \
	do { \
		check_skipped++; \
		fputs("skipped: ", stderr); \
		fprintf(stderr, __VA_ARGS__); \
		fputc('\n', stderr); \
	} while (0)

#define CHECK_DONE() \
	do { \
		printf("%lu passed, %lu failed", check_passed, check_failed); \
		if (check_skipped) \
			printf(", %lu skipped", check_skipped); \
		putchar('\n'); \
		return check_failed ? 1 : 0; \
	} while (0)

#endif
