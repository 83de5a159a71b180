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

MYELIN_INLINE void NAME(simple_tile)(const myelin_scan *s, const NAME(place) *at, int64_t row, const int rows) {
    VECTOR sums[ROWS_OF_4][4], ends[ROWS_OF_4][4];
    UNROLL for (int r = 0; r < rows; r++) {
        const float *projected = s->projected + ((row + r) * s->time + at->time) * s->units;
        UNROLL for (int v = 0; v < 4; v++) {
            const int64_t unit = at->unit + v * LANES;
            sums[r][v] = unit < s->units ? NAME(load)(projected + unit, s->units - unit) : (VECTOR){0};
        }
    }
    NAME(multiply)(sums, at->before + row * at->state_row, at->state_row, at->panel, s->units, rows, 4);
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < 4; v++) ends[r][v] = sums[r][v];
    }
    for (int r = 0; r < rows; r++) NAME(simple_end)(s, at, row + r, ends[r]);
}

MYELIN_INLINE void NAME(lstm_tile)(const myelin_scan *s, const NAME(place) *at, int64_t row, const int rows) {
    VECTOR sums[ROWS_OF_4][4], ends[ROWS_OF_4][4];
    UNROLL for (int r = 0; r < rows; r++) {
        const float *projected = s->projected + ((row + r) * s->time + at->time) * 4 * s->units + at->unit;
        UNROLL for (int v = 0; v < 4; v++) {
            sums[r][v] = NAME(load)(projected + v * s->units, s->units - at->unit);
            // The next step's lie a sequence's row further, which no hardware guesses.
            __builtin_prefetch(projected + (4 + v) * s->units);
        }
    }
    NAME(multiply)(sums, at->before + row * at->state_row, at->state_row, at->panel, s->units, rows, 4);
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < 4; v++) ends[r][v] = sums[r][v];
    }
    for (int r = 0; r < rows; r++) NAME(lstm_end)(s, at, row + r, ends[r]);
}

/// One sequence and two panels: each element of h is fetched once for both.
static void NAME(lstm_pair)(const myelin_scan *s, const NAME(place) *at, int64_t row) {
    const int64_t panel_floats = s->units * 4 * LANES;
    VECTOR sums[2][4], ends[2][4];
    UNROLL for (int p = 0; p < 2; p++) {
        const int64_t unit = at->unit + p * LANES;
        const float *projected = s->projected + (row * s->time + at->time) * 4 * s->units + unit;
        UNROLL for (int v = 0; v < 4; v++) sums[p][v] = NAME(load)(projected + v * s->units, s->units - unit);
    }
    const float *h = at->before + row * at->state_row, *panel = at->panel;
    for (int64_t k = 0; k < s->units; k++, panel += 4 * LANES) {
        const VECTOR left = NAME(all)(h[k]);
        UNROLL for (int v = 0; v < 4; v++) {
            sums[0][v] += left * LOAD(panel + v * LANES);
            sums[1][v] += left * LOAD(panel + panel_floats + v * LANES);
        }
    }
    UNROLL for (int p = 0; p < 2; p++) {
        UNROLL for (int v = 0; v < 4; v++) ends[p][v] = sums[p][v];
    }
    NAME(place) next = *at;
    next.unit += LANES;
    NAME(lstm_end)(s, at, row, ends[0]);
    NAME(lstm_end)(s, &next, row, ends[1]);
}

MYELIN_INLINE void NAME(gru_tile)(const myelin_scan *s, const NAME(place) *at, int64_t row, const int rows) {
    VECTOR sums[ROWS_OF_3][4], ends[ROWS_OF_3][4];
    UNROLL for (int v = 0; v < 3; v++) {
        VECTOR bias = {0};
        if (s->recurrent_bias != 0) {
            bias = NAME(load)(s->recurrent_bias + v * s->units + at->unit, s->units - at->unit);
        }
        UNROLL for (int r = 0; r < rows; r++) sums[r][v] = bias;
    }
    NAME(multiply)(sums, at->before + row * at->state_row, at->state_row, at->panel, s->units, rows, 3);
    UNROLL for (int r = 0; r < rows; r++) {
        UNROLL for (int v = 0; v < 3; v++) ends[r][v] = sums[r][v];
    }
    for (int r = 0; r < rows; r++) NAME(gru_end)(s, at, row + r, ends[r]);
}

#define CASE(kind, rows) case rows: NAME(kind##_tile)(s, at, row, rows); break;
static void NAME(simple_rows)(const myelin_scan *s, const NAME(place) *at, int64_t row, int64_t rows) {
    switch (rows) {
        CASE(simple, 1) CASE(simple, 2) CASE(simple, 3)
#if ROWS_OF_4 > 3
        CASE(simple, 4) CASE(simple, 5) CASE(simple, 6)
#endif
    }
}

static void NAME(lstm_rows)(const myelin_scan *s, const NAME(place) *at, int64_t row, int64_t rows) {
    switch (rows) {
        CASE(lstm, 1) CASE(lstm, 2) CASE(lstm, 3)
#if ROWS_OF_4 > 3
        CASE(lstm, 4) CASE(lstm, 5) CASE(lstm, 6)
#endif
    }
}

static void NAME(gru_rows)(const myelin_scan *s, const NAME(place) *at, int64_t row, int64_t rows) {
    switch (rows) {
        CASE(gru, 1) CASE(gru, 2) CASE(gru, 3) CASE(gru, 4)
#if ROWS_OF_3 > 4
        CASE(gru, 5) CASE(gru, 6) CASE(gru, 7) CASE(gru, 8)
#endif
    }
}
#undef CASE

/// Vectors of a panel.
MYELIN_INLINE int64_t NAME(panel_vectors)(int32_t recurrence) {
    return recurrence == MYELIN_RECURRENCE_GRU ? 3 : 4;
}

/// Panels begin..<end: for each element of h the panel's vectors side by side.
static void NAME(pack)(const myelin_scan *s, int64_t begin, int64_t end) {
    const int64_t units = s->units, gates = myelin_recurrence_gates(s->recurrence);
    const int64_t vectors = NAME(panel_vectors)(s->recurrence);
    for (int64_t panel = begin; panel < end; panel++) {
        float *to = s->scratch + panel * units * vectors * LANES;
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

static void NAME(begin)(float *to, const float *from, int64_t units, int64_t row, int64_t begin, int64_t end) {
    for (int64_t sequence = begin; sequence < end; sequence++) {
        for (int64_t unit = 0; unit < row; unit++) {
            to[sequence * row + unit] = from != 0 && unit < units ? from[sequence * units + unit] : 0;
        }
    }
}

static void NAME(end)(float *to, const float *from, int64_t units, int64_t row, int64_t begin, int64_t end) {
    if (to == 0) return;
    for (int64_t sequence = begin; sequence < end; sequence++) {
        for (int64_t unit = 0; unit < units; unit++) to[sequence * units + unit] = from[sequence * row + unit];
    }
}

static void NAME(scan)(const myelin_scan *s, int64_t begin, int64_t end, myelin_gang *gang, int32_t member) {
    const int64_t units = s->units, row = myelin_state_row(units), states = s->batch * row;
    const int64_t vectors = NAME(panel_vectors)(s->recurrence);
    const int64_t panels = myelin_scan_panels(s->recurrence, units, LANES), panel_floats = units * vectors * LANES;
    const int64_t panel_units = s->recurrence == MYELIN_RECURRENCE_SIMPLE ? vectors * LANES : LANES;
    const int64_t most = s->recurrence == MYELIN_RECURRENCE_GRU ? ROWS_OF_3 : ROWS_OF_4;
    // Tiles of about the same height.
    const int64_t tiles = (end - begin + most - 1) / most;
    float *before = s->scratch + myelin_packed_kernel(s->recurrence, units), *after = before + states;
    float *cell = after + states;
    const int64_t members = gang == 0 ? 1 : myelin_gang_size(gang);
    const int64_t first = member * panels / members, last = (member + 1) * panels / members;
    const int64_t together = end - begin == 1 && s->recurrence == MYELIN_RECURRENCE_LSTM ? 2 : 1;
    if (member == 0) {
        NAME(begin)(before, s->state, units, row, begin, end);
        if (s->recurrence == MYELIN_RECURRENCE_LSTM) NAME(begin)(cell, s->cell, units, row, begin, end);
    }
    if (members > 1) myelin_gang_meet(gang, member);
    for (int64_t time = 0; time < s->time; time++) {
        NAME(place) at = {.before = before, .after = after, .cell = cell, .time = time, .state_row = row};
        for (int64_t done = first, count; done < last; done += count) {
            count = done + together <= last ? together : 1;
            // Forth and back: what the last step read last is still in the first cache.
            const int64_t panel = time % 2 == 0 ? done : first + last - done - count;
            at.panel = s->scratch + panel * panel_floats;
            at.unit = panel * panel_units;
            if (count == 2) {
                NAME(lstm_pair)(s, &at, begin);
                continue;
            }
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
        if (members > 1) myelin_gang_meet(gang, member);
    }
    if (member > 0) return;
    NAME(end)(s->last, before, units, row, begin, end);
    if (s->recurrence == MYELIN_RECURRENCE_LSTM) NAME(end)(s->last_cell, cell, units, row, begin, end);
}
