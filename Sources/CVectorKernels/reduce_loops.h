// The inner loops of the reductions. A reduction folds elements into accumulators: `runs` folds runs of elements into
// one accumulator each, `rows` folds rows into as many accumulators as a row has columns.
#ifndef MYELIN_REDUCE_LOOPS_H
#define MYELIN_REDUCE_LOOPS_H

#include <stdint.h>

enum {
    MYELIN_REDUCE_COLUMNS = 256,  // the most that a row of `rows` may hold
    MYELIN_ACCUMULATOR_BYTES = 16
};

/// A float sum as sum + lost: blocks are summed in the elements' own type, the blocks' sums without loss.
typedef struct myelin_float_sum {
    double sum, lost;
} myelin_float_sum;

typedef struct myelin_reducer {
    int64_t bytes;  // of an accumulator
    void (*start)(void *accumulators, int64_t count);
    /// Folds `outputs` runs that begin `output_stride` apart, each into an accumulator of its own.
    void (*runs)(void *accumulators, const void *elements, int64_t outputs, int64_t output_stride, int64_t count,
                 int64_t stride);
    /// A row holds `group` times the columns, one after the other: short rows taken together.
    void (*rows)(void *accumulators, const void *elements, int64_t columns, int64_t group, int64_t rows,
                 int64_t row_stride);
    void (*merge)(void *accumulators, const void *others, int64_t count);
    void (*finish)(void *output, const void *accumulators, int64_t count, double scale);
} myelin_reducer;

/// By reduction and dtype, counted from the family's first.
extern const myelin_reducer myelin_float_reducers[4][2];
extern const myelin_reducer myelin_integer_reducers[4][3];
extern const myelin_reducer myelin_bool_reducers[2];  // any, all

const myelin_reducer *myelin_reducer_lookup(int32_t reduction, int32_t dtype);

#endif
