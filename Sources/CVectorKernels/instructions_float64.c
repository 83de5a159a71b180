// The Float64 row of the instruction table. Float64 is for checks and for data that need it: the transcendental
// functions are the C library's, one element at a time.
#include <math.h>

#include "half_precision.h"
#include "instructions.h"

#define T double
#define WIDTH 4
#define NAME(x) float64_##x
#include "instructions_float.h"

MYELIN_INLINE double scalar_sigmoid(double x) {
    double y = exp(-fabs(x));
    return (x < 0 ? y : 1) / (1 + y);
}

MYELIN_INLINE double scalar_softplus(double x) { return (x < 0 ? 0 : x) + log1p(exp(-fabs(x))); }

static double scalar_erfinv(double x) {
    double magnitude = fabs(x);
    if (!(magnitude < 1)) return magnitude == 1 ? x * INFINITY : NAN;
    // S. Winitzki's estimate, good to two digits.
    double logarithm = log1p(-x * x), half = 4.330746750799873 + logarithm / 2;
    double y = sqrt(sqrt(half * half - logarithm / 0.147) - half);
    // Halley's steps treble the digits. In the tail through erfc, where erf has lost what tells its arguments apart.
    for (int32_t step = 0; step < 4; step++) {
        double error = magnitude < 0.5 ? erf(y) - magnitude : (1 - magnitude) - erfc(y);
        double newton = error / (1.1283791670955126 * exp(-y * y));
        y -= newton / (1 + y * newton);
    }
    return copysign(y, x);
}

MYELIN_INLINE double scalar_remainder(double x, double y) {
    double rest = fmod(x, y);
    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
}

#define SCALAR(name, expression)                                                                              \
    static void float64_##name(void *destination, const void *a, const void *b, const void *c, int64_t count, \
                               double immediate) {                                                            \
        double *result = destination;                                                                         \
        const double *xs = a;                                                                                 \
        (void)b, (void)c, (void)immediate;                                                                    \
        for (int64_t index = 0; index < count; index++) {                                                     \
            const double x = xs[index];                                                                       \
            result[index] = expression;                                                                       \
        }                                                                                                     \
    }

#define SCALAR_BINARY(name, expression)                                                                       \
    static void float64_##name(void *destination, const void *a, const void *b, const void *c, int64_t count, \
                               double immediate) {                                                            \
        double *result = destination;                                                                         \
        const double *xs = a, *ys = b;                                                                        \
        (void)c, (void)immediate;                                                                             \
        for (int64_t index = 0; index < count; index++) {                                                     \
            const double x = xs[index], y = ys[index];                                                        \
            result[index] = expression;                                                                       \
        }                                                                                                     \
    }

SCALAR(exp, exp(x))
SCALAR(expm1, expm1(x))
SCALAR(log, log(x))
SCALAR(log1p, log1p(x))
SCALAR(sin, sin(x))
SCALAR(cos, cos(x))
SCALAR(tanh, tanh(x))
SCALAR(sigmoid, scalar_sigmoid(x))
SCALAR(softplus, scalar_softplus(x))
SCALAR(erf, erf(x))
SCALAR(erfinv, scalar_erfinv(x))
SCALAR_BINARY(power, pow(x, y))
SCALAR_BINARY(remainder, scalar_remainder(x, y))

const myelin_vector_function myelin_float64_instructions[MYELIN_OP_COUNT] = {
    MYELIN_FLOAT_ROW,
    [MYELIN_OP_EXP] = float64_exp,
    [MYELIN_OP_EXPM1] = float64_expm1,
    [MYELIN_OP_LOG] = float64_log,
    [MYELIN_OP_LOG1P] = float64_log1p,
    [MYELIN_OP_SIN] = float64_sin,
    [MYELIN_OP_COS] = float64_cos,
    [MYELIN_OP_TANH] = float64_tanh,
    [MYELIN_OP_SIGMOID] = float64_sigmoid,
    [MYELIN_OP_SOFTPLUS] = float64_softplus,
    [MYELIN_OP_ERF] = float64_erf,
    [MYELIN_OP_ERFINV] = float64_erfinv,
    [MYELIN_OP_POWER] = float64_power,
    [MYELIN_OP_REMAINDER] = float64_remainder,
    [MYELIN_OP_RANDOM_UNIFORM] = myelin_random_uniform_float64,
};
