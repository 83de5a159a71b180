#include "strided.h"

#include <string.h>

#include "internal.h"

void myelin_splat(char *destination, const void *element, int64_t count, int32_t bytes) {
    if (bytes == 4) {
        uint32_t value, *result = (uint32_t *)destination;
        memcpy(&value, element, 4);
        for (int64_t index = 0; index < count; index++) result[index] = value;
    } else if (bytes == 8) {
        uint64_t value, *result = (uint64_t *)destination;
        memcpy(&value, element, 8);
        for (int64_t index = 0; index < count; index++) result[index] = value;
    } else {
        memset(destination, *(const uint8_t *)element, (size_t)count);
    }
}

void myelin_repeat(char *buffer, int64_t period, int64_t total) {
    int64_t done = period;
    while (done < total) {
        int64_t step = done < total - done ? done : total - done;
        memcpy(buffer + done, buffer, (size_t)step);
        done += step;
    }
}

myelin_access myelin_strided_view_set(myelin_strided_view *view, const myelin_operand *operand, int32_t rank,
                                      const int64_t *shape) {
    int32_t axes = 0;
    for (int32_t axis = 0; axis < rank; axis++) {
        if (shape[axis] == 1) continue;
        if (axes > 0 && view->strides[axes - 1] == operand->strides[axis] * shape[axis]) {
            view->shape[axes - 1] *= shape[axis];
            view->strides[axes - 1] = operand->strides[axis];
        } else {
            view->shape[axes] = shape[axis];
            view->strides[axes++] = operand->strides[axis];
        }
    }
    view->rank = axes;
    view->bytes = (int32_t)myelin_dtype_bytes(operand->dtype);
    view->period = 0;
    if (axes == 0 || (axes == 1 && view->strides[0] == 0)) return MYELIN_SCALAR;
    if (axes == 1 && view->strides[0] == 1) return MYELIN_CONTIGUOUS;
    if (view->strides[0] == 0) {
        view->period = 1;
        for (int32_t axis = 1; axis < axes; axis++) view->period *= view->shape[axis];
    }
    return MYELIN_STRIDED;
}

const char *myelin_strided_run(const myelin_strided_view *view, const char *base, int64_t first, int64_t count) {
    int32_t inner = view->rank - 1;
    if (view->strides[inner] != 1 || view->shape[inner] < count) return NULL;
    int64_t place = first % view->shape[inner], rest = first / view->shape[inner];
    if (place + count > view->shape[inner]) return NULL;
    for (int32_t axis = inner - 1; axis >= 0; axis--) {
        place += rest % view->shape[axis] * view->strides[axis];
        rest /= view->shape[axis];
    }
    return base + place * view->bytes;
}

/// Repeats one element a few times. Writes whole vectors, up to 28 bytes too far: the next run overwrites them.
MYELIN_INLINE void fill_4(char *destination, const char *source, int64_t count) {
    uint32_t value;
    memcpy(&value, source, 4);
    const uint32_t eight[8] = {value, value, value, value, value, value, value, value};
    for (int64_t index = 0; index < count; index += 8) memcpy(destination + 4 * index, eight, sizeof eight);
}

/// One run along the innermost axis.
static void read_run(char *destination, const char *source, int64_t stride, int64_t count, int32_t bytes) {
    if (stride == 1) {
        memcpy(destination, source, (size_t)(count * bytes));
    } else if (stride == 0) {
        if (bytes == 4) fill_4(destination, source, count);
        else myelin_splat(destination, source, count, bytes);
    } else if (bytes == 4) {
        uint32_t *result = (uint32_t *)destination;
        const uint32_t *values = (const uint32_t *)source;
        for (int64_t index = 0; index < count; index++) result[index] = values[index * stride];
    } else if (bytes == 8) {
        uint64_t *result = (uint64_t *)destination;
        const uint64_t *values = (const uint64_t *)source;
        for (int64_t index = 0; index < count; index++) result[index] = values[index * stride];
    } else {
        for (int64_t index = 0; index < count; index++) destination[index] = source[index * stride];
    }
}

/// Rows along the innermost axis whose elements are all one, or lie apart: the columns and transposes of Float32.
static void read_rows_4(char *destination, const char *source, int64_t row_stride, int64_t rows, int64_t stride,
                        int64_t length) {
    for (int64_t row = 0; row < rows; row++) {
        if (stride == 0) {
            fill_4(destination, source, length);
        } else {
            uint32_t *result = (uint32_t *)destination;
            const uint32_t *values = (const uint32_t *)source;
            for (int64_t index = 0; index < length; index++) result[index] = values[index * stride];
        }
        destination += 4 * length;
        source += 4 * row_stride;
    }
}

void myelin_strided_read(const myelin_strided_view *view, const char *base, int64_t first, int64_t count,
                         char *buffer) {
    const int32_t inner = view->rank - 1, bytes = view->bytes;
    const int64_t length = view->shape[inner], stride = view->strides[inner];
    int64_t place[MYELIN_MAXIMUM_RANK], rest = first;
    const char *source = base;  // of the element where the current run starts
    for (int32_t axis = inner; axis >= 0; axis--) {
        place[axis] = axis == 0 ? rest : rest % view->shape[axis];
        rest /= view->shape[axis];
        source += place[axis] * view->strides[axis] * bytes;
    }
    int64_t done = 0;
    for (;;) {
        int64_t run = length - place[inner] < count - done ? length - place[inner] : count - done;
        read_run(buffer + done * bytes, source, stride, run, bytes);
        done += run;
        if (done == count) return;
        source -= place[inner] * stride * bytes;  // to the start of its row
        place[inner] = 0;
        if (inner == 0) return;
        const int32_t outer = inner - 1;
        if (view->strides[outer] == 0 && run == length) {
            // The axis outside repeats the row just read.
            int64_t rows = view->shape[outer] - 1 - place[outer], wanted = (count - done) / length;
            if (rows > wanted) rows = wanted;
            myelin_repeat(buffer + (done - length) * bytes, length * bytes, (rows + 1) * length * bytes);
            done += rows * length;
            place[outer] += rows;
            if (done == count) return;
        } else if (bytes == 4 && stride != 1) {
            // All whole rows of that axis; `source` stays at the start of the last one read.
            int64_t rows = view->shape[outer] - 1 - place[outer], wanted = (count - done) / length;
            if (rows > wanted) rows = wanted;
            const int64_t step = view->strides[outer];
            read_rows_4(buffer + done * 4, source + step * 4, step, rows, stride, length);
            done += rows * length;
            place[outer] += rows;
            source += rows * step * 4;
            if (done == count) return;
        }
        for (int32_t axis = outer; axis >= 0; axis--) {
            source += view->strides[axis] * bytes;
            if (++place[axis] < view->shape[axis]) break;
            source -= place[axis] * view->strides[axis] * bytes;
            place[axis] = 0;
        }
    }
}
