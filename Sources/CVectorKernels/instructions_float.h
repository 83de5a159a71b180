// The instructions that Float32 and Float64 share. Included with T (the type), WIDTH (elements in 32 bytes), NAME(x).

#define F(x) __builtin_elementwise_##x

MYELIN_UNARY(NAME(negate), WIDTH, T, T, -x)
MYELIN_UNARY(NAME(absolute), WIDTH, T, T, F(abs)(x))
MYELIN_UNARY(NAME(sign), WIDTH, T, T, x > 0 ? (T)1 : x < 0 ? (T)-1 : x)
MYELIN_UNARY(NAME(square), WIDTH, T, T, x *x)
MYELIN_UNARY(NAME(sqrt), WIDTH, T, T, F(sqrt)(x))
MYELIN_UNARY(NAME(rsqrt), WIDTH, T, T, 1 / F(sqrt)(x))
MYELIN_UNARY(NAME(reciprocal), WIDTH, T, T, 1 / x)
MYELIN_UNARY(NAME(floor), WIDTH, T, T, F(floor)(x))
MYELIN_UNARY(NAME(ceil), WIDTH, T, T, F(ceil)(x))
MYELIN_UNARY(NAME(round), WIDTH, T, T, F(rint)(x))
MYELIN_UNARY(NAME(round_float16), WIDTH, T, T, (T)round_to_float16((float)x))
MYELIN_UNARY(NAME(round_bfloat16), WIDTH, T, T, (T)round_to_bfloat16((float)x))
MYELIN_UNARY(NAME(relu), WIDTH, T, T, x < 0 ? 0 : x)
MYELIN_INSTRUCTION(NAME(leaky_relu)) {
    T *result = destination;
    const T *xs = a, slope = (T)immediate;
    (void)b, (void)c;
    MYELIN_VECTORIZE(WIDTH) for (int64_t index = 0; index < count; index++) {
        const T x = xs[index];
        result[index] = x > 0 ? x : slope * x;
    }
}
MYELIN_UNARY(NAME(is_nan), WIDTH, uint8_t, T, x != x)
MYELIN_UNARY(NAME(is_finite), WIDTH, uint8_t, T, F(abs)(x) < (T)INFINITY)

MYELIN_BINARY(NAME(add), WIDTH, T, T, x + y)
MYELIN_BINARY(NAME(subtract), WIDTH, T, T, x - y)
MYELIN_BINARY(NAME(multiply), WIDTH, T, T, x *y)
MYELIN_BINARY(NAME(divide), WIDTH, T, T, x / y)
// x > y is false for NaN: a NaN in y comes through as y, one in x by the second test.
MYELIN_BINARY(NAME(maximum), WIDTH, T, T, x > y || x != x ? x : y)
MYELIN_BINARY(NAME(minimum), WIDTH, T, T, x < y || x != x ? x : y)
MYELIN_BINARY(NAME(equal), WIDTH, uint8_t, T, x == y)
MYELIN_BINARY(NAME(not_equal), WIDTH, uint8_t, T, x != y)
MYELIN_BINARY(NAME(less), WIDTH, uint8_t, T, x < y)
MYELIN_BINARY(NAME(less_equal), WIDTH, uint8_t, T, x <= y)
MYELIN_BINARY(NAME(greater), WIDTH, uint8_t, T, x > y)
MYELIN_BINARY(NAME(greater_equal), WIDTH, uint8_t, T, x >= y)
MYELIN_BINARY(NAME(relu_gradient), WIDTH, T, T, y > 0 ? x : 0)
MYELIN_INSTRUCTION(NAME(leaky_relu_gradient)) {
    T *result = destination;
    const T *xs = a, *ys = b, slope = (T)immediate;
    (void)c;
    MYELIN_VECTORIZE(WIDTH) for (int64_t index = 0; index < count; index++) {
        const T x = xs[index];
        result[index] = ys[index] > 0 ? x : slope * x;
    }
}
MYELIN_BINARY(NAME(sigmoid_gradient), WIDTH, T, T, x *y * (1 - y))
MYELIN_BINARY(NAME(tanh_gradient), WIDTH, T, T, x * (1 - y * y))

MYELIN_TERNARY(NAME(select), WIDTH, T, uint8_t, T, x ? y : z)
MYELIN_TERNARY(NAME(multiply_add), WIDTH, T, T, T, x *y + z)
MYELIN_TERNARY(NAME(lerp), WIDTH, T, T, T, x + (y - x) * z)
MYELIN_TERNARY(NAME(scaled_divide_sqrt), WIDTH, T, T, T, x / (F(sqrt)(y) + z))

MYELIN_INSTRUCTION(NAME(iota)) {
    T *result = destination;
    (void)a, (void)b, (void)c;
    MYELIN_VECTORIZE(WIDTH) for (int64_t index = 0; index < count; index++) {
        result[index] = (T)(immediate + (double)(int32_t)index);
    }
}

MYELIN_INSTRUCTION(NAME(copy)) {
    (void)b, (void)c, (void)immediate;
    if (destination != a) memcpy(destination, a, (size_t)count * sizeof(T));
}

#undef F

// The rows' common part.
#define MYELIN_FLOAT_ROW                                                                             \
    [MYELIN_OP_COPY] = NAME(copy), [MYELIN_OP_NEGATE] = NAME(negate),                                \
    [MYELIN_OP_ABSOLUTE] = NAME(absolute), [MYELIN_OP_SIGN] = NAME(sign),                            \
    [MYELIN_OP_SQUARE] = NAME(square), [MYELIN_OP_SQRT] = NAME(sqrt),                                \
    [MYELIN_OP_RSQRT] = NAME(rsqrt), [MYELIN_OP_RECIPROCAL] = NAME(reciprocal),                      \
    [MYELIN_OP_FLOOR] = NAME(floor), [MYELIN_OP_CEIL] = NAME(ceil),                                  \
    [MYELIN_OP_ROUND] = NAME(round), [MYELIN_OP_RELU] = NAME(relu),                                  \
    [MYELIN_OP_ROUND_FLOAT16] = NAME(round_float16),                                                 \
    [MYELIN_OP_ROUND_BFLOAT16] = NAME(round_bfloat16),                                               \
    [MYELIN_OP_LEAKY_RELU] = NAME(leaky_relu), [MYELIN_OP_IS_NAN] = NAME(is_nan),                    \
    [MYELIN_OP_IS_FINITE] = NAME(is_finite), [MYELIN_OP_ADD] = NAME(add),                            \
    [MYELIN_OP_SUBTRACT] = NAME(subtract), [MYELIN_OP_MULTIPLY] = NAME(multiply),                    \
    [MYELIN_OP_DIVIDE] = NAME(divide), [MYELIN_OP_MAXIMUM] = NAME(maximum),                          \
    [MYELIN_OP_MINIMUM] = NAME(minimum), [MYELIN_OP_EQUAL] = NAME(equal),                            \
    [MYELIN_OP_NOT_EQUAL] = NAME(not_equal), [MYELIN_OP_LESS] = NAME(less),                          \
    [MYELIN_OP_LESS_EQUAL] = NAME(less_equal), [MYELIN_OP_GREATER] = NAME(greater),                  \
    [MYELIN_OP_GREATER_EQUAL] = NAME(greater_equal),                                                 \
    [MYELIN_OP_RELU_GRADIENT] = NAME(relu_gradient),                                                 \
    [MYELIN_OP_LEAKY_RELU_GRADIENT] = NAME(leaky_relu_gradient),                                     \
    [MYELIN_OP_SIGMOID_GRADIENT] = NAME(sigmoid_gradient),                                           \
    [MYELIN_OP_TANH_GRADIENT] = NAME(tanh_gradient), [MYELIN_OP_SELECT] = NAME(select),              \
    [MYELIN_OP_MULTIPLY_ADD] = NAME(multiply_add), [MYELIN_OP_LERP] = NAME(lerp),                    \
    [MYELIN_OP_SCALED_DIVIDE_SQRT] = NAME(scaled_divide_sqrt), [MYELIN_OP_IOTA] = NAME(iota)
