// Philox4x32-10.
#include "myelin_random.h"

#include <string.h>

#include "instructions.h"

static const uint64_t multiplier_0 = 0xd2511f53u, multiplier_1 = 0xcd9e8d57u;
static const uint32_t weyl_0 = 0x9e3779b9u, weyl_1 = 0xbb67ae85u;

void myelin_philox(uint64_t key, uint64_t counter_low, uint64_t counter_high, uint32_t result[4]) {
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    uint32_t c0 = (uint32_t)counter_low, c1 = (uint32_t)(counter_low >> 32);
    uint32_t c2 = (uint32_t)counter_high, c3 = (uint32_t)(counter_high >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = multiplier_0 * c0, p1 = multiplier_1 * c2;
        c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)p1;
        c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)p0;
        k0 += weyl_0;
        k1 += weyl_1;
    }
    result[0] = c0;
    result[1] = c1;
    result[2] = c2;
    result[3] = c3;
}

enum { LANES = 4, CHAINS = 2 };
typedef uint64_t lanes __attribute__((vector_size(8 * LANES)));

/// The 32 words of eight blocks in a row, in order. A word travels in the low half of a 64-bit lane, where the vector
/// multiplication wants it; what gathers in the high half is masked away by the compiler's choice of instruction. Two
/// chains side by side hide each other's latency.
MYELIN_INLINE void eight_blocks(uint64_t key, uint64_t counter_low, uint64_t counter_high, uint32_t words[32]) {
    const uint64_t mask = 0xffffffffu;
    lanes c0[CHAINS], c1[CHAINS], c2[CHAINS], c3[CHAINS];
    for (int chain = 0; chain < CHAINS; chain++) {
        const uint64_t first = counter_low + (uint64_t)(LANES * chain);
        c0[chain] = (lanes){first, first + 1, first + 2, first + 3};
        c1[chain] = c0[chain] >> 32;
        c2[chain] = (lanes){0} + counter_high;
        c3[chain] = (lanes){0} + (counter_high >> 32);
    }
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
        for (int chain = 0; chain < CHAINS; chain++) {
            lanes p0 = (c0[chain] & mask) * multiplier_0, p1 = (c2[chain] & mask) * multiplier_1;
            c0[chain] = (p1 >> 32) ^ c1[chain] ^ k0;
            c1[chain] = p1;
            c2[chain] = (p0 >> 32) ^ c3[chain] ^ k1;
            c3[chain] = p0;
        }
        k0 += weyl_0;
        k1 += weyl_1;
    }
    for (int chain = 0; chain < CHAINS; chain++) {
        // The pairs of each block's words, then block by block.
        const lanes first = (c0[chain] & mask) | c1[chain] << 32, second = (c2[chain] & mask) | c3[chain] << 32;
        const lanes head = __builtin_shufflevector(first, second, 0, 4, 1, 5);
        const lanes tail = __builtin_shufflevector(first, second, 2, 6, 3, 7);
        memcpy(words + 16 * chain, &head, sizeof head);
        memcpy(words + 16 * chain + 8, &tail, sizeof tail);
    }
}

#define UNIFORM(T, name, word_count, group, expression)                                                              \
    MYELIN_CLONES void name(void *destination, const void *key, const void *counter, const void *unused,             \
                            int64_t count, double first) {                                                           \
        T *result = destination;                                                                                     \
        uint64_t key_value, counter_value;                                                                           \
        (void)unused;                                                                                                \
        memcpy(&key_value, key, sizeof key_value);                                                                   \
        memcpy(&counter_value, counter, sizeof counter_value);                                                       \
        /* Whole groups of eight blocks from the one that holds the first element on. */                              \
        int64_t start = (int64_t)first, skip = start % group;                                                        \
        for (int64_t begin = -skip; begin < count; begin += group) {                                                 \
            uint32_t words[32];                                                                                      \
            T values[group];                                                                                         \
            eight_blocks(key_value, (uint64_t)(start + begin) * word_count / 4, counter_value, words);                \
            for (int64_t index = 0; index < group; index++) values[index] = expression;                              \
            if (begin >= 0 && begin + group <= count) {                                                              \
                memcpy(result + begin, values, sizeof values);                                                       \
            } else {                                                                                                 \
                int64_t from = begin < 0 ? skip : 0, to = begin + group > count ? count - begin : group;             \
                for (int64_t index = from; index < to; index++) result[begin + index] = values[index];               \
            }                                                                                                        \
        }                                                                                                            \
    }

UNIFORM(float, myelin_random_uniform_float32, 1, 32, (float)(int32_t)(words[index] >> 8) * 0x1p-24f)
UNIFORM(double, myelin_random_uniform_float64, 2, 16,
        (double)(int64_t)(((uint64_t)words[2 * index + 1] << 32 | words[2 * index]) >> 11) * 0x1p-53)
