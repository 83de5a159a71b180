// Normalization of rows: (x - mean) / sqrt(variance + epsilon) * gamma + beta.
#ifndef MYELIN_LAYER_NORM_H
#define MYELIN_LAYER_NORM_H

#include <stdint.h>

enum { MYELIN_LAYER_NORM_PARTS = 16 };  // in which the sums over rows are made, whatever the number of threads

typedef struct myelin_layer_norm {
    const void *input;       // [rows, columns]
    const void *gamma;       // [columns], or NULL
    const void *beta;        // [columns], or NULL
    void *output;            // forward
    const void *output_gradient;  // gradient; may be the memory of `input_gradient`
    void *input_gradient;
    void *gamma_gradient;    // [columns], or NULL
    void *beta_gradient;     // [columns], or NULL
    void *scratch;           // gradient: 2 * MYELIN_LAYER_NORM_PARTS * columns elements
    int64_t rows, columns;
    double epsilon;
    int32_t centered;        // 0: divided by the root mean square, and no mean is subtracted
    int32_t dtype;           // Float32 or Float64
} myelin_layer_norm;

void myelin_layer_norm_run(const void *arguments);
void myelin_layer_norm_gradient_run(const void *arguments);

#endif
