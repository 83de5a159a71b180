// Pooling: dispatch by element type and the share of each thread. The loops are in pool_tile.h.
#include "myelin_pool.h"

#include <string.h>

#include "internal.h"
#include "myelin_parallel.h"

// Vectors longer than the baseline's are passed between inlined functions only, where no calling convention matters.
#pragma clang diagnostic ignored "-Wpsabi"

typedef uint8_t eight_bytes __attribute__((vector_size(8), aligned(1), may_alias));

/// The part of a window that is no padding, and the window's width.
typedef struct window {
    int64_t row, row_end, column, column_end, width;
} window;

MYELIN_INLINE void clip(int64_t first, int64_t size, int64_t input_size, int64_t *begin, int64_t *end) {
    *begin = first < 0 ? -first : 0;
    *end = input_size - first < size ? input_size - first : size;
}

#define SCALAR float
#define INTEGER int32_t
#define NAME(x) x##_f32
#include "pool_tile.h"
#undef SCALAR
#undef INTEGER
#undef NAME
#define SCALAR double
#define INTEGER int64_t
#define NAME(x) x##_f64
#include "pool_tile.h"

enum { least_elements = 32 * 1024 };  // of a thread's share: some microseconds

static int64_t grain(const myelin_pool *p, int64_t units) {
    int64_t elements = p->batch * p->input_height * p->input_width * p->channels;
    return elements > 0 ? (least_elements * units + elements - 1) / elements : 1;
}

#define BODY(name)                                                                    \
    static void run_##name(void *context, int64_t begin, int64_t end) {               \
        const myelin_pool *p = context;                                               \
        if (p->dtype == MYELIN_FLOAT64) name##_f64(p, begin, end);                    \
        else name##_f32(p, begin, end);                                               \
    }
BODY(maximum)
BODY(maximum_gradient)
BODY(average)
BODY(average_gradient)
#undef BODY

void myelin_maximum_pool_run(const void *arguments) {
    const myelin_pool *p = arguments;
    int64_t rows = p->batch * p->output_height;
    myelin_parallel_for_balanced(rows, grain(p, rows), run_maximum, (void *)p);
}

void myelin_maximum_pool_gradient_run(const void *arguments) {
    const myelin_pool *p = arguments;
    myelin_parallel_for_balanced(p->batch, grain(p, p->batch), run_maximum_gradient, (void *)p);
}

void myelin_average_pool_run(const void *arguments) {
    const myelin_pool *p = arguments;
    int64_t rows = p->batch * p->output_height;
    myelin_parallel_for_balanced(rows, grain(p, rows), run_average, (void *)p);
}

void myelin_average_pool_gradient_run(const void *arguments) {
    const myelin_pool *p = arguments;
    myelin_parallel_for_balanced(p->batch, grain(p, p->batch), run_average_gradient, (void *)p);
}
