// Large matrix products: slices of the rows or columns, each computed by one thread.
#include "internal.h"
#include "myelin_parallel.h"

enum { UNIT = 16, UNITS_OF_A_SLICE = 8 };  // rows or columns; a slice reads the whole of the other matrix

typedef struct slices {
    const myelin_large_gemm *gemm;
    int64_t matrix;
    int by_columns;
} slices;

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static int64_t units(int64_t size) { return (size + UNIT - 1) / UNIT; }

static void multiply_slice(void *context, int64_t begin, int64_t end) {
    const slices *s = context;
    const myelin_large_gemm *g = s->gemm;
    const int64_t whole = s->by_columns ? g->n : g->m, first = begin * UNIT, count = least(end * UNIT, whole) - first;
    const float *a = g->a + s->matrix * g->a_batch, *b = g->b + s->matrix * g->b_batch;
    float *c = g->c + s->matrix * g->c_batch;
    if (s->by_columns) {
        b += g->b_transposed ? first * g->b_row : first;
        c += first;
    } else {
        a += g->a_transposed ? first : first * g->a_row;
        c += first * g->c_row;
    }
    dnnl_sgemm(g->a_transposed ? 'T' : 'N', g->b_transposed ? 'T' : 'N', s->by_columns ? g->m : count,
               s->by_columns ? count : g->n, g->k, 1.0f, a, g->a_row, b, g->b_row, 0.0f, c, g->c_row);
}

void myelin_large_gemm_run(const void *arguments) {
    const myelin_large_gemm *g = arguments;
    slices s = {.gemm = g, .by_columns = g->n > g->m};
    const int64_t count = units(s.by_columns ? g->n : g->m), share = count / myelin_thread_count();
    for (s.matrix = 0; s.matrix < g->batch; s.matrix++) {
        myelin_parallel_for_balanced(count, least(share, UNITS_OF_A_SLICE), multiply_slice, &s);
    }
}
