// Large matrix products.
#include "internal.h"

void myelin_large_gemm_run(const void *arguments) {
    const myelin_large_gemm *g = arguments;
    char a_transposed = g->a_transposed ? 'T' : 'N', b_transposed = g->b_transposed ? 'T' : 'N';
    for (int64_t i = 0; i < g->batch; i++) {
        dnnl_sgemm(a_transposed, b_transposed, g->m, g->n, g->k, 1.0f, g->a + i * g->a_batch, g->a_row,
                   g->b + i * g->b_batch, g->b_row, 0.0f, g->c + i * g->c_batch, g->c_row);
    }
}
