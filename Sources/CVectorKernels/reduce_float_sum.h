// The sum of a float type. Included with T, WIDTH and NAME(x).

enum {
    NAME(BLOCK) = 128 * WIDTH,  // elements in a block of a run: 32 additions in each of its lanes
    NAME(STRIDED_BLOCK) = 64,   // where there are four lanes only
    NAME(BLOCK_ROWS) = 128
};

static void NAME(start)(void *accumulators, int64_t count) {
    memset(accumulators, 0, sizeof(myelin_float_sum) * (size_t)count);
}

/// The sum of up to NAME(BLOCK) elements.
MYELIN_INLINE T NAME(block)(const T *values, int64_t count, int64_t stride) {
    T sum = 0;
    if (stride == 1) {
        // The order is the vectorizer's: partial sums in every lane.
#pragma clang fp reassociate(on)
        int64_t index = 0;
        if (count >= 4 * WIDTH) {
            const int64_t whole = count / (4 * WIDTH) * (4 * WIDTH);
            MYELIN_PRAGMA(clang loop vectorize(enable) vectorize_width(WIDTH) interleave_count(4))
            for (; index < whole; index++) sum += values[index];
        }
        T rest = 0;
        MYELIN_PRAGMA(clang loop vectorize(enable) vectorize_width(WIDTH) interleave_count(1))
        for (; index < count; index++) rest += values[index];
        return sum + rest;
    }
    T lanes[4] = {0, 0, 0, 0};
    int64_t index = 0;
    for (; index + 4 <= count; index += 4) {
        for (int64_t lane = 0; lane < 4; lane++) lanes[lane] += values[(index + lane) * stride];
    }
    for (; index < count; index++) sum += values[index * stride];
    return sum + ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]));
}

MYELIN_CLONES static void NAME(runs)(void *accumulators, const void *elements, int64_t outputs, int64_t output_stride,
                                     int64_t count, int64_t stride) {
    myelin_float_sum *totals = accumulators;
    for (int64_t output = 0; output < outputs; output++) {
        const T *values = (const T *)elements + output * output_stride;
        const int64_t block = stride == 1 ? NAME(BLOCK) : NAME(STRIDED_BLOCK);
        for (int64_t begin = 0; begin < count; begin += block) {
            const int64_t length = count - begin < block ? count - begin : block;
            add_to_sum(&totals[output], NAME(block)(values + begin * stride, length, stride));
        }
    }
}

MYELIN_CLONES static void NAME(rows)(void *accumulators, const void *elements, int64_t columns, int64_t group,
                                     int64_t rows, int64_t row_stride) {
    myelin_float_sum *totals = accumulators;
    T sums[MYELIN_REDUCE_COLUMNS];
    const int64_t width = columns * group;
    for (int64_t begin = 0; begin < rows; begin += NAME(BLOCK_ROWS)) {
        const int64_t end = rows - begin < NAME(BLOCK_ROWS) ? rows : begin + NAME(BLOCK_ROWS);
        memset(sums, 0, sizeof(T) * (size_t)width);
        int64_t row = begin;
        for (; row + 4 <= end; row += 4) {
            const T *r0 = (const T *)elements + row * row_stride, *r1 = r0 + row_stride, *r2 = r1 + row_stride,
                    *r3 = r2 + row_stride;
            MYELIN_VECTORIZE(WIDTH) for (int64_t column = 0; column < width; column++) {
                sums[column] += (r0[column] + r1[column]) + (r2[column] + r3[column]);
            }
        }
        for (; row < end; row++) {
            const T *r0 = (const T *)elements + row * row_stride;
            MYELIN_VECTORIZE(WIDTH) for (int64_t column = 0; column < width; column++) sums[column] += r0[column];
        }
        for (int64_t left = group; left > 1;) {
            const int64_t half = left / 2, kept = left - half;
            const T *upper = sums + kept * columns;
            MYELIN_VECTORIZE(WIDTH) for (int64_t column = 0; column < half * columns; column++) {
                sums[column] += upper[column];
            }
            left = kept;
        }
        for (int64_t column = 0; column < columns; column++) add_to_sum(&totals[column], sums[column]);
    }
}

static void NAME(finish)(void *output, const void *accumulators, int64_t count, double scale) {
    T *result = output;
    const myelin_float_sum *totals = accumulators;
    for (int64_t index = 0; index < count; index++) result[index] = (T)(sum_of(&totals[index]) * scale);
}

#undef NAME
