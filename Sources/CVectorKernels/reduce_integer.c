// The reducers of the integers and Bool. Sums and products wrap on overflow, so the order does not matter.
#include "instructions.h"
#include "internal.h"
#include "reduce_loops.h"

#define SCALED(x) (x)
#define ADDED(m, x) ((U)(m) + (U)(x))
#define PRODUCT(m, x) ((U)(m) * (U)(x))
#define LARGER(m, x) ((x) > (m) ? (x) : (m))
#define SMALLER(m, x) ((x) < (m) ? (x) : (m))

#define T int32_t
#define U uint32_t
#define WIDTH 8
#define NAME(x) int32_sum_##x
#define FOLD ADDED
#define IDENTITY 0
#include "reduce_fold.h"
#define NAME(x) int32_product_##x
#define FOLD PRODUCT
#define IDENTITY 1
#include "reduce_fold.h"
#define NAME(x) int32_maximum_##x
#define FOLD LARGER
#define IDENTITY INT32_MIN
#include "reduce_fold.h"
#define NAME(x) int32_minimum_##x
#define FOLD SMALLER
#define IDENTITY INT32_MAX
#include "reduce_fold.h"
#undef T
#undef U
#undef WIDTH

#define T int64_t
#define U uint64_t
#define WIDTH 4
#define NAME(x) int64_sum_##x
#define FOLD ADDED
#define IDENTITY 0
#include "reduce_fold.h"
#define NAME(x) int64_product_##x
#define FOLD PRODUCT
#define IDENTITY 1
#include "reduce_fold.h"
#define NAME(x) int64_maximum_##x
#define FOLD LARGER
#define IDENTITY INT64_MIN
#include "reduce_fold.h"
#define NAME(x) int64_minimum_##x
#define FOLD SMALLER
#define IDENTITY INT64_MAX
#include "reduce_fold.h"
#undef T
#undef U
#undef WIDTH

#define T uint8_t
#define U uint8_t
#define WIDTH 16
#define NAME(x) uint8_sum_##x
#define FOLD ADDED
#define IDENTITY 0
#include "reduce_fold.h"
#define NAME(x) uint8_product_##x
#define FOLD PRODUCT
#define IDENTITY 1
#include "reduce_fold.h"
#define NAME(x) uint8_maximum_##x
#define FOLD LARGER
#define IDENTITY 0
#include "reduce_fold.h"
#define NAME(x) uint8_minimum_##x
#define FOLD SMALLER
#define IDENTITY UINT8_MAX
#include "reduce_fold.h"
#define NAME(x) bool_all_##x
#define FOLD SMALLER
#define IDENTITY 1
#include "reduce_fold.h"

#define FOLDED(T, name) {sizeof(T), name##_start, name##_runs, name##_rows, name##_merge, name##_finish}

const myelin_reducer myelin_integer_reducers[4][3] = {
    {FOLDED(int32_t, int32_sum), FOLDED(int64_t, int64_sum), FOLDED(uint8_t, uint8_sum)},
    {FOLDED(int32_t, int32_product), FOLDED(int64_t, int64_product), FOLDED(uint8_t, uint8_product)},
    {FOLDED(int32_t, int32_maximum), FOLDED(int64_t, int64_maximum), FOLDED(uint8_t, uint8_maximum)},
    {FOLDED(int32_t, int32_minimum), FOLDED(int64_t, int64_minimum), FOLDED(uint8_t, uint8_minimum)},
};

const myelin_reducer myelin_bool_reducers[2] = {FOLDED(uint8_t, uint8_maximum), FOLDED(uint8_t, bool_all)};
