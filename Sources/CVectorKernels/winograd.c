// Winograd's convolutions. The output is cut into tiles of 4 by 4; a thread takes some dozens of tiles at a time through
//   input tiles (6 by 6) → points [36][tile][channel] → a product with the kernel's points for each of 36
//   → [36][tile][filter] → output tiles
// so that what lies between stays in its second-level cache. The gradients go the same ways back by the transposes:
// neighbouring input tiles overlap by 2, and their gradients add up.
#include <string.h>

#include "gemm_internal.h"
#include "myelin_parallel.h"
#include "myelin_winograd.h"
#include "winograd_transforms.h"

// Vectors longer than the baseline's are passed between inlined functions only, where no calling convention matters.
#pragma clang diagnostic ignored "-Wpsabi"

#define UNROLL _Pragma("clang loop unroll(full)")

enum {
    STEP = 4, SIDE = 6, POINTS = SIDE * SIDE, LANES = 8,
    CHUNK_UNIT = 12, LEAST_CHUNK = 36, MOST_CHUNK = 72,  // tiles at a time; products like 6 or 12 rows
    CHUNK_FLOATS = 192 * 1024,  // of a chunk's points: about a second-level cache
    PART_FLOATS = 512 * 1024, MOST_SHARES = 4,  // of the kernel's gradient: sums of all parts, and parts a thread
    STAGGER = 16,  // floats between the planes of two points, or all 36 would lie in the same places of a cache
};

// MARK: Sizes

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

MYELIN_INLINE int64_t ceiling(int64_t a, int64_t b) { return (a + b - 1) / b; }

static int64_t tile_rows(const myelin_winograd *w) { return ceiling(w->output_height, STEP); }

static int64_t tile_columns(const myelin_winograd *w) { return ceiling(w->output_width, STEP); }

static int64_t tiles_per_image(const myelin_winograd *w) { return tile_rows(w) * tile_columns(w); }

int64_t myelin_winograd_tiles(const myelin_winograd *w) { return w->batch * tiles_per_image(w); }

static int64_t chunk_tiles(const myelin_winograd *w) {
    int64_t count = CHUNK_FLOATS / (POINTS * (w->channels + w->filters));
    return count < LEAST_CHUNK ? LEAST_CHUNK : count > MOST_CHUNK ? MOST_CHUNK : count / CHUNK_UNIT * CHUNK_UNIT;
}

/// Of the chunks of equal size that so many tiles make.
static int64_t even_chunk(int64_t tiles, int64_t chunk) {
    return ceiling(ceiling(tiles, ceiling(tiles, chunk)), CHUNK_UNIT) * CHUNK_UNIT;
}

static int64_t plane_floats(int64_t tiles, int64_t channels) { return tiles * channels + STAGGER; }

int64_t myelin_winograd_kernel_floats(int64_t channels, int64_t filters) {
    return POINTS * plane_floats(channels, filters);
}

static int64_t kernel_floats(const myelin_winograd *w) { return myelin_winograd_kernel_floats(w->channels, w->filters); }

/// Floats that a thread needs: points of a chunk's input and output.
static int64_t worker_floats(const myelin_winograd *w) {
    int64_t chunk = least(chunk_tiles(w), myelin_winograd_tiles(w));
    return POINTS * (plane_floats(chunk, w->channels) + plane_floats(chunk, w->filters));
}

/// Floats of a part of the kernel's gradient: its sums, and those of the bias' gradient.
static int64_t sum_floats(const myelin_winograd *w) { return kernel_floats(w) + w->filters; }

/// Parts of the kernel's gradient. Each has sums of its own, so that their order does not depend on who is faster; small
/// ones allow more parts than threads, of which a thread takes those that another has not begun.
static int64_t gradient_part_count(const myelin_winograd *w) {
    int64_t threads = myelin_thread_count(), tiles = myelin_winograd_tiles(w);
    int64_t shares = least(PART_FLOATS / sum_floats(w), tiles / chunk_tiles(w)) / threads;
    return least(tiles, threads * (shares < 1 ? 1 : least(shares, MOST_SHARES)));
}

int64_t myelin_winograd_scratch(const myelin_winograd *w) {
    return myelin_thread_count() * worker_floats(w) + (w->sums ? gradient_part_count(w) * sum_floats(w) : 0);
}

// MARK: Places

/// Where images lie: floats from one image, row, pixel and vector of 8 channels to the next.
typedef struct images {
    int64_t image, row, pixel, block_vectors, block_floats, vectors, height, width;
} images;

static images images_of(int64_t height, int64_t width, int64_t channels, int64_t block) {
    return (images){
        .image = height * width * channels, .row = width * block, .pixel = block, .block_vectors = block / LANES,
        .block_floats = height * width * block, .vectors = channels / LANES, .height = height, .width = width};
}

static images input_images(const myelin_winograd *w) {
    return images_of(w->input_height, w->input_width, w->channels, w->input_block);
}

static images output_images(const myelin_winograd *w) {
    return images_of(w->output_height, w->output_width, w->filters, w->output_block);
}

/// Floats from an image's first element to a vector of channels.
MYELIN_INLINE int64_t vector_offset(const images *i, int64_t vector) {
    return vector / i->block_vectors * i->block_floats + vector % i->block_vectors * LANES;
}

/// A square of `side` pixels of one image: where its corner lies (perhaps outside), and which of its rows and columns
/// are in the image.
typedef struct square {
    int64_t corner, row, row_end, column, column_end;
    int whole;
} square;

MYELIN_INLINE square square_at(const images *i, int64_t image, int64_t top, int64_t left, int64_t side) {
    square s = {.corner = image * i->image + top * i->row + left * i->pixel, .row_end = side, .column_end = side};
    if (top < 0) s.row = -top;
    if (left < 0) s.column = -left;
    if (i->height - top < side) s.row_end = i->height - top;
    if (i->width - left < side) s.column_end = i->width - left;
    s.whole = s.row == 0 && s.column == 0 && s.row_end == side && s.column_end == side;
    return s;
}

MYELIN_INLINE square tile_square(const myelin_winograd *w, const images *i, int64_t tile, const int64_t side) {
    int64_t columns = tile_columns(w), per_image = tiles_per_image(w);
    int64_t image = tile / per_image, row = tile % per_image / columns, column = tile % columns;
    if (side == STEP) return square_at(i, image, row * STEP, column * STEP, side);
    return square_at(i, image, row * STEP - w->pad_top, column * STEP - w->pad_left, side);
}

// MARK: Transforms of tiles

/// Reads `side` by `side` vectors, zeros where the square leaves the image.
MYELIN_INLINE void read_square(const float *from, const images *i, const square *s, lanes *to, const int side) {
    if (s->whole) {
        UNROLL for (int r = 0; r < side; r++) {
            UNROLL for (int c = 0; c < side; c++) to[r * side + c] = *(const lanes *)(from + r * i->row + c * i->pixel);
        }
        return;
    }
    UNROLL for (int e = 0; e < side * side; e++) to[e] = (lanes){0};
    for (int64_t r = s->row; r < s->row_end; r++) {
        for (int64_t c = s->column; c < s->column_end; c++) {
            to[r * side + c] = *(const lanes *)(from + r * i->row + c * i->pixel);
        }
    }
}

/// Tiles first..<first + count of the input at their points: V.
MYELIN_CLONES static void input_points(const myelin_winograd *w, const images *i, int64_t first, int64_t count,
                                       float *points, int64_t plane) {
    for (int64_t t = 0; t < count; t++) {
        square s = tile_square(w, i, first + t, SIDE);
        for (int64_t v = 0; v < i->vectors; v++) {
            lanes x[POINTS], half[POINTS], p[POINTS];
            read_square(w->input + s.corner + vector_offset(i, v), i, &s, x, SIDE);
            UNROLL for (int c = 0; c < SIDE; c++) input_to_points(x + c, SIDE, half + c, SIDE);
            UNROLL for (int r = 0; r < SIDE; r++) input_to_points(half + r * SIDE, 1, p + r * SIDE, 1);
            float *target = points + (t * i->vectors + v) * LANES;
            UNROLL for (int e = 0; e < POINTS; e++) *(lanes *)(target + e * plane) = p[e];
        }
    }
}

/// The output's gradient at its points: Z. Adds each filter's gradients to `bias`, if there is one.
MYELIN_CLONES static void output_gradient_points(const myelin_winograd *w, const images *i, int64_t first, int64_t count,
                                                 float *points, int64_t plane, float *bias) {
    for (int64_t t = 0; t < count; t++) {
        square s = tile_square(w, i, first + t, STEP);
        for (int64_t v = 0; v < i->vectors; v++) {
            lanes y[STEP * STEP], half[SIDE * STEP], p[POINTS];
            read_square(w->output_gradient + s.corner + vector_offset(i, v), i, &s, y, STEP);
            if (bias) {
                lanes even = y[0], odd = y[1];
                UNROLL for (int e = 2; e < STEP * STEP; e += 2) even += y[e], odd += y[e + 1];
                *(lanes *)(bias + v * LANES) += even + odd;
            }
            UNROLL for (int c = 0; c < STEP; c++) output_to_points(y + c, STEP, half + c, STEP);
            UNROLL for (int r = 0; r < SIDE; r++) output_to_points(half + r * STEP, 1, p + r * SIDE, 1);
            float *target = points + (t * i->vectors + v) * LANES;
            UNROLL for (int e = 0; e < POINTS; e++) *(lanes *)(target + e * plane) = p[e];
        }
    }
}

/// Products at the points, of `vectors` vectors of filters from `first_vector` on, to tiles of the output.
MYELIN_CLONES static void output_tiles(const myelin_winograd *w, const images *i, int64_t first, int64_t count,
                                       const float *points, int64_t plane, int64_t first_vector, int64_t vectors) {
    const lanes zero = {0};
    for (int64_t t = 0; t < count; t++) {
        square s = tile_square(w, i, first + t, STEP);
        for (int64_t v = first_vector; v < first_vector + vectors; v++) {
            lanes p[POINTS], half[STEP * SIDE], y[STEP * STEP];
            const float *source = points + (t * vectors + v - first_vector) * LANES;
            UNROLL for (int e = 0; e < POINTS; e++) p[e] = *(const lanes *)(source + e * plane);
            UNROLL for (int c = 0; c < SIDE; c++) points_to_output(p + c, SIDE, half + c, SIDE);
            UNROLL for (int r = 0; r < STEP; r++) points_to_output(half + r * SIDE, 1, y + r * STEP, 1);
            lanes bias = w->bias ? *(const lanes *)(w->bias + v * LANES) : zero;
            UNROLL for (int e = 0; e < STEP * STEP; e++) {
                y[e] += bias;
                if (w->relu) y[e] = (lanes)(~(y[e] < zero) & (__typeof__(y[e] < zero))y[e]);  // NaN stays
            }
            float *target = w->output + s.corner + vector_offset(i, v);
            if (s.whole) {
                UNROLL for (int r = 0; r < STEP; r++) {
                    UNROLL for (int c = 0; c < STEP; c++) {
                        *(lanes *)(target + r * i->row + c * i->pixel) = y[r * STEP + c];
                    }
                }
                continue;
            }
            for (int64_t r = s.row; r < s.row_end; r++) {
                for (int64_t c = s.column; c < s.column_end; c++) {
                    *(lanes *)(target + r * i->row + c * i->pixel) = y[r * STEP + c];
                }
            }
        }
    }
}

/// Adds gradients at the points to the tiles of the input that they came from.
MYELIN_CLONES static void add_input_gradients(const myelin_winograd *w, const images *i, int64_t first, int64_t count,
                                              const float *points, int64_t plane) {
    for (int64_t t = 0; t < count; t++) {
        square s = tile_square(w, i, first + t, SIDE);
        for (int64_t v = 0; v < i->vectors; v++) {
            lanes p[POINTS], half[POINTS], x[POINTS];
            const float *source = points + (t * i->vectors + v) * LANES;
            UNROLL for (int e = 0; e < POINTS; e++) p[e] = *(const lanes *)(source + e * plane);
            UNROLL for (int c = 0; c < SIDE; c++) points_to_input(p + c, SIDE, half + c, SIDE);
            UNROLL for (int r = 0; r < SIDE; r++) points_to_input(half + r * SIDE, 1, x + r * SIDE, 1);
            float *target = w->input_gradient + s.corner + vector_offset(i, v);
            if (s.whole) {
                UNROLL for (int r = 0; r < SIDE; r++) {
                    UNROLL for (int c = 0; c < SIDE; c++) {
                        *(lanes *)(target + r * i->row + c * i->pixel) += x[r * SIDE + c];
                    }
                }
                continue;
            }
            for (int64_t r = s.row; r < s.row_end; r++) {
                for (int64_t c = s.column; c < s.column_end; c++) {
                    *(lanes *)(target + r * i->row + c * i->pixel) += x[r * SIDE + c];
                }
            }
        }
    }
}

/// Vectors begin..<end of the kernel (8 filters of one channel) at their points: U, [36][channel][filter].
MYELIN_CLONES static void kernel_points(const myelin_winograd_kernel *w, int64_t begin, int64_t end) {
    int64_t plane = plane_floats(w->channels, w->filters), tap = w->channels * w->filters;
    for (int64_t v = begin; v < end; v++) {
        lanes k[9], half[SIDE * 3], p[POINTS];
        UNROLL for (int e = 0; e < 9; e++) k[e] = *(const lanes *)(w->kernel + e * tap + v * LANES);
        UNROLL for (int c = 0; c < 3; c++) kernel_to_points(k + c, 3, half + c, 3);
        UNROLL for (int r = 0; r < SIDE; r++) kernel_to_points(half + r * 3, 1, p + r * SIDE, 1);
        UNROLL for (int e = 0; e < POINTS; e++) *(lanes *)(w->points + e * plane + v * LANES) = p[e];
    }
}

/// Vectors begin..<end of the kernel's gradient, from all parts' sums at the points, added in their order.
MYELIN_CLONES static void kernel_gradients(const myelin_winograd *w, int64_t begin, int64_t end, const float *sums,
                                           int64_t parts) {
    int64_t plane = plane_floats(w->channels, w->filters), tap = w->channels * w->filters, next = sum_floats(w);
    for (int64_t v = begin; v < end; v++) {
        lanes p[POINTS], half[3 * SIDE], k[9];
        UNROLL for (int e = 0; e < POINTS; e++) p[e] = *(const lanes *)(sums + e * plane + v * LANES);
        for (int64_t part = 1; part < parts; part++) {
            UNROLL for (int e = 0; e < POINTS; e++) {
                p[e] += *(const lanes *)(sums + part * next + e * plane + v * LANES);
            }
        }
        UNROLL for (int c = 0; c < SIDE; c++) points_to_kernel(p + c, SIDE, half + c, SIDE);
        UNROLL for (int r = 0; r < 3; r++) points_to_kernel(half + r * SIDE, 1, k + r * 3, 1);
        UNROLL for (int e = 0; e < 9; e++) *(lanes *)(w->kernel_gradient + e * tap + v * LANES) = k[e];
    }
}

// MARK: Work of a thread

/// The memory of the thread that asks.
typedef struct workshop {
    float *input_points, *output_points;
    int64_t input_plane, output_plane, kernel_plane, chunk;
} workshop;

static workshop workshop_of(const myelin_winograd *w) {
    // Few tiles lie close together.
    workshop s = {.chunk = least(chunk_tiles(w), myelin_winograd_tiles(w))};
    s.input_plane = plane_floats(s.chunk, w->channels);
    s.output_plane = plane_floats(s.chunk, w->filters);
    s.kernel_plane = plane_floats(w->channels, w->filters);
    s.input_points = w->scratch + myelin_worker() * worker_floats(w);
    s.output_points = s.input_points + POINTS * s.input_plane;
    return s;
}

/// The sums of a part of the kernel's gradient; those of the bias' gradient follow.
static float *kernel_sums(const myelin_winograd *w, int64_t part) {
    return w->scratch + myelin_thread_count() * worker_floats(w) + part * sum_floats(w);
}

static void multiply_points(myelin_gemm g, int64_t begin, int64_t end, int64_t a_plane, int64_t b_plane,
                            int64_t c_plane) {
    myelin_gemm_part multiply = myelin_gemm_best_level()->float32;
    g.batch = 1;
    g.dtype = MYELIN_FLOAT32;
    g.activation = MYELIN_OP_NONE;
    g.a = (const float *)g.a + begin * a_plane;
    g.b = (const float *)g.b + begin * b_plane;
    g.c = (float *)g.c + begin * c_plane;
    for (int64_t point = begin; point < end; point++) {
        multiply(&g, 0, g.m, 0, g.n);
        g.a = (const float *)g.a + a_plane;
        g.b = (const float *)g.b + b_plane;
        g.c = (float *)g.c + c_plane;
    }
}

static void transform_kernel(void *context, int64_t begin, int64_t end) { kernel_points(context, begin, end); }

void myelin_winograd_kernel_run(const void *arguments) {
    const myelin_winograd_kernel *w = arguments;
    myelin_parallel_for(w->channels * w->filters / LANES, 64, transform_kernel, (void *)w);
}

/// Units of tiles begin..<end.
static void forward_tiles(void *context, int64_t begin, int64_t end) {
    const myelin_winograd *w = context;
    images inputs = input_images(w), outputs = output_images(w);
    workshop s = workshop_of(w);
    const int64_t first = begin * CHUNK_UNIT, last = least(end * CHUNK_UNIT, myelin_winograd_tiles(w));
    const int64_t chunk = least(even_chunk(last - first, s.chunk), s.chunk);
    for (int64_t tile = first, count; tile < last; tile += count) {
        count = least(chunk, last - tile);
        input_points(w, &inputs, tile, count, s.input_points, s.input_plane);
        myelin_gemm g = {
            .a = s.input_points, .b = w->kernel_points, .c = s.output_points, .m = count, .n = w->filters,
            .k = w->channels, .a_row = w->channels, .b_row = w->filters, .c_row = w->filters};
        multiply_points(g, 0, POINTS, s.input_plane, s.kernel_plane, s.output_plane);
        output_tiles(w, &outputs, tile, count, s.output_points, s.output_plane, 0, outputs.vectors);
    }
}

/// So few tiles that they are one chunk: the threads share the filters instead. Each transforms the whole input for itself,
/// which costs less than to wait for one another, and reads its part of the kernel only.
typedef struct few_tiles {
    const myelin_winograd *arguments;
    int64_t parts;
} few_tiles;

static void few_tiles_parts(void *context, int64_t begin, int64_t end) {
    const few_tiles *few = context;
    const myelin_winograd *w = few->arguments;
    images inputs = input_images(w), outputs = output_images(w);
    const int64_t tiles = myelin_winograd_tiles(w);
    workshop s = workshop_of(w);
    for (int64_t part = begin; part < end; part++) {
        int64_t first = part * outputs.vectors / few->parts, vectors = (part + 1) * outputs.vectors / few->parts - first;
        input_points(w, &inputs, 0, tiles, s.input_points, s.input_plane);
        myelin_gemm g = {
            .a = s.input_points, .b = w->kernel_points + first * LANES, .c = s.output_points, .m = tiles,
            .n = vectors * LANES, .k = w->channels, .a_row = w->channels, .b_row = w->filters, .c_row = vectors * LANES};
        multiply_points(g, 0, POINTS, s.input_plane, s.kernel_plane, s.output_plane);
        output_tiles(w, &outputs, 0, tiles, s.output_points, s.output_plane, first, vectors);
    }
}

static void run_few_tiles(const myelin_winograd *w) {
    enum { LEAST_SHARE = 64 * 1024 };  // multiplications that are worth a thread
    int64_t pairs = ceiling(w->filters, 2 * LANES), work = POINTS * myelin_winograd_tiles(w) * w->channels * w->filters;
    int64_t parts = least(pairs, 1 + work / LEAST_SHARE);
    few_tiles few = {.arguments = w, .parts = least(parts, myelin_thread_count())};
    myelin_parallel_for(few.parts, 1, few_tiles_parts, &few);
}

void myelin_winograd_forward_run(const void *arguments) {
    const myelin_winograd *w = arguments;
    const int64_t tiles = myelin_winograd_tiles(w);
    if (tiles <= chunk_tiles(w)) {
        run_few_tiles(w);
        return;
    }
    myelin_parallel_for_balanced(ceiling(tiles, CHUNK_UNIT), chunk_tiles(w) / CHUNK_UNIT, forward_tiles, (void *)w);
}

/// Images begin..<end.
static void input_gradient_images(void *context, int64_t begin, int64_t end) {
    const myelin_winograd *w = context;
    images inputs = input_images(w), outputs = output_images(w);
    workshop s = workshop_of(w);
    memset(w->input_gradient + begin * inputs.image, 0, (size_t)((end - begin) * inputs.image) * sizeof(float));
    const int64_t first = begin * tiles_per_image(w), last = end * tiles_per_image(w);
    const int64_t chunk = least(even_chunk(last - first, s.chunk), s.chunk);
    for (int64_t tile = first, count; tile < last; tile += count) {
        count = least(chunk, last - tile);
        output_gradient_points(w, &outputs, tile, count, s.output_points, s.output_plane, NULL);
        myelin_gemm g = {
            .a = s.output_points, .b = w->kernel_points, .c = s.input_points, .m = count, .n = w->channels,
            .k = w->filters, .a_row = w->filters, .b_row = w->filters, .c_row = w->channels, .b_transposed = 1};
        multiply_points(g, 0, POINTS, s.output_plane, s.kernel_plane, s.input_plane);
        add_input_gradients(w, &inputs, tile, count, s.input_points, s.input_plane);
    }
}

void myelin_winograd_input_gradient_run(const void *arguments) {
    const myelin_winograd *w = arguments;
    // Tiles of one image overlap, so a thread takes whole images.
    int64_t images = ceiling(chunk_tiles(w), tiles_per_image(w)), share = w->batch / myelin_thread_count();
    myelin_parallel_for_balanced(w->batch, least(images, share), input_gradient_images, (void *)w);
}

static void kernel_gradient_parts(void *context, int64_t begin, int64_t end) {
    const myelin_winograd *w = context;
    images inputs = input_images(w), outputs = output_images(w);
    workshop s = workshop_of(w);
    const int64_t tiles = myelin_winograd_tiles(w), parts = gradient_part_count(w);
    for (int64_t part = begin; part < end; part++) {
        float *sums = kernel_sums(w, part);
        memset(sums, 0, (size_t)sum_floats(w) * sizeof(float));
        const int64_t last = (part + 1) * tiles / parts;
        for (int64_t tile = part * tiles / parts, count; tile < last; tile += count) {
            count = least(s.chunk, last - tile);
            input_points(w, &inputs, tile, count, s.input_points, s.input_plane);
            output_gradient_points(w, &outputs, tile, count, s.output_points, s.output_plane,
                                   w->bias_gradient ? sums + kernel_floats(w) : NULL);
            myelin_gemm g = {
                .a = s.input_points, .b = s.output_points, .c = sums, .m = w->channels, .n = w->filters,
                .k = count, .a_row = w->channels, .b_row = w->filters, .c_row = w->filters, .a_transposed = 1,
                .accumulate = 1};
            multiply_points(g, 0, POINTS, s.input_plane, s.output_plane, s.kernel_plane);
        }
    }
}

static void add_kernel_gradients(void *context, int64_t begin, int64_t end) {
    const myelin_winograd *w = context;
    kernel_gradients(w, begin, end, kernel_sums(w, 0), gradient_part_count(w));
}

void myelin_winograd_kernel_gradient_run(const void *arguments) {
    const myelin_winograd *w = arguments;
    int64_t parts = gradient_part_count(w);
    myelin_parallel_for_balanced(parts, 1, kernel_gradient_parts, (void *)w);
    myelin_parallel_for(w->channels * w->filters / LANES, 64, add_kernel_gradients, (void *)w);
    if (!w->bias_gradient) return;
    for (int64_t f = 0; f < w->filters; f++) {
        float sum = 0;
        for (int64_t part = 0; part < parts; part++) sum += kernel_sums(w, part)[kernel_floats(w) + f];
        w->bias_gradient[f] = sum;
    }
}
