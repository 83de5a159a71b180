// Float32 to BFloat16.
#include "half_precision.h"
#include "internal.h"
#include "myelin_movement.h"
#include "myelin_parallel.h"

enum { LEAST = 32 * 1024 };  // elements of a thread's share

MYELIN_CLONES static void narrow(const float *source, uint16_t *target, int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; i++) {
        // The upper half, but of NaN a bit that stays in it.
        const uint32_t bits = bits_of(source[i]);
        target[i] = (uint16_t)((bits >> 16) | (source[i] != source[i] ? 0x40 : 0));
    }
}

static void narrow_part(void *context, int64_t begin, int64_t end) {
    const myelin_narrow *n = context;
    narrow(n->source, n->destination, begin, end);
}

void myelin_narrow_run(const void *arguments) {
    myelin_narrow n = *(const myelin_narrow *)arguments;
    myelin_parallel_for(n.count, LEAST, narrow_part, &n);
}
