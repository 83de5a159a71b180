// Reductions: choosing the loop and sharing the work.
//
// Two ways, by what is contiguous. "Runs": the reduced axis is; each output folds runs of elements. "Rows": the kept
// axis is; a row of outputs folds rows of elements, as the gradient of a bias does.
#include "myelin_reduce.h"

#include <alloca.h>
#include <string.h>

#include "internal.h"
#include "myelin_parallel.h"
#include "reduce_loops.h"

typedef struct axes {
    int32_t rank;
    int64_t shape[MYELIN_MAXIMUM_RANK], strides[MYELIN_MAXIMUM_RANK];
} axes;

typedef struct reduction {
    const myelin_reducer *reducer;
    const char *input;
    char *output;
    axes kept, reduced;
    int64_t element_bytes, kept_count, reduced_count;
    // Rows: the innermost kept axis has `columns` elements; where steps of the innermost reduced axis lie one after the
    // other, `group` of them count as one row.
    int64_t columns, group;
    double scale;
    int32_t by_rows;
    // Where the reduced axes are shared among threads: the parts' accumulators.
    char *partial;
    int64_t parts;
} reduction;

const myelin_reducer *myelin_reducer_lookup(int32_t reduction, int32_t dtype) {
    if (dtype == MYELIN_BOOL || reduction >= MYELIN_ANY) {
        return &myelin_bool_reducers[reduction == MYELIN_MINIMUM || reduction == MYELIN_ALL];
    }
    if (dtype <= MYELIN_FLOAT64) return &myelin_float_reducers[reduction][dtype];
    return &myelin_integer_reducers[reduction][dtype - MYELIN_INT32];
}

/// Leaves out axes of length 1 and joins neighbours that run on. Returns the number of elements.
static int64_t join_axes(axes *result, int32_t rank, const int64_t *shape, const int64_t *strides) {
    int64_t count = 1;
    result->rank = 0;
    for (int32_t axis = 0; axis < rank; axis++) {
        count *= shape[axis];
        if (shape[axis] == 1) continue;
        int32_t last = result->rank - 1;
        if (last >= 0 && result->strides[last] == strides[axis] * shape[axis]) {
            result->shape[last] *= shape[axis];
            result->strides[last] = strides[axis];
        } else {
            result->shape[result->rank] = shape[axis];
            result->strides[result->rank++] = strides[axis];
        }
    }
    return count;
}

/// The order of the reduced axes is free: the longest stride first, so that memory is read in its order.
static void sort_axes(axes *reduced) {
    for (int32_t place = 1; place < reduced->rank; place++) {
        int64_t length = reduced->shape[place], stride = reduced->strides[place];
        int64_t size = stride < 0 ? -stride : stride;
        int32_t hole = place;
        for (; hole > 0; hole--) {
            int64_t other = reduced->strides[hole - 1];
            if ((other < 0 ? -other : other) >= size) break;
            reduced->shape[hole] = reduced->shape[hole - 1];
            reduced->strides[hole] = other;
        }
        reduced->shape[hole] = length;
        reduced->strides[hole] = stride;
    }
}

/// Steps a multi-index over the axes below `rank`; gives the change of the offset, or 0 with *done set after the last.
static int64_t advance(const axes *space, int32_t rank, int64_t *place, int *done) {
    int64_t change = 0;
    for (int32_t axis = rank - 1; axis >= 0; axis--) {
        change += space->strides[axis];
        if (++place[axis] < space->shape[axis]) return change;
        change -= place[axis] * space->strides[axis];
        place[axis] = 0;
    }
    *done = 1;
    return 0;
}

/// Offset of element `index` of the space of axes below `rank`.
static int64_t offset_of(const axes *space, int32_t rank, int64_t index) {
    int64_t offset = 0;
    for (int32_t axis = rank - 1; axis >= 0; axis--) {
        offset += index % space->shape[axis] * space->strides[axis];
        index /= space->shape[axis];
    }
    return offset;
}

/// Folds into `outputs` accumulators, which lie `output_stride` apart in the input; of the outermost reduced axis the
/// elements begin..<end.
static void fold_runs(const reduction *work, const char *input, int64_t outputs, int64_t output_stride, int64_t begin,
                      int64_t end, char *accumulators) {
    axes reduced = work->reduced;
    if (reduced.rank == 0) {
        work->reducer->runs(accumulators, input, outputs, output_stride, 1, 1);
        return;
    }
    input += begin * reduced.strides[0] * work->element_bytes;
    reduced.shape[0] = end - begin;
    const int32_t inner = reduced.rank - 1;
    int64_t place[MYELIN_MAXIMUM_RANK] = {0};
    int done = 0;
    while (!done) {
        work->reducer->runs(accumulators, input, outputs, output_stride, reduced.shape[inner], reduced.strides[inner]);
        input += advance(&reduced, inner, place, &done) * work->element_bytes;
    }
}

/// The same for outputs that lie side by side, the fast way.
static void fold_rows(const reduction *work, const char *input, int64_t outputs, int64_t begin, int64_t end,
                      char *accumulators) {
    const myelin_reducer *reducer = work->reducer;
    axes reduced = work->reduced;
    if (reduced.rank == 0) {
        reducer->rows(accumulators, input, outputs, 1, 1, 0);
        return;
    }
    input += begin * reduced.strides[0] * work->element_bytes;
    reduced.shape[0] = end - begin;
    const int32_t inner = reduced.rank - 1;
    const int64_t stride = reduced.strides[inner], length = reduced.shape[inner];
    int64_t group = work->group < length / 4 ? work->group : length / 4;
    if (group < 1 || outputs != work->columns) group = 1;
    const int64_t rows = length / group, rest = length - rows * group;
    int64_t place[MYELIN_MAXIMUM_RANK] = {0};
    int done = 0;
    while (!done) {
        reducer->rows(accumulators, input, outputs, group, rows, stride * group);
        if (rest > 0) {
            reducer->rows(accumulators, input + rows * group * stride * work->element_bytes, outputs, 1, rest, stride);
        }
        input += advance(&reduced, inner, place, &done) * work->element_bytes;
    }
}

/// Accumulates the outputs kept_begin..<kept_end over begin..<end of the outermost reduced axis. The results go to the
/// output or, as accumulators, to `partial` where that is given.
static void reduce_part(const reduction *work, int64_t kept_begin, int64_t kept_end, int64_t begin, int64_t end,
                        char *partial) {
    const myelin_reducer *reducer = work->reducer;
    char stretch[MYELIN_REDUCE_COLUMNS * MYELIN_ACCUMULATOR_BYTES];
    const int32_t inner = work->kept.rank - 1;
    for (int64_t index = kept_begin; index < kept_end;) {
        int64_t count = kept_end - index < MYELIN_REDUCE_COLUMNS ? kept_end - index : MYELIN_REDUCE_COLUMNS;
        const char *input = work->input + offset_of(&work->kept, work->kept.rank, index) * work->element_bytes;
        // No further than to the end of the innermost kept axis.
        if (inner >= 0) {
            int64_t left = work->kept.shape[inner] - index % work->kept.shape[inner];
            count = count < left ? count : left;
        }
        char *accumulators = partial ? partial + index * reducer->bytes : stretch;
        reducer->start(accumulators, count);
        if (work->by_rows) fold_rows(work, input, count, begin, end, accumulators);
        else fold_runs(work, input, count, inner >= 0 ? work->kept.strides[inner] : 0, begin, end, accumulators);
        if (!partial) reducer->finish(work->output + index * work->element_bytes, accumulators, count, work->scale);
        index += count;
    }
}

static void reduce_outputs(void *context, int64_t begin, int64_t end) {
    const reduction *work = context;
    reduce_part(work, begin, end, 0, work->reduced.rank > 0 ? work->reduced.shape[0] : 1, NULL);
}

static void reduce_parts(void *context, int64_t begin, int64_t end) {
    const reduction *work = context;
    const int64_t length = work->reduced.shape[0];
    for (int64_t part = begin; part < end; part++) {
        reduce_part(work, 0, work->kept_count, length * part / work->parts, length * (part + 1) / work->parts,
                    work->partial + part * work->kept_count * work->reducer->bytes);
    }
}

enum {
    GRAIN = 32768,  // elements that pay for another thread
    MOST_PARTIAL_BYTES = 128 * 1024
};

/// Shares the outermost reduced axis: many elements, few outputs. Returns whether it did.
static int reduce_in_parts(reduction *work) {
    if (work->reduced.rank == 0) return 0;
    int64_t parts = work->kept_count * work->reduced_count / GRAIN, threads = myelin_thread_count();
    int64_t bytes = work->kept_count * work->reducer->bytes;
    if (parts > threads) parts = threads;
    if (parts > work->reduced.shape[0] / 4) parts = work->reduced.shape[0] / 4;
    if (parts > MOST_PARTIAL_BYTES / bytes) parts = MOST_PARTIAL_BYTES / bytes;
    if (parts < 2) return 0;
    work->parts = parts;
    work->partial = alloca((size_t)(parts * bytes));
    myelin_parallel_for(parts, 1, reduce_parts, work);
    for (int64_t part = 1; part < parts; part++) {
        work->reducer->merge(work->partial, work->partial + part * bytes, work->kept_count);
    }
    work->reducer->finish(work->output, work->partial, work->kept_count, work->scale);
    return 1;
}

void myelin_reduce_run(const void *arguments) {
    const myelin_reduce *call = arguments;
    reduction work;
    work.reducer = myelin_reducer_lookup(call->reduction, call->dtype);
    work.input = call->input;
    work.output = call->output;
    work.scale = call->scale;
    work.element_bytes = myelin_dtype_bytes(call->dtype);
    work.kept_count = join_axes(&work.kept, call->kept_rank, call->kept_shape, call->kept_strides);
    work.reduced_count = join_axes(&work.reduced, call->reduced_rank, call->reduced_shape, call->reduced_strides);
    if (work.kept_count == 0) return;
    if (work.reduced_count == 0) {
        char empty[MYELIN_ACCUMULATOR_BYTES];
        for (int64_t index = 0; index < work.kept_count; index++) {
            work.reducer->start(empty, 1);
            work.reducer->finish(work.output + index * work.element_bytes, empty, 1, work.scale);
        }
        return;
    }
    sort_axes(&work.reduced);
    axes sorted = work.reduced;  // sorting may have brought together what can be joined
    join_axes(&work.reduced, sorted.rank, sorted.shape, sorted.strides);
    const int32_t kept_inner = work.kept.rank - 1, reduced_inner = work.reduced.rank - 1;
    const int reduced_runs = reduced_inner >= 0 && work.reduced.strides[reduced_inner] == 1;
    work.by_rows = kept_inner >= 0 && work.kept.strides[kept_inner] == 1 && !reduced_runs;
    work.columns = work.by_rows ? work.kept.shape[kept_inner] : 1;
    work.group = 1;
    if (work.by_rows && reduced_inner >= 0 && work.reduced.strides[reduced_inner] == work.columns) {
        work.group = MYELIN_REDUCE_COLUMNS / work.columns;
    }
    const int64_t elements = work.kept_count * work.reduced_count;
    if (elements >= 2 * GRAIN) {
        // Rows of fewer than a cache line for each thread would be read by all of them.
        int64_t least = work.by_rows ? 64 : 1;
        if (work.kept_count / least < 2 * myelin_thread_count() && reduce_in_parts(&work)) return;
        int64_t grain = GRAIN / work.reduced_count;
        myelin_parallel_for(work.kept_count, grain > least ? grain : least, reduce_outputs, &work);
        return;
    }
    reduce_outputs(&work, 0, work.kept_count);
}
