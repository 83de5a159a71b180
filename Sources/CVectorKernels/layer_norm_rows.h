// Normalization of rows, for one float type. Included with T, WIDTH and NAME(x).

#define SUM_LOOP MYELIN_PRAGMA(clang loop vectorize(enable) vectorize_width(WIDTH) interleave_count(2))

/// A row's mean (0 if it is not subtracted) and the factor 1 / sqrt(variance + epsilon).
MYELIN_INLINE T NAME(statistics)(const myelin_layer_norm *call, const T *x, T *mean) {
    const int64_t columns = call->columns;
    double total = 0, squares = 0;
    if (call->centered) {
        for (int64_t first = 0; first < columns; first += CHUNK) {
#pragma clang fp reassociate(on)
            const int64_t last = columns - first < CHUNK ? columns : first + CHUNK;
            T sum = 0;
            SUM_LOOP for (int64_t i = first; i < last; i++) sum += x[i];
            total += sum;
        }
    }
    const T middle = (T)(total / columns);
    for (int64_t first = 0; first < columns; first += CHUNK) {
#pragma clang fp reassociate(on)
        const int64_t last = columns - first < CHUNK ? columns : first + CHUNK;
        T sum = 0;
        SUM_LOOP for (int64_t i = first; i < last; i++) sum += (x[i] - middle) * (x[i] - middle);
        squares += sum;
    }
    *mean = middle;
    return (T)(1 / sqrt(squares / columns + call->epsilon));
}

MYELIN_CLONES static void NAME(normalize)(const myelin_layer_norm *call, int64_t begin, int64_t end) {
    const int64_t columns = call->columns;
    const T *gamma = call->gamma, *beta = call->beta;
    for (int64_t row = begin; row < end; row++) {
        const T *x = (const T *)call->input + row * columns;
        T *y = (T *)call->output + row * columns;
        T mean;
        const T factor = NAME(statistics)(call, x, &mean);
        if (gamma != 0 && beta != 0) {
            MYELIN_VECTORIZE(WIDTH) for (int64_t i = 0; i < columns; i++) {
                y[i] = (x[i] - mean) * factor * gamma[i] + beta[i];
            }
        } else if (gamma != 0) {
            MYELIN_VECTORIZE(WIDTH) for (int64_t i = 0; i < columns; i++) y[i] = (x[i] - mean) * factor * gamma[i];
        } else if (beta != 0) {
            MYELIN_VECTORIZE(WIDTH) for (int64_t i = 0; i < columns; i++) y[i] = (x[i] - mean) * factor + beta[i];
        } else {
            MYELIN_VECTORIZE(WIDTH) for (int64_t i = 0; i < columns; i++) y[i] = (x[i] - mean) * factor;
        }
    }
}

/// Parts of the rows, each with its own sums over them.
MYELIN_CLONES static void NAME(gradient)(const myelin_layer_norm *call, int64_t begin, int64_t end) {
    const int64_t columns = call->columns, parts = MYELIN_LAYER_NORM_PARTS;
    const T *gamma = call->gamma;
    for (int64_t part = begin; part < end; part++) {
        T *gamma_sums = (T *)call->scratch + 2 * part * columns, *beta_sums = gamma_sums + columns;
        for (int64_t i = 0; i < columns; i++) gamma_sums[i] = beta_sums[i] = 0;
        for (int64_t row = part * call->rows / parts; row < (part + 1) * call->rows / parts; row++) {
            const T *x = (const T *)call->input + row * columns, *g = (const T *)call->output_gradient + row * columns;
            T *result = (T *)call->input_gradient + row * columns;
            T mean;
            const T factor = NAME(statistics)(call, x, &mean);
            double total = 0, products = 0;
            for (int64_t first = 0; first < columns; first += CHUNK) {
#pragma clang fp reassociate(on)
                const int64_t last = columns - first < CHUNK ? columns : first + CHUNK;
                T sum = 0, product = 0;
                if (gamma != 0) {
                    SUM_LOOP for (int64_t i = first; i < last; i++) {
                        sum += g[i] * gamma[i];
                        product += g[i] * gamma[i] * (x[i] - mean);
                    }
                } else {
                    SUM_LOOP for (int64_t i = first; i < last; i++) {
                        sum += g[i];
                        product += g[i] * (x[i] - mean);
                    }
                }
                total += sum;
                products += product;
            }
            const T shift = call->centered ? (T)(total / columns) : 0;
            const T slope = (T)(products * factor * factor / columns);
            MYELIN_VECTORIZE(WIDTH) for (int64_t i = 0; i < columns; i++) {
                gamma_sums[i] += g[i] * (x[i] - mean) * factor;
                beta_sums[i] += g[i];
            }
            if (gamma != 0) {
                MYELIN_VECTORIZE(WIDTH) for (int64_t i = 0; i < columns; i++) {
                    result[i] = (g[i] * gamma[i] - shift - (x[i] - mean) * slope) * factor;
                }
            } else {
                MYELIN_VECTORIZE(WIDTH) for (int64_t i = 0; i < columns; i++) {
                    result[i] = (g[i] - shift - (x[i] - mean) * slope) * factor;
                }
            }
        }
    }
}

MYELIN_CLONES static void NAME(add_parts)(const myelin_layer_norm *call, T *sums, int64_t which) {
    if (sums == 0) return;
    const int64_t columns = call->columns;
    for (int64_t i = 0; i < columns; i++) sums[i] = 0;
    for (int64_t part = 0; part < MYELIN_LAYER_NORM_PARTS; part++) {
        const T *own = (const T *)call->scratch + (2 * part + which) * columns;
        MYELIN_VECTORIZE(WIDTH) for (int64_t i = 0; i < columns; i++) sums[i] += own[i];
    }
}

#undef SUM_LOOP
#undef T
#undef WIDTH
#undef NAME
