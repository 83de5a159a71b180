// Recurrences over whole sequences: how the work is shared out. The arithmetic is in recurrent_scan.h and
// recurrent_gradient.h.
#include "myelin_recurrent.h"

#include "myelin_parallel.h"
#include "recurrent_internal.h"

enum { least_share = 128 * 1024 };  // multiplications that pay for another thread

int64_t myelin_scan_kernel_floats(int32_t recurrence, int64_t units) { return myelin_packed_kernel(recurrence, units); }

int64_t myelin_scan_scratch(int64_t batch, int64_t units) {
    // h before and after the step, c; of a single sequence the sums of a step.
    return 3 * batch * myelin_state_row(units) + (batch == 1 ? 4 * myelin_state_row(units) : 0);
}

int64_t myelin_scan_gradient_scratch(int32_t recurrence, int64_t batch, int64_t units) {
    // The packed kernel, the gradients of h, c and of the step's gates.
    const int64_t gates = myelin_recurrence_gates(recurrence);
    return myelin_packed_kernel(recurrence, units) + batch * (2 * myelin_state_row(units) + gates * units);
}

static void pack(void *context, int64_t begin, int64_t end) { myelin_recurrent_best_level()->pack(context, begin, end); }
static void scan(void *context, int64_t begin, int64_t end) { myelin_recurrent_best_level()->scan(context, begin, end); }
static void pack_gradient(void *context, int64_t begin, int64_t end) {
    myelin_recurrent_best_level()->pack_gradient(context, begin, end);
}
static void scan_gradient(void *context, int64_t begin, int64_t end) {
    myelin_recurrent_best_level()->scan_gradient(context, begin, end);
}

/// Items that are worth a thread, where each takes `work` multiplications.
static int64_t grain(int64_t work) { return work >= least_share ? 1 : (least_share + work - 1) / (work > 0 ? work : 1); }

/// One sequence whose units are shared out.
typedef struct shared_scan {
    const myelin_scan *scan;
    myelin_gang gang;
    int32_t shares;
} shared_scan;

static void scan_share(void *context, int64_t begin, int64_t end) {
    shared_scan *shared = context;
    for (int64_t part = begin; part < end; part++) {
        const int32_t member = myelin_gang_join(&shared->gang, shared->shares);
        if (member < 0) continue;
        myelin_recurrent_best_level()->scan_sequence(shared->scan, shared->shares, &shared->gang, member);
    }
}

/// Threads that one sequence pays for: a step's share of each must cost more than a meeting, some tenth of a microsecond.
static int32_t sharers(int64_t kernel, int64_t panels) {
    enum { least_step = 8 * 1024 };  // multiplications
    int64_t count = myelin_thread_count();
    if (count > kernel / least_step) count = kernel / least_step;
    if (count > panels / 2) count = panels / 2;
    if (count < 1) count = 1;
    return (int32_t)(count > MYELIN_GANG_MOST ? MYELIN_GANG_MOST : count);
}

void myelin_scan_kernel_run(const void *arguments) {
    const myelin_scan_kernel *s = arguments;
    if (s->units <= 0) return;
    const int64_t panels = myelin_scan_panels(s->recurrence, s->units, myelin_recurrent_best_level()->lanes);
    const int64_t kernel = s->units * s->units * myelin_recurrence_gates(s->recurrence);
    myelin_parallel_for(panels, grain(2 * kernel / panels), pack, (void *)s);
}

void myelin_scan_run(const void *arguments) {
    const myelin_scan *s = arguments;
    if (s->batch <= 0 || s->time <= 0 || s->units <= 0) return;
    const int64_t panels = myelin_scan_panels(s->recurrence, s->units, myelin_recurrent_best_level()->lanes);
    const int64_t kernel = s->units * s->units * myelin_recurrence_gates(s->recurrence);
    if (s->batch == 1) {
        shared_scan shared = {.scan = s, .shares = sharers(kernel, panels)};
        myelin_parallel_for(shared.shares, 1, scan_share, &shared);
    } else {
        myelin_parallel_for(s->batch, grain(s->time * kernel), scan, (void *)s);
    }
}

void myelin_scan_gradient_run(const void *arguments) {
    const myelin_scan_gradient *s = arguments;
    if (s->batch <= 0 || s->time <= 0 || s->units <= 0) return;
    const int64_t panels = myelin_scan_gradient_panels(s->units, myelin_recurrent_best_level()->lanes);
    const int64_t kernel = s->units * s->units * myelin_recurrence_gates(s->recurrence);
    myelin_parallel_for(panels, grain(4 * kernel / panels), pack_gradient, (void *)s);
    myelin_parallel_for(s->batch, grain(s->time * kernel), scan_gradient, (void *)s);
}
