// Kernels that move elements without looking at them.
#ifndef MYELIN_MOVEMENT_H
#define MYELIN_MOVEMENT_H

#include <stdint.h>
#include "myelin_elementwise.h"

/// destination[sum(index * destination_strides)] = source[sum(index * source_strides)] for every index within shape:
/// transposes, slices, the parts of a concatenation, the middle of a padding.
typedef struct myelin_copy {
    const void *source;
    void *destination;
    int32_t element_bytes, rank;
    int64_t shape[MYELIN_MAXIMUM_RANK], source_strides[MYELIN_MAXIMUM_RANK], destination_strides[MYELIN_MAXIMUM_RANK];
} myelin_copy;

void myelin_copy_run(const void *arguments);

/// Numbers of BFloat16 in the two bytes that they need: the upper halves of as many floats.
typedef struct myelin_narrow {
    const float *source;
    uint16_t *destination;
    int64_t count;
} myelin_narrow;

void myelin_narrow_run(const void *arguments);

typedef struct myelin_fill {
    void *destination;
    int64_t count;
    int32_t element_bytes;
    uint8_t element[8];
} myelin_fill;

void myelin_fill_run(const void *arguments);

/// destination[o, j, :] = source[o, indices[j], :]; an index outside 0..<source_count is clamped, or a fault.
typedef struct myelin_gather {
    const void *source;
    void *destination;
    const void *indices;
    int32_t index_dtype;  // Int32, Int64 or UInt8
    int64_t outer, source_count, index_count, inner_bytes;
    const char *owner;  // who is told of an index outside, and nothing is gathered; NULL: it is clamped
} myelin_gather;

void myelin_gather_run(const void *arguments);

/// destination[o, indices[j], :] += source[o, j, :] in the order of j; destination must be initialised, and an index
/// outside 0..<destination_count is left out.
typedef struct myelin_scatter_add {
    const void *source;
    void *destination;
    const void *indices;
    int32_t index_dtype, dtype;
    int64_t outer, destination_count, index_count, inner;
} myelin_scatter_add;

void myelin_scatter_add_run(const void *arguments);

#endif
