// Counter-based random numbers: Philox4x32-10 (Salmon et al., 2011, "Parallel random numbers: as easy as 1, 2, 3").
#ifndef MYELIN_RANDOM_H
#define MYELIN_RANDOM_H

#include <stdint.h>

/// The four words of block (counter_low, counter_high) under a key; the 128-bit Philox counter is
/// {counter_low as 64 bits, counter_high as 64 bits}.
void myelin_philox(uint64_t key, uint64_t counter_low, uint64_t counter_high, uint32_t result[4]);

/// Element e of MYELIN_OP_RANDOM_UNIFORM with (key, counter) comes from the block with counter_low = e / 4 and
/// counter_high = counter. Float32 takes word e % 4: (word >> 8) * 2^-24. Float64 uses blocks e / 2 and two words.

#endif
