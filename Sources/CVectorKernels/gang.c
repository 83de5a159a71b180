#include "gang.h"

#include <sched.h>
#include <stdatomic.h>

#include "team.h"

enum {
    CLOSED = 1 << 16,
    SPINS_FOR_OTHERS = 1000,  // some ten microseconds: a helper that is awake comes sooner, one that sleeps much later
    SPINS_BEFORE_YIELDING = 4096,
};

int32_t myelin_gang_join(myelin_gang *gang, int32_t most) {
    const int32_t member = atomic_fetch_add(&gang->joined, 1);
    if (member >= most) return -1;
    if (member > 0) {
        while (atomic_load(&gang->size) == 0) myelin_pause_briefly();
        return member;
    }
    for (int spin = 0; spin < SPINS_FOR_OTHERS && atomic_load(&gang->joined) < most; spin++) myelin_pause_briefly();
    const int32_t joined = atomic_exchange(&gang->joined, CLOSED);
    atomic_store(&gang->size, joined < most ? joined : most);
    return member;
}

int32_t myelin_gang_size(myelin_gang *gang) { return atomic_load(&gang->size); }

void myelin_gang_arrive(myelin_gang *gang, int32_t member) {
    const int64_t steps = atomic_load_explicit(&gang->done[member].steps, memory_order_relaxed) + 1;
    atomic_store_explicit(&gang->done[member].steps, steps, memory_order_release);
}

void myelin_gang_wait(myelin_gang *gang, int32_t member) {
    const int32_t size = myelin_gang_size(gang);
    const int64_t steps = atomic_load_explicit(&gang->done[member].steps, memory_order_relaxed);
    for (int32_t other = 0; other < size; other++) {
        for (int64_t spins = 0; atomic_load_explicit(&gang->done[other].steps, memory_order_acquire) < steps; spins++) {
            if (spins > SPINS_BEFORE_YIELDING) sched_yield();
        }
    }
}
