// Matrix products of BFloat16's numbers, where the CPU multiplies such numbers.
#include <stdlib.h>

#include "internal.h"

struct myelin_matmul {
    dnnl_primitive_desc_t description;
    dnnl_primitive_t primitive;
    bound_arguments bound;  // a, b, c, then bias and scratch where there are such
    int bias, scratch;      // their places; -1 for none
};

int32_t myelin_multiplies_bfloat16(void) {
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_amx) == dnnl_cpu_isa_avx512_core_amx;
}

static descriptor matrices(int64_t batch, int64_t rows, int64_t columns, int32_t transposed) {
    if (batch == 1) return myelin_descriptor_create(2, (dnnl_dims_t){rows, columns}, transposed ? dnnl_ba : dnnl_ab);
    return myelin_descriptor_create(3, (dnnl_dims_t){batch, rows, columns}, transposed ? dnnl_acb : dnnl_abc);
}

static int64_t scratch_bytes(const myelin_matmul *m) {
    descriptor_view view = dnnl_primitive_desc_query_md(m->description, dnnl_query_scratchpad_md, 0);
    return view == NULL ? 0 : (int64_t)dnnl_memory_desc_get_size(view);
}

static int add(myelin_matmul *m, int argument, descriptor_view view, dnnl_engine_t engine) {
    return myelin_bind(&m->bound, argument, view, engine) ? m->bound.count - 1 : -1;
}

myelin_matmul *myelin_matmul_create(const myelin_matmul_problem *p, char *message) {
    dnnl_engine_t engine = myelin_engine(message);
    if (engine == NULL) return NULL;
    myelin_matmul *m = calloc(1, sizeof *m);
    dnnl_primitive_attr_t attributes = myelin_attributes(p->relu, 1, message);
    descriptor a = matrices(p->batch, p->m, p->k, p->a_transposed), b = matrices(p->batch, p->k, p->n, p->b_transposed);
    descriptor c = matrices(p->batch, p->m, p->n, 0), bias = p->has_bias ? matrices(1, 1, p->n, 0) : NULL;
    int bound = 0;
    dnnl_status_t status = dnnl_invalid_arguments;
    if (p->has_bias && p->batch > 1) goto release;  // a bias has the rank of the result
    if (m == NULL || attributes == NULL || a == NULL || b == NULL || c == NULL) goto release;
    status = myelin_matmul_describe(&m->description, a, b, bias, c, attributes);
    if (status == dnnl_success) status = dnnl_primitive_create(&m->primitive, m->description);
    if (status != dnnl_success) goto release;
    m->bias = m->scratch = -1;
    bound = add(m, DNNL_ARG_SRC, a, engine) == 0 && add(m, DNNL_ARG_WEIGHTS, b, engine) == 1
        && add(m, DNNL_ARG_DST, c, engine) == 2;
    if (bound && p->has_bias) bound = (m->bias = add(m, DNNL_ARG_BIAS, bias, engine)) > 0;
    if (bound && scratch_bytes(m) > 0) {
        descriptor_view view = dnnl_primitive_desc_query_md(m->description, dnnl_query_scratchpad_md, 0);
        bound = (m->scratch = add(m, DNNL_ARG_SCRATCHPAD, view, engine)) > 0;
    }
release:
    myelin_descriptor_release(a);
    myelin_descriptor_release(b);
    myelin_descriptor_release(c);
    myelin_descriptor_release(bias);
    if (attributes != NULL) dnnl_primitive_attr_destroy(attributes);
    if (bound) return m;
    myelin_onednn_fail(message, status, "cannot make a matrix product");
    myelin_matmul_release(m);
    return NULL;
}

void myelin_matmul_release(myelin_matmul *m) {
    if (m == NULL) return;
    myelin_bound_release(&m->bound);
    if (m->primitive != NULL) dnnl_primitive_destroy(m->primitive);
    if (m->description != NULL) dnnl_primitive_desc_destroy(m->description);
    free(m);
}

int64_t myelin_matmul_scratch_bytes(const myelin_matmul *m) { return scratch_bytes(m); }

const char *myelin_matmul_implementation(const myelin_matmul *m) { return myelin_implementation(m->description); }

void myelin_matmul_run(const void *arguments) {
    const myelin_matmul_arguments *call = arguments;
    myelin_matmul *m = call->matmul;
    myelin_set_handle(&m->bound, 0, call->a);
    myelin_set_handle(&m->bound, 1, call->b);
    myelin_set_handle(&m->bound, 2, call->c);
    if (m->bias > 0) myelin_set_handle(&m->bound, m->bias, call->bias);
    if (m->scratch > 0) myelin_set_handle(&m->bound, m->scratch, call->scratch);
    myelin_execute(m->primitive, m->bound.count, m->bound.arguments);
}
