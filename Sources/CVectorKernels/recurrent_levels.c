// The recurrences compiled for each level of the instruction set, and the choice among them: as with the matrix product,
// the shape of the tiles depends on the level.
#include "recurrent_internal.h"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define LANES 16
#define NAME(x) recurrent_##x##_v4
#define ROWS_OF_2 12
#define ROWS_OF_3 8
#define ROWS_OF_4 6
#include "recurrent_level.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LANES 8
#define NAME(x) recurrent_##x##_v3
#define ROWS_OF_2 6
#define ROWS_OF_3 4
#define ROWS_OF_4 3
#include "recurrent_level.h"
#pragma clang attribute pop

#endif

#define LANES 4
#define NAME(x) recurrent_##x
// arm64 has 32 registers.
#if defined(__aarch64__)
#define ROWS_OF_2 12
#define ROWS_OF_3 8
#define ROWS_OF_4 6
#else
#define ROWS_OF_2 6
#define ROWS_OF_3 4
#define ROWS_OF_4 3
#endif
#include "recurrent_level.h"

const myelin_recurrent_level *myelin_recurrent_best_level(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4")) return &recurrent_level_v4;
    if (__builtin_cpu_supports("x86-64-v3")) return &recurrent_level_v3;
#endif
    return &recurrent_level;
}
