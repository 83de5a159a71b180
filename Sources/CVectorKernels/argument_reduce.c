// The place of the largest or smallest element.
#include "instructions.h"
#include "internal.h"
#include "myelin_parallel.h"
#include "myelin_reduce.h"

enum { COLUMNS = 128, GRAIN = 16384 };

/// Does columns begin..<end of all outer * inner.
typedef void (*argument_loop)(const myelin_argument_reduce *call, int64_t outer, int64_t begin, int64_t end);

// Whether x takes the place of the best so far. NaN counts as the largest, and x != x is false for integers.
#define LARGER(x, best) ((x) > (best) || ((x) != (x) && (best) == (best)))
#define SMALLER(x, best) ((x) < (best) || ((best) != (best) && (x) == (x)))

// A run whose elements lie one after the other: the winner's value in vectors first, then its first place.
#define RUN(name, T, width, BETTER)                                                                        \
    MYELIN_CLONES static int32_t name##_run(const T *values, int64_t count) {                              \
        T lanes[4 * width], best = values[0];                                                              \
        int64_t index = 0;                                                                                 \
        if (count >= 4 * width) {                                                                          \
            for (int64_t lane = 0; lane < 4 * width; lane++) lanes[lane] = best;                           \
            for (; index + 4 * width <= count; index += 4 * width) {                                       \
                MYELIN_VECTORIZE(width) for (int64_t lane = 0; lane < 4 * width; lane++) {                 \
                    const T x = values[index + lane], m = lanes[lane];                                     \
                    lanes[lane] = BETTER(x, m) ? x : m;                                                    \
                }                                                                                          \
            }                                                                                              \
            for (int64_t lane = 0; lane < 4 * width; lane++) {                                             \
                best = BETTER(lanes[lane], best) ? lanes[lane] : best;                                     \
            }                                                                                              \
        }                                                                                                  \
        for (; index < count; index++) best = BETTER(values[index], best) ? values[index] : best;          \
        for (index = 0; index < count; index++) {                                                          \
            if (values[index] == best || best != best) {                                                   \
                if (best == best || values[index] != values[index]) return (int32_t)index;                 \
            }                                                                                              \
        }                                                                                                  \
        return 0;                                                                                          \
    }                                                                                                      \
                                                                                                           \
    MYELIN_CLONES static void name(const myelin_argument_reduce *call, int64_t outer, int64_t begin,       \
                                   int64_t end) {                                                          \
        const T *input = (const T *)call->input + outer * call->count * call->inner;                       \
        int32_t *output = call->output + outer * call->inner;                                              \
        if (call->inner == 1) {                                                                            \
            output[0] = name##_run(input, call->count);                                                    \
            return;                                                                                        \
        }                                                                                                  \
        for (; begin < end; begin += COLUMNS) {                                                            \
            const int64_t columns = end - begin < COLUMNS ? end - begin : COLUMNS;                         \
            T best[COLUMNS];                                                                               \
            int32_t places[COLUMNS];                                                                       \
            for (int64_t column = 0; column < columns; column++) {                                         \
                best[column] = input[begin + column];                                                      \
                places[column] = 0;                                                                        \
            }                                                                                              \
            for (int64_t row = 1; row < call->count; row++) {                                              \
                const T *values = input + row * call->inner + begin;                                       \
                MYELIN_VECTORIZE(width) for (int64_t column = 0; column < columns; column++) {             \
                    const T x = values[column], m = best[column];                                          \
                    const int wins = BETTER(x, m);                                                         \
                    best[column] = wins ? x : m;                                                           \
                    places[column] = wins ? (int32_t)row : places[column];                                 \
                }                                                                                          \
            }                                                                                              \
            for (int64_t column = 0; column < columns; column++) output[begin + column] = places[column];  \
        }                                                                                                  \
    }

#define BOTH(T, name, width)                  \
    RUN(name##_largest, T, width, LARGER)     \
    RUN(name##_smallest, T, width, SMALLER)

BOTH(float, float32, 8)
BOTH(double, float64, 4)
BOTH(int32_t, int32, 8)
BOTH(int64_t, int64, 4)
BOTH(uint8_t, uint8, 8)

static const argument_loop loops[6][2] = {
    {float32_largest, float32_smallest}, {float64_largest, float64_smallest}, {int32_largest, int32_smallest},
    {int64_largest, int64_smallest},     {uint8_largest, uint8_smallest},     {uint8_largest, uint8_smallest},
};

static void reduce_columns(void *context, int64_t begin, int64_t end) {
    const myelin_argument_reduce *call = context;
    const argument_loop loop = loops[call->dtype][call->smallest != 0];
    while (begin < end) {
        int64_t outer = begin / call->inner, column = begin % call->inner;
        int64_t stop = call->inner - column < end - begin ? call->inner : column + end - begin;
        loop(call, outer, column, stop);
        begin += stop - column;
    }
}

void myelin_argument_reduce_run(const void *arguments) {
    const myelin_argument_reduce *call = arguments;
    if (call->count == 0) return;
    myelin_parallel_for(call->outer * call->inner, GRAIN / call->count + 1, reduce_columns, (void *)call);
}
