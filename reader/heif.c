#include "heif.h"

#include <string.h>

#ifdef HAVE_LIBHEIF
#include <libheif/heif.h>
#endif

bool
heif_is(const unsigned char *data, size_t n)
{
	return n > 12 && memcmp(data + 4, "ftyp", 4) == 0;
}

#ifdef HAVE_LIBHEIF
void
heif_prepare(void)
{
#if LIBHEIF_HAVE_VERSION(1, 13, 0)
	(void)heif_init(NULL); /* loads its decoders, which a confined child cannot */
#endif
}

static PIX *
to_pix(const struct heif_image *image)
{
	int w = heif_image_get_width(image, heif_channel_interleaved), stride = 0;
	int h = heif_image_get_height(image, heif_channel_interleaved);
	const uint8_t *rgb = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
	PIX *pix = rgb && w > 0 && h > 0 && stride >= w * 3 ? pixCreate(w, h, 32) : NULL;

	for (int y = 0; pix && y < h; y++) {
		const uint8_t *from = rgb + (size_t)y * (size_t)stride;
		l_uint32 *line = pixGetData(pix) + (size_t)y * (size_t)pixGetWpl(pix);
		for (int x = 0; x < w; x++, from += 3)
			(void)composeRGBPixel(from[0], from[1], from[2], &line[x]);
	}
	return pix;
}

PIX *
heif_read(const unsigned char *data, size_t n, double pixels_most, const char **code,
    const char **why)
{
	struct heif_context *context = heif_context_alloc();
	struct heif_image_handle *handle = NULL;
	struct heif_image *image = NULL;
	PIX *pix = NULL;

	*code = "broken";
	*why = "is a HEIC picture that cannot be read; it is damaged, cut off or a video. A"
	    " screenshot of it can be read";
	if (!context)
		return NULL;
#if LIBHEIF_HAVE_VERSION(1, 13, 0)
	heif_context_set_max_decoding_threads(context, 0); /* none beside the decoder's own, see cage.h */
#endif
	if (heif_context_read_from_memory_without_copy(context, data, n, NULL).code != heif_error_Ok
	    || heif_context_get_primary_image_handle(context, &handle).code != heif_error_Ok)
		goto out;
	if ((double)heif_image_handle_get_width(handle) * heif_image_handle_get_height(handle)
	    > pixels_most) {
		*code = "too-big";
		*why = "is a picture of more than 40 million pixels; make it smaller";
		goto out;
	}
	if (heif_decode_image(handle, &image, heif_colorspace_RGB, heif_chroma_interleaved_RGB, NULL)
	    .code == heif_error_Ok)
		pix = to_pix(image);
out:
	heif_image_release(image);
	heif_image_handle_release(handle);
	heif_context_free(context);
	return pix;
}
#else
void
heif_prepare(void)
{
}

PIX *
heif_read(const unsigned char *data, size_t n, double pixels_most, const char **code,
    const char **why)
{
	(void)data;
	(void)n;
	(void)pixels_most;
	*code = "no-reader";
	*why = "is a HEIC picture, and this Mushi was built without libheif; a screenshot of it can"
	    " be read";
	return NULL;
}
#endif
