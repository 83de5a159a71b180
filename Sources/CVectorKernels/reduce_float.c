// The reducers of Float32 and Float64.
#include <math.h>
#include <string.h>

#include "instructions.h"
#include "internal.h"
#include "reduce_loops.h"

/// Adds without loss (Knuth's two-sum).
MYELIN_INLINE void add_to_sum(myelin_float_sum *total, double x) {
    double sum = total->sum + x, part = sum - total->sum;
    total->lost += (total->sum - (sum - part)) + (x - part);
    total->sum = sum;
}

/// Where the sum is infinite, what was lost is NaN and means nothing.
MYELIN_INLINE double sum_of(const myelin_float_sum *total) {
    double sum = total->sum + total->lost;
    return fabs(total->sum) < INFINITY ? sum : total->sum;
}

static void float_sum_merge(void *accumulators, const void *others, int64_t count) {
    myelin_float_sum *totals = accumulators;
    const myelin_float_sum *values = others;
    for (int64_t index = 0; index < count; index++) {
        add_to_sum(&totals[index], values[index].sum);
        totals[index].lost += values[index].lost;
    }
}

#define SCALED(x) ((double)(x) * scale)
#define PRODUCT(m, x) ((m) * (x))
#define LARGER(m, x) ((x) > (m) || (x) != (x) ? (x) : (m))
#define SMALLER(m, x) ((x) < (m) || (x) != (x) ? (x) : (m))

#define T float
#define WIDTH 8
#define NAME(x) float32_sum_##x
#include "reduce_float_sum.h"
#define NAME(x) float32_product_##x
#define FOLD PRODUCT
#define IDENTITY 1
#include "reduce_fold.h"
#define NAME(x) float32_maximum_##x
#define FOLD LARGER
#define IDENTITY -INFINITY
#include "reduce_fold.h"
#define NAME(x) float32_minimum_##x
#define FOLD SMALLER
#define IDENTITY INFINITY
#include "reduce_fold.h"
#undef T
#undef WIDTH

#define T double
#define WIDTH 4
#define NAME(x) float64_sum_##x
#include "reduce_float_sum.h"
#define NAME(x) float64_product_##x
#define FOLD PRODUCT
#define IDENTITY 1
#include "reduce_fold.h"
#define NAME(x) float64_maximum_##x
#define FOLD LARGER
#define IDENTITY -INFINITY
#include "reduce_fold.h"
#define NAME(x) float64_minimum_##x
#define FOLD SMALLER
#define IDENTITY INFINITY
#include "reduce_fold.h"

#define SUM(type) \
    {sizeof(myelin_float_sum), type##_sum_start, type##_sum_runs, type##_sum_rows, float_sum_merge, type##_sum_finish}
#define FOLDED(T, name) {sizeof(T), name##_start, name##_runs, name##_rows, name##_merge, name##_finish}

const myelin_reducer myelin_float_reducers[4][2] = {
    {SUM(float32), SUM(float64)},
    {FOLDED(float, float32_product), FOLDED(double, float64_product)},
    {FOLDED(float, float32_maximum), FOLDED(double, float64_maximum)},
    {FOLDED(float, float32_minimum), FOLDED(double, float64_minimum)},
};
