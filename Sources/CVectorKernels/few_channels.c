// Convolutions over few input channels.
//
// A tap is one (row, column, channel) of the kernel. Nine taps are taken at a time: in the kernel's gradient their sums
// over all positions of an image stay in registers, one vector of filters each; in the forward pass their weights do. The
// input, a few kilobytes an image, comes from the nearest cache.
#include <string.h>

#include "internal.h"
#include "myelin_few_channels.h"
#include "myelin_parallel.h"

enum { TAPS = 9, LARGEST_BLOCK = 16 };

typedef float lanes8 __attribute__((vector_size(32), aligned(4)));
typedef float lanes16 __attribute__((vector_size(64), aligned(4)));

MYELIN_INLINE int64_t padded_height(const myelin_few_channels *f) {
    return (f->output_height - 1) * f->stride_height + (f->kernel_height - 1) * f->dilation_height + 1;
}

MYELIN_INLINE int64_t padded_width(const myelin_few_channels *f) {
    return (f->output_width - 1) * f->stride_width + (f->kernel_width - 1) * f->dilation_width + 1;
}

static int64_t tap_count(const myelin_few_channels *f) { return f->kernel_height * f->kernel_width * f->channels; }

/// Parts of so many units: one a thread.
static int64_t parts_of(int64_t units) {
    int64_t threads = myelin_thread_count();
    return units < threads ? units : threads;
}

/// Parts of the gradient, which adds up over whole images.
static int64_t part_count(const myelin_few_channels *f) { return parts_of(f->batch); }

/// Parts of the forward pass, which takes each image's blocks of filters on their own.
static int64_t forward_part_count(const myelin_few_channels *f) { return parts_of(f->batch * (f->filters / f->block)); }

/// Floats of one image's output for one block of filters.
static int64_t tile_floats(const myelin_few_channels *f) { return f->output_height * f->output_width * f->block; }

static int64_t image_floats(const myelin_few_channels *f) { return padded_height(f) * padded_width(f) * f->channels; }

/// Floats that one part needs: sums for all taps and the bias, an image with its padding, and a tile of output.
static int64_t part_floats(const myelin_few_channels *f) {
    int64_t floats = (tap_count(f) + 1) * f->filters + image_floats(f) + tile_floats(f);
    return (floats + 15) / 16 * 16;
}

int32_t myelin_few_channels_block(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) return 16;
#endif
    return 8;
}

int64_t myelin_few_channels_scratch(const myelin_few_channels *arguments) {
    return forward_part_count(arguments) * part_floats(arguments);
}

/// The image as the window sees it, with zeros where it reaches over the border.
static void pad_image(const myelin_few_channels *f, const float *image, float *padded) {
    int64_t height = padded_height(f), row_floats = padded_width(f) * f->channels;
    int64_t left = f->pad_left * f->channels, input_floats = f->input_width * f->channels;
    int64_t copied = input_floats < row_floats - left ? input_floats : row_floats - left;
    if (left > 0 || f->pad_top > 0 || copied < row_floats || f->input_height < height) {
        memset(padded, 0, (size_t)(height * row_floats) * sizeof(float));
    }
    for (int64_t row = 0; row < f->input_height && row + f->pad_top < height; row++) {
        memcpy(padded + (row + f->pad_top) * row_floats + left, image + row * input_floats, (size_t)copied * sizeof(float));
    }
}

/// Where a tap's input lies from the window's corner.
static int64_t tap_offset(const myelin_few_channels *f, int64_t tap) {
    int64_t channel = tap % f->channels, place = tap / f->channels;
    int64_t row = place / f->kernel_width, column = place % f->kernel_width;
    return (row * f->dilation_height * padded_width(f) + column * f->dilation_width) * f->channels + channel;
}

// Both block sizes are the same text over another vector type. Sums and weights have names rather than places in an
// array, or the compiler would keep them in memory.
#define KERNELS(lanes, block)                                                                                          \
    MYELIN_CLONES void myelin_accumulate_taps##block(const myelin_few_channels *f, const float *image,                 \
                                                     const float *gradient, const int64_t *offsets, int64_t taps,      \
                                                     float *sums) {                                                    \
        lanes t0 = {0}, t1 = t0, t2 = t0, t3 = t0, t4 = t0, t5 = t0, t6 = t0, t7 = t0, t8 = t0;                        \
        int64_t row_step = f->stride_height * padded_width(f) * f->channels, step = f->stride_width * f->channels;     \
        int64_t o0 = offsets[0], o1 = offsets[1], o2 = offsets[2], o3 = offsets[3], o4 = offsets[4];                   \
        int64_t o5 = offsets[5], o6 = offsets[6], o7 = offsets[7], o8 = offsets[8];                                    \
        for (int64_t row = 0; row < f->output_height; row++) {                                                         \
            const float *x = image + row * row_step;                                                                   \
            for (int64_t column = 0; column < f->output_width; column++, x += step, gradient += block) {               \
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
            for (int lane = 0; lane < block; lane++) sums[t * f->filters + lane] += total[t][lane];                    \
        }                                                                                                              \
    }                                                                                                                  \
    MYELIN_CLONES void myelin_accumulate_bias##block(const float *gradient, int64_t positions, float *sums) {          \
        lanes even = {0}, odd = {0};                                                                                   \
        for (int64_t p = 0; p + 1 < positions; p += 2) {                                                               \
            even += *(const lanes *)(gradient + p * block);                                                            \
            odd += *(const lanes *)(gradient + (p + 1) * block);                                                       \
        }                                                                                                              \
        if (positions % 2) even += *(const lanes *)(gradient + (positions - 1) * block);                               \
        even += odd;                                                                                                   \
        for (int lane = 0; lane < block; lane++) sums[lane] += even[lane];                                             \
    }                                                                                                                  \
    MYELIN_CLONES void myelin_apply_taps##block(const myelin_few_channels *f, const float *image,                      \
                                                const int64_t *offsets, const float *weights, const float *start,      \
                                                int32_t relu, float *output) {                                         \
        lanes zero = {0}, first = start ? *(const lanes *)start : zero;                                                \
        lanes w0 = *(const lanes *)(weights + 0 * block);                                                              \
        lanes w1 = *(const lanes *)(weights + 1 * block);                                                              \
        lanes w2 = *(const lanes *)(weights + 2 * block);                                                              \
        lanes w3 = *(const lanes *)(weights + 3 * block);                                                              \
        lanes w4 = *(const lanes *)(weights + 4 * block);                                                              \
        lanes w5 = *(const lanes *)(weights + 5 * block);                                                              \
        lanes w6 = *(const lanes *)(weights + 6 * block);                                                              \
        lanes w7 = *(const lanes *)(weights + 7 * block);                                                              \
        lanes w8 = *(const lanes *)(weights + 8 * block);                                                              \
        int64_t row_step = f->stride_height * padded_width(f) * f->channels, step = f->stride_width * f->channels;     \
        int64_t o0 = offsets[0], o1 = offsets[1], o2 = offsets[2], o3 = offsets[3], o4 = offsets[4];                   \
        int64_t o5 = offsets[5], o6 = offsets[6], o7 = offsets[7], o8 = offsets[8];                                    \
        for (int64_t row = 0; row < f->output_height; row++) {                                                         \
            const float *x = image + row * row_step;                                                                   \
            for (int64_t column = 0; column < f->output_width; column++, x += step, output += block) {                 \
                lanes y = start ? first : *(const lanes *)output, z = w0 * x[o0], v = w1 * x[o1];                      \
                y += w2 * x[o2];                                                                                       \
                z += w3 * x[o3];                                                                                       \
                v += w4 * x[o4];                                                                                       \
                y += w5 * x[o5];                                                                                       \
                z += w6 * x[o6];                                                                                       \
                v += w7 * x[o7];                                                                                       \
                y += w8 * x[o8];                                                                                       \
                y += z + v;                                                                                            \
                if (relu) y = (lanes)(~(y < zero) & (__typeof__(y < zero))y);                                          \
                *(lanes *)output = y;                                                                                  \
            }                                                                                                          \
        }                                                                                                              \
    }

KERNELS(lanes8, 8)
KERNELS(lanes16, 16)

/// The pool of one image and one block of filters.
static myelin_pool pool_of_tile(const myelin_few_channels *f, int64_t tile) {
    myelin_pool pool = f->pool;
    pool.batch = 1;
    pool.indices = (char *)f->pool.indices + tile * pool.output_height * pool.output_width * f->block * pool.index_bytes;
    return pool;
}

static int64_t pooled_floats(const myelin_few_channels *f) {
    return f->pool.output_height * f->pool.output_width * f->block;
}

// MARK: Forward

static void convolve_tile(const myelin_few_channels *f, const float *image, int64_t filter, float *output) {
    static const float zeros[LARGEST_BLOCK];
    int64_t taps = tap_count(f);
    for (int64_t tap = 0; tap < taps; tap += TAPS) {
        int64_t offsets[TAPS] = {0}, count = taps - tap < TAPS ? taps - tap : TAPS;
        float weights[TAPS * LARGEST_BLOCK] = {0};
        for (int64_t t = 0; t < count; t++) {
            offsets[t] = tap_offset(f, tap + t);
            memcpy(weights + t * f->block, f->kernel + (tap + t) * f->filters + filter, (size_t)f->block * sizeof(float));
        }
        const float *start = tap > 0 ? NULL : f->bias ? f->bias + filter : zeros;
        int32_t relu = f->relu && tap + TAPS >= taps;
        if (f->block == 8) myelin_apply_taps8(f, image, offsets, weights, start, relu, output);
        else myelin_apply_taps16(f, image, offsets, weights, start, relu, output);
    }
}

static void forward_parts(void *context, int64_t begin, int64_t end) {
    const myelin_few_channels *f = context;
    int64_t parts = forward_part_count(f), blocks = f->filters / f->block, tiles = f->batch * blocks;
    for (int64_t part = begin; part < end; part++) {
        float *padded = f->scratch + part * part_floats(f), *scratch_tile = padded + image_floats(f);
        int64_t first = part * tiles / parts;
        for (int64_t tile = first; tile < (part + 1) * tiles / parts; tile++) {
            if (tile == first || tile % blocks == 0) {
                pad_image(f, f->input + tile / blocks * f->input_height * f->input_width * f->channels, padded);
            }
            float *output = f->pooled ? scratch_tile : f->output + tile * tile_floats(f);
            convolve_tile(f, padded, tile % blocks * f->block, output);
            if (!f->pooled) continue;
            myelin_pool pool = pool_of_tile(f, tile);
            pool.input = output;
            pool.output = (float *)f->pool.output + tile * pooled_floats(f);
            myelin_maximum_pool_run(&pool);
        }
    }
}

void myelin_few_channels_forward_run(const void *arguments) {
    const myelin_few_channels *f = arguments;
    myelin_parallel_for(forward_part_count(f), 1, forward_parts, (void *)f);
}

// MARK: Kernel gradient

static void gradient_of_tile(const myelin_few_channels *f, const float *image, const float *gradient, int64_t filter,
                             float *sums) {
    int64_t taps = tap_count(f), positions = f->output_height * f->output_width;
    for (int64_t tap = 0; tap < taps; tap += TAPS) {
        int64_t offsets[TAPS] = {0}, count = taps - tap < TAPS ? taps - tap : TAPS;
        for (int64_t t = 0; t < count; t++) offsets[t] = tap_offset(f, tap + t);
        float *target = sums + tap * f->filters + filter;
        if (f->block == 8) myelin_accumulate_taps8(f, image, gradient, offsets, count, target);
        else myelin_accumulate_taps16(f, image, gradient, offsets, count, target);
    }
    if (!f->bias_gradient) return;
    float *target = sums + taps * f->filters + filter;
    if (f->block == 8) myelin_accumulate_bias8(gradient, positions, target);
    else myelin_accumulate_bias16(gradient, positions, target);
}

static void gradient_parts(void *context, int64_t begin, int64_t end) {
    const myelin_few_channels *f = context;
    int64_t parts = part_count(f), blocks = f->filters / f->block, sum_floats = (tap_count(f) + 1) * f->filters;
    for (int64_t part = begin; part < end; part++) {
        float *sums = f->scratch + part * part_floats(f), *padded = sums + sum_floats;
        float *scratch_tile = padded + image_floats(f);
        memset(sums, 0, (size_t)sum_floats * sizeof(float));
        for (int64_t n = part * f->batch / parts; n < (part + 1) * f->batch / parts; n++) {
            pad_image(f, f->input + n * f->input_height * f->input_width * f->channels, padded);
            for (int64_t b = 0; b < blocks; b++) {
                int64_t tile = n * blocks + b;
                const float *gradient = f->output_gradient + tile * tile_floats(f);
                if (f->pooled) {
                    myelin_pool pool = pool_of_tile(f, tile);
                    pool.input = (const float *)f->pool.input + tile * pooled_floats(f);
                    pool.output = scratch_tile;
                    myelin_maximum_pool_gradient_run(&pool);
                    gradient = scratch_tile;
                }
                gradient_of_tile(f, padded, gradient, b * f->block, sums);
            }
        }
    }
}

/// The parts' sums, added in their order.
static void add_parts(const myelin_few_channels *f, int64_t first, int64_t count, float *result) {
    int64_t parts = part_count(f), stride = part_floats(f);
    for (int64_t e = 0; e < count; e++) {
        float sum = f->scratch[first + e];
        for (int64_t part = 1; part < parts; part++) sum += f->scratch[part * stride + first + e];
        result[e] = sum;
    }
}

void myelin_few_channels_kernel_gradient_run(const void *arguments) {
    const myelin_few_channels *f = arguments;
    int64_t size = tap_count(f) * f->filters;
    myelin_parallel_for(part_count(f), 1, gradient_parts, (void *)f);
    add_parts(f, 0, size, f->kernel_gradient);
    if (f->bias_gradient) add_parts(f, size, f->filters, f->bias_gradient);
}
