// The thread pool and the flat list of calls.
#if !defined(_GNU_SOURCE)
#define _GNU_SOURCE  // sched_getaffinity
#endif
#include "myelin_parallel.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "team.h"

// libgomp's entry points. They are what `#pragma omp parallel` compiles to; declared here because the package builds
// without -fopenmp.
extern void GOMP_parallel(void (*function)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern int omp_in_parallel(void);
extern int omp_get_max_threads(void);
extern void omp_set_num_threads(int count);

static _Thread_local myelin_fault present_fault;

void myelin_report_fault(myelin_fault fault) { present_fault = fault; }

myelin_fault myelin_take_fault(void) {
    myelin_fault fault = present_fault;
    present_fault.owner = NULL;
    return fault;
}

void myelin_run(const myelin_call *calls, int64_t count) {
    for (int64_t i = 0; i < count && present_fault.owner == NULL; i++) calls[i].kernel(calls[i].arguments);
}

static int64_t nanoseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void myelin_run_timed(const myelin_call *calls, int64_t count, int64_t *nanoseconds) {
    int64_t before = nanoseconds_now();
    for (int64_t i = 0; i < count; i++) {
        calls[i].kernel(calls[i].arguments);
        int64_t after = nanoseconds_now();
        nanoseconds[i] += after - before;
        before = after;
    }
}

static int32_t count_in_environment(const char *name) {
    const char *text = getenv(name);
    if (!text) return 0;
    long value = strtol(text, NULL, 10);  // of OMP_NUM_THREADS=4,2 the first counts
    return value > 0 && value < 65536 ? (int32_t)value : 0;
}

int32_t myelin_core_count(void) {
    int32_t count = 0;
#if defined(__linux__)
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof(cores), &cores) == 0) count = CPU_COUNT(&cores);
#endif
    if (count <= 0) count = (int32_t)sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? count : 1;
}

static int32_t default_thread_count(void) {
    int32_t count = count_in_environment("MYELIN_THREADS");
    if (count == 0) count = count_in_environment("OMP_NUM_THREADS");
    return count > 0 ? count : myelin_core_count();
}

// 0 until first asked for. Two threads that ask at once both store the same number.
static _Atomic int32_t thread_count = 0;

int32_t myelin_thread_count(void) {
    int32_t count = atomic_load_explicit(&thread_count, memory_order_relaxed);
    if (count == 0) {
        count = default_thread_count();
        atomic_store_explicit(&thread_count, count, memory_order_relaxed);
    }
    return count;
}

void myelin_set_thread_count(int32_t count) {
    atomic_store_explicit(&thread_count, count > 0 ? count : 1, memory_order_relaxed);
}

// Which pool this thread's kernels use; set for the length of a run.
static _Thread_local int32_t uses_libgomp = 1;

void myelin_set_pool(int32_t libgomp) {
    uses_libgomp = libgomp;
    myelin_set_library_threads(libgomp ? myelin_thread_count() : 1);
}

// libgomp keeps the number for each calling thread.
int32_t myelin_library_threads(void) { return omp_get_max_threads(); }

void myelin_set_library_threads(int32_t count) { omp_set_num_threads(count); }

enum { BALANCED_SHARES = 4 };

typedef struct loop {
    int64_t count, parts;
    void (*body)(void *context, int64_t begin, int64_t end);
    void *context;
} loop;

static void run_part(void *data, int64_t part) {
    const loop *work = data;
    int64_t share = work->count / work->parts, rest = work->count % work->parts;
    int64_t begin = part * share + (part < rest ? part : rest);
    work->body(work->context, begin, begin + share + (part < rest ? 1 : 0));
}

static void run_parts_of_thread(void *data) {
    const loop *work = data;
    // The team may be smaller than asked for, so that the parts, not the threads, fix the ranges.
    int64_t step = omp_get_num_threads();
    for (int64_t part = omp_get_thread_num(); part < work->parts; part += step) run_part(data, part);
}

/// In up to `shares` ranges a thread.
static void run_loop(int64_t count, int64_t grain, int64_t shares, void (*body)(void *context, int64_t begin, int64_t end),
                     void *context) {
    if (count <= 0) return;
    if (grain < 1) grain = 1;
    int64_t threads = count / 2 < grain ? 1 : myelin_thread_count();
    if (threads == 1) {
        body(context, 0, count);
        return;
    }
    int64_t parts = count / grain, most = uses_libgomp ? threads : shares * threads;
    if (parts > most) parts = most;
    if (parts > threads) parts -= parts % threads;  // equally fast threads end together
    loop work = {count, parts, body, context};
    if (!uses_libgomp) {
        myelin_team_run(run_part, &work, (int32_t)work.parts, (int32_t)threads - 1);
    } else if (omp_in_parallel()) {
        for (int64_t part = 0; part < work.parts; part++) run_part(&work, part);
    } else {
        // Always the whole team: libgomp ends the threads that a smaller team leaves over, and starting them anew costs
        // more than their waiting.
        GOMP_parallel(run_parts_of_thread, &work, (unsigned)threads, 0);
    }
}

void myelin_parallel_for(int64_t count, int64_t grain, void (*body)(void *context, int64_t begin, int64_t end),
                         void *context) {
    run_loop(count, grain, 1, body, context);
}

void myelin_parallel_for_balanced(int64_t count, int64_t grain, void (*body)(void *context, int64_t begin, int64_t end),
                                  void *context) {
    run_loop(count, grain, BALANCED_SHARES, body, context);
}

int32_t myelin_worker(void) {
    int32_t member = myelin_team_member();
    return member > 0 ? member : omp_get_thread_num();
}
