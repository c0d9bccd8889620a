/* HEIC, what telephones save photographs as. */
#ifndef READER_HEIF_H
#define READER_HEIF_H

#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <stddef.h>

/* Before any input. */
void heif_prepare(void);

bool heif_is(const unsigned char *data, size_t n);

/*
 * The picture, turned as the camera was held. NULL with *code and *why: broken, more than
 * `pixels_most`, or built without the library.
 */
PIX *heif_read(const unsigned char *data, size_t n, double pixels_most, const char **code,
    const char **why);

#endif
