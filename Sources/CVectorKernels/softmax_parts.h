// What softmax needs of a row, for one float type. Included with T, WIDTH, NAME(x), EXP (the exponential) and EXP_LOOP
// (the pragma of a loop over it: MYELIN_VECTORIZE, or nothing where the exponential is the C library's).

/// result = exp((x - shift) * scale); returns the sum. `result` may be the memory of `x`.
MYELIN_INLINE double NAME(exponentials)(T *result, const T *x, T shift, T scale, int64_t count) {
    const int64_t whole = count / WIDTH * WIDTH, rest = count - whole;
    EXP_LOOP for (int64_t index = 0; index < whole; index++) result[index] = EXP((x[index] - shift) * scale);
    if (rest > 0) {
        // Padded, because one exponential alone costs as much as a vector of them.
        T values[WIDTH] = {0};
        for (int64_t index = 0; index < rest; index++) values[index] = (x[whole + index] - shift) * scale;
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
