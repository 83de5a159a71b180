// Convolutions over few input channels (an image's one or three), which libraries made for many channels fill up to whole
// blocks. Both work on one image and one block of filters at a time, whose output stays in the nearest caches; so a
// maximum pool that follows (or whose gradient comes before) is done there too, and the large array never goes to memory.
#ifndef MYELIN_FEW_CHANNELS_H
#define MYELIN_FEW_CHANNELS_H

#include <stdint.h>

#include "myelin_pool.h"

/// Of Float32. The input is plain [batch, height, width, channels], the output blocked [batch, filters / block, height,
/// width, block], the kernel plain [kernel height, kernel width, channels, filters].
typedef struct myelin_few_channels {
    const float *input;
    const float *kernel;  // forward
    const float *bias;    // forward: [filters], or NULL
    float *output;        // forward without a pool: the output
    int32_t relu;         // forward: 1 for relu after the bias
    const float *output_gradient;  // gradient without a pool
    float *kernel_gradient;
    float *bias_gradient;  // [filters], or NULL
    float *scratch;        // `myelin_few_channels_scratch` floats
    int32_t pooled;        // 1: `pool` takes the output's place, blocked alike. Forward: its output and indices are
                           // written; gradient: its input is the pooled array's gradient and its indices are read
    myelin_pool pool;
    int64_t batch, input_height, input_width, channels;
    int64_t output_height, output_width, filters, block;  // block: 8 or 16
    int64_t kernel_height, kernel_width, stride_height, stride_width, dilation_height, dilation_width;
    int64_t pad_top, pad_left;
} myelin_few_channels;

/// The block in which other convolutions of this machine want their input: 16 with AVX-512, else 8.
int32_t myelin_few_channels_block(void);
/// Floats of scratch memory that a run needs.
int64_t myelin_few_channels_scratch(const myelin_few_channels *arguments);
void myelin_few_channels_forward_run(const void *arguments);
void myelin_few_channels_kernel_gradient_run(const void *arguments);

#endif
