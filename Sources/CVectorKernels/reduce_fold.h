// A reduction whose accumulators are of the elements' type. Included with T, NAME(x), WIDTH, FOLD(m, x) (the
// accumulator after element x), IDENTITY and SCALED(x) (the output).

static void NAME(start)(void *accumulators, int64_t count) {
    T *result = accumulators;
    for (int64_t index = 0; index < count; index++) result[index] = IDENTITY;
}

MYELIN_CLONES static void NAME(runs)(void *accumulators, const void *elements, int64_t outputs, int64_t output_stride,
                                     int64_t count, int64_t stride) {
    enum { LANES = 4 * WIDTH };
    for (int64_t output = 0; output < outputs; output++) {
        const T *values = (const T *)elements + output * output_stride;
        T total = ((T *)accumulators)[output];
        int64_t index = 0;
        if (stride == 1 && count >= LANES) {
            T lanes[LANES];
            for (int64_t lane = 0; lane < LANES; lane++) lanes[lane] = values[lane];
            for (index = LANES; index + LANES <= count; index += LANES) {
                MYELIN_VECTORIZE(WIDTH) for (int64_t lane = 0; lane < LANES; lane++) {
                    const T m = lanes[lane], x = values[index + lane];
                    lanes[lane] = (T)FOLD(m, x);
                }
            }
            for (int64_t lane = 0; lane < LANES; lane++) total = (T)FOLD(total, lanes[lane]);
        }
        for (; index < count; index++) total = (T)FOLD(total, values[index * stride]);
        ((T *)accumulators)[output] = total;
    }
}

MYELIN_CLONES static void NAME(rows)(void *accumulators, const void *elements, int64_t columns, int64_t group,
                                     int64_t rows, int64_t row_stride) {
    T *result = accumulators, wide[MYELIN_REDUCE_COLUMNS];
    if (group > 1) {
        result = wide;
        for (int64_t column = 0; column < columns * group; column++) wide[column] = IDENTITY;
    }
    for (int64_t row = 0; row < rows; row++) {
        const T *values = (const T *)elements + row * row_stride;
        MYELIN_VECTORIZE(WIDTH) for (int64_t column = 0; column < columns * group; column++) {
            const T m = result[column], x = values[column];
            result[column] = (T)FOLD(m, x);
        }
    }
    if (group == 1) return;
    result = accumulators;
    for (int64_t part = 0; part < group; part++) {
        MYELIN_VECTORIZE(WIDTH) for (int64_t column = 0; column < columns; column++) {
            const T m = result[column], x = wide[part * columns + column];
            result[column] = (T)FOLD(m, x);
        }
    }
}

static void NAME(merge)(void *accumulators, const void *others, int64_t count) {
    T *result = accumulators;
    const T *values = others;
    for (int64_t index = 0; index < count; index++) result[index] = (T)FOLD(result[index], values[index]);
}

static void NAME(finish)(void *output, const void *accumulators, int64_t count, double scale) {
    T *result = output;
    const T *values = accumulators;
    (void)scale;
    for (int64_t index = 0; index < count; index++) result[index] = (T)SCALED(values[index]);
}

#undef FOLD
#undef IDENTITY
#undef NAME
