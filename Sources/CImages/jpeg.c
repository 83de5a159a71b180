#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "internal.h"

// A progressive image can come in thousands of scans, each of which costs as much time as a whole image.
enum { most_scans = 250 };

// What libjpeg's callbacks share. Everything that must survive a longjmp lies here, not in local variables.
struct reading {
    struct jpeg_error_mgr errors;       // first, so that the callbacks find the rest
    struct jpeg_progress_mgr progress;
    jmp_buf out;
    struct myelin_image *image;
    uint8_t *row;                       // a row of CMYK, or NULL
};

static void fail(j_common_ptr common) {
    struct reading *reading = (struct reading *)common->err;
    char text[JMSG_LENGTH_MAX];
    common->err->format_message(common, text);
    snprintf(reading->image->message, sizeof reading->image->message, "a damaged JPEG image: %.150s", text);
    longjmp(reading->out, 1);
}

// Many images in the wild have surplus bytes between their parts, which harms nothing. Missing or senseless data do.
static void warn(j_common_ptr common, int level) {
    if (level >= 0) return;
    switch (common->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC: fail(common);
    }
}

static void watch(j_common_ptr common) {
    struct reading *reading = (struct reading *)common->err;
    if (((j_decompress_ptr)common)->input_scan_number > most_scans) {
        snprintf(
            reading->image->message, sizeof reading->image->message, "a JPEG image of more than %d scans", most_scans);
        longjmp(reading->out, 1);
    }
}

// Adobe's programs write CMYK inverted: 255 is no ink.
static void from_cmyk(const uint8_t *row, uint8_t *pixels, int32_t width, int32_t channels, bool inverted) {
    for (int32_t x = 0; x < width; x++, row += 4) {
        unsigned colour[3];
        for (int i = 0; i < 3; i++) {
            unsigned ink = inverted ? row[i] : 255u - row[i], black = inverted ? row[3] : 255u - row[3];
            colour[i] = (ink * black + 127) / 255;
        }
        if (channels == 1) {
            *pixels++ = myelin_grey(colour[0], colour[1], colour[2]);
        } else {
            for (int i = 0; i < 3; i++) *pixels++ = (uint8_t)colour[i];
        }
    }
}

static bool decode(
    struct jpeg_decompress_struct *jpeg, struct reading *reading, const uint8_t *bytes, size_t count,
    int64_t most_pixels) {
    struct myelin_image *image = reading->image;
    if (setjmp(reading->out)) return false;
    jpeg_create_decompress(jpeg);
    jpeg->progress = &reading->progress;
    reading->progress.progress_monitor = watch;
    jpeg_mem_src(jpeg, bytes, count);
    jpeg_read_header(jpeg, TRUE);
    image->width = (int32_t)jpeg->image_width;
    image->height = (int32_t)jpeg->image_height;
    bool cmyk = jpeg->num_components == 4;
    // libjpeg makes grey of YCbCr and of grey alone; of RGB turbo's does, too.
    jpeg->out_color_space = cmyk ? JCS_CMYK : image->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    if (!myelin_image_allocate(image, most_pixels)) return false;
    jpeg_start_decompress(jpeg);
    if (jpeg->output_components != (cmyk ? 4 : image->channels)) {
        snprintf(image->message, sizeof image->message, "a JPEG image of unusual colours");
        return false;
    }
    if (cmyk) {
        reading->row = malloc((size_t)image->width * 4);
        if (!reading->row) {
            snprintf(image->message, sizeof image->message, "not enough memory for its pixels");
            return false;
        }
    }
    while (jpeg->output_scanline < jpeg->output_height) {
        uint8_t *pixels = image->pixels + (size_t)jpeg->output_scanline * image->width * image->channels;
        JSAMPROW rows[1] = {cmyk ? reading->row : pixels};
        jpeg_read_scanlines(jpeg, rows, 1);
        if (cmyk) from_cmyk(reading->row, pixels, image->width, image->channels, jpeg->saw_Adobe_marker);
    }
    jpeg_finish_decompress(jpeg);
    return true;
}

bool myelin_jpeg_decode(const uint8_t *bytes, size_t count, int64_t most_pixels, struct myelin_image *image) {
    struct jpeg_decompress_struct jpeg;
    struct reading reading = {.image = image};
    memset(&jpeg, 0, sizeof jpeg);
    jpeg.err = jpeg_std_error(&reading.errors);
    reading.errors.error_exit = fail;
    reading.errors.emit_message = warn;
    bool done = decode(&jpeg, &reading, bytes, count, most_pixels);
    jpeg_destroy_decompress(&jpeg);
    free(reading.row);
    return done;
}
