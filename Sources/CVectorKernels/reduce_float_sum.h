// The sum of a float type. Included with T, WIDTH and NAME(x).

enum {
    NAME(BLOCK) = 128 * WIDTH,  // elements in a block of `run`: 32 additions in each of its lanes
    NAME(BLOCK_ROWS) = 128
};

static void NAME(start)(void *accumulators, int64_t count) {
    memset(accumulators, 0, sizeof(myelin_float_sum) * (size_t)count);
}

MYELIN_CLONES static void NAME(run)(void *accumulator, const void *elements, int64_t count, int64_t stride) {
    myelin_float_sum total = *(myelin_float_sum *)accumulator;
    for (int64_t begin = 0; begin < count; begin += NAME(BLOCK)) {
        const int64_t length = count - begin < NAME(BLOCK) ? count - begin : NAME(BLOCK);
        T sum = 0;
        if (stride == 1) {
            // The order within a block is the vectorizer's: four vectors of partial sums.
#pragma clang fp reassociate(on)
            const T *values = (const T *)elements + begin;
            MYELIN_PRAGMA(clang loop vectorize(enable) vectorize_width(WIDTH) interleave_count(4))
            for (int64_t index = 0; index < length; index++) sum += values[index];
        } else {
            const T *values = (const T *)elements + begin * stride;
            T lanes[4] = {0, 0, 0, 0};
            int64_t index = 0;
            for (; index + 4 <= length; index += 4) {
                for (int64_t lane = 0; lane < 4; lane++) lanes[lane] += values[(index + lane) * stride];
            }
            for (; index < length; index++) lanes[0] += values[index * stride];
            sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        }
        add_to_sum(&total, sum);
    }
    *(myelin_float_sum *)accumulator = total;
}

MYELIN_CLONES static void NAME(rows)(void *accumulators, const void *elements, int64_t columns, int64_t rows,
                                     int64_t row_stride) {
    myelin_float_sum *totals = accumulators;
    T sums[MYELIN_REDUCE_COLUMNS];
    for (int64_t begin = 0; begin < rows; begin += NAME(BLOCK_ROWS)) {
        const int64_t end = rows - begin < NAME(BLOCK_ROWS) ? rows : begin + NAME(BLOCK_ROWS);
        memset(sums, 0, sizeof(T) * (size_t)columns);
        int64_t row = begin;
        for (; row + 4 <= end; row += 4) {
            const T *r0 = (const T *)elements + row * row_stride, *r1 = r0 + row_stride, *r2 = r1 + row_stride,
                    *r3 = r2 + row_stride;
            MYELIN_VECTORIZE(WIDTH) for (int64_t column = 0; column < columns; column++) {
                sums[column] += (r0[column] + r1[column]) + (r2[column] + r3[column]);
            }
        }
        for (; row < end; row++) {
            const T *r0 = (const T *)elements + row * row_stride;
            MYELIN_VECTORIZE(WIDTH) for (int64_t column = 0; column < columns; column++) sums[column] += r0[column];
        }
        MYELIN_VECTORIZE(4) for (int64_t column = 0; column < columns; column++) add_to_sum(&totals[column], sums[column]);
    }
}

static void NAME(finish)(void *output, const void *accumulators, int64_t count, double scale) {
    T *result = output;
    const myelin_float_sum *totals = accumulators;
    for (int64_t index = 0; index < count; index++) result[index] = (T)(sum_of(&totals[index]) * scale);
}

#undef NAME
