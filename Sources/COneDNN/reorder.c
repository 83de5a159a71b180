// Changes of layout.
#include <stdlib.h>

#include "internal.h"
#include "myelin_parallel.h"

struct myelin_reorder {
    dnnl_primitive_desc_t description;
    dnnl_primitive_t primitive;
    bound_arguments bound;  // source, destination, and scratch where it is wanted
};

static descriptor_view scratch_view(const myelin_reorder *r) {
    return dnnl_primitive_desc_query_md(r->description, dnnl_query_scratchpad_md, 0);
}

myelin_reorder *myelin_reorder_create(const myelin_layout *source, const myelin_layout *destination, char *message) {
    dnnl_engine_t engine = myelin_engine(message);
    if (engine == NULL) return NULL;
    dnnl_primitive_attr_t attributes = myelin_attributes(0, message);
    if (attributes == NULL) return NULL;
    myelin_reorder *r = calloc(1, sizeof *r);
    dnnl_status_t status = r == NULL ? dnnl_out_of_memory : dnnl_success;
    const int32_t threads = myelin_library_threads();
    myelin_set_library_threads(1);
    if (status == dnnl_success) {
        status = dnnl_reorder_primitive_desc_create(&r->description, source->descriptor, engine,
                                                    destination->descriptor, engine, attributes);
    }
    dnnl_primitive_attr_destroy(attributes);
    if (status == dnnl_success) status = dnnl_primitive_create(&r->primitive, r->description);
    myelin_set_library_threads(threads);
    if (status == dnnl_success
        && !(myelin_bind(&r->bound, DNNL_ARG_FROM, source->descriptor, engine)
             && myelin_bind(&r->bound, DNNL_ARG_TO, destination->descriptor, engine)
             && (myelin_reorder_scratch_bytes(r) == 0
                 || myelin_bind(&r->bound, DNNL_ARG_SCRATCHPAD, scratch_view(r), engine)))) {
        status = dnnl_out_of_memory;
    }
    if (status == dnnl_success) return r;
    char from[64], to[64];
    myelin_layout_name(source, from, sizeof from);
    myelin_layout_name(destination, to, sizeof to);
    myelin_onednn_fail(message, status, "cannot change the layout %s to %s", from, to);
    myelin_reorder_release(r);
    return NULL;
}

void myelin_reorder_release(myelin_reorder *r) {
    if (r == NULL) return;
    myelin_bound_release(&r->bound);
    if (r->primitive != NULL) dnnl_primitive_destroy(r->primitive);
    if (r->description != NULL) dnnl_primitive_desc_destroy(r->description);
    free(r);
}

int64_t myelin_reorder_scratch_bytes(const myelin_reorder *r) {
    descriptor_view view = scratch_view(r);
    return view == NULL ? 0 : (int64_t)dnnl_memory_desc_get_size(view);
}

void myelin_reorder_run(const void *arguments) {
    const myelin_reorder_arguments *a = arguments;
    myelin_reorder *r = a->reorder;
    myelin_set_handle(&r->bound, 0, a->source);
    myelin_set_handle(&r->bound, 1, a->destination);
    if (r->bound.count > 2) myelin_set_handle(&r->bound, 2, a->scratch);
    myelin_execute(r->primitive, r->bound.count, r->bound.arguments);
}
