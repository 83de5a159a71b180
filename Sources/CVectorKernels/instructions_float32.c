// The Float32 row of the instruction table.
#include "half_precision.h"
#include "instructions.h"
#include "vector_math.h"

#define T float
#define WIDTH 8
#define NAME(x) float32_##x
#include "instructions_float.h"

MYELIN_HEAVY_UNARY(float32_exp, 8, float, vector_exp(x))
MYELIN_HEAVY_UNARY(float32_expm1, 8, float, vector_expm1(x))
MYELIN_HEAVY_UNARY(float32_log, 8, float, vector_log(x))
MYELIN_HEAVY_UNARY(float32_log1p, 8, float, vector_log1p(x))
MYELIN_HEAVY_UNARY(float32_tanh, 8, float, vector_tanh(x))
MYELIN_HEAVY_UNARY(float32_sigmoid, 8, float, vector_sigmoid(x))
MYELIN_HEAVY_UNARY(float32_softplus, 8, float, vector_softplus(x))
MYELIN_HEAVY_UNARY(float32_erf, 8, float, vector_erf(x))
MYELIN_HEAVY_UNARY(float32_erfinv, 8, float, vector_erfinv(x))
MYELIN_BINARY(float32_power, 8, float, float, vector_power(x, y))

// Each element chooses its way by its own size, so that its neighbours do not change its bits.
#define TRIGONOMETRIC(name, quarter_turns, function)                                                  \
    MYELIN_INSTRUCTION(name) {                                                                        \
        float *result = destination;                                                                  \
        const float *xs = a;                                                                          \
        (void)b, (void)c, (void)immediate;                                                            \
        int32_t far = 0;                                                                              \
        MYELIN_VECTORIZE(8) for (int64_t index = 0; index < count; index++) {                         \
            far |= __builtin_fabsf(xs[index]) > MYELIN_TRIGONOMETRIC_LIMIT;                           \
        }                                                                                             \
        if (far) {                                                                                    \
            for (int64_t index = 0; index < count; index++) {                                         \
                const float x = xs[index];                                                            \
                int near = __builtin_fabsf(x) <= MYELIN_TRIGONOMETRIC_LIMIT;                          \
                result[index] = near ? vector_sin(x, quarter_turns) : (float)function((double)x);     \
            }                                                                                         \
            return;                                                                                   \
        }                                                                                             \
        MYELIN_VECTORIZE(8) for (int64_t index = 0; index < count; index++) {                         \
            result[index] = vector_sin(xs[index], quarter_turns);                                     \
        }                                                                                             \
    }

TRIGONOMETRIC(float32_sin, 0, sin)
TRIGONOMETRIC(float32_cos, 1, cos)

MYELIN_INSTRUCTION(float32_remainder) {
    float *result = destination;
    const float *xs = a, *ys = b;
    (void)c, (void)immediate;
    for (int64_t index = 0; index < count; index++) {
        float y = ys[index], rest = fmodf(xs[index], y);
        result[index] = rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
    }
}

const myelin_vector_function myelin_float32_instructions[MYELIN_OP_COUNT] = {
    MYELIN_FLOAT_ROW,
    [MYELIN_OP_EXP] = float32_exp,
    [MYELIN_OP_EXPM1] = float32_expm1,
    [MYELIN_OP_LOG] = float32_log,
    [MYELIN_OP_LOG1P] = float32_log1p,
    [MYELIN_OP_SIN] = float32_sin,
    [MYELIN_OP_COS] = float32_cos,
    [MYELIN_OP_TANH] = float32_tanh,
    [MYELIN_OP_SIGMOID] = float32_sigmoid,
    [MYELIN_OP_SOFTPLUS] = float32_softplus,
    [MYELIN_OP_ERF] = float32_erf,
    [MYELIN_OP_ERFINV] = float32_erfinv,
    [MYELIN_OP_POWER] = float32_power,
    [MYELIN_OP_REMAINDER] = float32_remainder,
    [MYELIN_OP_RANDOM_UNIFORM] = myelin_random_uniform_float32,
};
