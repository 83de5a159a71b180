// Convolutions: forward, gradient of the input, gradient of the kernel.
#include <stdlib.h>

#include "convolution.h"
#include "myelin_parallel.h"

static descriptor_view described(const_dnnl_primitive_desc_t description, dnnl_query_t what) {
    return dnnl_primitive_desc_query_md(description, what, 0);
}

static descriptor_view input_view(int32_t kind, const_dnnl_primitive_desc_t description) {
    return described(description, kind == MYELIN_CONVOLUTION_INPUT_GRADIENT ? dnnl_query_diff_src_md : dnnl_query_src_md);
}

static descriptor_view kernel_view(int32_t kind, const_dnnl_primitive_desc_t description) {
    int is_gradient = kind == MYELIN_CONVOLUTION_KERNEL_GRADIENT;
    return described(description, is_gradient ? dnnl_query_diff_weights_md : dnnl_query_weights_md);
}

static descriptor_view bias_view(int32_t kind, const_dnnl_primitive_desc_t description) {
    int is_gradient = kind == MYELIN_CONVOLUTION_KERNEL_GRADIENT;
    return dnnl_primitive_desc_query_md(description, is_gradient ? dnnl_query_diff_weights_md : dnnl_query_weights_md, 1);
}

static descriptor_view output_view(int32_t kind, const_dnnl_primitive_desc_t description) {
    return described(description, kind == MYELIN_CONVOLUTION_FORWARD ? dnnl_query_dst_md : dnnl_query_diff_dst_md);
}

/// Describes the convolution of `batch` images whose operands have numbers of `type`, in layouts of oneDNN's choice; NULL
/// and a message where oneDNN has no implementation. What comes out is Float32.
static dnnl_primitive_desc_t describe_of(dnnl_data_type_t type, const myelin_convolution_problem *p, int64_t batch,
                                         char *message) {
    int64_t groups = p->groups;
    int spatial = p->spatial_rank, rank = spatial + 2, kernel_rank = groups > 1 ? spatial + 3 : spatial + 2;
    dnnl_dims_t input_shape = {batch, p->input_channels};
    dnnl_dims_t output_shape = {batch, p->output_channels};
    dnnl_dims_t bias_shape = {p->output_channels};
    dnnl_dims_t kernel_shape = {p->output_channels, p->input_channels};
    dnnl_dims_t grouped_shape = {groups, p->output_channels / groups, p->input_channels / groups};
    convolution_geometry geometry = {{0}};
    for (int axis = 0; axis < spatial; axis++) {
        input_shape[axis + 2] = p->input[axis];
        output_shape[axis + 2] = p->output[axis];
        kernel_shape[axis + 2] = grouped_shape[axis + 3] = p->kernel[axis];
        geometry.strides[axis] = p->strides[axis];
        geometry.dilations[axis] = p->dilation[axis] - 1;
        geometry.pad_begin[axis] = p->pad_low[axis];
        geometry.pad_end[axis] = p->pad_high[axis];
    }
    const int64_t *weights_shape = groups > 1 ? grouped_shape : kernel_shape;
    const dnnl_format_tag_t any = dnnl_format_tag_any;
    int of_input = p->kind == MYELIN_CONVOLUTION_INPUT_GRADIENT, of_kernel = p->kind == MYELIN_CONVOLUTION_KERNEL_GRADIENT;
    int forward = !of_input && !of_kernel;
    descriptor source = myelin_descriptor_create(rank, input_shape, of_input ? dnnl_f32 : type, any);
    descriptor weights = myelin_descriptor_create(kernel_rank, weights_shape, of_kernel ? dnnl_f32 : type, any);
    descriptor target = myelin_descriptor_create(rank, output_shape, forward ? dnnl_f32 : type, any);
    descriptor bias = p->has_bias && !of_input ? myelin_descriptor_create(1, bias_shape, dnnl_f32, dnnl_a) : NULL;
    // A gradient wants to be told of a forward pass; which one matters to no implementation, so it is one that always
    // exists.
    descriptor told[3] = {NULL, NULL, NULL};
    dnnl_primitive_desc_t found = NULL, hint = NULL;
    dnnl_status_t status = source == NULL || weights == NULL || target == NULL ? dnnl_invalid_arguments : dnnl_success;
    dnnl_primitive_attr_t attributes = myelin_attributes(forward && p->relu, message);
    if (attributes == NULL) goto release;
    if (status == dnnl_success && !forward) {
        told[0] = myelin_descriptor_create(rank, input_shape, type, any);
        told[1] = myelin_descriptor_create(kernel_rank, weights_shape, type, any);
        told[2] = myelin_descriptor_create(rank, output_shape, type, any);
        status = told[0] == NULL || told[1] == NULL || told[2] == NULL
            ? dnnl_out_of_memory
            : myelin_convolution_describe(&hint, MYELIN_CONVOLUTION_FORWARD, told[0], told[1], NULL, told[2], &geometry,
                                          NULL, NULL);
    }
    if (status == dnnl_success) {
        status = myelin_convolution_describe(&found, p->kind, source, weights, bias, target, &geometry, attributes, hint);
    }
    if (status != dnnl_success) {
        found = NULL;
        myelin_onednn_fail(message, status, "no convolution of this kind");
    }
release:
    for (int i = 0; i < 3; i++) myelin_descriptor_release(told[i]);
    myelin_descriptor_release(source);
    myelin_descriptor_release(weights);
    myelin_descriptor_release(target);
    myelin_descriptor_release(bias);
    if (hint != NULL) dnnl_primitive_desc_destroy(hint);
    if (attributes != NULL) dnnl_primitive_attr_destroy(attributes);
    return found;
}

/// In BFloat16 where the operands are of such and oneDNN has a kernel for it, else in Float32.
static dnnl_primitive_desc_t describe(const myelin_convolution_problem *p, int64_t batch, char *message) {
    if (p->bfloat16) {
        dnnl_primitive_desc_t found = describe_of(dnnl_bf16, p, batch, NULL);
        if (found != NULL && !myelin_is_reference(found)) return found;
        if (found != NULL) dnnl_primitive_desc_destroy(found);
    }
    return describe_of(dnnl_f32, p, batch, message);
}

static int add_argument(bound_arguments *bound, int *place, int argument, descriptor_view view, dnnl_engine_t engine) {
    *place = bound->count;
    return myelin_bind(bound, argument, view, engine);
}

/// The memory objects of a piece; 0 where there is no memory for them.
static int bind(const myelin_convolution *c, convolution_piece *piece, int32_t has_bias, dnnl_engine_t engine) {
    const_dnnl_primitive_desc_t d = c->piece_description;
    int forward = c->kind == MYELIN_CONVOLUTION_FORWARD, of_kernel = c->kind == MYELIN_CONVOLUTION_KERNEL_GRADIENT;
    int of_input = c->kind == MYELIN_CONVOLUTION_INPUT_GRADIENT;
    bound_arguments *bound = &piece->bound;
    piece->bias = piece->scratch = -1;
    if (!add_argument(bound, &piece->input, of_input ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, input_view(c->kind, d), engine))
        return 0;
    if (!add_argument(bound, &piece->kernel, of_kernel ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS,
                      kernel_view(c->kind, d), engine)) return 0;
    if (!add_argument(bound, &piece->output, forward ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, output_view(c->kind, d), engine))
        return 0;
    if (has_bias && !of_input
        && !add_argument(bound, &piece->bias, forward ? DNNL_ARG_BIAS : DNNL_ARG_DIFF_BIAS, bias_view(c->kind, d), engine))
        return 0;
    return c->scratch_bytes == 0
        || add_argument(bound, &piece->scratch, DNNL_ARG_SCRATCHPAD, described(d, dnnl_query_scratchpad_md), engine);
}

static int64_t bytes(descriptor_view view) { return view == NULL ? 0 : (int64_t)dnnl_memory_desc_get_size(view); }

/// Do the images of one piece lie as they do in the whole?
static int is_part_of(descriptor_view piece, descriptor_view whole) {
    arrangement x, y;
    if (!myelin_descriptor_arrangement(piece, &x) || !myelin_descriptor_arrangement(whole, &y)) return 0;
    if (x.type != y.type || x.rank != y.rank || x.block_count != y.block_count) return 0;
    for (int i = 0; i < x.block_count; i++) {
        if (x.blocks[i] != y.blocks[i] || x.block_axes[i] != y.block_axes[i] || x.block_axes[i] == 0) return 0;
    }
    for (int axis = 0; axis < x.rank; axis++) {
        if (x.strides[axis] != y.strides[axis] || (axis > 0 && x.padded_shape[axis] != y.padded_shape[axis])) return 0;
        if (x.strides[axis] > x.strides[0]) return 0;
    }
    return 1;
}

/// Describes pieces of the batch for one thread each; 0 where that cannot be, or does not pay.
static int describe_pieces(myelin_convolution *c, const myelin_convolution_problem *p, char *message) {
    if (p->pieces < 2 || p->batch % p->pieces != 0) return 0;
    c->description = describe(p, p->batch, message);
    c->piece_description = describe(p, p->batch / p->pieces, message);
    if (c->description == NULL || c->piece_description == NULL) return 0;
    descriptor_view input = input_view(p->kind, c->description), output = output_view(p->kind, c->description);
    // Sums of kernels that are larger than the images take longer than what they save.
    int too_large = p->kind == MYELIN_CONVOLUTION_KERNEL_GRADIENT
        && (p->pieces - 1) * bytes(kernel_view(p->kind, c->piece_description)) > bytes(input) + bytes(output);
    return !too_large && is_part_of(input_view(p->kind, c->piece_description), input)
        && is_part_of(output_view(p->kind, c->piece_description), output)
        && dnnl_memory_desc_equal(kernel_view(p->kind, c->piece_description), kernel_view(p->kind, c->description));
}

static void forget_descriptions(myelin_convolution *c) {
    if (c->piece_description != NULL && c->piece_description != c->description) {
        dnnl_primitive_desc_destroy(c->piece_description);
    }
    if (c->description != NULL) dnnl_primitive_desc_destroy(c->description);
    c->description = c->piece_description = NULL;
}

/// Makes everything but the memory of `c`; 0 and a message on failure.
static int prepare(myelin_convolution *c, const myelin_convolution_problem *p, char *message) {
    dnnl_engine_t engine = myelin_engine(message);
    if (engine == NULL) return 0;
    c->kind = p->kind;
    // oneDNN plans for the threads that it finds set.
    const int32_t threads = myelin_library_threads();
    myelin_set_library_threads(1);
    dnnl_status_t status = dnnl_success;
    if (describe_pieces(c, p, message)) {
        c->count = p->pieces;
        status = dnnl_primitive_create(&c->primitive, c->piece_description);
        myelin_set_library_threads(threads);
    } else {
        myelin_set_library_threads(threads);
        forget_descriptions(c);
        c->count = 1;
        c->description = c->piece_description = describe(p, p->batch, message);
        if (c->description == NULL) return 0;
        status = dnnl_primitive_create(&c->primitive, c->description);
    }
    if (status != dnnl_success) {
        c->primitive = NULL;
        myelin_onednn_fail(message, status, "cannot make a convolution");
        return 0;
    }
    c->input_bytes = bytes(input_view(c->kind, c->piece_description));
    c->output_bytes = bytes(output_view(c->kind, c->piece_description));
    c->kernel_bytes = bytes(kernel_view(c->kind, c->piece_description));
    c->scratch_bytes = bytes(described(c->piece_description, dnnl_query_scratchpad_md));
    c->bias_bytes = p->has_bias ? p->output_channels * (int64_t)sizeof(float) : 0;
    c->pieces = calloc((size_t)c->count, sizeof *c->pieces);
    int bound = c->pieces != NULL;
    for (int64_t i = 0; bound && i < c->count; i++) bound = bind(c, &c->pieces[i], p->has_bias, engine);
    if (!bound) myelin_onednn_fail(message, dnnl_success, "cannot make a convolution's memory objects");
    return bound;
}

myelin_convolution *myelin_convolution_create(const myelin_convolution_problem *problem, char *message) {
    if (!myelin_convolution_check(problem, message)) return NULL;
    myelin_convolution *c = calloc(1, sizeof *c);
    if (c == NULL) {
        myelin_onednn_fail(message, dnnl_out_of_memory, "cannot make a convolution");
        return NULL;
    }
    if (prepare(c, problem, message)) return c;
    myelin_convolution_release(c);
    return NULL;
}

void myelin_convolution_release(myelin_convolution *c) {
    if (c == NULL) return;
    for (int64_t i = 0; c->pieces != NULL && i < c->count; i++) myelin_bound_release(&c->pieces[i].bound);
    free(c->pieces);
    if (c->primitive != NULL) dnnl_primitive_destroy(c->primitive);
    forget_descriptions(c);
    free(c);
}

myelin_layout *myelin_convolution_input_layout(const myelin_convolution *c) {
    return myelin_layout_wrap(input_view(c->kind, c->description), 0);
}

myelin_layout *myelin_convolution_kernel_layout(const myelin_convolution *c) {
    return myelin_layout_wrap(kernel_view(c->kind, c->description), 1);
}

myelin_layout *myelin_convolution_output_layout(const myelin_convolution *c) {
    return myelin_layout_wrap(output_view(c->kind, c->description), 0);
}

int64_t myelin_convolution_pieces(const myelin_convolution *c) { return c->count; }

const char *myelin_convolution_implementation(const myelin_convolution *c) {
    return myelin_implementation(c->piece_description);
}
