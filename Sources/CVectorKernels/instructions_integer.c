// The integer rows of the instruction table.
#include "instructions.h"

// No processor divides integers in vectors: the small types divide exactly as floats, Int64 one element at a time.
#define VECTOR_DIVISION(name, expression) MYELIN_BINARY(name, WIDTH, T, T, expression)
#define SCALAR_DIVISION(name, expression)                                             \
    static void name(void *destination, const void *a, const void *b, const void *c,  \
                     int64_t count, double immediate) {                               \
        T *result = destination;                                                      \
        const T *xs = a, *ys = b;                                                     \
        (void)c, (void)immediate;                                                     \
        for (int64_t index = 0; index < count; index++) {                             \
            const T x = xs[index], y = ys[index];                                     \
            result[index] = expression;                                               \
        }                                                                             \
    }

#define T int32_t
#define U uint32_t
#define WIDE double
#define WIDTH 8
#define NAME(x) int32_##x
#define ROW myelin_int32_instructions
#define DIVISION_LOOP VECTOR_DIVISION
#include "instructions_integer.h"

#define T int64_t
#define U uint64_t
#define WIDE int64_t
#define WIDTH 4
#define NAME(x) int64_##x
#define ROW myelin_int64_instructions
#define DIVISION_LOOP SCALAR_DIVISION
#include "instructions_integer.h"

#define T uint8_t
#define U uint8_t
#define WIDE float
#define WIDTH 16
#define NAME(x) uint8_##x
#define ROW myelin_uint8_instructions
#define DIVISION_LOOP VECTOR_DIVISION
#include "instructions_integer.h"

static void bool_copy(void *destination, const void *a, const void *b, const void *c, int64_t count, double immediate) {
    (void)b, (void)c, (void)immediate;
    if (destination != a) memcpy(destination, a, (size_t)count);
}

MYELIN_UNARY(bool_not, 16, uint8_t, uint8_t, x ^ 1)
MYELIN_BINARY(bool_and, 16, uint8_t, uint8_t, x &y)
MYELIN_BINARY(bool_or, 16, uint8_t, uint8_t, x | y)

const myelin_vector_function myelin_bool_instructions[MYELIN_OP_COUNT] = {
    [MYELIN_OP_COPY] = bool_copy,
    [MYELIN_OP_NOT] = bool_not,
    [MYELIN_OP_AND] = bool_and,
    [MYELIN_OP_OR] = bool_or,
    [MYELIN_OP_EQUAL] = uint8_equal,
    [MYELIN_OP_NOT_EQUAL] = uint8_not_equal,
    [MYELIN_OP_SELECT] = uint8_select,
};
