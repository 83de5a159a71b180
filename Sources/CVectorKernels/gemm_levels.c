// The matrix product compiled for each level of the instruction set, and the choice among them. target_clones would not
// do here: the shape of the tiles depends on the vector length and on the number of registers.
#include "gemm_internal.h"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define ROWS_OF_1 12
#define ROWS_OF_2 12
#define ROWS_OF_3 8
#define SCALAR float
#define INTEGER int32_t
#define LANES 16
#define NAME(x) x##_f32_v4
#include "gemm_tile.h"
#undef SCALAR
#undef INTEGER
#undef LANES
#undef NAME
#define SCALAR double
#define INTEGER int64_t
#define LANES 8
#define NAME(x) x##_f64_v4
#include "gemm_tile.h"
#undef SCALAR
#undef INTEGER
#undef LANES
#undef NAME
#undef ROWS_OF_1
#undef ROWS_OF_2
#undef ROWS_OF_3
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define ROWS_OF_1 8
#define ROWS_OF_2 6
#define ROWS_OF_3 4
#define SCALAR float
#define INTEGER int32_t
#define LANES 8
#define NAME(x) x##_f32_v3
#include "gemm_tile.h"
#undef SCALAR
#undef INTEGER
#undef LANES
#undef NAME
#define SCALAR double
#define INTEGER int64_t
#define LANES 4
#define NAME(x) x##_f64_v3
#include "gemm_tile.h"
#undef SCALAR
#undef INTEGER
#undef LANES
#undef NAME
#undef ROWS_OF_1
#undef ROWS_OF_2
#undef ROWS_OF_3
#pragma clang attribute pop

#endif

// The baseline of x86-64, and arm64, which has 32 registers.
#if defined(__aarch64__)
#define ROWS_OF_1 12
#define ROWS_OF_2 12
#define ROWS_OF_3 8
#else
#define ROWS_OF_1 8
#define ROWS_OF_2 6
#define ROWS_OF_3 4
#endif
#define SCALAR float
#define INTEGER int32_t
#define LANES 4
#define NAME(x) x##_f32
#include "gemm_tile.h"
#undef SCALAR
#undef INTEGER
#undef LANES
#undef NAME
#define SCALAR double
#define INTEGER int64_t
#define LANES 2
#define NAME(x) x##_f64
#include "gemm_tile.h"

static const myelin_gemm_level baseline = {myelin_gemm_part_f32, myelin_gemm_part_f64, 4};
#if defined(__x86_64__)
static const myelin_gemm_level v3 = {myelin_gemm_part_f32_v3, myelin_gemm_part_f64_v3, 8};
static const myelin_gemm_level v4 = {myelin_gemm_part_f32_v4, myelin_gemm_part_f64_v4, 16};
#endif

const myelin_gemm_level *myelin_gemm_best_level(void) {
    // Read and written as a whole; threads that come at once find the same.
    static const myelin_gemm_level *best;
    const myelin_gemm_level *level = __atomic_load_n(&best, __ATOMIC_RELAXED);
    if (level != 0) return level;
    level = &baseline;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v4")) level = &v4;
    else if (__builtin_cpu_supports("x86-64-v3")) level = &v3;
#endif
    __atomic_store_n(&best, level, __ATOMIC_RELAXED);
    return level;
}
