// Strided copies and fills.
#include "myelin_movement.h"

#include <string.h>

#include "internal.h"
#include "myelin_parallel.h"

enum {
    least_bytes = 128 * 1024,  // of a thread's share
    tile = 16,                 // of a transposition, rows and columns: its lines stay in the first-level cache
};

/// A copy brought into a simple form: axes of size 1 dropped, ordered by falling destination stride, joined where they
/// run through in both arrays. The innermost one or two axes are done by `plane`, the others are counted through.
typedef struct plan {
    const char *source;
    char *destination;
    int64_t bytes;
    int rank;  // of what is counted through
    int64_t shape[MYELIN_MAXIMUM_RANK], source_steps[MYELIN_MAXIMUM_RANK], destination_steps[MYELIN_MAXIMUM_RANK];
    // The plane: steps in elements.
    int64_t rows, columns, source_row, source_column, destination_row, destination_column;
} plan;

#define FOUR_BY_FOUR(type)                                                                                             \
    typedef type type##_four __attribute__((vector_size(4 * sizeof(type)), aligned(sizeof(type)), may_alias));         \
    MYELIN_INLINE void turn_##type(const type *source, int64_t source_step, type *target, int64_t target_step) {       \
        type##_four a = *(const type##_four *)source, b = *(const type##_four *)(source + source_step);                \
        type##_four c = *(const type##_four *)(source + 2 * source_step);                                              \
        type##_four d = *(const type##_four *)(source + 3 * source_step);                                              \
        type##_four e = __builtin_shufflevector(a, b, 0, 4, 1, 5), f = __builtin_shufflevector(c, d, 0, 4, 1, 5);      \
        type##_four g = __builtin_shufflevector(a, b, 2, 6, 3, 7), h = __builtin_shufflevector(c, d, 2, 6, 3, 7);      \
        *(type##_four *)target = __builtin_shufflevector(e, f, 0, 1, 4, 5);                                            \
        *(type##_four *)(target + target_step) = __builtin_shufflevector(e, f, 2, 3, 6, 7);                            \
        *(type##_four *)(target + 2 * target_step) = __builtin_shufflevector(g, h, 0, 1, 4, 5);                        \
        *(type##_four *)(target + 3 * target_step) = __builtin_shufflevector(g, h, 2, 3, 6, 7);                        \
    }

/// Rows of the destination are contiguous, and so are columns of the source: tile by tile.
#define TRANSPOSE(type)                                                                                                \
    MYELIN_CLONES static void transpose_##type(const plan *p, const type *source, type *target, int64_t begin,         \
                                               int64_t end) {                                                          \
        for (int64_t i = begin; i < end; i += tile) {                                                                  \
            int64_t rows = end - i < tile ? end - i : tile;                                                            \
            for (int64_t j = 0; j < p->columns; j += tile) {                                                           \
                int64_t columns = p->columns - j < tile ? p->columns - j : tile;                                       \
                const type *from = source + i + j * p->source_column;                                                  \
                type *to = target + i * p->destination_row + j;                                                        \
                int64_t r = 0;                                                                                         \
                for (; r + 4 <= rows; r += 4) {                                                                        \
                    int64_t c = 0;                                                                                     \
                    for (; c + 4 <= columns; c += 4) {                                                                 \
                        turn_##type(from + r + c * p->source_column, p->source_column,                                 \
                                    to + r * p->destination_row + c, p->destination_row);                              \
                    }                                                                                                  \
                    for (; c < columns; c++) {                                                                         \
                        for (int64_t k = 0; k < 4; k++) {                                                              \
                            to[(r + k) * p->destination_row + c] = from[r + k + c * p->source_column];                 \
                        }                                                                                              \
                    }                                                                                                  \
                }                                                                                                      \
                for (; r < rows; r++) {                                                                                \
                    for (int64_t c = 0; c < columns; c++) {                                                            \
                        to[r * p->destination_row + c] = from[r + c * p->source_column];                               \
                    }                                                                                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }

/// Rows begin..<end of a plane.
/// Rows of contiguous elements; the lengths of a block of channels are constants to the compiler.
MYELIN_CLONES static void copy_rows(const plan *p, const char *from, char *to, int64_t begin, int64_t end, int64_t size) {
    int64_t source = p->source_row * size, destination = p->destination_row * size, bytes = p->columns * size;
    for (int64_t i = begin; i < end; i++) {
        if (bytes == 32) memcpy(to + i * destination, from + i * source, 32);
        else if (bytes == 64) memcpy(to + i * destination, from + i * source, 64);
        else memcpy(to + i * destination, from + i * source, (size_t)bytes);
    }
}

#define PLANE(type)                                                                                                    \
    FOUR_BY_FOUR(type)                                                                                                 \
    TRANSPOSE(type)                                                                                                    \
    static void plane_##type(const plan *p, const void *from, void *to, int64_t begin, int64_t end) {                  \
        const type *source = from;                                                                                     \
        type *target = to;                                                                                             \
        if (p->destination_column == 1 && p->source_column == 1) {                                                     \
            copy_rows(p, (const char *)from, to, begin, end, sizeof(type));                                            \
        } else if (p->destination_column == 1 && p->source_row == 1) {                                                 \
            transpose_##type(p, source, target, begin, end);                                                           \
        } else {                                                                                                       \
            for (int64_t i = begin; i < end; i++) {                                                                    \
                const type *x = source + i * p->source_row;                                                            \
                type *y = target + i * p->destination_row;                                                             \
                for (int64_t j = 0; j < p->columns; j++) y[j * p->destination_column] = x[j * p->source_column];       \
            }                                                                                                          \
        }                                                                                                              \
    }

PLANE(uint8_t)
PLANE(uint16_t)
PLANE(uint32_t)
PLANE(uint64_t)

/// The rows of all planes, counted through from begin to end.
static void run_plan(void *context, int64_t begin, int64_t end) {
    const plan *p = context;
    for (int64_t at = begin; at < end;) {
        int64_t row = at % p->rows, stop = p->rows - row < end - at ? p->rows : row + end - at;
        int64_t rest = at / p->rows, source = 0, destination = 0;
        for (int axis = p->rank - 1; axis >= 0; axis--) {
            int64_t index = rest % p->shape[axis];
            rest /= p->shape[axis];
            source += index * p->source_steps[axis];
            destination += index * p->destination_steps[axis];
        }
        const char *from = p->source + source * p->bytes;
        char *to = p->destination + destination * p->bytes;
        switch (p->bytes) {
        case 1: plane_uint8_t(p, from, to, row, stop); break;
        case 2: plane_uint16_t(p, from, to, row, stop); break;
        case 4: plane_uint32_t(p, from, to, row, stop); break;
        default: plane_uint64_t(p, from, to, row, stop); break;
        }
        at += stop - row;
    }
}

static void copy_bytes(void *context, int64_t begin, int64_t end) {
    const plan *p = context;
    memcpy(p->destination + begin, p->source + begin, (size_t)(end - begin));
}

static int64_t magnitude(int64_t x) {
    return x < 0 ? -x : x;
}

void myelin_copy_run(const void *arguments) {
    const myelin_copy *c = arguments;
    plan p = {.source = c->source, .destination = c->destination, .bytes = c->element_bytes};
    int64_t shape[MYELIN_MAXIMUM_RANK], from[MYELIN_MAXIMUM_RANK], to[MYELIN_MAXIMUM_RANK], total = 1;
    int rank = 0;
    for (int axis = 0; axis < c->rank; axis++) {
        int64_t size = c->shape[axis];
        if (size <= 0) return;
        total *= size;
        if (size == 1) continue;
        int place = rank++;
        for (; place > 0 && magnitude(to[place - 1]) < magnitude(c->destination_strides[axis]); place--) {
            shape[place] = shape[place - 1];
            from[place] = from[place - 1];
            to[place] = to[place - 1];
        }
        shape[place] = size;
        from[place] = c->source_strides[axis];
        to[place] = c->destination_strides[axis];
    }
    int joined = 0;
    for (int axis = 1; axis < rank; axis++) {
        if (from[joined] == from[axis] * shape[axis] && to[joined] == to[axis] * shape[axis]) {
            shape[joined] *= shape[axis];
        } else {
            shape[++joined] = shape[axis];
        }
        from[joined] = from[axis];
        to[joined] = to[axis];
    }
    if (rank > 0) rank = joined + 1;
    if (rank <= 1 && (rank == 0 || (from[0] == 1 && to[0] == 1))) {
        myelin_parallel_for(total * p.bytes, least_bytes, copy_bytes, &p);
        return;
    }
    // The innermost axis of the destination makes the columns. The rows are the axis that is innermost in the source,
    // so that a transposition comes in tiles, or else the next one.
    int columns = rank - 1, rows = rank - 2;
    if (from[columns] != 1) {
        for (int axis = 0; axis < columns; axis++) {
            if (from[axis] == 1) rows = axis;
        }
    }
    p.columns = shape[columns];
    p.source_column = from[columns];
    p.destination_column = to[columns];
    p.rows = rows >= 0 ? shape[rows] : 1;
    p.source_row = rows >= 0 ? from[rows] : 0;
    p.destination_row = rows >= 0 ? to[rows] : 0;
    for (int axis = 0; axis < columns; axis++) {
        if (axis == rows) continue;
        p.shape[p.rank] = shape[axis];
        p.source_steps[p.rank] = from[axis];
        p.destination_steps[p.rank++] = to[axis];
    }
    int64_t count = total / p.columns, row_bytes = p.columns * p.bytes;
    myelin_parallel_for(count, (least_bytes + row_bytes - 1) / row_bytes, run_plan, &p);
}

#define FILL(type)                                                                              \
    MYELIN_CLONES static void fill_##type(type *target, type value, int64_t begin, int64_t end) { \
        for (int64_t i = begin; i < end; i++) target[i] = value;                                \
    }
FILL(uint16_t)
FILL(uint32_t)
FILL(uint64_t)

static void fill_part(void *context, int64_t begin, int64_t end) {
    const myelin_fill *f = context;
    uint16_t two;
    uint32_t four;
    uint64_t eight;
    memcpy(&two, f->element, sizeof two);
    memcpy(&four, f->element, sizeof four);
    memcpy(&eight, f->element, sizeof eight);
    switch (f->element_bytes) {
    case 1: memset((char *)f->destination + begin, f->element[0], (size_t)(end - begin)); break;
    case 2: fill_uint16_t(f->destination, two, begin, end); break;
    case 4: fill_uint32_t(f->destination, four, begin, end); break;
    default: fill_uint64_t(f->destination, eight, begin, end); break;
    }
}

void myelin_fill_run(const void *arguments) {
    const myelin_fill *f = arguments;
    myelin_parallel_for(f->count, 2 * least_bytes / f->element_bytes, fill_part, (void *)f);
}
