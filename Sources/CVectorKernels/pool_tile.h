// Pooling for one element type; pool.c includes this file once for each, with
//   SCALAR, INTEGER   the element and the integer of its size
//   NAME(x)           x with a suffix of its own
// Eight channels are one vector, whatever the machine's length: blocks of 8 channels are the hot case.

typedef SCALAR NAME(vector) __attribute__((vector_size(8 * sizeof(SCALAR)), aligned(sizeof(SCALAR)), may_alias));
typedef INTEGER NAME(mask) __attribute__((vector_size(8 * sizeof(SCALAR)), aligned(sizeof(SCALAR)), may_alias));

MYELIN_INLINE NAME(vector) NAME(load)(const SCALAR *source, const int64_t lanes) {
    if (lanes == 8) return *(const NAME(vector) *)source;
    NAME(vector) result = {0};
    for (int64_t i = 0; i < lanes; i++) result[i] = source[i];
    return result;
}

MYELIN_INLINE void NAME(store)(SCALAR *target, NAME(vector) value, const int64_t lanes) {
    if (lanes == 8) *(NAME(vector) *)target = value;
    else for (int64_t i = 0; i < lanes; i++) target[i] = value[i];
}

MYELIN_INLINE NAME(vector) NAME(choose)(NAME(mask) mask, NAME(vector) yes, NAME(vector) no) {
    return (NAME(vector))(((NAME(mask))yes & mask) | ((NAME(mask))no & ~mask));
}

MYELIN_INLINE void NAME(store_index)(void *indices, int64_t place, NAME(mask) value, const int32_t bytes,
                                     const int64_t lanes) {
    if (bytes == 1 && lanes == 8) {
        *(eight_bytes *)((uint8_t *)indices + place) = __builtin_convertvector(value, eight_bytes);
    } else if (bytes == 1) {
        for (int64_t i = 0; i < lanes; i++) ((uint8_t *)indices)[place + i] = (uint8_t)value[i];
    } else {
        for (int64_t i = 0; i < lanes; i++) ((int32_t *)indices)[place + i] = (int32_t)value[i];
    }
}

MYELIN_INLINE NAME(mask) NAME(load_index)(const void *indices, int64_t place, const int32_t bytes,
                                          const int64_t lanes) {
    if (bytes == 1 && lanes == 8) {
        return __builtin_convertvector(*(const eight_bytes *)((const uint8_t *)indices + place), NAME(mask));
    }
    NAME(mask) result = {0};
    for (int64_t i = 0; i < lanes; i++) {
        result[i] = bytes == 1 ? ((const uint8_t *)indices)[place + i] : ((const int32_t *)indices)[place + i];
    }
    return result;
}

/// One window of `lanes` channels. `corner` is where its first element would lie; r and c run over what is no padding.
MYELIN_INLINE void NAME(maximum_window)(const SCALAR *corner, const window w, int64_t row_step, int64_t column_step,
                                        SCALAR *output, void *indices, int64_t place, const int32_t index_bytes,
                                        const int64_t lanes) {
    NAME(vector) best = NAME(load)(corner + w.row * row_step + w.column * column_step, lanes);
    NAME(mask) index = (NAME(mask)){0} + (INTEGER)(w.row * w.width + w.column), not_a_number = {0};
    for (int64_t r = w.row; r < w.row_end; r++) {
        for (int64_t c = w.column; c < w.column_end; c++) {
            NAME(vector) x = NAME(load)(corner + r * row_step + c * column_step, lanes);
            if (index_bytes == 0) {
                // One instruction, to which a NaN is no larger: those are kept apart.
                best = NAME(choose)((NAME(mask))(x > best), x, best);
                not_a_number |= (NAME(mask))(x != x);
                continue;
            }
            // A NaN is not at most the best and takes its place; after it nothing does.
            NAME(mask) better = ~(NAME(mask))(x <= best) & (NAME(mask))(best == best);
            best = NAME(choose)(better, x, best);
            NAME(mask) here = (NAME(mask)){0} + (INTEGER)(r * w.width + c);
            index = (here & better) | (index & ~better);
        }
    }
    if (index_bytes == 0) best = (NAME(vector))((NAME(mask))best | not_a_number);  // all bits set is a NaN
    NAME(store)(output + place, best, lanes);
    if (index_bytes != 0) NAME(store_index)(indices, place, index, index_bytes, lanes);
}

MYELIN_INLINE void NAME(average_window)(const SCALAR *corner, const window w, int64_t row_step, int64_t column_step,
                                        SCALAR *output, int64_t place, const int64_t lanes) {
    NAME(vector) sum = {0};
    for (int64_t r = w.row; r < w.row_end; r++) {
        for (int64_t c = w.column; c < w.column_end; c++) {
            sum += NAME(load)(corner + r * row_step + c * column_step, lanes);
        }
    }
    SCALAR count = (SCALAR)((w.row_end - w.row) * (w.column_end - w.column));
    NAME(store)(output + place, sum / ((NAME(vector)){0} + count), lanes);
}

/// Gives the gradient back to a window: to the winner, or evenly. `adds` where windows overlap.
MYELIN_INLINE void NAME(gradient_window)(SCALAR *corner, const window w, int64_t row_step, int64_t column_step,
                                         const SCALAR *gradient, const void *indices, int64_t place,
                                         const int32_t index_bytes, const int adds, const int64_t lanes) {
    NAME(vector) g = NAME(load)(gradient + place, lanes);
    NAME(mask) winner = {0};
    if (index_bytes != 0) winner = NAME(load_index)(indices, place, index_bytes, lanes);
    else g /= (NAME(vector)){0} + (SCALAR)((w.row_end - w.row) * (w.column_end - w.column));
    for (int64_t r = w.row; r < w.row_end; r++) {
        for (int64_t c = w.column; c < w.column_end; c++) {
            SCALAR *target = corner + r * row_step + c * column_step;
            NAME(vector) part = g;
            if (index_bytes != 0) {
                NAME(mask) here = (NAME(mask)){0} + (INTEGER)(r * w.width + c);
                part = (NAME(vector))((NAME(mask))g & (NAME(mask))(winner == here));
            }
            if (adds) part += NAME(load)(target, lanes);
            NAME(store)(target, part, lanes);
        }
    }
}

/// Rows begin..<end of all images' output rows. `index_bytes` 0: no indices; -1: the average.
MYELIN_INLINE void NAME(forward_rows)(const myelin_pool *p, int64_t begin, int64_t end, const int32_t index_bytes,
                                      const int64_t height, const int64_t width) {
    int64_t channels = p->channels, row_step = p->input_width * channels;
    for (int64_t row = begin; row < end; row++) {
        int64_t image = row / p->output_height, i = row % p->output_height;
        int64_t top = i * p->stride_height - p->pad_top;
        const SCALAR *input = (const SCALAR *)p->input + image * p->input_height * row_step;
        window w = {.width = width}, whole = {0, height, 0, width, width};
        clip(top, height, p->input_height, &w.row, &w.row_end);
        int whole_rows = w.row == 0 && w.row_end == height;
        for (int64_t j = 0; j < p->output_width; j++) {
            int64_t left = j * p->stride_width - p->pad_left;
            int is_whole = whole_rows && left >= 0 && left + width <= p->input_width;
            if (is_whole) w = whole;
            else clip(left, width, p->input_width, &w.column, &w.column_end);
            const SCALAR *corner = input + top * row_step + left * channels;
            int64_t place = (row * p->output_width + j) * channels;
            for (int64_t channel = 0; channel < channels; channel += 8, corner += 8, place += 8) {
                if (channels - channel < 8) {
                    if (index_bytes < 0) {
                        NAME(average_window)(corner, w, row_step, channels, p->output, place, channels - channel);
                    } else {
                        NAME(maximum_window)(corner, w, row_step, channels, p->output, p->indices, place, index_bytes,
                                             channels - channel);
                    }
                } else if (index_bytes < 0) {
                    // With constant bounds, where `height` and `width` are constants, the loops are unrolled.
                    if (is_whole) NAME(average_window)(corner, whole, row_step, channels, p->output, place, 8);
                    else NAME(average_window)(corner, w, row_step, channels, p->output, place, 8);
                } else if (is_whole) {
                    NAME(maximum_window)(corner, whole, row_step, channels, p->output, p->indices, place, index_bytes,
                                         8);
                } else {
                    NAME(maximum_window)(corner, w, row_step, channels, p->output, p->indices, place, index_bytes, 8);
                }
            }
        }
    }
}

/// The images begin..<end. `index_bytes` 0: the average.
MYELIN_INLINE void NAME(gradient_images)(const myelin_pool *p, int64_t begin, int64_t end, const int32_t index_bytes,
                                         const int64_t height, const int64_t width) {
    int64_t channels = p->channels, row_step = p->input_width * channels;
    int apart = p->stride_height == height && p->stride_width == width;
    for (int64_t image = begin; image < end; image++) {
        SCALAR *output = (SCALAR *)p->output + image * p->input_height * row_step;
        if (!apart) memset(output, 0, (size_t)(p->input_height * row_step) * sizeof(SCALAR));
        window w = {.width = width}, whole = {0, height, 0, width, width};
        for (int64_t i = 0; i < p->output_height; i++) {
            int64_t top = i * p->stride_height - p->pad_top;
            clip(top, height, p->input_height, &w.row, &w.row_end);
            int whole_rows = w.row == 0 && w.row_end == height;
            for (int64_t j = 0; j < p->output_width; j++) {
                int64_t left = j * p->stride_width - p->pad_left;
                int is_whole = whole_rows && left >= 0 && left + width <= p->input_width;
                if (is_whole) w = whole;
                else clip(left, width, p->input_width, &w.column, &w.column_end);
                SCALAR *corner = output + top * row_step + left * channels;
                int64_t place = ((image * p->output_height + i) * p->output_width + j) * channels;
                for (int64_t channel = 0; channel < channels; channel += 8, corner += 8, place += 8) {
                    if (channels - channel < 8) {
                        NAME(gradient_window)(corner, w, row_step, channels, p->input, p->indices, place, index_bytes,
                                              !apart, channels - channel);
                    } else if (!apart) {
                        NAME(gradient_window)(corner, w, row_step, channels, p->input, p->indices, place, index_bytes,
                                              1, 8);
                    } else if (is_whole) {
                        NAME(gradient_window)(corner, whole, row_step, channels, p->input, p->indices, place,
                                              index_bytes, 0, 8);
                    } else {
                        NAME(gradient_window)(corner, w, row_step, channels, p->input, p->indices, place, index_bytes,
                                              0, 8);
                    }
                }
            }
            if (apart) {
                // What lies right of the last window, and below, belongs to none.
                int64_t covered = p->output_width * width - p->pad_left;
                for (int64_t r = w.row; covered < p->input_width && r < w.row_end; r++) {
                    memset(output + (top + r) * row_step + covered * channels, 0,
                           (size_t)((p->input_width - covered) * channels) * sizeof(SCALAR));
                }
            }
        }
        int64_t covered = p->output_height * height - p->pad_top;
        if (apart && covered < p->input_height) {
            memset(output + covered * row_step, 0,
                   (size_t)((p->input_height - covered) * row_step) * sizeof(SCALAR));
        }
    }
}

/// Windows of 2 by 2 side by side, the common case: `channels`, if not 0, is their number as a constant. Of four elements
/// the winner of the upper two meets the winner of the lower two, which keeps the rules for equals and NaN.
MYELIN_INLINE void NAME(maximum_of_four)(const myelin_pool *p, int64_t begin, int64_t end, const int64_t constant) {
    const int64_t channels = constant != 0 ? constant : p->channels, row_step = p->input_width * channels;
    SCALAR *output = (SCALAR *)p->output + begin * p->output_width * channels;
    uint8_t *indices = p->indices != 0 ? (uint8_t *)p->indices + begin * p->output_width * channels : 0;
    for (int64_t row = begin; row < end; row++) {
        int64_t image = row / p->output_height, i = row % p->output_height;
        const SCALAR *upper = (const SCALAR *)p->input + (image * p->input_height + 2 * i) * row_step;
        for (int64_t j = 0; j < p->output_width; j++, upper += channels) {
            for (int64_t c = 0; c < channels; c += 8, upper += 8, output += 8) {
                const SCALAR *lower = upper + row_step;
                NAME(vector) a = NAME(load)(upper, 8), b = NAME(load)(upper + channels, 8);
                NAME(vector) d = NAME(load)(lower, 8), e = NAME(load)(lower + channels, 8);
                NAME(mask) b_wins = ~(NAME(mask))(b <= a) & (NAME(mask))(a == a);
                NAME(mask) e_wins = ~(NAME(mask))(e <= d) & (NAME(mask))(d == d);
                NAME(vector) above = NAME(choose)(b_wins, b, a), below = NAME(choose)(e_wins, e, d);
                NAME(mask) below_wins = ~(NAME(mask))(below <= above) & (NAME(mask))(above == above);
                NAME(store)(output, NAME(choose)(below_wins, below, above), 8);
                if (indices == 0) continue;
                // Masks are -1: 0 and 1 above, 2 and 3 below.
                NAME(mask) place = (below_wins & (2 - e_wins)) | (~below_wins & -b_wins);
                NAME(store_index)(indices, 0, place, 1, 8);
                indices += 8;
            }
        }
    }
}

/// The gradient of `maximum_of_four`.
MYELIN_INLINE void NAME(gradient_of_four)(const myelin_pool *p, int64_t begin, int64_t end, const int64_t constant) {
    const int64_t channels = constant != 0 ? constant : p->channels, row_step = p->input_width * channels;
    const int64_t pooled = p->output_height * p->output_width * channels;
    const int64_t right = (p->input_width - 2 * p->output_width) * channels;
    for (int64_t image = begin; image < end; image++) {
        const SCALAR *gradient = (const SCALAR *)p->input + image * pooled;
        const uint8_t *indices = (const uint8_t *)p->indices + image * pooled;
        SCALAR *upper = (SCALAR *)p->output + image * p->input_height * row_step;
        for (int64_t i = 0; i < p->output_height; i++, upper += row_step) {
            for (int64_t j = 0; j < p->output_width; j++, upper += channels) {
                for (int64_t c = 0; c < channels; c += 8, upper += 8, gradient += 8, indices += 8) {
                    SCALAR *lower = upper + row_step;
                    NAME(mask) g = (NAME(mask))NAME(load)(gradient, 8), winner = NAME(load_index)(indices, 0, 1, 8);
                    NAME(store)(upper, (NAME(vector))(g & (winner == 0)), 8);
                    NAME(store)(upper + channels, (NAME(vector))(g & (winner == 1)), 8);
                    NAME(store)(lower, (NAME(vector))(g & (winner == 2)), 8);
                    NAME(store)(lower + channels, (NAME(vector))(g & (winner == 3)), 8);
                }
            }
            // An odd column and an odd row belong to no window.
            for (int64_t e = 0; e < right; e++) upper[e] = upper[row_step + e] = 0;
            upper += right;
        }
        int64_t rest = (p->input_height - 2 * p->output_height) * row_step;
        if (rest > 0) memset(upper, 0, (size_t)rest * sizeof(SCALAR));
    }
}

MYELIN_INLINE int NAME(is_of_four)(const myelin_pool *p) {
    return p->window_height == 2 && p->window_width == 2 && p->stride_height == 2 && p->stride_width == 2
        && p->pad_top == 0 && p->pad_left == 0 && 2 * p->output_height <= p->input_height
        && 2 * p->output_width <= p->input_width && p->channels % 8 == 0 && (p->indices == 0 || p->index_bytes == 1);
}

/// The cases that are worth code of their own: windows of 2 by 2, and indices of a byte.
MYELIN_CLONES static void NAME(maximum)(const myelin_pool *p, int64_t begin, int64_t end) {
    int64_t height = p->window_height, width = p->window_width;
    if (NAME(is_of_four)(p) && p->channels == 8) NAME(maximum_of_four)(p, begin, end, 8);
    else if (NAME(is_of_four)(p)) NAME(maximum_of_four)(p, begin, end, 0);
    else if (p->indices == 0) NAME(forward_rows)(p, begin, end, 0, height, width);
    else if (p->index_bytes == 1) NAME(forward_rows)(p, begin, end, 1, height, width);
    else NAME(forward_rows)(p, begin, end, 4, height, width);
}

MYELIN_CLONES static void NAME(maximum_gradient)(const myelin_pool *p, int64_t begin, int64_t end) {
    int64_t height = p->window_height, width = p->window_width;
    if (NAME(is_of_four)(p) && p->channels == 8) NAME(gradient_of_four)(p, begin, end, 8);
    else if (NAME(is_of_four)(p)) NAME(gradient_of_four)(p, begin, end, 0);
    else if (p->index_bytes == 1) NAME(gradient_images)(p, begin, end, 1, height, width);
    else NAME(gradient_images)(p, begin, end, 4, height, width);
}

MYELIN_CLONES static void NAME(average)(const myelin_pool *p, int64_t begin, int64_t end) {
    if (p->window_height == 2 && p->window_width == 2) NAME(forward_rows)(p, begin, end, -1, 2, 2);
    else NAME(forward_rows)(p, begin, end, -1, p->window_height, p->window_width);
}

MYELIN_CLONES static void NAME(average_gradient)(const myelin_pool *p, int64_t begin, int64_t end) {
    if (p->window_height == 2 && p->window_width == 2) NAME(gradient_images)(p, begin, end, 0, 2, 2);
    else NAME(gradient_images)(p, begin, end, 0, p->window_height, p->window_width);
}
