// Softmax along the last axis and the gradients of it.
#ifndef MYELIN_SOFTMAX_H
#define MYELIN_SOFTMAX_H

#include <stdint.h>

typedef struct myelin_softmax {
    const void *input;     // [rows, columns]; for the gradient: the gradient of the output
    const void *result;    // for the gradient: what the forward pass gave
    void *output;
    int64_t rows, columns;
    int32_t dtype;         // Float32 or Float64
    int32_t logarithm;     // 1: log-softmax
} myelin_softmax;

void myelin_softmax_run(const void *arguments);
/// softmax: y * (g - sum(g * y)); log-softmax: g - exp(y) * sum(g).
void myelin_softmax_gradient_run(const void *arguments);

#endif
