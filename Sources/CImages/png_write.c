#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

uint8_t *myelin_png_encode(const uint8_t *pixels, int32_t width, int32_t height, int32_t channels, size_t *count) {
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    image.width = (png_uint_32)width;
    image.height = (png_uint_32)height;
    image.format = channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    uint8_t *bytes = malloc(size);
    if (!bytes) return NULL;
    if (!png_image_write_to_memory(&image, bytes, &size, 0, pixels, 0, NULL)) {
        free(bytes);
        return NULL;
    }
    *count = size;
    return bytes;
}
