// Softmax over rows of one float type. Included with what softmax_parts.h takes.

#include "softmax_parts.h"

MYELIN_CLONES static void NAME(softmax)(const myelin_softmax *call, int64_t begin, int64_t end) {
    const int64_t columns = call->columns;
    for (int64_t row = begin; row < end; row++) {
        const T *x = (const T *)call->input + row * columns;
        T *result = (T *)call->output + row * columns;
        const T largest = NAME(largest)(x, columns);
        double sum = 0;
        for (int64_t first = 0; first < columns; first += CHUNK) {
            const int64_t count = columns - first < CHUNK ? columns - first : CHUNK;
            sum += NAME(exponentials)(result + first, x + first, largest, 1, count);
        }
        const T inverse = (T)(1 / sum);
        MYELIN_VECTORIZE(WIDTH) for (int64_t index = 0; index < columns; index++) result[index] *= inverse;
    }
}

MYELIN_CLONES static void NAME(log_softmax)(const myelin_softmax *call, int64_t begin, int64_t end) {
    const int64_t columns = call->columns;
    T exponentials[CHUNK];
    for (int64_t row = begin; row < end; row++) {
        const T *x = (const T *)call->input + row * columns;
        T *result = (T *)call->output + row * columns;
        const T largest = NAME(largest)(x, columns);
        double sum = 0;
        for (int64_t first = 0; first < columns; first += CHUNK) {
            const int64_t count = columns - first < CHUNK ? columns - first : CHUNK;
            sum += NAME(exponentials)(exponentials, x + first, largest, 1, count);
        }
        const T logarithm = (T)log(sum);
        MYELIN_VECTORIZE(WIDTH) for (int64_t index = 0; index < columns; index++) {
            result[index] = (x[index] - largest) - logarithm;
        }
    }
}

MYELIN_CLONES static void NAME(softmax_gradient)(const myelin_softmax *call, int64_t begin, int64_t end) {
    const int64_t columns = call->columns;
    for (int64_t row = begin; row < end; row++) {
        const T *g = (const T *)call->input + row * columns, *y = (const T *)call->result + row * columns;
        T *result = (T *)call->output + row * columns;
        double total = 0;
        for (int64_t first = 0; first < columns; first += CHUNK) {
#pragma clang fp reassociate(on)
            const int64_t last = columns - first < CHUNK ? columns : first + CHUNK;
            T sum = 0;
            MYELIN_PRAGMA(clang loop vectorize(enable) vectorize_width(WIDTH) interleave_count(2))
            for (int64_t index = first; index < last; index++) sum += g[index] * y[index];
            total += sum;
        }
        const T dot = (T)total;
        MYELIN_VECTORIZE(WIDTH) for (int64_t index = 0; index < columns; index++) {
            result[index] = y[index] * (g[index] - dot);
        }
    }
}

MYELIN_CLONES static void NAME(log_softmax_gradient)(const myelin_softmax *call, int64_t begin, int64_t end) {
    const int64_t columns = call->columns;
    for (int64_t row = begin; row < end; row++) {
        const T *g = (const T *)call->input + row * columns, *y = (const T *)call->result + row * columns;
        T *result = (T *)call->output + row * columns;
        double total = 0;
        for (int64_t first = 0; first < columns; first += CHUNK) {
#pragma clang fp reassociate(on)
            const int64_t last = columns - first < CHUNK ? columns : first + CHUNK;
            T sum = 0;
            MYELIN_PRAGMA(clang loop vectorize(enable) vectorize_width(WIDTH) interleave_count(2))
            for (int64_t index = first; index < last; index++) sum += g[index];
            total += sum;
        }
        const T sum = (T)total;
        EXP_LOOP for (int64_t index = 0; index < columns; index++) {
            result[index] = g[index] - EXP(y[index]) * sum;
        }
    }
}

#undef T
#undef WIDTH
#undef NAME
#undef EXP
#undef EXP_LOOP
