// The thread pools and the flat list of calls.
#ifndef MYELIN_PARALLEL_H
#define MYELIN_PARALLEL_H

#include <stdint.h>

typedef void (*myelin_kernel)(const void *arguments);

typedef struct myelin_call {
    myelin_kernel kernel;
    const void *arguments;
} myelin_call;

/// What a kernel found wrong with the numbers it was given.
typedef struct myelin_fault {
    const char *owner;     // who is told, or NULL for no fault
    int64_t value, count;  // an index, and the size it does not fit
} myelin_fault;

/// Called by a kernel on the thread that runs it. The run ends behind that kernel.
void myelin_report_fault(myelin_fault fault);
/// The fault at which this thread's last run ended, if it did.
myelin_fault myelin_take_fault(void);

/// Runs the calls one after the other, up to a fault.
void myelin_run(const myelin_call *calls, int64_t count);
/// As `myelin_run`, and adds each call's nanoseconds to `nanoseconds[i]`.
void myelin_run_timed(const myelin_call *calls, int64_t count, int64_t *nanoseconds);

/// Which threads the kernels that this thread calls from now on use. 1: libgomp's, which oneDNN uses too, so that in a
/// program with both no two pools compete. 0: a team of our own, which waits for nobody that has not begun.
void myelin_set_pool(int32_t libgomp);

/// Threads of libgomp that a library may use for, or plan for in, this thread's calls; `myelin_set_pool` sets it too: to
/// 1 for the team, whose threads call libraries side by side.
int32_t myelin_library_threads(void);
void myelin_set_library_threads(int32_t count);

/// Threads that kernels may use; at least 1. The default is the number of cores that this process may run on, or
/// MYELIN_THREADS or OMP_NUM_THREADS where set.
int32_t myelin_thread_count(void);
void myelin_set_thread_count(int32_t count);
/// Cores that this process may run on.
int32_t myelin_core_count(void);

/// Calls `body(context, begin, end)` on disjoint ranges that cover 0..<count, on several threads where count >= 2 * grain.
/// The ranges depend on count, grain and thread count alone.
void myelin_parallel_for(int64_t count, int64_t grain, void (*body)(void *context, int64_t begin, int64_t end), void *context);

/// As `myelin_parallel_for`, in several ranges a thread: cores that others use too are not equally fast, and one that is
/// done takes a range of another. For bodies whose results do not depend on the ranges.
void myelin_parallel_for_balanced(int64_t count, int64_t grain, void (*body)(void *context, int64_t begin, int64_t end), void *context);

/// Inside of a body: a number below `myelin_thread_count` that no other thread in the same call has, for memory of its own.
int32_t myelin_worker(void);

#endif
