// Products with a matrix of bytes, most of them zero: multi-hot rows.
#include <string.h>

#include "gemm_internal.h"
#include "myelin_parallel.h"

enum {
    least_bytes = 32 * 1024,  // of a that a thread looks through
    chunk = 64,               // bytes looked at together
    stretch = 2048,           // bytes whose places are listed before they are used
    wide = 16,                // columns of b whose sums stay in registers
};

// Vectors longer than the baseline's are passed between inlined functions only, where no calling convention matters.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float sixteen __attribute__((vector_size(64), aligned(4), may_alias));
typedef uint8_t bytes64 __attribute__((ext_vector_type(64), aligned(1), may_alias));
typedef _Bool marks64 __attribute__((ext_vector_type(64)));

typedef struct product {
    const myelin_gemm *g;
    const uint8_t *a;
    const float *b;
    float *c;
} product;

/// A bit for each of 64 bytes that is not zero.
MYELIN_INLINE uint64_t occupied(const uint8_t *bytes) {
    union {
        marks64 marks;
        uint64_t bits;
    } result = {.marks = __builtin_convertvector(*(const bytes64 *)bytes != 0, marks64)};
    return result.bits;
}

/// Lists the places of at most `stretch` bytes that are not zero. With few of them a branch on each would be guessed
/// wrong nearly every time, which costs more than to write two places always.
MYELIN_INLINE int64_t list(const uint8_t *bytes, int64_t count, int32_t *places) {
    int64_t length = 0, at = 0;
    for (; at + chunk <= count; at += chunk) {
        uint64_t left = occupied(bytes + at);
        int64_t here = __builtin_popcountll(left);
        places[length] = (int32_t)at + (int32_t)__builtin_ctzll(left | (uint64_t)1 << 63);
        left &= left - 1;
        places[length + 1] = (int32_t)at + (int32_t)__builtin_ctzll(left | (uint64_t)1 << 63);
        for (int64_t i = 2; i < here; i++) {
            left &= left - 1;
            places[length + i] = (int32_t)at + (int32_t)__builtin_ctzll(left);
        }
        length += here;
    }
    for (; at < count; at++) {
        places[length] = (int32_t)at;
        length += bytes[at] != 0;
    }
    return length;
}

MYELIN_INLINE void add_row(float *c, const float *b, float factor, int64_t n) {
    int64_t j = 0;
    for (; j + wide <= n; j += wide) *(sixteen *)(c + j) += factor * *(const sixteen *)(b + j);
    for (; j < n; j++) c[j] += factor * b[j];
}

/// Rows begin..<end of c = a * b.
MYELIN_CLONES static void forward(const product *p, int64_t begin, int64_t end) {
    const myelin_gemm *g = p->g;
    int32_t places[stretch + 2];
    for (int64_t i = begin; i < end; i++) {
        float *c = p->c + i * g->c_row;
        sixteen sum = {0};
        if (g->n != wide) memset(c, 0, (size_t)g->n * sizeof(float));
        for (int64_t k = 0; k < g->k; k += stretch) {
            const uint8_t *bytes = p->a + i * g->a_row + k;
            const float *b = p->b + k * g->b_row;
            int64_t count = list(bytes, g->k - k < stretch ? g->k - k : stretch, places);
            if (g->n == wide) {
                for (int64_t j = 0; j < count; j++) {
                    sum += (float)bytes[places[j]] * *(const sixteen *)(b + places[j] * g->b_row);
                }
            } else {
                for (int64_t j = 0; j < count; j++) {
                    add_row(c, b + places[j] * g->b_row, (float)bytes[places[j]], g->n);
                }
            }
        }
        if (g->n == wide) *(sixteen *)c = sum;
    }
}

/// Rows begin..<end of c = a^T * b: each thread reads its columns of a, row after row.
MYELIN_CLONES static void transposed(const product *p, int64_t begin, int64_t end) {
    const myelin_gemm *g = p->g;
    int32_t places[stretch + 2];
    for (int64_t i = begin; i < end; i++) memset(p->c + i * g->c_row, 0, (size_t)g->n * sizeof(float));
    for (int64_t row = 0; row < g->k; row++) {
        const float *b = p->b + row * g->b_row;
        for (int64_t i = begin; i < end; i += stretch) {
            const uint8_t *bytes = p->a + row * g->a_row + i;
            float *c = p->c + i * g->c_row;
            int64_t count = list(bytes, end - i < stretch ? end - i : stretch, places);
            if (g->n == wide) {
                sixteen right = *(const sixteen *)b;
                for (int64_t j = 0; j < count; j++) {
                    *(sixteen *)(c + places[j] * g->c_row) += (float)bytes[places[j]] * right;
                }
            } else {
                for (int64_t j = 0; j < count; j++) {
                    add_row(c + places[j] * g->c_row, b, (float)bytes[places[j]], g->n);
                }
            }
        }
    }
}

static void run_part(void *context, int64_t begin, int64_t end) {
    const product *p = context;
    if (p->g->a_transposed) transposed(p, begin, end);
    else forward(p, begin, end);
}

void myelin_gemm_bytes_run(const void *arguments) {
    const myelin_gemm *g = arguments;
    if (g->m <= 0 || g->n <= 0) return;
    // Looking through a byte of a, and writing c, are what always has to be done.
    int64_t cost = g->k + 4 * g->n;
    for (int64_t i = 0; i < g->batch; i++) {
        product p = {g, (const uint8_t *)g->a + i * g->a_batch, (const float *)g->b + i * g->b_batch,
                     (float *)g->c + i * g->c_batch};
        myelin_parallel_for(g->m, (least_bytes + cost - 1) / cost, run_part, &p);
    }
}
