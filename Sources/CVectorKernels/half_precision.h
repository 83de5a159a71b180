// Rounding to the numbers that 16 bits hold, in float arithmetic: halves go to even, NaN stays NaN.
#ifndef MYELIN_HALF_PRECISION_H
#define MYELIN_HALF_PRECISION_H

#include <stdint.h>
#include <string.h>

static inline uint32_t bits_of(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float from_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/// Rounds the lowest `count` bits of the mantissa away. A carry runs into the exponent, as it must.
static inline uint32_t without_low_bits(uint32_t bits, int count) {
    const uint32_t half = (1u << (count - 1)) - 1;
    return (bits + half + ((bits >> count) & 1)) & ~((1u << count) - 1);
}

/// IEEE 754 binary16: 11 bits of mantissa, multiples of 2^-24 below 2^-14, nothing finite from 65520 on.
static inline float round_to_float16(float x) {
    const float magnitude = __builtin_fabsf(x);
    // Numbers from 0.5 to 1 are multiples of 2^-24: adding 0.5 lets the addition round.
    const float small = (magnitude + 0.5f) - 0.5f;
    const float normal = from_bits(without_low_bits(bits_of(magnitude), 13));
    float result = magnitude < 0x1p-14f ? small : magnitude < 65520.0f ? normal : __builtin_inff();
    result = magnitude != magnitude ? magnitude : result;
    return __builtin_copysignf(result, x);
}

/// bfloat16: a float with the upper 8 bits of its mantissa.
static inline float round_to_bfloat16(float x) {
    return x != x ? x : from_bits(without_low_bits(bits_of(x), 16));
}

#endif
