// The inner loops of the reductions of one type. A reduction folds elements into accumulators: `run` folds a run of
// elements into one, `rows` folds rows into as many accumulators as a row has columns.
#ifndef MYELIN_REDUCE_LOOPS_H
#define MYELIN_REDUCE_LOOPS_H

#include <stdint.h>

enum {
    MYELIN_REDUCE_COLUMNS = 256,  // the most that `rows` takes at once
    MYELIN_ACCUMULATOR_BYTES = 16
};

/// A float sum as sum + lost: blocks are summed in the elements' own type, the blocks' sums without loss.
typedef struct myelin_float_sum {
    double sum, lost;
} myelin_float_sum;

typedef struct myelin_reducer {
    int64_t bytes;  // of an accumulator
    void (*start)(void *accumulators, int64_t count);
    void (*run)(void *accumulator, const void *elements, int64_t count, int64_t stride);
    void (*rows)(void *accumulators, const void *elements, int64_t columns, int64_t rows, int64_t row_stride);
    /// Folds others[i] into accumulators[i % period]... with period = count that is element by element.
    void (*merge)(void *accumulators, const void *others, int64_t count);
    void (*finish)(void *output, const void *accumulators, int64_t count, double scale);
} myelin_reducer;

/// By reduction and dtype; `run` is NULL where there is none.
extern const myelin_reducer myelin_float_reducers[4][2];
extern const myelin_reducer myelin_integer_reducers[4][3];
extern const myelin_reducer myelin_bool_reducers[2];  // any, all

const myelin_reducer *myelin_reducer_lookup(int32_t reduction, int32_t dtype);

#endif
