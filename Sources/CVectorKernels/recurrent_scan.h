// The scan of one level; recurrent_levels.c includes it behind recurrent_vectors.h with ROWS_OF_3 and ROWS_OF_4, the rows of
// a tile that is 3 or 4 vectors wide: rows * vectors sums, the vectors of the panel and one element have to fit in the
// registers.
//
// A tile is some sequences and a vector of units. It multiplies their h by the panel of these units, whose vectors are the
// gates, and ends the step while the gates are in registers.

typedef struct NAME(place) {
    const float *panel;
    const float *before;  // h of the first sequence before the step
    float *after, *cell;
    int64_t time, unit;   // the first of the tile's units
    int64_t state_row;
} NAME(place);

/// A finished step of one sequence and vector of units: its results that are wanted.
MYELIN_INLINE void NAME(put)(const myelin_scan *s, const NAME(place) *at, int64_t sequence, int64_t unit, int64_t count,
                             VECTOR before, VECTOR after) {
    const int64_t place = (sequence * s->time + at->time) * s->units + unit;
    STORE(at->after + sequence * at->state_row + unit, after);
    if (s->sequence != 0) NAME(store)(s->sequence + place, after, count);
    if (s->previous != 0) NAME(store)(s->previous + place, before, count);
}

MYELIN_INLINE int NAME(counts)(const myelin_scan *s, int64_t sequence, int64_t time) {
    return s->mask == 0 || s->mask[sequence * s->time + time] != 0;
}

/// The end of a step for one sequence, from the sums of a tile. Not inlined: a tile has several.
static __attribute__((noinline)) void NAME(simple_end)(const myelin_scan *s, const NAME(place) *at, int64_t sequence,
                                                       const VECTOR *sums) {
    const int64_t units = s->units;
    const int counts = NAME(counts)(s, sequence, at->time);
    for (int v = 0; v < 4; v++) {
        const int64_t unit = at->unit + v * LANES, count = units - unit;
        if (count <= 0) break;
        const VECTOR before = LOAD(at->before + sequence * at->state_row + unit);
        const VECTOR after = counts ? NAME(tanh)(sums[v]) : before;
        NAME(put)(s, at, sequence, unit, count, before, after);
        if (s->saved != 0) NAME(store)(s->saved + (sequence * s->time + at->time) * units + unit, after, count);
    }
}

static __attribute__((noinline)) void NAME(lstm_end)(const myelin_scan *s, const NAME(place) *at, int64_t sequence,
                                                     const VECTOR *sums) {
    const int64_t units = s->units, unit = at->unit, count = units - unit, step = sequence * s->time + at->time;
    const int64_t state = sequence * at->state_row + unit;
    const VECTOR before = LOAD(at->before + state);
    VECTOR after = before, cell = LOAD(at->cell + state);
    if (NAME(counts)(s, sequence, at->time)) {
        const VECTOR i = NAME(sigmoid)(sums[0]), f = NAME(sigmoid)(sums[1]), g = NAME(tanh)(sums[2]),
                     o = NAME(sigmoid)(sums[3]);
        cell = f * cell + i * g;
        after = o * NAME(tanh)(cell);
        STORE(at->cell + state, cell);
        if (s->saved != 0) {
            float *saved = s->saved + step * 4 * units + unit;
            NAME(store)(saved, i, count);
            NAME(store)(saved + units, f, count);
            NAME(store)(saved + 2 * units, g, count);
            NAME(store)(saved + 3 * units, o, count);
        }
    }
    NAME(put)(s, at, sequence, unit, count, before, after);
    if (s->cells != 0) NAME(store)(s->cells + step * units + unit, cell, count);
}

static __attribute__((noinline)) void NAME(gru_end)(const myelin_scan *s, const NAME(place) *at, int64_t sequence,
                                                    const VECTOR *sums) {
    const int64_t units = s->units, unit = at->unit, count = units - unit, step = sequence * s->time + at->time;
    const VECTOR before = LOAD(at->before + sequence * at->state_row + unit);
    VECTOR after = before;
    if (NAME(counts)(s, sequence, at->time)) {
        const float *projected = s->projected + step * 3 * units + unit;
        const VECTOR z = NAME(sigmoid)(NAME(load)(projected, count) + sums[0]);
        const VECTOR reset = NAME(sigmoid)(NAME(load)(projected + units, count) + sums[1]);
        const VECTOR n = NAME(tanh)(NAME(load)(projected + 2 * units, count) + reset * sums[2]);
        UNROLL for (int v = 0; v < 3; v++) __builtin_prefetch(projected + (3 + v) * units);
        after = z * before + (1.0f - z) * n;
        if (s->saved != 0) {
            float *saved = s->saved + step * 4 * units + unit;
            NAME(store)(saved, z, count);
            NAME(store)(saved + units, reset, count);
            NAME(store)(saved + 2 * units, n, count);
            NAME(store)(saved + 3 * units, sums[2], count);
        }
    }
    NAME(put)(s, at, sequence, unit, count, before, after);
}

/// What the sums of a tile's panel begin with, of one sequence.
MYELIN_INLINE void NAME(start)(const myelin_scan *s, const NAME(place) *at, int64_t sequence, VECTOR *sums,
                               const int32_t recurrence) {
    const int64_t units = s->units, unit = at->unit, step = sequence * s->time + at->time;
    if (recurrence == MYELIN_RECURRENCE_GRU) {
        UNROLL for (int v = 0; v < 3; v++) {
            sums[v] = (VECTOR){0};
            if (s->recurrent_bias != 0) sums[v] = NAME(load)(s->recurrent_bias + v * units + unit, units - unit);
        }
    } else if (recurrence == MYELIN_RECURRENCE_LSTM) {
        const float *projected = s->projected + step * 4 * units + unit;
        UNROLL for (int v = 0; v < 4; v++) {
            sums[v] = NAME(load)(projected + v * units, units - unit);
            // The next step's lie a sequence's row further, which no hardware guesses.
            __builtin_prefetch(projected + (4 + v) * units);
        }
    } else {
        const float *projected = s->projected + step * units;
        UNROLL for (int v = 0; v < 4; v++) {
            const int64_t begin = unit + v * LANES;
            sums[v] = begin < units ? NAME(load)(projected + begin, units - begin) : (VECTOR){0};
        }
    }
}

/// The end of a step from its sums.
MYELIN_INLINE void NAME(finish)(const myelin_scan *s, const NAME(place) *at, int64_t sequence, const VECTOR *sums,
                                const int32_t recurrence) {
    if (recurrence == MYELIN_RECURRENCE_LSTM) NAME(lstm_end)(s, at, sequence, sums);
    else if (recurrence == MYELIN_RECURRENCE_GRU) NAME(gru_end)(s, at, sequence, sums);
    else NAME(simple_end)(s, at, sequence, sums);
}

MYELIN_INLINE void NAME(tile)(const myelin_scan *s, const NAME(place) *at, int64_t row, const int rows,
                              const int32_t recurrence) {
    const int vectors = recurrence == MYELIN_RECURRENCE_GRU ? 3 : 4;
    VECTOR sums[ROWS_OF_3][4], ends[ROWS_OF_3][4];
    UNROLL for (int r = 0; r < rows; r++) NAME(start)(s, at, row + r, sums[r], recurrence);
    NAME(multiply)(sums, at->before + row * at->state_row, at->state_row, at->panel, s->units, rows, vectors);
    // Copied, or the sums would live in memory, where the ends want them.
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < vectors; v++) ends[r][v] = sums[r][v];
    }
    for (int r = 0; r < rows; r++) NAME(finish)(s, at, row + r, ends[r], recurrence);
}

#define CASE(kind, rows) case rows: NAME(tile)(s, at, row, rows, MYELIN_RECURRENCE_##kind); break;
static void NAME(simple_rows)(const myelin_scan *s, const NAME(place) *at, int64_t row, int64_t rows) {
    switch (rows) {
        CASE(SIMPLE, 1) CASE(SIMPLE, 2) CASE(SIMPLE, 3)
#if ROWS_OF_4 > 3
        CASE(SIMPLE, 4) CASE(SIMPLE, 5) CASE(SIMPLE, 6)
#endif
    }
}

static void NAME(lstm_rows)(const myelin_scan *s, const NAME(place) *at, int64_t row, int64_t rows) {
    switch (rows) {
        CASE(LSTM, 1) CASE(LSTM, 2) CASE(LSTM, 3)
#if ROWS_OF_4 > 3
        CASE(LSTM, 4) CASE(LSTM, 5) CASE(LSTM, 6)
#endif
    }
}

static void NAME(gru_rows)(const myelin_scan *s, const NAME(place) *at, int64_t row, int64_t rows) {
    switch (rows) {
        CASE(GRU, 1) CASE(GRU, 2) CASE(GRU, 3) CASE(GRU, 4)
#if ROWS_OF_3 > 4
        CASE(GRU, 5) CASE(GRU, 6) CASE(GRU, 7) CASE(GRU, 8)
#endif
    }
}
#undef CASE

/// Vectors of a panel.
MYELIN_INLINE int64_t NAME(panel_vectors)(int32_t recurrence) {
    return recurrence == MYELIN_RECURRENCE_GRU ? 3 : 4;
}

/// Panels begin..<end: for each element of h the panel's vectors side by side.
static void NAME(pack)(const myelin_scan_kernel *s, int64_t begin, int64_t end) {
    const int64_t units = s->units, gates = myelin_recurrence_gates(s->recurrence);
    const int64_t vectors = NAME(panel_vectors)(s->recurrence);
    for (int64_t panel = begin; panel < end; panel++) {
        float *to = s->packed + panel * units * vectors * LANES;
        for (int64_t k = 0; k < units; k++) {
            const float *row = s->kernel + k * gates * units;
            for (int64_t v = 0; v < vectors; v++, to += LANES) {
                const int64_t unit = gates == 1 ? (panel * vectors + v) * LANES : panel * LANES;
                VECTOR value = {0};
                if (unit < units) value = NAME(load)(row + (gates == 1 ? 0 : v * units) + unit, units - unit);
                STORE(to, value);
            }
        }
    }
}

/// Units begin..<end of a sequence's state before its first step: 0 where none is given, and behind the last unit.
MYELIN_INLINE void NAME(enter)(float *to, const float *from, int64_t units, int64_t begin, int64_t end) {
    for (int64_t unit = begin; unit < end; unit++) to[unit] = from != 0 && unit < units ? from[unit] : 0;
}

/// The same after the last step, if they are wanted.
MYELIN_INLINE void NAME(leave)(float *to, const float *from, int64_t begin, int64_t end) {
    if (to == 0) return;
    for (int64_t unit = begin; unit < end; unit++) to[unit] = from[unit];
}

/// Both for all units of sequences begin..<end, which have rows of `row` floats in scratch memory.
static void NAME(enter_rows)(float *to, const float *from, int64_t units, int64_t row, int64_t begin, int64_t end) {
    for (int64_t sequence = begin; sequence < end; sequence++) {
        NAME(enter)(to + sequence * row, from == 0 ? 0 : from + sequence * units, units, 0, row);
    }
}

static void NAME(leave_rows)(float *to, const float *from, int64_t units, int64_t row, int64_t begin, int64_t end) {
    for (int64_t sequence = begin; sequence < end && to != 0; sequence++) {
        NAME(leave)(to + sequence * units, from + sequence * row, 0, units);
    }
}

/// All steps of sequences begin..<end.
static void NAME(scan)(const myelin_scan *s, int64_t begin, int64_t end) {
    const int64_t units = s->units, row = myelin_state_row(units), states = s->batch * row;
    const int64_t vectors = NAME(panel_vectors)(s->recurrence);
    const int64_t panels = myelin_scan_panels(s->recurrence, units, LANES), panel_floats = units * vectors * LANES;
    const int64_t panel_units = s->recurrence == MYELIN_RECURRENCE_SIMPLE ? vectors * LANES : LANES;
    const int64_t most = s->recurrence == MYELIN_RECURRENCE_GRU ? ROWS_OF_3 : ROWS_OF_4;
    // Tiles of about the same height.
    const int64_t tiles = (end - begin + most - 1) / most;
    float *before = s->scratch, *after = before + states, *cell = after + states;
    NAME(enter_rows)(before, s->state, units, row, begin, end);
    NAME(enter_rows)(cell, s->cell, units, row, begin, end);
    for (int64_t time = 0; time < s->time; time++) {
        NAME(place) at = {.before = before, .after = after, .cell = cell, .time = time, .state_row = row};
        for (int64_t done = 0; done < panels; done++) {
            // Forth and back: what the last step read last is still in the first cache.
            const int64_t panel = time % 2 == 0 ? done : panels - 1 - done;
            at.panel = s->packed + panel * panel_floats;
            at.unit = panel * panel_units;
            int64_t sequence = begin;
            for (int64_t tile = 0; tile < tiles; tile++) {
                const int64_t height = (end - sequence + tiles - tile - 1) / (tiles - tile);
                if (s->recurrence == MYELIN_RECURRENCE_LSTM) NAME(lstm_rows)(s, &at, sequence, height);
                else if (s->recurrence == MYELIN_RECURRENCE_GRU) NAME(gru_rows)(s, &at, sequence, height);
                else NAME(simple_rows)(s, &at, sequence, height);
                sequence += height;
            }
        }
        float *const old = before;
        before = after;
        after = old;
    }
    NAME(leave_rows)(s->last, before, units, row, begin, end);
    NAME(leave_rows)(s->last_cell, cell, units, row, begin, end);
}
