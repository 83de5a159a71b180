// Convolutions with a 3 by 3 kernel and a stride of 1 by Winograd's minimal filtering F(4×4, 3×3): 36 multiplications for
// 16 outputs that need 144 otherwise.
//
// Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", 2015. The points of evaluation are 0, ±5/8, ±3/2
// and infinity, whose rounding errors are a quarter of those of the paper's 0, ±1, ±2: some 4e-7 of a result of size 1.
#ifndef MYELIN_WINOGRAD_H
#define MYELIN_WINOGRAD_H

#include <stdint.h>

#include "myelin_pool.h"

/// Of Float32. Images are [batch, channels / block, height, width, block]; plain images are one block. Channels and
/// filters are multiples of 8 and of their block.
typedef struct myelin_winograd {
    const float *input;            // forward, kernel gradient
    const float *kernel_points;    // forward, input gradient: what `myelin_winograd_kernel_run` made of the kernel
    const float *bias;             // forward: [filters], or NULL
    float *output;                 // forward
    const float *output_gradient;  // both gradients
    float *input_gradient;
    float *kernel_gradient;
    float *bias_gradient;          // kernel gradient: [filters], or NULL
    float *scratch;                // `myelin_winograd_scratch` floats
    int32_t relu;                  // forward: 1 for relu after the bias
    int32_t sums;                  // 1 for the kernel gradient, whose sums need scratch memory
    int64_t batch, input_height, input_width, channels, input_block;
    int64_t output_height, output_width, filters, output_block;
    int64_t pad_top, pad_left;
} myelin_winograd;

/// Tiles of 4 by 4 that cover a batch's output.
int64_t myelin_winograd_tiles(const myelin_winograd *arguments);
/// Floats of scratch memory that any of the runs needs.
int64_t myelin_winograd_scratch(const myelin_winograd *arguments);
/// A plain kernel [3, 3, channels, filters] at its points, as both runs below read it.
typedef struct myelin_winograd_kernel {
    const float *kernel;
    float *points;  // `myelin_winograd_kernel_floats`
    int64_t channels, filters;
} myelin_winograd_kernel;

int64_t myelin_winograd_kernel_floats(int64_t channels, int64_t filters);
void myelin_winograd_kernel_run(const void *arguments);

void myelin_winograd_forward_run(const void *arguments);
void myelin_winograd_input_gradient_run(const void *arguments);
void myelin_winograd_kernel_gradient_run(const void *arguments);

#endif
