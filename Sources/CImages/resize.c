#include <stdlib.h>
#include <string.h>

#include "internal.h"

static uint8_t rounded(float number) {
    if (!(number > 0)) return 0;
    return number >= 255 ? 255 : (uint8_t)(number + 0.5f);
}

bool myelin_image_resize(
    const struct myelin_image *image, struct myelin_rectangle from, struct myelin_taps rows, struct myelin_taps columns,
    uint8_t *result) {
    size_t channels = image->channels, pitch = (size_t)image->width * channels, used = (size_t)from.width * channels;
    const uint8_t *origin = image->pixels + from.top * pitch + from.left * channels;
    if (from.height == rows.count && from.width == columns.count) {
        for (int32_t y = 0; y < rows.count; y++) memcpy(result + y * used, origin + y * pitch, used);
        return true;
    }
    float *line = malloc(used * sizeof *line);
    if (!line) return false;
    for (int32_t y = 0; y < rows.count; y++) {
        // First down, for the whole width; then along the row.
        memset(line, 0, used * sizeof *line);
        for (int32_t i = 0; i < rows.each; i++) {
            struct myelin_tap tap = rows.taps[y * rows.each + i];
            const uint8_t *source = origin + tap.source * pitch;
            if (tap.weight == 0) continue;
            for (size_t x = 0; x < used; x++) line[x] += tap.weight * source[x];
        }
        for (int32_t x = 0; x < columns.count; x++) {
            const struct myelin_tap *taps = columns.taps + x * columns.each;
            for (size_t c = 0; c < channels; c++) {
                float sum = 0;
                for (int32_t i = 0; i < columns.each; i++) sum += taps[i].weight * line[taps[i].source * channels + c];
                *result++ = rounded(sum);
            }
        }
    }
    free(line);
    return true;
}
