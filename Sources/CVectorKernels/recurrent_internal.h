// What the files of the recurrences share.
#ifndef MYELIN_RECURRENT_INTERNAL_H
#define MYELIN_RECURRENT_INTERNAL_H

#include "gang.h"
#include "internal.h"
#include "myelin_recurrent.h"

/// The scans for one level of the instruction set. Kernels are packed panel by panel, then all sequences of a range run
/// through all of their steps.
typedef struct myelin_recurrent_level {
    int32_t lanes;  // Float32 elements in a vector
    void (*pack)(const myelin_scan_kernel *s, int64_t begin, int64_t end);
    void (*scan)(const myelin_scan *s, int64_t begin, int64_t end);
    // One member's part of a single sequence.
    void (*scan_sequence)(const myelin_scan *s, int64_t shares, myelin_gang *gang, int32_t member);
    void (*pack_gradient)(const myelin_scan_gradient *s, int64_t begin, int64_t end);
    void (*scan_gradient)(const myelin_scan_gradient *s, int64_t begin, int64_t end);
} myelin_recurrent_level;

/// What this processor runs best.
const myelin_recurrent_level *myelin_recurrent_best_level(void);

enum {
    // Vectors of a panel: of the LSTM and the GRU one for each gate of the same units, so that a step ends in registers.
    MYELIN_SIMPLE_VECTORS = 4,
    MYELIN_GRADIENT_VECTORS = 2,
    MYELIN_MOST_LANES = 16,
};

MYELIN_INLINE int64_t myelin_recurrence_gates(int32_t recurrence) {
    return recurrence == MYELIN_RECURRENCE_LSTM ? 4 : recurrence == MYELIN_RECURRENCE_GRU ? 3 : 1;
}

/// Floats between the rows of states in scratch memory: whole panels of any level.
MYELIN_INLINE int64_t myelin_state_row(int64_t units) {
    const int64_t whole = MYELIN_SIMPLE_VECTORS * MYELIN_MOST_LANES;
    return (units + whole - 1) / whole * whole;
}

/// Panels of the packed kernel: of the scan, and of its gradient.
MYELIN_INLINE int64_t myelin_scan_panels(int32_t recurrence, int64_t units, int64_t lanes) {
    const int64_t width = recurrence == MYELIN_RECURRENCE_SIMPLE ? MYELIN_SIMPLE_VECTORS * lanes : lanes;
    return (units + width - 1) / width;
}
MYELIN_INLINE int64_t myelin_scan_gradient_panels(int64_t units, int64_t lanes) {
    return (units + MYELIN_GRADIENT_VECTORS * lanes - 1) / (MYELIN_GRADIENT_VECTORS * lanes);
}

/// Floats of the packed kernel, for any level.
MYELIN_INLINE int64_t myelin_packed_kernel(int32_t recurrence, int64_t units) {
    return units * myelin_recurrence_gates(recurrence) * myelin_state_row(units);
}

#endif
