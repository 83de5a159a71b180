#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

// What libpng's callbacks share. Everything that must survive a longjmp lies here, not in local variables.
struct reading {
    const uint8_t *bytes;
    size_t count, place;
    struct myelin_image *image;
    uint8_t *row;       // a row in colour where grey is wanted, or NULL
};

static void read_bytes(png_structp png, png_bytep destination, size_t count) {
    struct reading *reading = png_get_io_ptr(png);
    if (count > reading->count - reading->place) png_error(png, "cut off");
    memcpy(destination, reading->bytes + reading->place, count);
    reading->place += count;
}

static void fail(png_structp png, png_const_charp message) {
    struct myelin_image *image = png_get_error_ptr(png);
    snprintf(image->message, sizeof image->message, "a damaged PNG image: %s", message);
    png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp message) { (void)png, (void)message; }

static bool decode(png_structp png, png_infop info, struct reading *reading, int64_t most_pixels) {
    struct myelin_image *image = reading->image;
    if (setjmp(png_jmpbuf(png))) return false;
    png_set_read_fn(png, reading, read_bytes);
    // Texts and profiles are not wanted, whatever their size.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
    png_set_chunk_cache_max(png, 64);
    png_set_chunk_malloc_max(png, 1 << 23);
    png_set_user_limits(png, 1 << 20, 1 << 20);
    png_read_info(png, info);
    image->width = (int32_t)png_get_image_width(png, info);
    image->height = (int32_t)png_get_image_height(png, info);
    if (!myelin_image_allocate(image, most_pixels)) return false;
    bool coloured = png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR;
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_strip_alpha(png);
    if (image->channels == 3 && !coloured) png_set_gray_to_rgb(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t width = image->width;
    bool to_grey = image->channels == 1 && coloured;
    size_t expected = width * (to_grey ? 3 : image->channels);
    if (png_get_rowbytes(png, info) != expected) png_error(png, "rows of an unexpected size");
    if (to_grey) {
        // Passes of an interlaced image build on each other, so all of it is kept in colour.
        size_t rows = passes > 1 ? image->height : 1;
        reading->row = malloc(expected * rows);
        if (!reading->row) png_error(png, "not enough memory");
    }
    for (int pass = 0; pass < passes; pass++) {
        for (int32_t y = 0; y < image->height; y++) {
            if (!to_grey) {
                png_read_row(png, image->pixels + y * expected, NULL);
                continue;
            }
            uint8_t *row = reading->row + (passes > 1 ? y * expected : 0);
            png_read_row(png, row, NULL);
            if (pass + 1 < passes) continue;
            uint8_t *grey = image->pixels + y * width;
            for (size_t x = 0; x < width; x++) grey[x] = myelin_grey(row[3 * x], row[3 * x + 1], row[3 * x + 2]);
        }
    }
    png_read_end(png, NULL);
    return true;
}

bool myelin_png_decode(const uint8_t *bytes, size_t count, int64_t most_pixels, struct myelin_image *image) {
    struct reading reading = {.bytes = bytes, .count = count, .image = image};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, image, fail, ignore);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    bool done = false;
    if (info) {
        done = decode(png, info, &reading, most_pixels);
    } else {
        snprintf(image->message, sizeof image->message, "libpng cannot begin");
    }
    png_destroy_read_struct(&png, &info, NULL);
    free(reading.row);
    return done;
}
