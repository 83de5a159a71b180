// What the files of the matrix product share.
#ifndef MYELIN_GEMM_INTERNAL_H
#define MYELIN_GEMM_INTERNAL_H

#include "internal.h"
#include "myelin_gemm.h"

/// Computes rows row..<row + rows and columns column..<column + columns of c (of one matrix: `batch` is not looked at).
typedef void (*myelin_gemm_part)(const myelin_gemm *g, int64_t row, int64_t rows, int64_t column, int64_t columns);

typedef struct myelin_gemm_level {
    myelin_gemm_part float32, float64;
    int32_t lanes;  // Float32 elements in a vector
} myelin_gemm_level;

/// What this processor runs best.
const myelin_gemm_level *myelin_gemm_best_level(void);

#endif
