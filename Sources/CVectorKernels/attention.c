// Attention of one head after the other; products by the tiles of gemm_tile.h.
#include "myelin_attention.h"

#include "gemm_internal.h"
#include "instructions.h"
#include "myelin_parallel.h"
#include "vector_math.h"

enum {
    CHUNK = 512,                   // elements summed in their own type; chunks are summed in double
    BLOCK_BYTES = 64 * 1024,       // of the weights of a block of rows, which stay in the second-level cache
    LEAST_ROWS = 24,               // of a block
    LEAST_SHARE = 256 * 1024       // multiplications that pay for another thread
};

#define T float
#define WIDTH 8
#define NAME(x) float32_##x
#define EXP vector_exp_of_negative
#define EXP_LOOP MYELIN_VECTORIZE(8)
#define LOWEST -1e30f
#include "attention_rows.h"

#define T double
#define WIDTH 4
#define NAME(x) float64_##x
#define EXP exp
#define EXP_LOOP
#define LOWEST -1e30
#include "attention_rows.h"

static int64_t element_bytes(const myelin_attention *call) { return call->dtype == MYELIN_FLOAT64 ? 8 : 4; }

/// Rows of a block: as many as fit, in blocks of equal size.
static int64_t block_rows(const myelin_attention *call) {
    int64_t most = BLOCK_BYTES / (call->keys * element_bytes(call));
    if (most < LEAST_ROWS) most = LEAST_ROWS;
    int64_t blocks = (call->time + most - 1) / most;
    return (call->time + blocks - 1) / blocks;
}

int32_t myelin_attention_chunks(const myelin_attention *call) {
    int64_t work = call->batch * call->heads * call->time * call->keys * (call->size + call->value_size);
    int64_t tasks = call->batch * call->heads, chunks = myelin_thread_count();
    if (chunks > work / LEAST_SHARE) chunks = work / LEAST_SHARE;
    if (chunks > tasks) chunks = tasks;
    return chunks < 1 ? 1 : (int32_t)chunks;
}

static int64_t block_bytes(const myelin_attention *call) {
    return (block_rows(call) * call->keys * element_bytes(call) + 63) / 64 * 64;
}

int64_t myelin_attention_scratch(const myelin_attention *call, int32_t gradient) {
    return call->chunks * block_bytes(call) * (gradient ? 2 : 1);
}

/// A matrix in memory.
typedef struct matrix {
    const void *elements;
    int64_t row;  // elements from one row to the next
} matrix;

/// c = op(a) op(b), or c += ….
static void multiply(const myelin_attention *call, const myelin_gemm_level *level, matrix a, int a_transposed, matrix b,
                     int b_transposed, matrix c, int64_t m, int64_t n, int64_t k, int accumulate) {
    myelin_gemm g = {0};
    g.a = a.elements;
    g.b = b.elements;
    g.c = (void *)c.elements;
    g.batch = 1;
    g.m = m;
    g.n = n;
    g.k = k;
    g.a_row = a.row;
    g.b_row = b.row;
    g.c_row = c.row;
    g.a_transposed = a_transposed;
    g.b_transposed = b_transposed;
    g.accumulate = accumulate;
    g.dtype = call->dtype;
    (call->dtype == MYELIN_FLOAT64 ? level->float64 : level->float32)(&g, 0, m, 0, n);
}

/// One head of one sample: what its matrices are.
typedef struct head {
    matrix query, key, value, output, output_gradient, query_gradient, key_gradient, value_gradient;
    const uint8_t *mask;
} head;

static matrix part(const myelin_attention *call, const void *array, int64_t task, int64_t rows, int64_t columns) {
    int64_t sample = task / call->heads, head = task % call->heads, row = call->heads * columns;
    matrix result = {0, row};
    if (array != 0) result.elements = (const char *)array + (sample * rows * row + head * columns) * element_bytes(call);
    return result;
}

static head head_of(const myelin_attention *call, int64_t task) {
    head h;
    h.query = part(call, call->query, task, call->time, call->size);
    h.key = part(call, call->key, task, call->keys, call->size);
    h.value = part(call, call->value, task, call->keys, call->value_size);
    h.output = part(call, call->output, task, call->time, call->value_size);
    h.output_gradient = part(call, call->output_gradient, task, call->time, call->value_size);
    h.query_gradient = part(call, call->query_gradient, task, call->time, call->size);
    h.key_gradient = part(call, call->key_gradient, task, call->keys, call->size);
    h.value_gradient = part(call, call->value_gradient, task, call->keys, call->value_size);
    h.mask = 0;
    if (call->mask != 0) {
        h.mask = call->mask + task / call->heads * call->mask_strides[0] + task % call->heads * call->mask_strides[1];
    }
    return h;
}

static matrix from_row(const myelin_attention *call, matrix m, int64_t row) {
    m.elements = (const char *)m.elements + row * m.row * element_bytes(call);
    return m;
}

/// The weights of some rows of a head.
static void weigh(const myelin_attention *call, const myelin_gemm_level *level, const head *h, matrix weights,
                  int64_t row, int64_t rows) {
    multiply(call, level, from_row(call, h->query, row), 0, h->key, 1, weights, rows, call->keys, call->size, 0);
    const uint8_t *mask = h->mask == 0 ? 0 : h->mask + row * call->mask_strides[2];
    if (call->dtype == MYELIN_FLOAT64) float64_weights(call, (double *)weights.elements, rows, mask);
    else float32_weights(call, (float *)weights.elements, rows, mask);
}

static void forward_chunks(void *context, int64_t begin, int64_t end) {
    const myelin_attention *call = context;
    const myelin_gemm_level *level = myelin_gemm_best_level();
    int64_t tasks = call->batch * call->heads, block = block_rows(call);
    for (int64_t chunk = begin; chunk < end; chunk++) {
        matrix weights = {(char *)call->scratch + chunk * block_bytes(call), call->keys};
        for (int64_t task = chunk * tasks / call->chunks; task < (chunk + 1) * tasks / call->chunks; task++) {
            head h = head_of(call, task);
            for (int64_t row = 0; row < call->time; row += block) {
                int64_t rows = call->time - row < block ? call->time - row : block;
                weigh(call, level, &h, weights, row, rows);
                multiply(call, level, weights, 0, h.value, 0, from_row(call, h.output, row), rows, call->value_size,
                         call->keys, 0);
            }
        }
    }
}

static void gradient_chunks(void *context, int64_t begin, int64_t end) {
    const myelin_attention *call = context;
    const myelin_gemm_level *level = myelin_gemm_best_level();
    int64_t tasks = call->batch * call->heads, block = block_rows(call);
    for (int64_t chunk = begin; chunk < end; chunk++) {
        char *scratch = (char *)call->scratch + 2 * chunk * block_bytes(call);
        matrix weights = {scratch, call->keys}, scores = {scratch + block_bytes(call), call->keys};
        for (int64_t task = chunk * tasks / call->chunks; task < (chunk + 1) * tasks / call->chunks; task++) {
            head h = head_of(call, task);
            for (int64_t row = 0; row < call->time; row += block) {
                int64_t rows = call->time - row < block ? call->time - row : block;
                matrix gradient = from_row(call, h.output_gradient, row);
                weigh(call, level, &h, weights, row, rows);
                multiply(call, level, weights, 1, gradient, 0, h.value_gradient, call->keys, call->value_size, rows,
                         row > 0);
                multiply(call, level, gradient, 0, h.value, 1, scores, rows, call->keys, call->value_size, 0);
                const uint8_t *mask = h.mask == 0 ? 0 : h.mask + row * call->mask_strides[2];
                if (call->dtype == MYELIN_FLOAT64) {
                    float64_weights_gradient(call, (double *)scores.elements, weights.elements, rows, mask);
                } else {
                    float32_weights_gradient(call, (float *)scores.elements, weights.elements, rows, mask);
                }
                multiply(call, level, scores, 0, h.key, 0, from_row(call, h.query_gradient, row), rows, call->size,
                         call->keys, 0);
                multiply(call, level, scores, 1, from_row(call, h.query, row), 0, h.key_gradient, call->keys,
                         call->size, rows, row > 0);
            }
        }
    }
}

void myelin_attention_run(const void *arguments) {
    const myelin_attention *call = arguments;
    myelin_parallel_for(call->chunks, 1, forward_chunks, (void *)call);
}

void myelin_attention_gradient_run(const void *arguments) {
    const myelin_attention *call = arguments;
    myelin_parallel_for(call->chunks, 1, gradient_chunks, (void *)call);
}
