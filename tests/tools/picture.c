/* A picture in another format, perhaps turned:  picture IN OUT.EXT QUARTER_TURNS. For tests. */
#include <leptonica/allheaders.h>
#include <stdlib.h>
#include <string.h>

int
main(int argc, char **argv)
{
	PIX *pix, *turned, *flat;
	const char *dot;
	int turns, failed;

	if (argc != 4 || !(pix = pixRead(argv[1])))
		return 2;
	turns = atoi(argv[3]);
	turned = turns ? pixRotateOrth(pix, turns) : pixClone(pix);
	flat = pixRemoveAlpha(turned);
	dot = strrchr(argv[2], '.');
	if (!flat || !dot)
		return 2;
	if (strcmp(dot, ".jpg") == 0) {
		failed = pixWriteJpeg(argv[2], flat, 80, 0);
	} else if (strcmp(dot, ".webp") == 0) {
		failed = pixWriteWebP(argv[2], flat, 90, 0);
	} else if (strcmp(dot, ".gif") == 0) {
		PIX *grey = pixConvertTo8(flat, 0);
		failed = pixWrite(argv[2], grey, IFF_GIF);
		pixDestroy(&grey);
	} else {
		failed = pixWrite(argv[2], flat, strcmp(dot, ".bmp") == 0 ? IFF_BMP
		    : strcmp(dot, ".tif") == 0 ? IFF_TIFF_LZW : IFF_PNG);
	}
	pixDestroy(&flat);
	pixDestroy(&turned);
	pixDestroy(&pix);
	return failed ? 2 : 0;
}
