// Products of matrices of BFloat16, where the CPU multiplies such numbers.
#include <stdlib.h>

#include "internal.h"
#include "myelin_parallel.h"

enum { ALIGNMENT = 64, OPERANDS = 3 };

/// The memory objects of a piece: a, b, c, then bias and scratch where there are such.
typedef struct matmul_piece {
    bound_arguments bound;
    int bias, scratch;  // their places; -1 for none
} matmul_piece;

struct myelin_matmul {
    dnnl_primitive_desc_t description;
    dnnl_primitive_t primitive;  // computes a piece
    int64_t count;
    matmul_piece *pieces;
    int64_t steps[OPERANDS];  // bytes from one piece's a, b, c to the next one's
    int64_t scratch_bytes;    // of a piece
};

int32_t myelin_multiplies_bfloat16(void) {
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
}

/// `rows` of a stack of matrices, each of `all_rows`.
static descriptor matrices(dnnl_data_type_t type, int64_t batch, int64_t rows, int64_t all_rows, int64_t columns,
                           int32_t transposed) {
    const int64_t row = transposed ? 1 : columns, column = transposed ? all_rows : 1;
    if (batch == 1) return myelin_descriptor_strided(2, (dnnl_dims_t){rows, columns}, type, (dnnl_dims_t){row, column});
    return myelin_descriptor_strided(3, (dnnl_dims_t){batch, rows, columns}, type,
                                     (dnnl_dims_t){all_rows * columns, row, column});
}

static descriptor_view scratch_view(const myelin_matmul *m) {
    return dnnl_primitive_desc_query_md(m->description, dnnl_query_scratchpad_md, 0);
}

/// The place of the argument; -1 on failure.
static int add(matmul_piece *piece, int argument, descriptor_view view, dnnl_engine_t engine) {
    return myelin_bind(&piece->bound, argument, view, engine) ? piece->bound.count - 1 : -1;
}

/// Makes the primitive and the memory objects of the pieces, whose operands are a, b, c, bias; 0 where oneDNN has no kernel.
static int prepare(myelin_matmul *m, const myelin_matmul_problem *p, descriptor operands[OPERANDS + 1],
                   dnnl_status_t *status, char *message) {
    dnnl_engine_t engine = myelin_engine(message);
    dnnl_primitive_attr_t attributes = engine == NULL ? NULL : myelin_attributes(p->relu, message);
    if (attributes == NULL) return 0;
    // oneDNN plans for the threads that it finds set.
    const int32_t threads = myelin_library_threads();
    if (m->count > 1) myelin_set_library_threads(1);
    *status = myelin_matmul_describe(&m->description, operands[0], operands[1], operands[3], operands[2], attributes);
    if (*status == dnnl_success && myelin_is_reference(m->description)) *status = dnnl_unimplemented;
    if (*status == dnnl_success) *status = dnnl_primitive_create(&m->primitive, m->description);
    myelin_set_library_threads(threads);
    dnnl_primitive_attr_destroy(attributes);
    if (*status != dnnl_success) return 0;
    m->scratch_bytes = scratch_view(m) == NULL ? 0 : (int64_t)dnnl_memory_desc_get_size(scratch_view(m));
    m->scratch_bytes = (m->scratch_bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    m->pieces = calloc((size_t)m->count, sizeof *m->pieces);
    int bound = m->pieces != NULL;
    for (int64_t i = 0; bound && i < m->count; i++) {
        matmul_piece *piece = &m->pieces[i];
        piece->bias = piece->scratch = -1;
        bound = add(piece, DNNL_ARG_SRC, operands[0], engine) == 0
            && add(piece, DNNL_ARG_WEIGHTS, operands[1], engine) == 1
            && add(piece, DNNL_ARG_DST, operands[2], engine) == 2;
        if (bound && p->has_bias) bound = (piece->bias = add(piece, DNNL_ARG_BIAS, operands[3], engine)) > 0;
        if (bound && m->scratch_bytes > 0) {
            bound = (piece->scratch = add(piece, DNNL_ARG_SCRATCHPAD, scratch_view(m), engine)) > 0;
        }
    }
    return bound;
}

myelin_matmul *myelin_matmul_create(const myelin_matmul_problem *p, char *message) {
    myelin_matmul *m = calloc(1, sizeof *m);
    dnnl_status_t status = dnnl_out_of_memory;
    const int64_t parts = p->batch == 1 ? p->m : p->batch;
    int created = 0;
    if (m != NULL) {
        m->count = p->pieces > 1 && parts % p->pieces == 0 ? p->pieces : 1;
        const int64_t part = parts / m->count, batch = p->batch == 1 ? 1 : part, rows = p->batch == 1 ? part : p->m;
        const int64_t width = sizeof(uint16_t), stack = p->batch == 1 ? 0 : part;
        m->steps[0] = width * (p->batch > 1 ? stack * p->m * p->k : p->a_transposed ? part : part * p->k);
        m->steps[1] = width * stack * p->k * p->n;
        m->steps[2] = (int64_t)sizeof(float) * (p->batch > 1 ? stack * p->m : part) * p->n;
        descriptor operands[OPERANDS + 1] = {
            matrices(dnnl_bf16, batch, rows, p->m, p->k, p->a_transposed),
            matrices(dnnl_bf16, batch, p->k, p->k, p->n, p->b_transposed),
            matrices(dnnl_f32, batch, rows, p->m, p->n, 0),
            p->has_bias ? matrices(dnnl_f32, 1, 1, 1, p->n, 0) : NULL,
        };
        // A bias has the rank of the result.
        created = operands[0] != NULL && operands[1] != NULL && operands[2] != NULL && (!p->has_bias || p->batch == 1)
            && prepare(m, p, operands, &status, message);
        for (int i = 0; i <= OPERANDS; i++) myelin_descriptor_release(operands[i]);
    }
    if (created) return m;
    myelin_onednn_fail(message, status, "cannot make a matrix product");
    myelin_matmul_release(m);
    return NULL;
}

void myelin_matmul_release(myelin_matmul *m) {
    if (m == NULL) return;
    for (int64_t i = 0; m->pieces != NULL && i < m->count; i++) myelin_bound_release(&m->pieces[i].bound);
    free(m->pieces);
    if (m->primitive != NULL) dnnl_primitive_destroy(m->primitive);
    if (m->description != NULL) dnnl_primitive_desc_destroy(m->description);
    free(m);
}

int64_t myelin_matmul_pieces(const myelin_matmul *m) { return m->count; }

int64_t myelin_matmul_scratch_bytes(const myelin_matmul *m) { return m->count * m->scratch_bytes; }

const char *myelin_matmul_implementation(const myelin_matmul *m) { return myelin_implementation(m->description); }

static void run_pieces(void *context, int64_t begin, int64_t end) {
    const myelin_matmul_arguments *call = context;
    myelin_matmul *m = call->matmul;
    for (int64_t i = begin; i < end; i++) {
        matmul_piece *piece = &m->pieces[i];
        char *const operands[OPERANDS] = {call->a, call->b, call->c};
        for (int j = 0; j < OPERANDS; j++) myelin_set_handle(&piece->bound, j, operands[j] + i * m->steps[j]);
        if (piece->bias > 0) myelin_set_handle(&piece->bound, piece->bias, call->bias);
        if (piece->scratch > 0) {
            myelin_set_handle(&piece->bound, piece->scratch, (char *)call->scratch + i * m->scratch_bytes);
        }
        myelin_execute(m->primitive, piece->bound.count, piece->bound.arguments);
    }
}

void myelin_matmul_run(const void *arguments) {
    myelin_matmul_arguments call = *(const myelin_matmul_arguments *)arguments;
    if (call.matmul->count == 1) run_pieces(&call, 0, 1);
    else myelin_parallel_for(call.matmul->count, 1, run_pieces, &call);
}
