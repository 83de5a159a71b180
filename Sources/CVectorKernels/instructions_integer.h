// The instructions of one integer type. Included with T, U (its unsigned twin, in which overflow wraps), WIDE (the type
// to divide in: one that holds every T exactly), WIDTH, NAME(x), ROW (the name of the table row) and DIVISION_LOOP.

MYELIN_UNARY(NAME(negate), WIDTH, T, T, (U)0 - (U)x)
MYELIN_UNARY(NAME(absolute), WIDTH, T, T, x < 0 ? (U)0 - (U)x : (U)x)
MYELIN_UNARY(NAME(sign), WIDTH, T, T, (x > 0) - (x < 0))
MYELIN_UNARY(NAME(square), WIDTH, T, T, (U)x *(U)x)
MYELIN_UNARY(NAME(relu), WIDTH, T, T, x > 0 ? x : 0)

MYELIN_BINARY(NAME(add), WIDTH, T, T, (U)x + (U)y)
MYELIN_BINARY(NAME(subtract), WIDTH, T, T, (U)x - (U)y)
MYELIN_BINARY(NAME(multiply), WIDTH, T, T, (U)x *(U)y)
MYELIN_BINARY(NAME(maximum), WIDTH, T, T, x > y ? x : y)
MYELIN_BINARY(NAME(minimum), WIDTH, T, T, x < y ? x : y)
MYELIN_BINARY(NAME(equal), WIDTH, uint8_t, T, x == y)
MYELIN_BINARY(NAME(not_equal), WIDTH, uint8_t, T, x != y)
MYELIN_BINARY(NAME(less), WIDTH, uint8_t, T, x < y)
MYELIN_BINARY(NAME(less_equal), WIDTH, uint8_t, T, x <= y)
MYELIN_BINARY(NAME(greater), WIDTH, uint8_t, T, x > y)
MYELIN_BINARY(NAME(greater_equal), WIDTH, uint8_t, T, x >= y)

// The lowest number divided by -1 is out of range and traps in hardware, so -1 goes its own way.
MYELIN_INLINE T NAME(quotient)(T x, T y) {
    const T minus_one = (T)-1 < 0 ? (T)-1 : 0;
    const T divisor = y == 0 || y == minus_one ? 1 : y;
    const U quotient = (U)(T)((WIDE)x / (WIDE)divisor);
    return y == 0 ? 0 : (T)(y == minus_one ? (U)0 - quotient : quotient);
}

MYELIN_INLINE T NAME(floored_remainder)(T x, T y) {
    const T rest = (T)((U)x - (U)NAME(quotient)(x, y) * (U)y);
    const T moved = rest != 0 && (rest < 0) != (y < 0) ? (T)((U)rest + (U)y) : rest;
    return y == 0 ? 0 : moved;
}

DIVISION_LOOP(NAME(divide), NAME(quotient)(x, y))
DIVISION_LOOP(NAME(remainder), NAME(floored_remainder)(x, y))

MYELIN_TERNARY(NAME(select), WIDTH, T, uint8_t, T, x ? y : z)

MYELIN_INSTRUCTION(NAME(iota)) {
    T *result = destination;
    const int64_t first = (int64_t)immediate;
    (void)a, (void)b, (void)c;
    MYELIN_VECTORIZE(WIDTH) for (int64_t index = 0; index < count; index++) result[index] = (T)(first + index);
}

MYELIN_INSTRUCTION(NAME(copy)) {
    (void)b, (void)c, (void)immediate;
    if (destination != a) memcpy(destination, a, (size_t)count * sizeof(T));
}

const myelin_vector_function ROW[MYELIN_OP_COUNT] = {
    [MYELIN_OP_COPY] = NAME(copy),
    [MYELIN_OP_NEGATE] = NAME(negate),
    [MYELIN_OP_ABSOLUTE] = NAME(absolute),
    [MYELIN_OP_SIGN] = NAME(sign),
    [MYELIN_OP_SQUARE] = NAME(square),
    [MYELIN_OP_RELU] = NAME(relu),
    [MYELIN_OP_ADD] = NAME(add),
    [MYELIN_OP_SUBTRACT] = NAME(subtract),
    [MYELIN_OP_MULTIPLY] = NAME(multiply),
    [MYELIN_OP_DIVIDE] = NAME(divide),
    [MYELIN_OP_REMAINDER] = NAME(remainder),
    [MYELIN_OP_MAXIMUM] = NAME(maximum),
    [MYELIN_OP_MINIMUM] = NAME(minimum),
    [MYELIN_OP_EQUAL] = NAME(equal),
    [MYELIN_OP_NOT_EQUAL] = NAME(not_equal),
    [MYELIN_OP_LESS] = NAME(less),
    [MYELIN_OP_LESS_EQUAL] = NAME(less_equal),
    [MYELIN_OP_GREATER] = NAME(greater),
    [MYELIN_OP_GREATER_EQUAL] = NAME(greater_equal),
    [MYELIN_OP_SELECT] = NAME(select),
    [MYELIN_OP_IOTA] = NAME(iota),
};

#undef T
#undef U
#undef WIDE
#undef WIDTH
#undef NAME
#undef ROW
#undef DIVISION_LOOP
