// The matrix product for one element type, vector length and instruction set: gemm_levels.c includes this file once for
// each, with
//   SCALAR, INTEGER   the element and the integer of its size
//   LANES             elements in a vector
//   NAME(x)           x with a suffix of its own
//   ROWS_OF_1, ROWS_OF_2, ROWS_OF_3   rows of a tile that is 1, 2, 3 vectors wide; rows * vectors accumulators, the
//                     vectors of b and one element of a have to fit in the registers
//
// A tile of c stays in registers while k runs: every step loads the tile's vectors of b, and each row's element of a is
// broadcast from where it lies, so that a needs no packing in either orientation. Vocabulary:
//   panel    the part of b that serves one tile's columns, packed (rows of `width` elements) or as it lies
//   overlap  when n is no multiple of LANES the last vector starts at n - LANES: some columns are computed twice and
//            come out the same, and neither masks nor scalar loops are needed
//   padded   where n < LANES the panel is filled up with zeros, and its tile goes through a buffer

typedef SCALAR NAME(vector) __attribute__((vector_size(LANES * sizeof(SCALAR)), may_alias));
typedef SCALAR NAME(loose) __attribute__((vector_size(LANES * sizeof(SCALAR)), aligned(sizeof(SCALAR)), may_alias));
typedef INTEGER NAME(mask) __attribute__((vector_size(LANES * sizeof(SCALAR)), may_alias));
typedef SCALAR NAME(four) __attribute__((vector_size(4 * sizeof(SCALAR)), aligned(sizeof(SCALAR)), may_alias));

#define VECTOR NAME(vector)
#define LOAD(pointer) ((VECTOR)*(const NAME(loose) *)(pointer))
#define STORE(pointer, value) (*(NAME(loose) *)(pointer) = (NAME(loose))(value))
#define UNROLL _Pragma("clang loop unroll(full)")

enum {
    NAME(most_rows) = ROWS_OF_1 > ROWS_OF_2 ? ROWS_OF_1 : ROWS_OF_2,
    // Sizes of blocks. A packed panel of 2 vectors (of 32 bytes) takes 24 of the 32 KB of a first-level cache.
    NAME(depth) = 384,
    NAME(near_elements) = 24 * 1024 / sizeof(SCALAR),    // of an unpacked b, likewise
    NAME(panel_elements) = 128 * 1024 / sizeof(SCALAR),  // all panels of a block, on the stack
    NAME(row_block) = 96,     // rows of a (up to half as many more at the end) that stay in the second-level cache
    NAME(left_depth) = 192,   // of a packed a
};

/// One tile of c, or a column of tiles.
typedef struct NAME(task) {
    const SCALAR *a, *b;
    SCALAR *c;
    const SCALAR *bias;  // of the tile's first column, or NULL
    int64_t k, a_row, a_step, b_step, c_row;  // elements to the next row, and to the next k
    int64_t b_column[3], c_column[3];         // of the tile's vectors
    int32_t accumulate, relu;
} NAME(task);

MYELIN_INLINE VECTOR NAME(relu)(VECTOR x) {
    NAME(mask) negative = (NAME(mask))(x < (VECTOR){0});  // false for NaN, which stays
    return (VECTOR)((NAME(mask))x & ~negative);
}

MYELIN_INLINE void NAME(tile)(const NAME(task) *t, const int rows, const int vectors) {
    // A fused multiply-add takes 4 cycles and two start in each: few accumulators are doubled to keep 8 on their way.
    const int chains = rows * vectors <= 2 ? 4 : rows * vectors <= 5 ? 2 : 1;
    VECTOR sums[4][NAME(most_rows)][3];
    // Copies: as far as the compiler knows a store to c could change the task.
    SCALAR *const c = t->c;
    const int64_t c_row = t->c_row, a_row = t->a_row, a_step = t->a_step, b_step = t->b_step;
    int64_t c_column[3];
    UNROLL for (int v = 0; v < vectors; v++) c_column[v] = t->c_column[v];
    UNROLL for (int chain = 0; chain < chains; chain++) {
        UNROLL for (int r = 0; r < rows; r++) {
            UNROLL for (int v = 0; v < vectors; v++) sums[chain][r][v] = (VECTOR){0};
        }
    }
    if (t->accumulate) {
        UNROLL for (int r = 0; r < rows; r++) {
            UNROLL for (int v = 0; v < vectors; v++) sums[0][r][v] = LOAD(c + r * c_row + c_column[v]);
        }
    } else if (t->bias != 0) {
        UNROLL for (int v = 0; v < vectors; v++) {
            VECTOR bias = LOAD(t->bias + c_column[v]);
            UNROLL for (int r = 0; r < rows; r++) sums[0][r][v] = bias;
        }
    }
    // Three rows for each pointer: their addresses are p, p + row and p + 2 * row, which one instruction can form.
    const SCALAR *a[(NAME(most_rows) + 2) / 3], *b[3];
    UNROLL for (int i = 0; i < (rows + 2) / 3; i++) a[i] = t->a + 3 * i * a_row;
    UNROLL for (int v = 0; v < vectors; v++) b[v] = t->b + t->b_column[v];
    int64_t rest = t->k;
#define STEP(chain)                                                                                                    \
    do {                                                                                                               \
        VECTOR right[3];                                                                                               \
        UNROLL for (int v = 0; v < vectors; v++) {                                                                     \
            right[v] = LOAD(b[v]);                                                                                     \
            b[v] += b_step;                                                                                            \
        }                                                                                                              \
        UNROLL for (int r = 0; r < rows; r++) {                                                                        \
            const SCALAR left = a[r / 3][(r % 3) * a_row];                                                             \
            UNROLL for (int v = 0; v < vectors; v++) sums[chain][r][v] += left * right[v];                             \
        }                                                                                                              \
        UNROLL for (int i = 0; i < (rows + 2) / 3; i++) a[i] += a_step;                                                \
    } while (0)
    if (chains > 1) {
        for (; rest >= chains; rest -= chains) {
            UNROLL for (int chain = 0; chain < chains; chain++) STEP(chain);
        }
    }
    for (; rest > 0; rest--) STEP(0);
#undef STEP
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < vectors; v++) {
            if (chains == 2) sums[0][r][v] += sums[1][r][v];
            if (chains == 4) sums[0][r][v] = (sums[0][r][v] + sums[1][r][v]) + (sums[2][r][v] + sums[3][r][v]);
        }
    }
    if (t->relu) {
        UNROLL for (int r = 0; r < rows; r++) {
            UNROLL for (int v = 0; v < vectors; v++) sums[0][r][v] = NAME(relu)(sums[0][r][v]);
        }
    }
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < vectors; v++) STORE(c + r * c_row + c_column[v], sums[0][r][v]);
    }
}

#define TILE(rows, vectors) \
    static void NAME(tile_##rows##_##vectors)(const NAME(task) *t) { NAME(tile)(t, rows, vectors); }
#define TILES(rows) TILE(rows, 1) TILE(rows, 2) TILE(rows, 3)
TILES(1) TILES(2) TILES(3) TILES(4)
TILE(5, 1) TILE(5, 2) TILE(6, 1) TILE(6, 2) TILE(7, 1) TILE(8, 1)
#if ROWS_OF_3 > 4
TILE(5, 3) TILE(6, 3) TILE(7, 3) TILE(8, 3) TILE(7, 2) TILE(8, 2)
TILE(9, 1) TILE(9, 2) TILE(10, 1) TILE(10, 2) TILE(11, 1) TILE(11, 2) TILE(12, 1) TILE(12, 2)
#endif
#undef TILES
#undef TILE

typedef void (*NAME(tile_function))(const NAME(task) *t);

static const NAME(tile_function) NAME(tiles_of_1)[] = {
    NAME(tile_1_1), NAME(tile_2_1), NAME(tile_3_1), NAME(tile_4_1), NAME(tile_5_1), NAME(tile_6_1), NAME(tile_7_1),
    NAME(tile_8_1),
#if ROWS_OF_1 > 8
    NAME(tile_9_1), NAME(tile_10_1), NAME(tile_11_1), NAME(tile_12_1),
#endif
};
static const NAME(tile_function) NAME(tiles_of_2)[] = {
    NAME(tile_1_2), NAME(tile_2_2), NAME(tile_3_2), NAME(tile_4_2), NAME(tile_5_2), NAME(tile_6_2),
#if ROWS_OF_2 > 6
    NAME(tile_7_2), NAME(tile_8_2), NAME(tile_9_2), NAME(tile_10_2), NAME(tile_11_2), NAME(tile_12_2),
#endif
};
static const NAME(tile_function) NAME(tiles_of_3)[] = {
    NAME(tile_1_3), NAME(tile_2_3), NAME(tile_3_3), NAME(tile_4_3),
#if ROWS_OF_3 > 4
    NAME(tile_5_3), NAME(tile_6_3), NAME(tile_7_3), NAME(tile_8_3),
#endif
};

/// All rows of one column of tiles. The heights differ by one at most: a last tile of one row would be all latency.
static void NAME(column_of_tiles)(NAME(task) *t, int64_t rows, int vectors) {
    int64_t most = vectors == 1 ? ROWS_OF_1 : vectors == 2 ? ROWS_OF_2 : ROWS_OF_3;
    const NAME(tile_function) *tiles = NAME(tiles_of_1);
    if (vectors > 1) tiles = vectors == 2 ? NAME(tiles_of_2) : NAME(tiles_of_3);
    const SCALAR *a = t->a;
    SCALAR *c = t->c;
    int64_t count = (rows + most - 1) / most, height = rows / count, taller = rows % count;
    for (int64_t i = 0; i < count; i++) {
        int64_t step = height + (i < taller);
        tiles[step - 1](t);
        t->a += step * t->a_row;
        t->c += step * t->c_row;
    }
    t->a = a;
    t->c = c;
}

/// As `column_of_tiles` for a tile of `columns` columns, fewer than its vectors hold: through a buffer.
static void NAME(padded_column_of_tiles)(NAME(task) *task, int64_t rows, int vectors, int64_t columns) {
    SCALAR buffer[NAME(most_rows)][3 * LANES] __attribute__((aligned(64)));
    SCALAR bias[3 * LANES] __attribute__((aligned(64))) = {0};
    NAME(task) t = *task;
    int64_t most = vectors == 1 ? ROWS_OF_1 : vectors == 2 ? ROWS_OF_2 : ROWS_OF_3;
    if (t.bias != 0) {
        for (int64_t j = 0; j < columns; j++) bias[j] = t.bias[j];
        t.bias = bias;
    }
    t.c = buffer[0];
    t.c_row = 3 * LANES;
    for (int v = 0; v < 3; v++) t.c_column[v] = v * LANES;
    for (int64_t i = 0; i < rows; i += most) {
        int64_t step = rows - i < most ? rows - i : most;
        SCALAR *c = task->c + i * task->c_row;
        t.a = task->a + i * t.a_row;
        if (t.accumulate) {
            for (int64_t r = 0; r < step; r++) {
                for (int64_t j = 0; j < vectors * LANES; j++) buffer[r][j] = j < columns ? c[r * task->c_row + j] : 0;
            }
        }
        NAME(column_of_tiles)(&t, step, vectors);
        for (int64_t r = 0; r < step; r++) {
            for (int64_t j = 0; j < columns; j++) c[r * task->c_row + j] = buffer[r][j];
        }
    }
}

/// Four columns of a transposed b become four elements of four panel rows.
MYELIN_INLINE void NAME(transpose_four)(const SCALAR *source, int64_t row, SCALAR *target, int64_t target_row) {
#define FOUR(pointer) (*(const NAME(four) *)(pointer))
    NAME(four) a = FOUR(source), b = FOUR(source + row), c = FOUR(source + 2 * row), d = FOUR(source + 3 * row);
#undef FOUR
    NAME(four) e = __builtin_shufflevector(a, b, 0, 4, 1, 5), f = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    NAME(four) g = __builtin_shufflevector(a, b, 2, 6, 3, 7), h = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    *(NAME(four) *)target = __builtin_shufflevector(e, f, 0, 1, 4, 5);
    *(NAME(four) *)(target + target_row) = __builtin_shufflevector(e, f, 2, 3, 6, 7);
    *(NAME(four) *)(target + 2 * target_row) = __builtin_shufflevector(g, h, 0, 1, 4, 5);
    *(NAME(four) *)(target + 3 * target_row) = __builtin_shufflevector(g, h, 2, 3, 6, 7);
}

/// Packs LANES columns (`columns` of them real, the others zero) of k rows into a panel whose rows are `width` apart.
static void NAME(pack)(const myelin_gemm *g, int64_t first_k, int64_t k, int64_t first_column, int64_t columns,
                       SCALAR *panel, int64_t width) {
    const SCALAR *b = g->b;
    if (!g->b_transposed) {
        const SCALAR *source = b + first_k * g->b_row + first_column;
        if (columns >= LANES) {
            for (int64_t p = 0; p < k; p++) STORE(panel + p * width, LOAD(source + p * g->b_row));
            return;
        }
        for (int64_t p = 0; p < k; p++) {
            for (int64_t j = 0; j < LANES; j++) panel[p * width + j] = j < columns ? source[p * g->b_row + j] : 0;
        }
        return;
    }
    const SCALAR *source = b + first_column * g->b_row + first_k;
    int64_t j = 0;
    for (; j + 4 <= LANES && j + 4 <= columns; j += 4) {
        int64_t p = 0;
        for (; p + 4 <= k; p += 4) {
            NAME(transpose_four)(source + j * g->b_row + p, g->b_row, panel + p * width + j, width);
        }
        for (; p < k; p++) {
            for (int64_t i = 0; i < 4; i++) panel[p * width + j + i] = source[(j + i) * g->b_row + p];
        }
    }
    for (; j < LANES; j++) {
        for (int64_t p = 0; p < k; p++) panel[p * width + j] = j < columns ? source[j * g->b_row + p] : 0;
    }
}

/// An activation that is no relu, over finished rows while they are in the cache.
static void NAME(activate)(const myelin_gemm *g, SCALAR *c, int64_t rows, int64_t columns) {
    if (g->activation == MYELIN_OP_NONE || g->activation == MYELIN_OP_RELU) return;
    myelin_vector_function function = myelin_vector_lookup(g->activation, g->dtype, g->dtype);
    if (columns == g->c_row) {
        function(c, c, 0, 0, rows * columns, g->activation_immediate);
        return;
    }
    for (int64_t i = 0; i < rows; i++) {
        function(c + i * g->c_row, c + i * g->c_row, 0, 0, columns, g->activation_immediate);
    }
}

/// How many vectors the tile at vector `v` of `count` takes: two, but one tile of three where the count is odd.
MYELIN_INLINE int NAME(tile_width)(int64_t v, int64_t count) {
    if (count - v == 1) return 1;
    return (count & 1) != 0 && v == 0 ? 3 : 2;
}

/// Rows of a transposed a side by side: as it lies, its elements for successive k are a stored row apart, each in a
/// cache line, and in a large matrix in a page, of its own.
static void NAME(pack_left)(const myelin_gemm *g, int64_t first_k, int64_t k, int64_t row, int64_t rows, SCALAR *left) {
    const SCALAR *a = (const SCALAR *)g->a + first_k * g->a_row + row;
    for (int64_t p = 0; p < k; p++) {
        for (int64_t i = 0; i < rows; i++) left[p * rows + i] = a[p * g->a_row + i];
    }
}

/// Some rows and columns of c, in blocks of k that fit in the first-level cache: block by block of the columns, of k,
/// of the rows. `panels` is where b is packed, or NULL to use it as it lies; `left` likewise for a.
MYELIN_INLINE void NAME(blocked)(const myelin_gemm *g, int64_t row, int64_t rows, int64_t column, int64_t columns,
                                 int64_t depth, SCALAR *panels, SCALAR *left) {
    const SCALAR *bias = g->bias;
    SCALAR *c = (SCALAR *)g->c + row * g->c_row + column;
    const SCALAR *b = (const SCALAR *)g->b + column;
    NAME(task) t = {0};
    t.c_row = g->c_row;
    // The last two vectors are in one tile, which reads c before it writes: overlap does no harm where c holds sums.
    int overlap = columns >= LANES;
    int64_t count = (columns + LANES - 1) / LANES, room = count + 1;
    if (g->k > depth) {
        int64_t blocks = (g->k + depth - 1) / depth;
        depth = (g->k + blocks - 1) / blocks;
    } else {
        depth = g->k > 0 ? g->k : 1;
    }
    // An even number of vectors at a time: only the first tile of all is three wide.
    if (panels != 0) room = (NAME(panel_elements) / (depth * LANES) - 1) & ~(int64_t)1;
    for (int64_t first = 0, end; first < count; first = end) {
        end = first + room + (first == 0 && (count & 1) != 0 ? 1 : 0);
        if (end > count) end = count;
        for (int64_t p = 0; p == 0 || p < g->k; p += depth) {
            int64_t k = g->k - p < depth ? g->k - p : depth;
            int last = p + k >= g->k;
            for (int64_t v = first, width; panels != 0 && v < end; v += width) {
                width = NAME(tile_width)(v, count);
                SCALAR *panel = panels + (v - first) * LANES * k;
                for (int64_t i = 0; i < width; i++) {
                    int64_t start = (v + i) * LANES;
                    if (overlap && start > columns - LANES) start = columns - LANES;
                    NAME(pack)(g, p, k, column + start, columns - start, panel + i * LANES, width * LANES);
                }
            }
            t.k = k;
            t.accumulate = p > 0 || g->accumulate;
            t.relu = last && g->activation == MYELIN_OP_RELU;
            for (int64_t done = 0, block; done < rows; done += block) {
                block = rows - done <= NAME(row_block) + NAME(row_block) / 2 ? rows - done : NAME(row_block);
                if (left != 0) {
                    NAME(pack_left)(g, p, k, row + done, block, left);
                    t.a = left;
                    t.a_row = 1;
                    t.a_step = block;
                } else {
                    t.a_row = g->a_transposed ? 1 : g->a_row;
                    t.a_step = g->a_transposed ? g->a_row : 1;
                    t.a = (const SCALAR *)g->a + (row + done) * t.a_row + p * t.a_step;
                }
                for (int64_t v = first, width; v < end; v += width) {
                    width = NAME(tile_width)(v, count);
                    int64_t start = v * LANES;
                    for (int i = 0; i < width; i++) {
                        int64_t place = (v + i) * LANES;
                        if (overlap && place > columns - LANES) place = columns - LANES;
                        t.c_column[i] = place - start;
                        t.b_column[i] = panels != 0 ? i * LANES : place - start;
                    }
                    t.b = panels != 0 ? panels + (v - first) * LANES * k : b + p * g->b_row + start;
                    t.b_step = panels != 0 ? width * LANES : g->b_row;
                    t.c = c + done * g->c_row + start;
                    t.bias = bias == 0 ? 0 : bias + column + start;
                    if (overlap) NAME(column_of_tiles)(&t, block, (int)width);
                    else NAME(padded_column_of_tiles)(&t, block, (int)width, columns);
                }
                if (last) {
                    int64_t start = first * LANES, stop = end * LANES < columns ? end * LANES : columns;
                    NAME(activate)(g, c + done * g->c_row + start, block, stop - start);
                }
            }
        }
    }
}

static void NAME(direct)(const myelin_gemm *g, int64_t row, int64_t rows, int64_t column, int64_t columns) {
    int64_t depth = NAME(near_elements) / columns;
    // Few rows: b is read once or twice anyway.
    if (rows <= 2 * ROWS_OF_2 || depth < 32) depth = g->k;
    NAME(blocked)(g, row, rows, column, columns, depth, 0, 0);
}

static void NAME(packed)(const myelin_gemm *g, int64_t row, int64_t rows, int64_t column, int64_t columns) {
    SCALAR panels[NAME(panel_elements)] __attribute__((aligned(64)));
    NAME(blocked)(g, row, rows, column, columns, NAME(depth), panels, 0);
}

static void NAME(both_packed)(const myelin_gemm *g, int64_t row, int64_t rows, int64_t column, int64_t columns) {
    SCALAR panels[NAME(panel_elements)] __attribute__((aligned(64)));
    SCALAR left[NAME(left_depth) * NAME(row_block) * 3 / 2] __attribute__((aligned(64)));
    NAME(blocked)(g, row, rows, column, columns, NAME(left_depth), panels, left);
}

/// The sums of four vectors' lanes.
MYELIN_INLINE void NAME(sum_lanes)(const VECTOR s[4], SCALAR sums[4]) {
#if LANES >= 4
    NAME(four) part[4];
    UNROLL for (int r = 0; r < 4; r++) {
        SCALAR lanes[LANES] __attribute__((aligned(64)));
        *(VECTOR *)lanes = s[r];
        part[r] = *(NAME(four) *)lanes;
        UNROLL for (int i = 4; i < LANES; i += 4) part[r] += *(NAME(four) *)(lanes + i);
    }
    NAME(four) x = __builtin_shufflevector(part[0], part[1], 0, 4, 1, 5)
        + __builtin_shufflevector(part[0], part[1], 2, 6, 3, 7);
    NAME(four) y = __builtin_shufflevector(part[2], part[3], 0, 4, 1, 5)
        + __builtin_shufflevector(part[2], part[3], 2, 6, 3, 7);
    *(NAME(four) *)sums = __builtin_shufflevector(x, y, 0, 1, 4, 5) + __builtin_shufflevector(x, y, 2, 3, 6, 7);
#else
    UNROLL for (int r = 0; r < 4; r++) sums[r] = s[r][0] + s[r][1];
#endif
}

/// One column: four rows at a time, vectors along k, for a that is not transposed and k of at least LANES.
static void NAME(column)(const myelin_gemm *g, int64_t row, int64_t rows) {
    SCALAR right[NAME(near_elements) / 2] __attribute__((aligned(64)));
    const int64_t most = sizeof right / sizeof *right, k = g->k, b_step = g->b_transposed ? 1 : g->b_row;
    const SCALAR *a = (const SCALAR *)g->a + row * g->a_row, *b = g->b;
    SCALAR *c = (SCALAR *)g->c + row * g->c_row;
    SCALAR bias = g->bias != 0 ? *(const SCALAR *)g->bias : 0;
    // The elements of the last vector that are new; what it shares with the one before it counts as zero.
    NAME(mask) fresh;
    for (int i = 0; i < LANES; i++) fresh[i] = i >= LANES - k % LANES ? -1 : 0;
    for (int64_t first = 0, part; first == 0 || first < k; first += part) {
        part = k - first <= most ? k - first : most;
        // Whole vectors but for the last part, which may be shorter than a vector: it takes from the part before.
        int last = first + part == k;
        int64_t tail = last ? k % LANES : 0, body = part - tail;
        for (int64_t p = 0; p < body; p++) right[p] = b[(first + p) * b_step];
        VECTOR right_tail = {0};
        for (int64_t i = 0; i < tail; i++) right_tail[LANES - tail + i] = b[(k - tail + i) * b_step];
        for (int64_t i = 0; i < rows; i += 4) {
            int64_t height = rows - i < 4 ? rows - i : 4;
            const SCALAR *left[4];
            // A row too many is the last once more.
            for (int r = 0; r < 4; r++) left[r] = a + (i + (r < height ? r : height - 1)) * g->a_row + first;
            VECTOR s[4] = {{0}, {0}, {0}, {0}};
            for (int64_t p = 0; p < body; p += LANES) {
                VECTOR x = LOAD(right + p);
                UNROLL for (int r = 0; r < 4; r++) s[r] += LOAD(left[r] + p) * x;
            }
            if (tail > 0) {
                UNROLL for (int r = 0; r < 4; r++) {
                    VECTOR x = (VECTOR)((NAME(mask))LOAD(left[r] + part - LANES) & fresh);
                    s[r] += x * right_tail;
                }
            }
            SCALAR sums[4];
            NAME(sum_lanes)(s, sums);
            for (int64_t r = 0; r < height; r++) {
                SCALAR sum = sums[r] + (first > 0 ? c[(i + r) * g->c_row] : bias);
                if (last && g->activation == MYELIN_OP_RELU && sum < 0) sum = 0;
                c[(i + r) * g->c_row] = sum;
            }
        }
    }
    NAME(activate)(g, c, rows, 1);
}

/// The rows and columns of c that one thread computes.
void NAME(myelin_gemm_part)(const myelin_gemm *g, int64_t row, int64_t rows, int64_t column, int64_t columns) {
    if (rows <= 0 || columns <= 0) return;
    if (g->n == 1 && !g->a_transposed && g->k >= LANES && !g->accumulate) {
        NAME(column)(g, row, rows);
        return;
    }
    int64_t row_bytes = g->b_row * (int64_t)sizeof(SCALAR), left_bytes = g->a_row * g->k * (int64_t)sizeof(SCALAR);
    if (g->a_transposed && rows >= 2 * NAME(row_block) && g->k >= NAME(left_depth) / 2 && left_bytes > 256 * 1024) {
        NAME(both_packed)(g, row, rows, column, columns);
    } else if (!g->b_transposed && columns >= LANES
               && (rows <= 2 * ROWS_OF_2 || row_bytes <= 512 || g->k * columns <= NAME(near_elements))) {
        // Rows so short that a block of them is near contiguous, or all of b fits in the first-level cache.
        NAME(direct)(g, row, rows, column, columns);
    } else {
        NAME(packed)(g, row, rows, column, columns);
    }
}

#undef VECTOR
#undef LOAD
#undef STORE
#undef UNROLL
