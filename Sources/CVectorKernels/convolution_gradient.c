// The kernel gradient of a convolution over few input channels.
//
// A tap is one (row, column, channel) of the kernel. For nine taps at a time the sums over all output positions of an
// image stay in registers, one vector of filters each: every element of the output's gradient is loaded once for nine
// multiplications, and the input, a few kilobytes an image, comes from the nearest cache.
#include <string.h>

#include "internal.h"
#include "myelin_convolution_gradient.h"
#include "myelin_parallel.h"

enum { TAPS = 9 };

typedef float lanes8 __attribute__((vector_size(32), aligned(4)));
typedef float lanes16 __attribute__((vector_size(64), aligned(4)));

static int64_t padded_height(const myelin_convolution_gradient *g) {
    return (g->output_height - 1) * g->stride_height + (g->kernel_height - 1) * g->dilation_height + 1;
}

static int64_t padded_width(const myelin_convolution_gradient *g) {
    return (g->output_width - 1) * g->stride_width + (g->kernel_width - 1) * g->dilation_width + 1;
}

static int64_t tap_count(const myelin_convolution_gradient *g) {
    return g->kernel_height * g->kernel_width * g->channels;
}

static int64_t part_count(const myelin_convolution_gradient *g) {
    int64_t threads = myelin_thread_count();
    return g->batch < threads ? g->batch : threads;
}

/// Floats that one part needs: sums for all taps and the bias, and an image with its padding.
static int64_t part_floats(const myelin_convolution_gradient *g) {
    return (tap_count(g) + 1) * g->filters + padded_height(g) * padded_width(g) * g->channels;
}

int64_t myelin_convolution_gradient_scratch(const myelin_convolution_gradient *arguments) {
    return part_count(arguments) * part_floats(arguments);
}

/// The image as the window sees it, with zeros where it reaches over the border.
static void pad_image(const myelin_convolution_gradient *g, const float *image, float *padded) {
    int64_t height = padded_height(g), row_floats = padded_width(g) * g->channels;
    int64_t left = g->pad_left * g->channels;
    int64_t copied = g->input_width * g->channels;
    if (copied > row_floats - left) copied = row_floats - left;
    memset(padded, 0, (size_t)(height * row_floats) * sizeof(float));
    for (int64_t row = 0; row < g->input_height && row + g->pad_top < height; row++) {
        memcpy(padded + (row + g->pad_top) * row_floats + left, image + row * g->input_width * g->channels,
               (size_t)copied * sizeof(float));
    }
}

// Both block sizes are the same text over another vector type. The nine sums have names rather than places in an array,
// or the compiler would keep them in memory.
#define ACCUMULATE(name, lanes, block)                                                                                 \
    MYELIN_CLONES void name(const myelin_convolution_gradient *g, const float *image, const float *gradient,           \
                            const int64_t *offsets, int64_t taps, float *sums) {                                       \
        lanes t0 = {0}, t1 = t0, t2 = t0, t3 = t0, t4 = t0, t5 = t0, t6 = t0, t7 = t0, t8 = t0;                        \
        int64_t row_step = g->stride_height * padded_width(g) * g->channels, step = g->stride_width * g->channels;     \
        int64_t o0 = offsets[0], o1 = offsets[1], o2 = offsets[2], o3 = offsets[3], o4 = offsets[4];                   \
        int64_t o5 = offsets[5], o6 = offsets[6], o7 = offsets[7], o8 = offsets[8];                                    \
        for (int64_t row = 0; row < g->output_height; row++) {                                                         \
            const float *x = image + row * row_step;                                                                   \
            for (int64_t column = 0; column < g->output_width; column++, x += step, gradient += block) {               \
                lanes v = *(const lanes *)gradient;                                                                    \
                t0 += v * x[o0];                                                                                       \
                t1 += v * x[o1];                                                                                       \
                t2 += v * x[o2];                                                                                       \
                t3 += v * x[o3];                                                                                       \
                t4 += v * x[o4];                                                                                       \
                t5 += v * x[o5];                                                                                       \
                t6 += v * x[o6];                                                                                       \
                t7 += v * x[o7];                                                                                       \
                t8 += v * x[o8];                                                                                       \
            }                                                                                                          \
        }                                                                                                              \
        const lanes total[TAPS] = {t0, t1, t2, t3, t4, t5, t6, t7, t8};                                                \
        for (int64_t t = 0; t < taps; t++) {                                                                           \
            for (int lane = 0; lane < block; lane++) sums[t * g->filters + lane] += total[t][lane];                    \
        }                                                                                                              \
    }                                                                                                                  \
    MYELIN_CLONES void name##_bias(const float *gradient, int64_t positions, float *sums) {                            \
        lanes even = {0}, odd = {0};                                                                                   \
        for (int64_t p = 0; p + 1 < positions; p += 2) {                                                               \
            even += *(const lanes *)(gradient + p * block);                                                            \
            odd += *(const lanes *)(gradient + (p + 1) * block);                                                       \
        }                                                                                                              \
        if (positions % 2) even += *(const lanes *)(gradient + (positions - 1) * block);                               \
        even += odd;                                                                                                   \
        for (int lane = 0; lane < block; lane++) sums[lane] += even[lane];                                             \
    }

ACCUMULATE(myelin_accumulate_taps8, lanes8, 8)
ACCUMULATE(myelin_accumulate_taps16, lanes16, 16)

/// Where a tap's input lies from the window's corner.
static int64_t tap_offset(const myelin_convolution_gradient *g, int64_t tap) {
    int64_t channel = tap % g->channels, place = tap / g->channels;
    int64_t row = place / g->kernel_width, column = place % g->kernel_width;
    return (row * g->dilation_height * padded_width(g) + column * g->dilation_width) * g->channels + channel;
}

static void run_parts(void *context, int64_t begin, int64_t end) {
    const myelin_convolution_gradient *g = context;
    int64_t parts = part_count(g), taps = tap_count(g), positions = g->output_height * g->output_width;
    for (int64_t part = begin; part < end; part++) {
        float *sums = g->scratch + part * part_floats(g), *padded = sums + (taps + 1) * g->filters;
        memset(sums, 0, (size_t)((taps + 1) * g->filters) * sizeof(float));
        for (int64_t n = part * g->batch / parts; n < (part + 1) * g->batch / parts; n++) {
            pad_image(g, g->input + n * g->input_height * g->input_width * g->channels, padded);
            for (int64_t filter = 0; filter < g->filters; filter += g->block) {
                const float *gradient = g->output_gradient + (n * g->filters + filter) * positions;
                for (int64_t tap = 0; tap < taps; tap += TAPS) {
                    int64_t offsets[TAPS], count = taps - tap < TAPS ? taps - tap : TAPS;
                    for (int64_t t = 0; t < TAPS; t++) offsets[t] = t < count ? tap_offset(g, tap + t) : 0;
                    float *target = sums + tap * g->filters + filter;
                    if (g->block == 8) myelin_accumulate_taps8(g, padded, gradient, offsets, count, target);
                    else myelin_accumulate_taps16(g, padded, gradient, offsets, count, target);
                }
                if (!g->bias_gradient) continue;
                float *target = sums + taps * g->filters + filter;
                if (g->block == 8) myelin_accumulate_taps8_bias(gradient, positions, target);
                else myelin_accumulate_taps16_bias(gradient, positions, target);
            }
        }
    }
}

void myelin_convolution_gradient_run(const void *arguments) {
    const myelin_convolution_gradient *g = arguments;
    int64_t parts = part_count(g), size = tap_count(g) * g->filters, stride = part_floats(g);
    myelin_parallel_for(parts, 1, run_parts, (void *)g);
    for (int64_t e = 0; e < size; e++) {
        float sum = g->scratch[e];
        for (int64_t part = 1; part < parts; part++) sum += g->scratch[part * stride + e];
        g->kernel_gradient[e] = sum;
    }
    if (!g->bias_gradient) return;
    for (int64_t e = 0; e < g->filters; e++) {
        float sum = g->scratch[size + e];
        for (int64_t part = 1; part < parts; part++) sum += g->scratch[part * stride + size + e];
        g->bias_gradient[e] = sum;
    }
}
