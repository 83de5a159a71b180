// The weights of attention and their gradient, for one float type. Included with what softmax_parts.h takes, and LOWEST: a
// score that no product reaches.

#include "softmax_parts.h"

/// Scores become weights, row by row.
MYELIN_CLONES static void NAME(weights)(const myelin_attention *call, T *scores, int64_t rows, const uint8_t *mask) {
    const int64_t keys = call->keys, row_step = call->mask_strides[2], key_step = call->mask_strides[3];
    for (int64_t row = 0; row < rows; row++) {
        T *x = scores + row * keys;
        if (mask != 0) {
            const uint8_t *seen = mask + row * row_step;
            if (key_step == 1) {
                MYELIN_VECTORIZE(WIDTH) for (int64_t key = 0; key < keys; key++) x[key] = seen[key] ? x[key] : LOWEST;
            } else if (!*seen) {
                for (int64_t key = 0; key < keys; key++) x[key] = LOWEST;
            }
        }
        const T largest = NAME(largest)(x, keys);
        double sum = 0;
        for (int64_t first = 0; first < keys; first += CHUNK) {
            const int64_t count = keys - first < CHUNK ? keys - first : CHUNK;
            sum += NAME(exponentials)(x + first, x + first, largest, (T)call->scale, count);
        }
        const T inverse = (T)(1 / sum);
        MYELIN_VECTORIZE(WIDTH) for (int64_t key = 0; key < keys; key++) x[key] *= inverse;
    }
}

/// The gradient of the weights becomes that of the products, in place.
MYELIN_CLONES static void NAME(weights_gradient)(const myelin_attention *call, T *gradients, const T *weights,
                                                 int64_t rows, const uint8_t *mask) {
    const int64_t keys = call->keys, row_step = call->mask_strides[2], key_step = call->mask_strides[3];
    const T scale = (T)call->scale;
    for (int64_t row = 0; row < rows; row++) {
        T *g = gradients + row * keys;
        const T *y = weights + row * keys;
        double total = 0;
        for (int64_t first = 0; first < keys; first += CHUNK) {
#pragma clang fp reassociate(on)
            const int64_t last = keys - first < CHUNK ? keys : first + CHUNK;
            T sum = 0;
            MYELIN_PRAGMA(clang loop vectorize(enable) vectorize_width(WIDTH) interleave_count(2))
            for (int64_t key = first; key < last; key++) sum += g[key] * y[key];
            total += sum;
        }
        const T dot = (T)total;
        MYELIN_VECTORIZE(WIDTH) for (int64_t key = 0; key < keys; key++) g[key] = y[key] * (g[key] - dot) * scale;
        if (mask == 0) continue;
        // In a row without any key that is seen the weights are not 0.
        const uint8_t *seen = mask + row * row_step;
        if (key_step == 1) {
            MYELIN_VECTORIZE(WIDTH) for (int64_t key = 0; key < keys; key++) g[key] = seen[key] ? g[key] : 0;
        } else if (!*seen) {
            for (int64_t key = 0; key < keys; key++) g[key] = 0;
        }
    }
}

#undef T
#undef WIDTH
#undef NAME
#undef EXP
#undef EXP_LOOP
#undef LOWEST
