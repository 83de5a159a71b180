// The team: libgomp's threads meet at a barrier, and one that has lost its core to another process holds the others up for
// milliseconds. Here nobody waits for a thread that has not claimed anything.
#include "team.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>

#include "myelin_parallel.h"

enum { MOST_HELPERS = 63, SPINS_BETWEEN_LOOKS = 64, NANOSECONDS_AWAKE = 60000, SPINS_BEFORE_YIELDING = 4096 };

/// Cores hand cache lines to one another in some hundred nanoseconds, so what one thread writes while others look at
/// something else has a line (and its neighbour, which is fetched along) of its own.
#define OWN_LINE _Alignas(128)

/// What helpers look at.
static OWN_LINE struct {
    // What is to be claimed, in one word, so that a claim is valid for the very job it was read from:
    // the job's number (24 bits), threads that have claimed (8), the end of what is left (16), its beginning (16).
    _Atomic uint64_t claims;
    void (*body)(void *data, int64_t part);
    void *data;
    int32_t most_members;
} job;
/// What the caller looks at: parts done, without the first.
static OWN_LINE _Atomic int32_t finished = 0;
static OWN_LINE atomic_flag busy = ATOMIC_FLAG_INIT;
static int32_t helper_count = 0;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static OWN_LINE _Atomic int32_t sleepers = 0;

static _Thread_local int32_t member = 0;

int32_t myelin_team_member(void) { return member; }

static int64_t first_part(uint64_t word) { return (int64_t)(word & 0xffff); }
static int64_t end_of_parts(uint64_t word) { return (int64_t)(word >> 16 & 0xffff); }
static int32_t members(uint64_t word) { return (int32_t)(word >> 32 & 0xff); }
static uint64_t number(uint64_t word) { return word >> 40; }

static int has_part(uint64_t word) { return first_part(word) < end_of_parts(word); }

/// Whether there is something for one more thread. The fields beside the word may be of a later job; then the claim fails.
static int has_place(uint64_t word) { return has_part(word) && members(word) < job.most_members; }

/// The caller: claims and runs parts from the first on until there are none.
static void work(void) {
    uint64_t word = atomic_load(&job.claims);
    while (has_part(word)) {
        if (!atomic_compare_exchange_weak(&job.claims, &word, word + 1)) continue;
        job.body(job.data, first_part(word));
        atomic_fetch_add(&finished, 1);
        word = atomic_load(&job.claims);
    }
}

/// A helper: claims and runs parts from the last on, so that from job to job a thread works on the same end of the arrays,
/// which its cache may still hold.
static void help_with_job(void) {
    uint64_t word = atomic_load(&job.claims), joined = UINT64_MAX;
    while (number(word) == joined ? has_part(word) : has_place(word)) {
        const uint64_t one_more_member = number(word) == joined ? 0 : (uint64_t)1 << 32;
        if (!atomic_compare_exchange_weak(&job.claims, &word, word - (1 << 16) + one_more_member)) continue;
        if (one_more_member) {
            member = members(word);
            joined = number(word);
        }
        // The job cannot end before this part has, so its fields are safe to read.
        job.body(job.data, end_of_parts(word) - 1);
        atomic_fetch_add(&finished, 1);
        word = atomic_load(&job.claims);
    }
}

static int64_t nanoseconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/// Looks for work for a while, since a training step brings the next within microseconds, then sleeps.
static void wait_for_work(void) {
    int64_t end = nanoseconds_now() + NANOSECONDS_AWAKE;
    do {
        for (int spin = 0; spin < SPINS_BETWEEN_LOOKS; spin++) {
            if (has_place(atomic_load_explicit(&job.claims, memory_order_relaxed))) return;
            myelin_pause_briefly();
        }
    } while (nanoseconds_now() < end);
    // Announce first, look again, then sleep: who publishes afterwards sees the announcement.
    atomic_fetch_add(&sleepers, 1);
    pthread_mutex_lock(&mutex);
    while (!has_place(atomic_load(&job.claims))) pthread_cond_wait(&condition, &mutex);
    pthread_mutex_unlock(&mutex);
    atomic_fetch_sub(&sleepers, 1);
}

static void *help(void *unused) {
    (void)unused;
    myelin_set_library_threads(1);
    for (;;) {
        wait_for_work();
        help_with_job();
    }
    return NULL;
}

static void start_helpers(int32_t wanted) {
    if (wanted > MOST_HELPERS) wanted = MOST_HELPERS;
    while (helper_count < wanted) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, help, NULL) != 0) return;  // fewer helpers do as well
        pthread_detach(thread);
        helper_count++;
    }
}

void myelin_team_run(void (*body)(void *data, int64_t part), void *data, int32_t parts, int32_t helpers) {
    // One job at a time: a second thread, or a kernel inside a kernel, does its parts itself.
    if (parts > 0xffff || atomic_flag_test_and_set(&busy)) {
        for (int64_t part = 0; part < parts; part++) body(data, part);
        return;
    }
    start_helpers(helpers);
    atomic_store_explicit(&finished, 0, memory_order_relaxed);
    job.body = body;
    job.data = data;
    job.most_members = helpers + 1;
    // The first part is the caller's from the start.
    atomic_store(&job.claims, (number(atomic_load(&job.claims)) + 1) << 40 | (uint64_t)1 << 32 | (uint64_t)parts << 16 | 1);
    if (atomic_load(&sleepers) > 0) {
        pthread_mutex_lock(&mutex);
        pthread_cond_broadcast(&condition);
        pthread_mutex_unlock(&mutex);
    }
    body(data, 0);
    work();
    for (int64_t spins = 0; atomic_load(&finished) < parts - 1; spins++) {
        if (spins < SPINS_BEFORE_YIELDING) myelin_pause_briefly();
        else sched_yield();
    }
    atomic_flag_clear(&busy);
}
