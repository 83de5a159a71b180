// Reductions over any axes of a strided array.
#ifndef MYELIN_REDUCE_H
#define MYELIN_REDUCE_H

#include <stdint.h>
#include "myelin_elementwise.h"

typedef enum myelin_reduction {
    MYELIN_SUM = 0,
    MYELIN_PRODUCT,
    MYELIN_MAXIMUM,  // NaN if one is NaN
    MYELIN_MINIMUM,
    MYELIN_ANY,      // Bool
    MYELIN_ALL       // Bool
} myelin_reduction;

/// output[kept...] = scale * reduction over the reduced axes of input. The output is contiguous in the order of the kept
/// axes; of the empty set: 0, 1, -inf or lowest, +inf or highest, false, true. Float sums are accurate to a few ulp of a
/// pairwise sum.
typedef struct myelin_reduce {
    const void *input;
    void *output;
    int32_t reduction, dtype;
    int32_t kept_rank, reduced_rank;
    int64_t kept_shape[MYELIN_MAXIMUM_RANK], kept_strides[MYELIN_MAXIMUM_RANK];
    int64_t reduced_shape[MYELIN_MAXIMUM_RANK], reduced_strides[MYELIN_MAXIMUM_RANK];
    double scale;  // floats only; 1 for none
} myelin_reduce;

void myelin_reduce_run(const void *arguments);

/// output[o, i] = index of the largest (or smallest) of input[o, :, i], the first of equals; NaN counts as the largest.
typedef struct myelin_argument_reduce {
    const void *input;
    int32_t *output;
    int64_t outer, count, inner;
    int32_t dtype, smallest;
} myelin_argument_reduce;

void myelin_argument_reduce_run(const void *arguments);

#endif
