// Softmax: the largest element, the exponentials and their sum, the quotient, row by row while the row is in the cache.
#include "myelin_softmax.h"

#include <math.h>

#include "instructions.h"
#include "internal.h"
#include "myelin_parallel.h"
#include "vector_math.h"

enum {
    CHUNK = 512,   // elements summed in their own type; chunks are summed in double
    GRAIN = 4096   // elements that pay for another thread
};

#define T float
#define WIDTH 8
#define NAME(x) float32_##x
#define EXP vector_exp
#define EXP_LOOP MYELIN_VECTORIZE(8)
#include "softmax_rows.h"

#define T double
#define WIDTH 4
#define NAME(x) float64_##x
#define EXP exp
#define EXP_LOOP
#include "softmax_rows.h"

static void forward(void *context, int64_t begin, int64_t end) {
    const myelin_softmax *call = context;
    if (call->dtype == MYELIN_FLOAT64) {
        (call->logarithm ? float64_log_softmax : float64_softmax)(call, begin, end);
    } else {
        (call->logarithm ? float32_log_softmax : float32_softmax)(call, begin, end);
    }
}

static void backward(void *context, int64_t begin, int64_t end) {
    const myelin_softmax *call = context;
    if (call->dtype == MYELIN_FLOAT64) {
        (call->logarithm ? float64_log_softmax_gradient : float64_softmax_gradient)(call, begin, end);
    } else {
        (call->logarithm ? float32_log_softmax_gradient : float32_softmax_gradient)(call, begin, end);
    }
}

void myelin_softmax_run(const void *arguments) {
    const myelin_softmax *call = arguments;
    if (call->columns == 0) return;
    myelin_parallel_for(call->rows, GRAIN / call->columns + 1, forward, (void *)call);
}

void myelin_softmax_gradient_run(const void *arguments) {
    const myelin_softmax *call = arguments;
    if (call->columns == 0) return;
    myelin_parallel_for(call->rows, GRAIN / call->columns + 1, backward, (void *)call);
}
