// The one shim over libpng and libjpeg: their errors leave by longjmp, which must not pass through Swift.
#ifndef MYELIN_IMAGES_H
#define MYELIN_IMAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A decoded image, or what is wrong with it.
struct myelin_image {
    uint8_t *pixels;        ///< height × width × channels, row by row; NULL if decoding failed. Free it with
                            ///< `myelin_image_free`.
    int32_t width, height, channels;
    char message[200];      ///< why there are no pixels
};

/// Decodes a PNG or JPEG file that lies in memory.
///
/// `channels`: 1 for grey, 3 for red, green and blue. Colours become grey as 0.299 R + 0.587 G + 0.114 B; transparency is
/// dropped; 16 bits become 8. `most_pixels` bounds the memory that a small file can ask for. Returns whether it worked.
bool myelin_image_decode(
    const uint8_t *bytes, size_t count, int32_t channels, int64_t most_pixels, struct myelin_image *image);

void myelin_image_free(struct myelin_image *image);

/// A rectangle of an image.
struct myelin_rectangle {
    int32_t top, left, height, width;
};

/// A pixel that takes part in a result, and by how much.
struct myelin_tap {
    int32_t source;
    float weight;
};

/// What the results along one axis are made of: `each` taps for each of `count` results.
struct myelin_taps {
    const struct myelin_tap *taps;
    int32_t each, count;
};

/// Resizes a rectangle of an image to `rows.count` × `columns.count` pixels at `result`, rounded. Returns whether there was
/// memory for one row.
bool myelin_image_resize(
    const struct myelin_image *image, struct myelin_rectangle from, struct myelin_taps rows, struct myelin_taps columns,
    uint8_t *result);

/// A PNG file of height × width × channels bytes, grey (1 channel) or coloured (3); NULL if there is no memory for it. The
/// caller frees it.
uint8_t *myelin_png_encode(const uint8_t *pixels, int32_t width, int32_t height, int32_t channels, size_t *count);

#endif
