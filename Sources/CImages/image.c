#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

bool myelin_image_allocate(struct myelin_image *image, int64_t most_pixels) {
    if (image->width < 1 || image->height < 1 || (int64_t)image->width * image->height > most_pixels) {
        snprintf(
            image->message, sizeof image->message, "an image of %d by %d pixels, more than the %lld that are allowed",
            (int)image->width, (int)image->height, (long long)most_pixels);
        return false;
    }
    image->pixels = malloc((size_t)image->width * image->height * image->channels);
    if (!image->pixels) snprintf(image->message, sizeof image->message, "not enough memory for its pixels");
    return image->pixels != NULL;
}

void myelin_image_free(struct myelin_image *image) {
    free(image->pixels);
    image->pixels = NULL;
}

bool myelin_image_decode(
    const uint8_t *bytes, size_t count, int32_t channels, int64_t most_pixels, struct myelin_image *image) {
    static const uint8_t png[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    memset(image, 0, sizeof *image);
    image->channels = channels;
    if (channels != 1 && channels != 3) {
        snprintf(image->message, sizeof image->message, "expected 1 or 3 channels, got %d", (int)channels);
        return false;
    }
    bool done = false;
    if (count >= sizeof png && memcmp(bytes, png, sizeof png) == 0) {
        done = myelin_png_decode(bytes, count, most_pixels, image);
    } else if (count >= 3 && bytes[0] == 0xff && bytes[1] == 0xd8 && bytes[2] == 0xff) {
        done = myelin_jpeg_decode(bytes, count, most_pixels, image);
    } else if (count >= 4 && memcmp(bytes, "GIF8", 4) == 0) {
        snprintf(image->message, sizeof image->message, "a GIF image; PNG and JPEG can be read");
    } else if (count >= 2 && memcmp(bytes, "BM", 2) == 0) {
        snprintf(image->message, sizeof image->message, "a BMP image; PNG and JPEG can be read");
    } else {
        snprintf(image->message, sizeof image->message, "neither a PNG nor a JPEG image");
    }
    if (!done) {
        size_t length = strlen(image->message);
        if (length) snprintf(image->message + length, sizeof image->message - length, "; save it anew, or leave it out");
        myelin_image_free(image);
    }
    return done;
}
