// Attention: softmax(scale * q k^T) v for each sample and head, and its gradients, without the scores of all samples in
// memory: a block of rows of one head is computed, turned to weights and used while it is in the cache.
#ifndef MYELIN_ATTENTION_H
#define MYELIN_ATTENTION_H

#include <stdint.h>

typedef struct myelin_attention {
    const void *query;   // [batch, time, heads, size]
    const void *key;     // [batch, keys, heads, size]
    const void *value;   // [batch, keys, heads, value_size]
    const uint8_t *mask; // which keys a query sees, or NULL
    void *output;        // forward: [batch, time, heads, value_size]
    const void *output_gradient;  // gradient
    void *query_gradient, *key_gradient, *value_gradient;
    void *scratch;       // `myelin_attention_scratch` bytes
    int64_t batch, heads, time, keys, size, value_size;
    int64_t mask_strides[4];  // along batch, heads, time, keys; 0 where the mask repeats
    double scale;        // above 0
    int32_t dtype;       // Float32 or Float64
    int32_t chunks;      // shares of the work, each with its scratch: at least 1
} myelin_attention;

/// The shares that the work is worth on this machine's threads.
int32_t myelin_attention_chunks(const myelin_attention *arguments);
/// Bytes of scratch memory that a run needs: the weights of some rows for each share, for gradients theirs too.
int64_t myelin_attention_scratch(const myelin_attention *arguments, int32_t gradient);
/// Where the mask holds for no key, all weigh the same.
void myelin_attention_run(const void *arguments);
void myelin_attention_gradient_run(const void *arguments);

#endif
