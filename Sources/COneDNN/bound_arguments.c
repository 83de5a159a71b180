// Memory objects made when a primitive is created, so that a run makes none.
#include <string.h>

#include "internal.h"

int myelin_bind(bound_arguments *bound, int argument, descriptor_view view, dnnl_engine_t engine) {
    if (bound->count == (int)(sizeof bound->arguments / sizeof bound->arguments[0])) return 0;
    dnnl_memory_t memory = NULL;
    // DNNL_MEMORY_NONE: no data yet.
    if (dnnl_memory_create(&memory, view, engine, DNNL_MEMORY_NONE) != dnnl_success) return 0;
    bound->arguments[bound->count] = (dnnl_exec_arg_t){argument, memory};
    bound->handles[bound->count] = NULL;
    bound->count++;
    return 1;
}

void myelin_bound_release(bound_arguments *bound) {
    for (int i = 0; i < bound->count; i++) dnnl_memory_destroy(bound->arguments[i].memory);
    memset(bound, 0, sizeof *bound);
}
