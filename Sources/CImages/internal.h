#ifndef MYELIN_IMAGES_INTERNAL_H
#define MYELIN_IMAGES_INTERNAL_H

#include "myelin_images.h"

bool myelin_png_decode(const uint8_t *bytes, size_t count, int64_t most_pixels, struct myelin_image *image);
bool myelin_jpeg_decode(const uint8_t *bytes, size_t count, int64_t most_pixels, struct myelin_image *image);

/// Memory for the pixels of an image whose sizes and channels are set; false with a message if it is too large.
bool myelin_image_allocate(struct myelin_image *image, int64_t most_pixels);

/// The grey of a colour: 0.299 R + 0.587 G + 0.114 B, rounded.
static inline uint8_t myelin_grey(unsigned red, unsigned green, unsigned blue) {
    return (uint8_t)((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16);
}

#endif
