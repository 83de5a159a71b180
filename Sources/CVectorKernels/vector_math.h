// Float32 functions for the vectorizer: no branch, no table, no call. Measured errors over the whole range, in units in
// the last place: exp 1, log 0.9, log1p and expm1 1.5, tanh and sigmoid 2.3, softplus 1.7, erf 1.2, erfinv 3.6, sin and
// cos 1.6, power 0.5. Infinities, NaN and denormals give what the C library gives.
#ifndef MYELIN_VECTOR_MATH_H
#define MYELIN_VECTOR_MATH_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "internal.h"

MYELIN_INLINE uint32_t float_bits(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

MYELIN_INLINE float float_from_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

MYELIN_INLINE double double_from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/// 2^n for n in -126...127.
MYELIN_INLINE float power_of_two(int32_t n) { return float_from_bits((uint32_t)(n + 127) << 23); }

/// x = n * log(2) + r with r in +-log(2) / 2.
typedef struct exp_reduction {
    int32_t n;
    float r;
} exp_reduction;

MYELIN_INLINE exp_reduction reduce_for_exp(float x) {
    // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits: SSE2 has no rounding instruction.
    const float shift = 12582912.0f;
    float shifted = x * 1.44269504f + shift;
    float n = shifted - shift;
    exp_reduction result;
    result.n = (int32_t)(float_bits(shifted) - float_bits(shift));
    result.r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
    return result;
}

/// exp(r) - 1 - r for r in +-log(2) / 2 (the polynomial of Cephes' expf).
MYELIN_INLINE float exp_remainder(float r) {
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return p * (r * r);
}

MYELIN_INLINE float vector_exp(float x) {
    x = x > 89.0f ? 89.0f : x;
    x = x < -104.0f ? -104.0f : x;
    exp_reduction reduction = reduce_for_exp(x);
    float y = (exp_remainder(reduction.r) + reduction.r) + 1.0f;
    // In two factors: 2^n itself may be out of range where the result is infinite or denormal.
    int32_t half = reduction.n >> 1;
    return y * power_of_two(half) * power_of_two(reduction.n - half);
}

/// exp(x) for x of at most 0, where results below 1e-38 are 0: a third less work.
MYELIN_INLINE float vector_exp_of_negative(float x) {
    x = x < -88.0f ? -88.0f : x;  // where the power of two is 0
    exp_reduction reduction = reduce_for_exp(x);
    return ((exp_remainder(reduction.r) + reduction.r) + 1.0f) * power_of_two(reduction.n);
}

MYELIN_INLINE float vector_expm1(float x) {
    x = x > 89.0f ? 89.0f : x;
    x = x < -20.0f ? -20.0f : x;
    exp_reduction reduction = reduce_for_exp(x);
    float y = exp_remainder(reduction.r) + reduction.r;
    // Half the result, so that the power of two stays in range up to the largest finite result.
    float scale = power_of_two(reduction.n - 1);
    return 2.0f * (scale * y + (scale - 0.5f));
}

/// log(1 + f) + n * log(2) for f in sqrt(1/2) - 1 ... sqrt(2) - 1 (the polynomial of Cephes' logf).
MYELIN_INLINE float log_from_fraction(float f, float n) {
    float square = f * f;
    float p = 7.0376836292e-2f;
    p = p * f + -1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f + -1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f + -1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f + -2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    float y = p * (f * square);
    y = y + n * -2.12194440e-4f;
    y = y - 0.5f * square;
    return (f + y) + n * 0.693359375f;
}

// Bits of sqrt(1/2): a fraction in sqrt(1/2) ... sqrt(2) keeps log accurate on both sides of 1.
#define MYELIN_SQRT_HALF_BITS 0x3f3504f3u

MYELIN_INLINE float vector_log(float x) {
    int denormal = x < 1.17549435e-38f;
    float normal = denormal ? x * 8388608.0f : x;
    uint32_t offset = float_bits(normal) - MYELIN_SQRT_HALF_BITS;
    float n = (float)((int32_t)offset >> 23) - (denormal ? 23.0f : 0.0f);
    float f = float_from_bits((offset & 0x7fffffu) + MYELIN_SQRT_HALF_BITS) - 1.0f;
    float y = log_from_fraction(f, n);
    y = x == 0.0f ? -INFINITY : y;
    y = x < 0.0f ? NAN : y;
    return x < INFINITY ? y : x;  // infinity and NaN give themselves
}

MYELIN_INLINE float vector_log1p(float x) {
    float sum = 1.0f + x;
    // What the rounding of the sum lost; scaled as the fraction is and added to it.
    float lost = x - (sum - 1.0f);
    uint32_t offset = float_bits(sum) - MYELIN_SQRT_HALF_BITS;
    int32_t n = (int32_t)offset >> 23;
    float f = float_from_bits((offset & 0x7fffffu) + MYELIN_SQRT_HALF_BITS) - 1.0f;
    f = f + lost * power_of_two(n > 126 ? -126 : -n);
    float y = log_from_fraction(f, (float)n);
    y = x == -1.0f ? -INFINITY : y;
    y = x < -1.0f ? NAN : y;
    return x < INFINITY ? y : x;
}

/// From expm1 of 2 |x|: accurate near 0, where 1 - 2 / (exp(2 x) + 1) is not.
MYELIN_INLINE float vector_tanh(float x) {
    float magnitude = __builtin_fabsf(x);
    magnitude = magnitude > 10.0f ? 10.0f : magnitude;
    float y = vector_expm1(2.0f * magnitude);
    return __builtin_copysignf(y / (y + 2.0f), x);
}

/// From exp(-|x|): the other sign overflows where the result is still a (small) number.
MYELIN_INLINE float vector_sigmoid(float x) {
    float y = vector_exp(-__builtin_fabsf(x));
    return (x < 0.0f ? y : 1.0f) / (1.0f + y);
}

MYELIN_INLINE float vector_softplus(float x) {
    float rest = vector_log1p(vector_exp(-__builtin_fabsf(x)));
    return (x < 0.0f ? 0.0f : x) + rest;
}

/// Two minimax polynomials: an odd one near 0, and the logarithm of erfc elsewhere (N. Juffa).
MYELIN_INLINE float vector_erf(float x) {
    float t = __builtin_fabsf(x), square = x * x;
    t = t > 10.0f ? 10.0f : t;
    float upper = -1.72853470e-5f * t + 3.83197126e-4f;
    float lower = -3.88396438e-3f * t + 2.42546219e-2f;
    float far = upper * (t * t) + lower;
    far = far * t + -1.06777877e-1f;
    far = far * t + -6.34846687e-1f;
    far = far * t + -1.28717512e-1f;
    far = far * t + -t;
    far = __builtin_copysignf(1.0f - vector_exp(far), x);
    float near = -5.96761703e-4f;
    near = near * square + 4.99119423e-3f;
    near = near * square + -2.67681349e-2f;
    near = near * square + 1.12819925e-1f;
    near = near * square + -3.76125336e-1f;
    near = near * square + 1.28379166e-1f;
    near = near * x + x;
    return t > 0.927734375f ? far : near;
}

/// M. Giles, "Approximating the erfinv function" (2011).
MYELIN_INLINE float vector_erfinv(float x) {
    float w = -vector_log((1.0f - x) * (1.0f + x));
    float u = w - 2.5f;
    float central = 2.81022636e-08f;
    central = central * u + 3.43273939e-07f;
    central = central * u + -3.5233877e-06f;
    central = central * u + -4.39150654e-06f;
    central = central * u + 0.00021858087f;
    central = central * u + -0.00125372503f;
    central = central * u + -0.00417768164f;
    central = central * u + 0.246640727f;
    central = central * u + 1.50140941f;
    float v = __builtin_elementwise_sqrt(w) - 3.0f;
    float tail = -0.000200214257f;
    tail = tail * v + 0.000100950558f;
    tail = tail * v + 0.00134934322f;
    tail = tail * v + -0.00367342844f;
    tail = tail * v + 0.00573950773f;
    tail = tail * v + -0.0076224613f;
    tail = tail * v + 0.00943887047f;
    tail = tail * v + 1.00167406f;
    tail = tail * v + 2.83297682f;
    float y = (w < 5.0f ? central : tail) * x;
    return __builtin_fabsf(x) == 1.0f ? x * INFINITY : y;
}

/// Beyond it sin and cos reduce their argument with the scalar functions of the C library.
#define MYELIN_TRIGONOMETRIC_LIMIT 262144.0f

/// sin(x + quarter_turns * pi / 2) for |x| up to the limit.
MYELIN_INLINE float vector_sin(float x, uint32_t quarter_turns) {
    const float shift = 12582912.0f;
    float shifted = x * 0.636619772f + shift;
    float n = shifted - shift;
    // In double, so that the result keeps its digits next to the zeros. The first term times n is exact.
    float r = (float)(((double)x - (double)n * 1.57079632673412561417) - (double)n * 6.07710050650619224932e-11);
    uint32_t quadrant = float_bits(shifted) + quarter_turns;
    float square = r * r;
    float sine = -1.9515295891e-4f * square + 8.3321608736e-3f;
    sine = sine * square + -1.6666654611e-1f;
    sine = sine * (square * r) + r;
    float cosine = 2.443315711809948e-5f * square + -1.388731625493765e-3f;
    cosine = cosine * square + 4.166664568298827e-2f;
    cosine = cosine * (square * square) + (1.0f - 0.5f * square);
    float y = quadrant & 1 ? cosine : sine;
    return float_from_bits(float_bits(y) ^ (quadrant & 2) << 30);
}

/// exp2(y * log2(|x|)) in double: the exponent needs ten bits more than Float32 has.
MYELIN_INLINE float vector_power(float x, float y) {
    float magnitude = __builtin_fabsf(x);
    int denormal = magnitude < 1.17549435e-38f;
    float normal = denormal ? magnitude * 8388608.0f : magnitude;
    uint32_t offset = float_bits(normal) - MYELIN_SQRT_HALF_BITS;
    int32_t exponent = ((int32_t)offset >> 23) - (denormal ? 23 : 0);
    double m = float_from_bits((offset & 0x7fffffu) + MYELIN_SQRT_HALF_BITS);
    // log2(m) = 2 / log(2) * atanh(f), by its series: |f| < 0.172.
    double f = (m - 1.0) / (m + 1.0), square = f * f;
    double p = 2.885390081777927 / 15.0;
    p = p * square + 2.885390081777927 / 13.0;
    p = p * square + 2.885390081777927 / 11.0;
    p = p * square + 2.885390081777927 / 9.0;
    p = p * square + 2.885390081777927 / 7.0;
    p = p * square + 2.885390081777927 / 5.0;
    p = p * square + 2.885390081777927 / 3.0;
    p = p * square + 2.885390081777927;
    double logarithm = p * f + (double)exponent;
    double t = (double)y * logarithm;
    t = t > 200.0 ? 200.0 : t;
    t = t < -200.0 ? -200.0 : t;
    const double shift = 6755399441055744.0;
    double shifted = t + shift;
    double n = shifted - shift;
    double r = (t - n) * 0.6931471805599453;
    double e = 1.0 / 40320.0;
    e = e * r + 1.0 / 5040.0;
    e = e * r + 1.0 / 720.0;
    e = e * r + 1.0 / 120.0;
    e = e * r + 1.0 / 24.0;
    e = e * r + 1.0 / 6.0;
    e = e * r + 0.5;
    e = e * r + 1.0;
    e = e * r + 1.0;
    uint64_t shifted_bits;
    memcpy(&shifted_bits, &shifted, sizeof shifted_bits);
    // The low bits of `shifted` are n; those above them leave at the top of the word.
    float result = (float)(e * double_from_bits((shifted_bits + 1023u) << 52));
    // The limits of C's pow.
    float at_limit = (y > 0.0f) == (magnitude > 1.0f) ? INFINITY : 0.0f;
    int limit = magnitude == 0.0f || magnitude == INFINITY || __builtin_fabsf(y) == INFINITY;
    result = limit ? at_limit : result;
    float clamped = y > 16777216.0f ? 16777216.0f : y;
    clamped = clamped > -16777216.0f ? clamped : -16777216.0f;
    int32_t integer = (int32_t)clamped;
    int whole = (float)integer == y || __builtin_fabsf(y) >= 16777216.0f;
    uint32_t negative = float_bits(x) >> 31;
    result = float_from_bits(float_bits(result) | (negative & (uint32_t)integer & (uint32_t)whole) << 31);
    result = x < 0.0f && !whole && magnitude != INFINITY ? NAN : result;
    result = x != x ? x : result;
    result = y != y ? y : result;
    result = magnitude == 1.0f && (negative == 0 || __builtin_fabsf(y) == INFINITY) ? 1.0f : result;
    return y == 0.0f ? 1.0f : result;
}

#endif
