// Pooling over two spatial axes of [batch, height, width, channels]. A blocked array [batch, channels / 8, height, width,
// 8] is the same with batch * channels / 8 and 8 channels, so these kernels serve both layouts.
#ifndef MYELIN_POOL_H
#define MYELIN_POOL_H

#include <stdint.h>

typedef struct myelin_pool {
    const void *input;     // forward: the values; gradient: the gradient of the output
    void *output;          // forward: the pooled values; gradient: the gradient of the input
    void *indices;         // for the maximum: the winner's place in its window (row * window_width + column), the first of
                           // equals; NULL in a forward pass that needs none
    int32_t dtype;         // Float32 or Float64
    int32_t index_bytes;   // 1 (window of at most 256) or 4
    int64_t batch, input_height, input_width, output_height, output_width, channels;
    int64_t window_height, window_width, stride_height, stride_width, pad_top, pad_left;
} myelin_pool;

void myelin_maximum_pool_run(const void *arguments);
void myelin_maximum_pool_gradient_run(const void *arguments);
/// output[o] = input[the place of o's winner]: input has the forward input's shape, output the pooled one.
void myelin_maximum_pool_select_run(const void *arguments);
/// The mean of the window's elements that are no padding, as Keras.
void myelin_average_pool_run(const void *arguments);
void myelin_average_pool_gradient_run(const void *arguments);

#endif
