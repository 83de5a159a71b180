// The kernel gradient of a convolution over few input channels (an image's one or three), which libraries made for many
// channels pad and compute many times over.
#ifndef MYELIN_CONVOLUTION_GRADIENT_H
#define MYELIN_CONVOLUTION_GRADIENT_H

#include <stdint.h>

/// Of Float32. The input is plain [batch, height, width, channels], the output's gradient blocked [batch, filters / block,
/// height, width, block], the kernel's gradient plain [kernel height, kernel width, channels, filters].
typedef struct myelin_convolution_gradient {
    const float *input;
    const float *output_gradient;
    float *kernel_gradient;
    float *bias_gradient;  // [filters], or NULL
    float *scratch;        // myelin_convolution_gradient_scratch floats
    int64_t batch, input_height, input_width, channels;
    int64_t output_height, output_width, filters, block;  // block: 8 or 16
    int64_t kernel_height, kernel_width, stride_height, stride_width, dilation_height, dilation_width;
    int64_t pad_top, pad_left;
} myelin_convolution_gradient;

/// Floats of scratch memory that a run needs.
int64_t myelin_convolution_gradient_scratch(const myelin_convolution_gradient *arguments);
void myelin_convolution_gradient_run(const void *arguments);

#endif
