/* Photographs of screens and papers: what is needed before their letters can be read. */
#ifndef READER_PHOTO_H
#define READER_PHOTO_H

#include <leptonica/allheaders.h>
#include <stdbool.h>

/* A screen has greys that cover much of it; light on paper or glass does not. */
bool photo_is(PIX *grey);

/*
 * The screen or sheet in the picture, made a rectangle. NULL when none stands out. `to_picture`
 * receives the 8 coefficients that lead back to the picture given.
 */
PIX *photo_flatten(PIX *grey, l_float32 to_picture[8]);

/* Light letters on a dark panel of a light picture are made dark ones on light. */
void photo_panels(PIX *grey);

/* Light made even, noise of sensor and grids taken away: dark letters on white. Takes `grey`. */
PIX *photo_even(PIX *grey);

/* The angle that levels the lines, 0 when unsure; radians, clockwise. */
double photo_skew(PIX *grey);

#endif
