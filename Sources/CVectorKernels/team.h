// A team of threads for programs that need none of libgomp's.
#ifndef MYELIN_TEAM_H
#define MYELIN_TEAM_H

#include <stdint.h>

/// Calls `body(data, part)` for every part, on the calling thread and up to `helpers` others. A part belongs to whoever
/// claims it first, so the caller waits for no helper that has not begun: where other processes hold the cores, it does
/// all the work itself.
void myelin_team_run(void (*body)(void *data, int64_t part), void *data, int32_t parts, int32_t helpers);

/// Inside of `body`: which of the threads at work this is, from 0 (the caller) to `helpers`. Only one at a time has a
/// number, though not always the same one.
int32_t myelin_team_member(void);

/// Tells the processor that this thread only waits.
static inline void myelin_pause_briefly(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
