// Matrix products.
#ifndef MYELIN_GEMM_H
#define MYELIN_GEMM_H

#include <stdint.h>

/// c[m, n] = activation(op(a)[m, k] * op(b)[k, n] + bias[n]), or c + … without the bias, for each of `batch` matrices.
typedef struct myelin_gemm {
    const void *a, *b;
    void *c;
    const void *bias;                // n elements, or NULL
    int64_t batch, m, n, k;
    int64_t a_row, b_row, c_row;     // elements from one stored row to the next
    int64_t a_batch, b_batch, c_batch;
    int32_t a_transposed, b_transposed;  // 1: stored as [k, m], [n, k]
    int32_t accumulate;              // 1: adds to what c holds
    int32_t dtype;                   // of b and c; a too, but for myelin_gemm_bytes_run
    int32_t activation;              // a unary myelin_opcode, or MYELIN_OP_NONE
    double activation_immediate;
} myelin_gemm;

/// Runs a `myelin_gemm` of Float32 or Float64. Made for small and middling products: no set-up to speak of.
void myelin_gemm_run(const void *arguments);

/// Runs a `myelin_gemm` whose a is UInt8 (or Bool) and b, c Float32: c = op(a) * op(b) with a's bytes as numbers. Zeros
/// of a cost next to nothing, so multi-hot rows are multiplied sparsely. b_transposed must be 0.
void myelin_gemm_bytes_run(const void *arguments);

#endif
