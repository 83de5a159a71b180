// Macros that make vector instructions from an expression of x, y, z (the operands' elements) and i (the immediate).
#ifndef MYELIN_INSTRUCTIONS_H
#define MYELIN_INSTRUCTIONS_H

#include <string.h>

#include "internal.h"

#define MYELIN_PRAGMA(text) _Pragma(#text)
// The operands either coincide with the destination or lie apart from it, so that the vectorizer needs no check. One
// vector of 32 bytes a turn: short tensors (24 elements, say) leave nothing to the scalar loop, and long ones lose
// nothing.
#define MYELIN_VECTORIZE(width) \
    MYELIN_PRAGMA(clang loop vectorize(assume_safety) vectorize_width(width) interleave_count(1))

#define MYELIN_INSTRUCTION(name)                                                                                  \
    MYELIN_CLONES static void name(void *destination, const void *a, const void *b, const void *c, int64_t count, \
                                   double immediate)

#define MYELIN_UNARY(name, width, R, X, expression)                                  \
    MYELIN_INSTRUCTION(name) {                                                       \
        R *result = destination;                                                     \
        const X *xs = a;                                                             \
        (void)b, (void)c, (void)immediate;                                           \
        MYELIN_VECTORIZE(width) for (int64_t index = 0; index < count; index++) {    \
            const X x = xs[index];                                                   \
            result[index] = (R)(expression);                                         \
        }                                                                            \
    }

#define MYELIN_BINARY(name, width, R, X, expression)                                 \
    MYELIN_INSTRUCTION(name) {                                                       \
        R *result = destination;                                                     \
        const X *xs = a, *ys = b;                                                    \
        (void)c, (void)immediate;                                                    \
        MYELIN_VECTORIZE(width) for (int64_t index = 0; index < count; index++) {    \
            const X x = xs[index], y = ys[index];                                    \
            result[index] = (R)(expression);                                         \
        }                                                                            \
    }

#define MYELIN_TERNARY(name, width, R, X, YZ, expression)                            \
    MYELIN_INSTRUCTION(name) {                                                       \
        R *result = destination;                                                     \
        const X *xs = a;                                                             \
        const YZ *ys = b, *zs = c;                                                   \
        (void)immediate;                                                             \
        MYELIN_VECTORIZE(width) for (int64_t index = 0; index < count; index++) {    \
            const X x = xs[index];                                                   \
            const YZ y = ys[index], z = zs[index];                                   \
            result[index] = (R)(expression);                                         \
        }                                                                            \
    }

// Those whose tail is worth a padded vector: a scalar exp costs as much as eight together.
#define MYELIN_HEAVY_UNARY(name, width, T, expression)                                            \
    MYELIN_INSTRUCTION(name) {                                                                    \
        T *result = destination;                                                                  \
        const T *xs = a;                                                                          \
        (void)b, (void)c, (void)immediate;                                                        \
        int64_t whole = count / width * width, rest = count - whole;                              \
        MYELIN_VECTORIZE(width) for (int64_t index = 0; index < whole; index++) {                 \
            const T x = xs[index];                                                                \
            result[index] = expression;                                                           \
        }                                                                                         \
        if (rest == 0) return;                                                                    \
        T tail_x[width] = {0}, tail[width];                                                       \
        for (int64_t index = 0; index < rest; index++) tail_x[index] = xs[whole + index];         \
        MYELIN_VECTORIZE(width) for (int64_t index = 0; index < width; index++) {                 \
            const T x = tail_x[index];                                                            \
            tail[index] = expression;                                                             \
        }                                                                                         \
        for (int64_t index = 0; index < rest; index++) result[whole + index] = tail[index];       \
    }

/// One row for each dtype, by opcode; a family's file fills its row.
extern const myelin_vector_function myelin_float32_instructions[MYELIN_OP_COUNT];
extern const myelin_vector_function myelin_float64_instructions[MYELIN_OP_COUNT];
extern const myelin_vector_function myelin_int32_instructions[MYELIN_OP_COUNT];
extern const myelin_vector_function myelin_int64_instructions[MYELIN_OP_COUNT];
extern const myelin_vector_function myelin_uint8_instructions[MYELIN_OP_COUNT];
extern const myelin_vector_function myelin_bool_instructions[MYELIN_OP_COUNT];
/// By dtype and result.
extern const myelin_vector_function myelin_conversions[6][6];

// In random.c.
void myelin_random_uniform_float32(void *destination, const void *key, const void *counter, const void *unused,
                                   int64_t count, double first);
void myelin_random_uniform_float64(void *destination, const void *key, const void *counter, const void *unused,
                                   int64_t count, double first);

#endif
