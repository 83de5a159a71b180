// Softmax over rows of one float type. Included with T, WIDTH, NAME(x), EXP (the exponential) and EXP_LOOP
// (the pragma of a loop over it: MYELIN_VECTORIZE, or nothing where the exponential is the C library's).

/// result = exp(x - shift); returns the sum.
MYELIN_INLINE double NAME(exponentials)(T *result, const T *x, T shift, int64_t count) {
    const int64_t whole = count / WIDTH * WIDTH, rest = count - whole;
    EXP_LOOP for (int64_t index = 0; index < whole; index++) result[index] = EXP(x[index] - shift);
    if (rest > 0) {
        // Padded, because one exponential alone costs as much as a vector of them.
        T values[WIDTH] = {0};
        for (int64_t index = 0; index < rest; index++) values[index] = x[whole + index] - shift;
        EXP_LOOP for (int64_t index = 0; index < WIDTH; index++) values[index] = EXP(values[index]);
        for (int64_t index = 0; index < rest; index++) result[whole + index] = values[index];
    }
    T sum = 0;
    {
#pragma clang fp reassociate(on)
        MYELIN_PRAGMA(clang loop vectorize(enable) vectorize_width(WIDTH) interleave_count(2))
        for (int64_t index = 0; index < count; index++) sum += result[index];
    }
    return sum;
}

/// The largest element; a NaN may be passed over, since the exponentials find it again.
MYELIN_INLINE T NAME(largest)(const T *x, int64_t count) {
    enum { LANES = 2 * WIDTH };
    T largest = x[0];
    int64_t index = 0;
    if (count >= LANES) {
        T lanes[LANES];
        for (int64_t lane = 0; lane < LANES; lane++) lanes[lane] = x[lane];
        for (index = LANES; index + LANES <= count; index += LANES) {
            MYELIN_VECTORIZE(WIDTH) for (int64_t lane = 0; lane < LANES; lane++) {
                lanes[lane] = x[index + lane] > lanes[lane] ? x[index + lane] : lanes[lane];
            }
        }
        for (int64_t lane = 0; lane < LANES; lane++) largest = lanes[lane] > largest ? lanes[lane] : largest;
    }
    for (; index < count; index++) largest = x[index] > largest ? x[index] : largest;
    return largest;
}

MYELIN_CLONES static void NAME(softmax)(const myelin_softmax *call, int64_t begin, int64_t end) {
    const int64_t columns = call->columns;
    for (int64_t row = begin; row < end; row++) {
        const T *x = (const T *)call->input + row * columns;
        T *result = (T *)call->output + row * columns;
        const T largest = NAME(largest)(x, columns);
        double sum = 0;
        for (int64_t first = 0; first < columns; first += CHUNK) {
            const int64_t count = columns - first < CHUNK ? columns - first : CHUNK;
            sum += NAME(exponentials)(result + first, x + first, largest, count);
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
            sum += NAME(exponentials)(exponentials, x + first, largest, count);
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
