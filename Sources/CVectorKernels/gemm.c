// Matrix products: how the work is shared out. The arithmetic is in gemm_tile.h.
#include "gemm_internal.h"
#include "myelin_parallel.h"

enum {
    // Multiplications that one thread does in about 2.5 microseconds, which is what a second thread costs to call.
    least_share = 128 * 1024,
    rows_unit = 12,
};

typedef struct share {
    const myelin_gemm *g;
    myelin_gemm_part part;
    int64_t columns_unit;
} share;

static void run_rows(void *context, int64_t begin, int64_t end) {
    const share *s = context;
    int64_t row = begin * rows_unit, stop = end * rows_unit < s->g->m ? end * rows_unit : s->g->m;
    s->part(s->g, row, stop - row, 0, s->g->n);
}

static void run_columns(void *context, int64_t begin, int64_t end) {
    const share *s = context;
    int64_t column = begin * s->columns_unit, stop = end * s->columns_unit < s->g->n ? end * s->columns_unit : s->g->n;
    s->part(s->g, 0, s->g->m, column, stop - column);
}

static int64_t ceiling(int64_t a, int64_t b) {
    return (a + b - 1) / b;
}

/// One column of a transposed a: as a row (c^T = b^T * a), where vectors run along the stored rows of a.
static myelin_gemm turned(const myelin_gemm *g) {
    myelin_gemm t = *g;
    t.a = g->b;
    t.a_row = g->b_transposed ? 1 : g->b_row;
    t.a_transposed = 1;  // the one row of a: element p lies p * a_row further
    t.b = g->a;
    t.b_row = g->a_row;
    t.b_transposed = 0;
    t.m = 1;
    t.n = g->m;
    t.c_row = g->m;
    return t;
}

static void run_matrix(const myelin_gemm *g, const myelin_gemm_level *level, int threads) {
    myelin_gemm changed;
    if (g->n == 1 && g->a_transposed && g->c_row == 1 && g->bias == 0) {
        changed = turned(g);
        g = &changed;
    } else if (g->k == 1 && g->b_transposed && g->b_row == 1) {
        // A column of contiguous elements is a row.
        changed = *g;
        changed.b_transposed = 0;
        changed.b_row = g->n;
        g = &changed;
    }
    myelin_gemm_part part = g->dtype == MYELIN_FLOAT64 ? level->float64 : level->float32;
    int64_t work = g->m * g->n * (g->k > 0 ? g->k : 1);
    if (!threads || work < 2 * least_share) {
        part(g, 0, g->m, 0, g->n);
        return;
    }
    int64_t unit = 2 * level->lanes / (g->dtype == MYELIN_FLOAT64 ? 2 : 1);
    share s = {g, part, unit};
    int64_t row_units = ceiling(g->m, rows_unit), column_units = ceiling(g->n, unit), wanted = myelin_thread_count();
    // Sharing out columns spares every thread the packing of the others' part of b; with few columns the rows are
    // shared.
    int by_columns = column_units >= 2 * wanted || (column_units >= wanted && column_units % wanted == 0)
        || row_units < wanted;
    if (!g->b_transposed && g->k * g->n <= 4096 && row_units >= wanted) by_columns = 0;
    int64_t units = by_columns ? column_units : row_units;
    int64_t grain = ceiling(least_share * units, work);
    myelin_parallel_for(units, grain, by_columns ? run_columns : run_rows, &s);
}

typedef struct matrices {
    const myelin_gemm *g;
    const myelin_gemm_level *level;
    int threads;
} matrices;

static void run_matrices(void *context, int64_t begin, int64_t end) {
    const matrices *s = context;
    int64_t bytes = s->g->dtype == MYELIN_FLOAT64 ? 8 : 4;
    for (int64_t i = begin; i < end; i++) {
        myelin_gemm one = *s->g;
        one.a = (const char *)one.a + i * one.a_batch * bytes;
        one.b = (const char *)one.b + i * one.b_batch * bytes;
        one.c = (char *)one.c + i * one.c_batch * bytes;
        run_matrix(&one, s->level, s->threads);
    }
}

void myelin_gemm_run(const void *arguments) {
    const myelin_gemm *g = arguments;
    if (g->m <= 0 || g->n <= 0 || g->batch <= 0) return;
    const myelin_gemm_level *level = myelin_gemm_best_level();
    if (g->batch == 1) {
        run_matrix(g, level, 1);
        return;
    }
    int64_t work = g->m * g->n * (g->k > 0 ? g->k : 1);
    // Many small matrices: each thread takes some. Few large ones: all threads work on each.
    matrices s = {g, level, g->batch < 4 * myelin_thread_count() && work >= 16 * least_share};
    if (s.threads) run_matrices(&s, 0, g->batch);
    else myelin_parallel_for(g->batch, ceiling(least_share, work), run_matrices, &s);
}
