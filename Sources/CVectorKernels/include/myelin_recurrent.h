// Recurrences over whole sequences.
#ifndef MYELIN_RECURRENT_H
#define MYELIN_RECURRENT_H

#include <stdint.h>

/// The recurrences; their formulas stand in Recurrence.swift.
enum { MYELIN_RECURRENCE_SIMPLE = 0, MYELIN_RECURRENCE_LSTM = 1, MYELIN_RECURRENCE_GRU = 2 };

/// Packs a recurrent kernel as `myelin_scan` reads it.
typedef struct myelin_scan_kernel {
    int32_t recurrence;
    int64_t units;
    const float *kernel;  // [units, gates * units]
    float *packed;        // myelin_scan_kernel_floats
} myelin_scan_kernel;

int64_t myelin_scan_kernel_floats(int32_t recurrence, int64_t units);
void myelin_scan_kernel_run(const void *arguments);

/// Float32 throughout. Results that are NULL are not wanted. Gates lie side by side, each `units` wide.
typedef struct myelin_scan {
    int32_t recurrence;
    int64_t batch, time, units;
    const float *projected;       // [batch, time, gates * units]
    const float *packed;          // the kernel, by myelin_scan_kernel
    const float *recurrent_bias;  // [gates * units], or NULL
    const float *state, *cell;    // [batch, units] before the first step; cell: of the LSTM
    const uint8_t *mask;          // [batch, time], or NULL; where 0 the states stay as they are
    float *last, *last_cell;      // [batch, units] after the last step
    float *sequence;              // [batch, time, units] after each step
    float *previous;              // [batch, time, units] before each step
    float *saved;                 // [batch, time, parts * units], may be `projected` where it is as large
    float *cells;                 // [batch, time, units], c after each step
    float *scratch;               // myelin_scan_scratch floats
} myelin_scan;

int64_t myelin_scan_scratch(int64_t batch, int64_t units);
void myelin_scan_run(const void *arguments);

/// The gradient of a `myelin_scan`, with what it saved.
typedef struct myelin_scan_gradient {
    int32_t recurrence;
    int64_t batch, time, units;
    const float *kernel, *state, *cell;
    const uint8_t *mask;
    const float *previous, *saved, *cells;  // previous: of the GRU
    // The gradients that come, each or NULL: of the last states, of the sequence.
    const float *last_gradient, *last_cell_gradient, *sequence_gradient;
    float *projected_gradient;  // [batch, time, gates * units], may be `saved` where it is as large
    float *recurrent_gradient;  // the same for h * kernel; of the GRU, where they differ
    float *state_gradient, *cell_gradient;  // each or NULL
    float *scratch;                         // myelin_scan_gradient_scratch floats
} myelin_scan_gradient;

int64_t myelin_scan_gradient_scratch(int32_t recurrence, int64_t batch, int64_t units);
void myelin_scan_gradient_run(const void *arguments);

#endif
