// The scan of a single sequence, whose units are shared out to threads; recurrent_levels.c includes it behind
// recurrent_scan.h.
//
// A step needs all of h, of which the other threads have a part. The wait for theirs is hidden: each thread begins a step
// with the products of its own part, and only then looks whether the others are there. The order of additions so depends
// on the shares, but neither on how many threads there are at the time nor on who is first.

/// Elements begin..<end of h times one or two neighbouring panels, `next` floats apart.
MYELIN_INLINE void NAME(add_products)(VECTOR (*sums)[4], const float *h, const float *panel, int64_t next, int64_t begin,
                                      int64_t end, const int panels, const int vectors) {
    panel += begin * vectors * LANES;
    for (int64_t k = begin; k < end; k++, panel += vectors * LANES) {
        const VECTOR left = NAME(all)(h[k]);
        UNROLL for (int p = 0; p < panels; p++) {
            UNROLL for (int v = 0; v < vectors; v++) sums[p][v] += left * LOAD(panel + p * next + v * LANES);
        }
    }
}

/// A share of the units: its panels, and the elements of h that are its own.
typedef struct NAME(share) {
    int64_t first_panel, last_panel, first_unit, last_unit;
} NAME(share);

/// The products of a share's own part of h, and what a step begins with, into `partial`.
MYELIN_INLINE void NAME(own_part)(const myelin_scan *s, NAME(place) at, const NAME(share) *own, float *partial,
                                  const int panels, const int32_t recurrence) {
    const int vectors = recurrence == MYELIN_RECURRENCE_GRU ? 3 : 4;
    const int64_t width = recurrence == MYELIN_RECURRENCE_SIMPLE ? vectors * LANES : LANES;
    VECTOR sums[2][4];
    NAME(place) of_panel = at;
    UNROLL for (int p = 0; p < panels; p++, of_panel.unit += width) NAME(start)(s, &of_panel, 0, sums[p], recurrence);
    NAME(add_products)(
        sums, at.before, at.panel, s->units * vectors * LANES, own->first_unit, own->last_unit, panels, vectors);
    UNROLL for (int p = 0; p < panels; p++) {
        UNROLL for (int v = 0; v < vectors; v++) STORE(partial + (p * vectors + v) * LANES, sums[p][v]);
    }
}

/// The products of the others' parts, and the end of the step.
MYELIN_INLINE void NAME(other_parts)(const myelin_scan *s, NAME(place) at, const NAME(share) *own, const float *partial,
                                     const int panels, const int32_t recurrence) {
    const int vectors = recurrence == MYELIN_RECURRENCE_GRU ? 3 : 4;
    const int64_t width = recurrence == MYELIN_RECURRENCE_SIMPLE ? vectors * LANES : LANES;
    const int64_t next = s->units * vectors * LANES;
    VECTOR sums[2][4], ends[2][4];
    UNROLL for (int p = 0; p < panels; p++) {
        UNROLL for (int v = 0; v < vectors; v++) sums[p][v] = LOAD(partial + (p * vectors + v) * LANES);
    }
    NAME(add_products)(sums, at.before, at.panel, next, 0, own->first_unit, panels, vectors);
    NAME(add_products)(sums, at.before, at.panel, next, own->last_unit, s->units, panels, vectors);
    UNROLL for (int p = 0; p < panels; p++) {
        UNROLL for (int v = 0; v < vectors; v++) ends[p][v] = sums[p][v];
    }
    for (int p = 0; p < panels; p++, at.unit += width) NAME(finish)(s, &at, 0, ends[p], recurrence);
}

/// One of a step's two parts for all panels of a share.
MYELIN_INLINE void NAME(part)(const myelin_scan *s, NAME(place) at, const NAME(share) *own, float *partial,
                              const int is_own, const int32_t recurrence) {
    const int vectors = recurrence == MYELIN_RECURRENCE_GRU ? 3 : 4;
    const int64_t width = recurrence == MYELIN_RECURRENCE_SIMPLE ? vectors * LANES : LANES;
    for (int64_t done = own->first_panel, count; done < own->last_panel; done += count) {
        count = done + 2 <= own->last_panel ? 2 : 1;
        // Forth and back: what the last step read last is still in the first cache.
        const int64_t panel = at.time % 2 == 0 ? done : own->first_panel + own->last_panel - done - count;
        float *sums = partial + panel * vectors * LANES;
        at.panel = s->packed + panel * s->units * vectors * LANES;
        at.unit = panel * width;
        if (is_own && count == 2) NAME(own_part)(s, at, own, sums, 2, recurrence);
        else if (is_own) NAME(own_part)(s, at, own, sums, 1, recurrence);
        else if (count == 2) NAME(other_parts)(s, at, own, sums, 2, recurrence);
        else NAME(other_parts)(s, at, own, sums, 1, recurrence);
    }
}

static void NAME(step_part)(const myelin_scan *s, NAME(place) at, const NAME(share) *own, float *partial, int is_own) {
#define CASE(recurrence)                                                \
    case recurrence:                                                    \
        if (is_own) NAME(part)(s, at, own, partial, 1, recurrence);     \
        else NAME(part)(s, at, own, partial, 0, recurrence);            \
        break;
    switch (s->recurrence) {
        CASE(MYELIN_RECURRENCE_SIMPLE)
        CASE(MYELIN_RECURRENCE_LSTM)
        CASE(MYELIN_RECURRENCE_GRU)
    }
#undef CASE
}

/// What a member of the gang does for a single sequence. `shares` does not depend on the gang's size: a member takes
/// several where there are fewer members.
static void NAME(scan_sequence)(const myelin_scan *s, int64_t shares, myelin_gang *gang, int32_t member) {
    const int64_t units = s->units, row = myelin_state_row(units);
    const int64_t width = s->recurrence == MYELIN_RECURRENCE_SIMPLE ? MYELIN_SIMPLE_VECTORS * LANES : LANES;
    const int64_t panels = myelin_scan_panels(s->recurrence, units, LANES), members = myelin_gang_size(gang);
    const int64_t first = member * shares / members, count = (member + 1) * shares / members - first;
    float *before = s->scratch, *after = before + row, *cell = after + row, *partial = cell + row;
    NAME(share) own[MYELIN_GANG_MOST];
    for (int64_t i = 0; i < count; i++) {
        const int64_t begin = (first + i) * panels / shares, end = (first + i + 1) * panels / shares;
        const int64_t last_unit = end * width < units ? end * width : units;
        own[i] = (NAME(share)){begin, end, begin * width, last_unit};
        NAME(enter)(before, s->state, units, own[i].first_unit, end * width);
        NAME(enter)(cell, s->cell, units, own[i].first_unit, end * width);
    }
    myelin_gang_arrive(gang, member);
    NAME(place) at = {.before = before, .after = after, .cell = cell, .state_row = row};
    for (; at.time < s->time; at.time++) {
        for (int64_t i = 0; i < count; i++) NAME(step_part)(s, at, &own[i], partial, 1);
        myelin_gang_wait(gang, member);
        for (int64_t i = 0; i < count; i++) NAME(step_part)(s, at, &own[i], partial, 0);
        float *const old = (float *)at.before;
        at.before = at.after;
        at.after = old;
        myelin_gang_arrive(gang, member);
    }
    for (int64_t i = 0; i < count; i++) {
        NAME(leave)(s->last, at.before, own[i].first_unit, own[i].last_unit);
        NAME(leave)(s->last_cell, at.cell, own[i].first_unit, own[i].last_unit);
    }
}
