// What the kernels share among themselves.
#ifndef MYELIN_INTERNAL_H
#define MYELIN_INTERNAL_H

#include <stdint.h>

#include "myelin_elementwise.h"

// A function so marked is compiled once for each level of the instruction set; the loader picks the best. The loops in
// it are plain C that the compiler vectorizes. Every helper that it calls must be MYELIN_INLINE, or it runs as baseline
// code.
#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__)
#define MYELIN_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define MYELIN_CLONES
#endif

#define MYELIN_INLINE static inline __attribute__((always_inline))

/// One vector instruction over `count` elements. `destination` may be the very memory of an operand. The operands that
/// the instruction lacks may be NULL. IOTA and RANDOM_UNIFORM take the index of the first element as `immediate`.
typedef void (*myelin_vector_function)(void *destination, const void *a, const void *b, const void *c, int64_t count,
                                       double immediate);

/// The function of an opcode for operands of `dtype`; `result` matters to CONVERT alone. NULL where there is none.
myelin_vector_function myelin_vector_lookup(int32_t opcode, int32_t dtype, int32_t result);

/// Bytes of an element.
MYELIN_INLINE int64_t myelin_dtype_bytes(int32_t dtype) {
    return dtype == MYELIN_FLOAT64 || dtype == MYELIN_INT64 ? 8 : dtype == MYELIN_UINT8 || dtype == MYELIN_BOOL ? 1 : 4;
}

#endif
