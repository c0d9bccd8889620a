/* A picture in memory -> words with boxes, in the text form that the library reads. */
#ifndef READER_OCR_H
#define READER_OCR_H

#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <stddef.h>

/* Loads the models. NULL, or what is missing. */
const char *ocr_init(void);

/*
 * `pix` is taken over. Writes "page", "block", "line" and word lines into a malloc'd text; *n 0
 * when there are no words. Boxes are in pixels of `pix`.
 */
char *ocr_read(PIX *pix, size_t *n);

#endif
