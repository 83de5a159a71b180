// Rows picked by index, and rows added by index.
#include <string.h>

#include "internal.h"
#include "myelin_movement.h"
#include "myelin_parallel.h"

enum { least_bytes = 64 * 1024, least_sums = 16 * 1024 };  // of a thread's share

MYELIN_INLINE int64_t index_at(const void *indices, int32_t dtype, int64_t place) {
    switch (dtype) {
    case MYELIN_INT64: return ((const int64_t *)indices)[place];
    case MYELIN_UINT8: return ((const uint8_t *)indices)[place];
    default: return ((const int32_t *)indices)[place];
    }
}

/// With a constant `bytes` the compiler turns memcpy into a load and a store.
MYELIN_INLINE void gather_rows(const myelin_gather *g, int64_t begin, int64_t end, const int64_t bytes) {
    int64_t last = g->source_count - 1;
    for (int64_t at = begin; at < end;) {
        int64_t o = at / g->index_count, j = at % g->index_count;
        int64_t stop = g->index_count - j < end - at ? g->index_count : j + end - at;
        const char *source = (const char *)g->source + o * g->source_count * bytes;
        char *destination = (char *)g->destination + o * g->index_count * bytes;
        at += stop - j;
        for (; j < stop; j++) {
            int64_t index = index_at(g->indices, g->index_dtype, j);
            index = index < 0 ? 0 : index > last ? last : index;
            memcpy(destination + j * bytes, source + index * bytes, (size_t)bytes);
        }
    }
}

static void gather_part(void *context, int64_t begin, int64_t end) {
    const myelin_gather *g = context;
    switch (g->inner_bytes) {
    case 1: gather_rows(g, begin, end, 1); break;
    case 4: gather_rows(g, begin, end, 4); break;
    case 8: gather_rows(g, begin, end, 8); break;
    case 64: gather_rows(g, begin, end, 64); break;
    default: gather_rows(g, begin, end, g->inner_bytes); break;
    }
}

/// Whether an index lies outside; tells of the first. Negative ones have been counted from the end before, and are told
/// of as they were.
static int has_fault(const myelin_gather *g) {
    for (int64_t j = 0; j < g->index_count; j++) {
        int64_t index = index_at(g->indices, g->index_dtype, j);
        if (index >= 0 && index < g->source_count) continue;
        myelin_report_fault((myelin_fault){g->owner, index < 0 ? index - g->source_count : index, g->source_count});
        return 1;
    }
    return 0;
}

void myelin_gather_run(const void *arguments) {
    const myelin_gather *g = arguments;
    if (g->owner != NULL && has_fault(g)) return;
    int64_t rows = g->outer * g->index_count;
    if (rows <= 0 || g->inner_bytes <= 0) return;
    if (g->source_count <= 0) {
        // Nothing to pick from.
        memset(g->destination, 0, (size_t)(rows * g->inner_bytes));
        return;
    }
    // A row costs some bytes' time even where it is one byte.
    int64_t cost = g->inner_bytes + 8;
    myelin_parallel_for(rows, (least_bytes + cost - 1) / cost, gather_part, (void *)g);
}

/// Rows begin..<end of the destination, of every `outer`: each thread reads all indices and takes those of its rows, so
/// that the order of the sums does not depend on the threads.
#define SCATTER(type, name)                                                                                            \
    MYELIN_CLONES static void scatter_##name(const myelin_scatter_add *s, int64_t begin, int64_t end) {                \
        int64_t inner = s->inner;                                                                                      \
        for (int64_t o = 0; o < s->outer; o++) {                                                                       \
            const type *source = (const type *)s->source + o * s->index_count * inner;                                 \
            type *destination = (type *)s->destination + o * s->destination_count * inner;                             \
            for (int64_t j = 0; j < s->index_count; j++) {                                                             \
                int64_t index = index_at(s->indices, s->index_dtype, j);                                               \
                if (index < begin || index >= end) continue;                                                           \
                const type *x = source + j * inner;                                                                    \
                type *y = destination + index * inner;                                                                 \
                for (int64_t i = 0; i < inner; i++) y[i] = (type)(y[i] + x[i]);                                        \
            }                                                                                                          \
        }                                                                                                              \
    }
SCATTER(float, float32)
SCATTER(double, float64)
// Unsigned: integers wrap around.
SCATTER(uint32_t, int32)
SCATTER(uint64_t, int64)
SCATTER(uint8_t, uint8)

static void scatter_part(void *context, int64_t begin, int64_t end) {
    const myelin_scatter_add *s = context;
    switch (s->dtype) {
    case MYELIN_FLOAT32: scatter_float32(s, begin, end); break;
    case MYELIN_FLOAT64: scatter_float64(s, begin, end); break;
    case MYELIN_INT32: scatter_int32(s, begin, end); break;
    case MYELIN_INT64: scatter_int64(s, begin, end); break;
    default: scatter_uint8(s, begin, end); break;
    }
}

void myelin_scatter_add_run(const void *arguments) {
    const myelin_scatter_add *s = arguments;
    int64_t sums = s->outer * s->index_count * s->inner, rows = s->destination_count;
    if (sums <= 0 || rows <= 0) return;
    // With rows of few elements reading the indices is most of the work, and that is not shared.
    int64_t grain = s->inner < 8 ? rows : (least_sums * rows + sums - 1) / sums;
    myelin_parallel_for(rows, grain, scatter_part, (void *)s);
}
