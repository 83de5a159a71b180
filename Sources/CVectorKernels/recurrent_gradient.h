// The backward scan of one level; recurrent_levels.c includes it behind recurrent_scan.h with ROWS_OF_2. From the last step
// to the first: the gradient of h after the step becomes that of the gates, whose product with the transposed kernel is
// the gradient of h before it. What goes around the product (a step masked out, the GRU's part z of h) stays in place of
// h's gradient, and the product is added.

typedef struct NAME(back) {
    float *state, *cell;  // gradients of h and c, a row for each sequence
    float *gates;         // of the step's gates as they meet the kernel
    int64_t time, state_row;
} NAME(back);

static void NAME(put_zeros)(const myelin_scan_gradient *s, const NAME(back) *at, int64_t sequence) {
    const int64_t width = myelin_recurrence_gates(s->recurrence) * s->units;
    const int64_t place = (sequence * s->time + at->time) * width;
    for (int64_t j = 0; j < width; j++) {
        at->gates[sequence * width + j] = 0;
        s->projected_gradient[place + j] = 0;
        if (s->recurrent_gradient != 0) s->recurrent_gradient[place + j] = 0;
    }
}

MYELIN_INLINE void NAME(lstm_back)(const myelin_scan_gradient *s, const NAME(back) *at, int64_t sequence, int64_t unit,
                                   VECTOR gradient) {
    const int64_t units = s->units, count = units - unit, step = sequence * s->time + at->time;
    float *cell = at->cell + sequence * at->state_row + unit;
    const float *saved = s->saved + step * 4 * units + unit;
    const VECTOR i = NAME(load)(saved, count), f = NAME(load)(saved + units, count);
    const VECTOR g = NAME(load)(saved + 2 * units, count), o = NAME(load)(saved + 3 * units, count);
    const VECTOR now = NAME(tanh)(NAME(load)(s->cells + step * units + unit, count));
    const VECTOR earlier = NAME(load)(
        at->time > 0 ? s->cells + (step - 1) * units + unit : s->cell + sequence * units + unit, count);
    UNROLL for (int v = 0; v < 4; v++) __builtin_prefetch(saved + (v - 4) * units);
    const VECTOR of_cell = LOAD(cell) + gradient * o * (1.0f - now * now);
    const VECTOR gates[4] = {of_cell * g * i * (1.0f - i), of_cell * earlier * f * (1.0f - f),
                             of_cell * i * (1.0f - g * g), gradient * now * o * (1.0f - o)};
    STORE(cell, of_cell * f);
    STORE(at->state + sequence * at->state_row + unit, (VECTOR){0});
    UNROLL for (int v = 0; v < 4; v++) {
        NAME(store)(at->gates + sequence * 4 * units + v * units + unit, gates[v], count);
        NAME(store)(s->projected_gradient + step * 4 * units + v * units + unit, gates[v], count);
    }
}

MYELIN_INLINE void NAME(gru_back)(const myelin_scan_gradient *s, const NAME(back) *at, int64_t sequence, int64_t unit,
                                  VECTOR gradient) {
    const int64_t units = s->units, count = units - unit, step = sequence * s->time + at->time;
    const float *saved = s->saved + step * 4 * units + unit;
    const VECTOR z = NAME(load)(saved, count), reset = NAME(load)(saved + units, count);
    const VECTOR n = NAME(load)(saved + 2 * units, count), recurrent = NAME(load)(saved + 3 * units, count);
    const VECTOR earlier = NAME(load)(s->previous + step * units + unit, count);
    UNROLL for (int v = 0; v < 4; v++) __builtin_prefetch(saved + (v - 4) * units);
    const VECTOR of_new = gradient * (1.0f - z) * (1.0f - n * n);
    const VECTOR projected[3] = {gradient * (earlier - n) * z * (1.0f - z),
                                 of_new * recurrent * reset * (1.0f - reset), of_new};
    STORE(at->state + sequence * at->state_row + unit, gradient * z);
    UNROLL for (int v = 0; v < 3; v++) {
        const VECTOR inner = v == 2 ? of_new * reset : projected[v];
        NAME(store)(at->gates + sequence * 3 * units + v * units + unit, inner, count);
        NAME(store)(s->projected_gradient + step * 3 * units + v * units + unit, projected[v], count);
        if (s->recurrent_gradient != 0) {
            NAME(store)(s->recurrent_gradient + step * 3 * units + v * units + unit, inner, count);
        }
    }
}

MYELIN_INLINE void NAME(simple_back)(const myelin_scan_gradient *s, const NAME(back) *at, int64_t sequence, int64_t unit,
                                     VECTOR gradient) {
    const int64_t units = s->units, count = units - unit, step = sequence * s->time + at->time;
    const VECTOR h = NAME(load)(s->saved + step * units + unit, count);
    const VECTOR inner = gradient * (1.0f - h * h);
    STORE(at->state + sequence * at->state_row + unit, (VECTOR){0});
    NAME(store)(at->gates + sequence * units + unit, inner, count);
    NAME(store)(s->projected_gradient + step * units + unit, inner, count);
}

/// The gates' gradients of one sequence at one step.
MYELIN_INLINE void NAME(gates)(const myelin_scan_gradient *s, const NAME(back) *at, int64_t sequence,
                               const int32_t recurrence) {
    const int64_t units = s->units, step = sequence * s->time + at->time;
    const int counts = s->mask == 0 || s->mask[step] != 0;
    if (!counts) NAME(put_zeros)(s, at, sequence);
    for (int64_t unit = 0; unit < units; unit += LANES) {
        float *state = at->state + sequence * at->state_row + unit;
        VECTOR gradient = LOAD(state);
        if (s->sequence_gradient != 0) {
            gradient += NAME(load)(s->sequence_gradient + step * units + unit, units - unit);
        }
        if (!counts) STORE(state, gradient);
        else if (recurrence == MYELIN_RECURRENCE_LSTM) NAME(lstm_back)(s, at, sequence, unit, gradient);
        else if (recurrence == MYELIN_RECURRENCE_GRU) NAME(gru_back)(s, at, sequence, unit, gradient);
        else NAME(simple_back)(s, at, sequence, unit, gradient);
    }
}

/// Some sequences' gradients of h, two vectors of them: adds the product of the gates and the transposed kernel.
MYELIN_INLINE void NAME(back_tile)(const float *gates, int64_t width, const float *panel, float *state,
                                   int64_t state_row, const int rows) {
    VECTOR sums[ROWS_OF_2][4];
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < 2; v++) sums[r][v] = LOAD(state + r * state_row + v * LANES);
    }
    NAME(multiply)(sums, gates, width, panel, width, rows, 2);
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < 2; v++) STORE(state + r * state_row + v * LANES, sums[r][v]);
    }
}

static void NAME(back_rows)(const float *gates, int64_t width, const float *panel, float *state, int64_t state_row,
                            int64_t rows) {
#define CASE(rows) case rows: NAME(back_tile)(gates, width, panel, state, state_row, rows); break;
    switch (rows) {
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
#if ROWS_OF_2 > 6
        CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#endif
    }
#undef CASE
}

/// Panels begin..<end of the transposed kernel: for each gate's element two vectors of units.
static void NAME(pack_gradient)(const myelin_scan_gradient *s, int64_t begin, int64_t end) {
    enum { WIDTH = MYELIN_GRADIENT_VECTORS * LANES };
    const int64_t units = s->units, width = myelin_recurrence_gates(s->recurrence) * units;
    for (int64_t panel = begin; panel < end; panel++) {
        float *to = s->scratch + panel * width * WIDTH;
        const float *from = s->kernel + panel * WIDTH * width;
        const int64_t count = units - panel * WIDTH < WIDTH ? units - panel * WIDTH : WIDTH;
        for (int64_t j = 0; j < width; j++, to += WIDTH) {
            for (int64_t lane = 0; lane < count; lane++) to[lane] = from[lane * width + j];
            for (int64_t lane = count; lane < WIDTH; lane++) to[lane] = 0;
        }
    }
}

static void NAME(scan_gradient)(const myelin_scan_gradient *s, int64_t begin, int64_t end) {
    enum { WIDTH = MYELIN_GRADIENT_VECTORS * LANES };
    const int64_t units = s->units, row = myelin_state_row(units), states = s->batch * row;
    const int64_t width = myelin_recurrence_gates(s->recurrence) * units;
    const int64_t panels = myelin_scan_gradient_panels(units, LANES);
    const int64_t tiles = (end - begin + ROWS_OF_2 - 1) / ROWS_OF_2;
    float *state = s->scratch + myelin_packed_kernel(s->recurrence, units), *cell = state + states;
    NAME(back) at = {.state = state, .cell = cell, .gates = cell + states, .state_row = row};
    NAME(enter_rows)(state, s->last_gradient, units, row, begin, end);
    NAME(enter_rows)(cell, s->last_cell_gradient, units, row, begin, end);
    for (at.time = s->time - 1; at.time >= 0; at.time--) {
        for (int64_t sequence = begin; sequence < end; sequence++) {
            if (s->recurrence == MYELIN_RECURRENCE_LSTM) NAME(gates)(s, &at, sequence, MYELIN_RECURRENCE_LSTM);
            else if (s->recurrence == MYELIN_RECURRENCE_GRU) NAME(gates)(s, &at, sequence, MYELIN_RECURRENCE_GRU);
            else NAME(gates)(s, &at, sequence, MYELIN_RECURRENCE_SIMPLE);
        }
        for (int64_t panel = 0; panel < panels; panel++) {
            int64_t sequence = begin;
            for (int64_t tile = 0; tile < tiles; tile++) {
                const int64_t height = (end - sequence + tiles - tile - 1) / (tiles - tile);
                NAME(back_rows)(
                    at.gates + sequence * width, width, s->scratch + panel * width * WIDTH,
                    state + sequence * row + panel * WIDTH, row, height);
                sequence += height;
            }
        }
    }
    NAME(leave_rows)(s->state_gradient, state, units, row, begin, end);
    NAME(leave_rows)(s->cell_gradient, cell, units, row, begin, end);
}
