// Threads that go through the steps of one computation side by side.
#ifndef MYELIN_GANG_H
#define MYELIN_GANG_H

#include <stdint.h>

enum { MYELIN_GANG_MOST = 8 };

/// Starts as zeros. Members are the threads that join before the first of them is tired of waiting: as in team.h nobody
/// waits for a thread that has not begun.
typedef struct myelin_gang {
    _Atomic int32_t joined, size;
    // Each on a cache line of its own, so that one member's arrival costs the others one transfer.
    struct { _Alignas(64) _Atomic int64_t steps; } done[MYELIN_GANG_MOST];
} myelin_gang;

/// Makes the calling thread a member, of `most` at most: its number, or -1 if it comes too late and has nothing to do.
int32_t myelin_gang_join(myelin_gang *gang, int32_t most);
/// How many members there are, once one has joined.
int32_t myelin_gang_size(myelin_gang *gang);
/// Says that what this member has written is there for those who wait.
void myelin_gang_arrive(myelin_gang *gang, int32_t member);
/// Waits until all members have arrived as often as this one.
void myelin_gang_wait(myelin_gang *gang, int32_t member);

#endif
