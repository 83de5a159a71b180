// Strided operands of elementwise programs: broadcasts, slices and transposes, brought into a tile.
#ifndef MYELIN_STRIDED_H
#define MYELIN_STRIDED_H

#include <stdint.h>

#include "myelin_elementwise.h"

/// The iteration space as one operand sees it: axes of length 1 left out and neighbours joined where they run on.
typedef struct myelin_strided_view {
    int32_t rank, bytes;  // bytes of an element
    int64_t shape[MYELIN_MAXIMUM_RANK], strides[MYELIN_MAXIMUM_RANK];
    int64_t period;       // the operand repeats itself after so many elements; 0 if it does not
} myelin_strided_view;

/// Sets the view; where the operand is contiguous or one scalar after all, returns that access.
myelin_access myelin_strided_view_set(myelin_strided_view *view, const myelin_operand *operand, int32_t rank,
                                      const int64_t *shape);

/// Writes `count` elements from `first` on to `buffer`, which has room for 64 bytes more.
void myelin_strided_read(const myelin_strided_view *view, const char *base, int64_t first, int64_t count, char *buffer);

/// The elements from `first` on where they lie one after the other in memory, otherwise NULL.
const char *myelin_strided_run(const myelin_strided_view *view, const char *base, int64_t first, int64_t count);

/// Repeats the first `period` bytes of `buffer` up to `total`.
void myelin_repeat(char *buffer, int64_t period, int64_t total);

/// Writes `count` times the element of `bytes` bytes.
void myelin_splat(char *destination, const void *element, int64_t count, int32_t bytes);

#endif
