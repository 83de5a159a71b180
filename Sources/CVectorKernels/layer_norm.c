// Normalization of rows: all passes over a row while it is in the cache.
#include "myelin_layer_norm.h"

#include <math.h>

#include "instructions.h"
#include "internal.h"
#include "myelin_parallel.h"

enum {
    CHUNK = 512,  // elements summed in their own type; chunks are summed in double
    GRAIN = 8192  // elements that pay for another thread
};

#define T float
#define WIDTH 8
#define NAME(x) float32_##x
#include "layer_norm_rows.h"

#define T double
#define WIDTH 4
#define NAME(x) float64_##x
#include "layer_norm_rows.h"

static void forward(void *context, int64_t begin, int64_t end) {
    const myelin_layer_norm *call = context;
    (call->dtype == MYELIN_FLOAT64 ? float64_normalize : float32_normalize)(call, begin, end);
}

static void backward(void *context, int64_t begin, int64_t end) {
    const myelin_layer_norm *call = context;
    (call->dtype == MYELIN_FLOAT64 ? float64_gradient : float32_gradient)(call, begin, end);
}

void myelin_layer_norm_run(const void *arguments) {
    const myelin_layer_norm *call = arguments;
    if (call->columns == 0) return;
    myelin_parallel_for(call->rows, GRAIN / call->columns + 1, forward, (void *)call);
}

void myelin_layer_norm_gradient_run(const void *arguments) {
    const myelin_layer_norm *call = arguments;
    int64_t parts = MYELIN_LAYER_NORM_PARTS, elements = call->rows * call->columns;
    int64_t grain = elements < 2 * GRAIN ? parts : (GRAIN * parts + elements - 1) / elements;
    myelin_parallel_for(parts, grain, backward, (void *)call);
    if (call->dtype == MYELIN_FLOAT64) {
        float64_add_parts(call, call->gamma_gradient, 0);
        float64_add_parts(call, call->beta_gradient, 1);
    } else {
        float32_add_parts(call, call->gamma_gradient, 0);
        float32_add_parts(call, call->beta_gradient, 1);
    }
}
