// Vectors of one level for the recurrences. recurrent_levels.c includes it with LANES and NAME(x), a suffix of its own.

typedef float NAME(vector) __attribute__((vector_size(LANES * sizeof(float)), may_alias));
typedef float NAME(loose) __attribute__((vector_size(LANES * sizeof(float)), aligned(sizeof(float)), may_alias));
typedef int32_t NAME(mask) __attribute__((vector_size(LANES * sizeof(float)), may_alias));

#define VECTOR NAME(vector)
#define MASK NAME(mask)
#define LOAD(pointer) ((VECTOR)*(const NAME(loose) *)(pointer))
#define STORE(pointer, value) (*(NAME(loose) *)(pointer) = (NAME(loose))(value))
#define UNROLL _Pragma("clang loop unroll(full)")

/// Not inlined: the last units of a row take this way, and it would be in a hundred places.
static __attribute__((noinline)) void NAME(copy)(float *to, const float *from, int64_t count) {
    for (int64_t lane = 0; lane < count; lane++) to[lane] = from[lane];
}

/// The first `count` elements; zeros behind them.
MYELIN_INLINE VECTOR NAME(load)(const float *from, int64_t count) {
    if (count >= LANES) return LOAD(from);
    VECTOR value = {0};
    NAME(copy)((float *)&value, from, count);
    return value;
}

MYELIN_INLINE void NAME(store)(float *to, VECTOR value, int64_t count) {
    if (count >= LANES) STORE(to, value);
    else NAME(copy)(to, (const float *)&value, count);
}

MYELIN_INLINE VECTOR NAME(all)(float x) { return x - (VECTOR){0}; }

/// a where the mask is set, else b.
MYELIN_INLINE VECTOR NAME(choose)(MASK mask, VECTOR a, VECTOR b) {
    return (VECTOR)((mask & (MASK)a) | (~mask & (MASK)b));
}

/// As in vector_math.h, for the recurrences' range of arguments: no denormal results.
MYELIN_INLINE VECTOR NAME(exp_parts)(VECTOR x, MASK *exponent) {
    const VECTOR shift = NAME(all)(12582912.0f);
    const VECTOR shifted = x * 1.44269504f + shift, n = shifted - shift;
    *exponent = (MASK)shifted - (MASK)shift;
    const VECTOR r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
    VECTOR p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return p * (r * r) + r;
}

/// 1 / (1 + exp(-x)); NaN stays.
MYELIN_INLINE VECTOR NAME(sigmoid)(VECTOR x) {
    const VECTOR most = NAME(all)(87.0f);
    VECTOR negative = -x;
    negative = NAME(choose)(negative > most, most, negative);
    negative = NAME(choose)(negative < -most, -most, negative);
    MASK exponent;
    const VECTOR y = NAME(exp_parts)(negative, &exponent) + 1.0f;
    return 1.0f / (1.0f + y * (VECTOR)((exponent + 127) << 23));
}

/// From expm1 of 2 |x|, which is accurate near 0; NaN stays.
MYELIN_INLINE VECTOR NAME(tanh)(VECTOR x) {
    const MASK sign = (MASK)x & (int32_t)0x80000000;
    VECTOR twice = (VECTOR)((MASK)x & 0x7fffffff) * 2.0f;
    const VECTOR most = NAME(all)(20.0f);
    twice = NAME(choose)(twice > most, most, twice);
    MASK exponent;
    const VECTOR part = NAME(exp_parts)(twice, &exponent);
    const VECTOR scale = (VECTOR)((exponent + 127) << 23);
    const VECTOR y = scale * part + (scale - 1.0f);
    return (VECTOR)((MASK)(y / (y + 2.0f)) | sign);
}

/// sums += a * panel: `rows` rows of a, elements `k` deep; the panel has `vectors` vectors for each.
MYELIN_INLINE void NAME(multiply)(VECTOR (*sums)[4], const float *a, int64_t a_row, const float *panel, int64_t k,
                                  const int rows, const int vectors) {
    // A single row has too few sums to hide the latency of the additions: every other element goes to a second set.
    const int chains = rows * vectors <= 4 ? 2 : 1;
    VECTOR others[4][4];
    if (chains == 2) {
        UNROLL for (int r = 0; r < rows && r < 4; r++) {
            UNROLL for (int v = 0; v < vectors; v++) others[r][v] = (VECTOR){0};
        }
    }
    // The shorter side of the tile waits in registers while the other passes: 3 rows and 4 vectors need 12 + 3 + 1 of 16.
#define STEP(target)                                                                        \
    do {                                                                                    \
        if (rows < vectors) {                                                               \
            VECTOR left[4];                                                                 \
            UNROLL for (int r = 0; r < rows; r++) left[r] = NAME(all)(a[r * a_row]);        \
            UNROLL for (int v = 0; v < vectors; v++) {                                      \
                const VECTOR right = LOAD(panel + v * LANES);                               \
                UNROLL for (int r = 0; r < rows; r++) target[r][v] += left[r] * right;      \
            }                                                                               \
        } else {                                                                            \
            VECTOR right[4];                                                                \
            UNROLL for (int v = 0; v < vectors; v++) right[v] = LOAD(panel + v * LANES);    \
            UNROLL for (int r = 0; r < rows; r++) {                                         \
                const float left = a[r * a_row];                                            \
                UNROLL for (int v = 0; v < vectors; v++) target[r][v] += left * right[v];   \
            }                                                                               \
        }                                                                                   \
        panel += vectors * LANES;                                                           \
        a++;                                                                                \
    } while (0)
    if (chains == 2) {
        _Pragma("clang loop unroll(disable)") for (; k >= 2; k -= 2) {
            STEP(sums);
            STEP(others);
        }
    }
    _Pragma("clang loop unroll(disable)") for (; k > 0; k--) STEP(sums);
#undef STEP
    if (chains == 2) {
        UNROLL for (int r = 0; r < rows && r < 4; r++) {
            UNROLL for (int v = 0; v < vectors; v++) sums[r][v] += others[r][v];
        }
    }
}
