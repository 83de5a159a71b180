// Convolutions: forward, gradient of the input, gradient of the kernel.
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct myelin_convolution {
    int32_t kind;
    dnnl_primitive_desc_t description;
    dnnl_primitive_t primitive;
    bound_arguments bound;
    // Places in `bound`; -1 for what the kind does not use.
    int input, kernel, bias, output, scratch;
};

static int64_t reach(int64_t size, int64_t dilation) {
    return (size - 1) * dilation + 1;
}

/// Along one axis: does the output's size follow from the rest?
static int check_axis(const char *axis, int64_t input, int64_t output, int64_t kernel, int64_t stride, int64_t dilation,
                      int64_t pad_begin, int64_t pad_end, char *message) {
    if (input < 1 || output < 1 || kernel < 1 || stride < 1 || dilation < 1 || pad_begin < 0 || pad_end < 0) {
        myelin_onednn_fail(message, dnnl_success,
                           "a convolution needs a %s, kernel, stride and dilation of at least 1 and no negative "
                           "padding; got input %lld, output %lld, kernel %lld, stride %lld, dilation %lld, "
                           "padding %lld and %lld",
                           axis, (long long)input, (long long)output, (long long)kernel, (long long)stride,
                           (long long)dilation, (long long)pad_begin, (long long)pad_end);
        return 0;
    }
    int64_t room = input + pad_begin + pad_end - reach(kernel, dilation);
    if (room >= 0 && room / stride + 1 == output) return 1;
    myelin_onednn_fail(message, dnnl_success,
                       "a convolution's output %s of %lld does not follow from input %lld, kernel %lld, stride %lld, "
                       "dilation %lld, padding %lld and %lld",
                       axis, (long long)output, (long long)input, (long long)kernel, (long long)stride,
                       (long long)dilation, (long long)pad_begin, (long long)pad_end);
    return 0;
}

static int check_problem(const myelin_convolution_problem *p, char *message) {
    if (p->kind < MYELIN_CONVOLUTION_FORWARD || p->kind > MYELIN_CONVOLUTION_KERNEL_GRADIENT || p->spatial_rank < 2
        || p->spatial_rank > 3) {
        myelin_onednn_fail(message, dnnl_success, "no kind of convolution has the number %d over %d axes",
                           (int)p->kind, (int)p->spatial_rank);
        return 0;
    }
    if (p->batch < 1 || p->input_channels < 1 || p->output_channels < 1 || p->groups < 1
        || p->input_channels % p->groups != 0 || p->output_channels % p->groups != 0) {
        myelin_onednn_fail(message, dnnl_success,
                           "a convolution needs a batch and channels of at least 1, and groups that divide the "
                           "channels; got batch %lld, %lld to %lld channels, %lld groups",
                           (long long)p->batch, (long long)p->input_channels, (long long)p->output_channels,
                           (long long)p->groups);
        return 0;
    }
    static const char *const names[3] = {"depth", "height", "width"};
    for (int axis = 0; axis < p->spatial_rank; axis++) {
        if (!check_axis(names[axis + 3 - p->spatial_rank], p->input[axis], p->output[axis], p->kernel[axis],
                        p->strides[axis], p->dilation[axis], p->pad_low[axis], p->pad_high[axis], message)) return 0;
    }
    return 1;
}

/// The descriptor to ask for: that of the layout, or "any". With one channel channels-last is channels-first too, and
/// oneDNN has implementations that look for one of the names only; `channels_first` asks for the other.
static descriptor wanted(const myelin_layout *layout, int rank, const dnnl_dims_t shape, int channels_first) {
    if (layout == NULL) return myelin_descriptor_create(rank, shape, dnnl_format_tag_any);
    if (channels_first) return myelin_descriptor_create(rank, shape, rank == 5 ? dnnl_ncdhw : dnnl_nchw);
    return myelin_descriptor_copy(layout->descriptor);
}

static int has_two_names(const myelin_layout *layout, int64_t channels) {
    return layout != NULL && channels == 1 && myelin_layout_block(layout) == 0;
}

/// 2: generated code; 1: a matrix product over rearranged copies; 0: the reference loops, some hundred times slower.
static int merit(const_dnnl_primitive_desc_t description) {
    const char *name = NULL;
    dnnl_status_t status = dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, &name);
    if (status != dnnl_success || name == NULL) return 0;
    return strncmp(name, "ref", 3) == 0 ? 0 : strstr(name, "gemm") != NULL ? 1 : 2;
}

static descriptor_view described(const myelin_convolution *c, dnnl_query_t what) {
    return dnnl_primitive_desc_query_md(c->description, what, 0);
}

static descriptor_view input_view(const myelin_convolution *c) {
    return described(c, c->kind == MYELIN_CONVOLUTION_INPUT_GRADIENT ? dnnl_query_diff_src_md : dnnl_query_src_md);
}

static descriptor_view kernel_view(const myelin_convolution *c) {
    int is_gradient = c->kind == MYELIN_CONVOLUTION_KERNEL_GRADIENT;
    return described(c, is_gradient ? dnnl_query_diff_weights_md : dnnl_query_weights_md);
}

static descriptor_view output_view(const myelin_convolution *c) {
    return described(c, c->kind == MYELIN_CONVOLUTION_FORWARD ? dnnl_query_dst_md : dnnl_query_diff_dst_md);
}

/// Makes the description; 0 and a message where oneDNN has no implementation.
static int describe(myelin_convolution *c, const myelin_convolution_problem *p, const myelin_layout *input,
                    const myelin_layout *kernel, const myelin_layout *output, char *message) {
    int64_t groups = p->groups;
    int spatial = p->spatial_rank, rank = spatial + 2, kernel_rank = groups > 1 ? spatial + 3 : spatial + 2;
    dnnl_dims_t input_shape = {p->batch, p->input_channels};
    dnnl_dims_t output_shape = {p->batch, p->output_channels};
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
    descriptor weights = wanted(kernel, kernel_rank, weights_shape, 0);
    descriptor bias = p->has_bias && c->kind != MYELIN_CONVOLUTION_INPUT_GRADIENT
        ? myelin_descriptor_create(1, bias_shape, dnnl_a)
        : NULL;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_primitive_desc_t hint = NULL;
    dnnl_status_t status = dnnl_invalid_arguments;
    int done = 0;
    attributes = myelin_attributes(c->kind == MYELIN_CONVOLUTION_FORWARD && p->relu, message);
    if (attributes == NULL) goto release;
    if (c->kind != MYELIN_CONVOLUTION_FORWARD) {
        // A gradient wants to be told of a forward pass; which one matters to no implementation for Float32, so it is
        // one that always exists, in layouts of oneDNN's choice.
        descriptor any_source = wanted(NULL, rank, input_shape, 0);
        descriptor any_weights = wanted(NULL, kernel_rank, weights_shape, 0);
        descriptor any_target = wanted(NULL, rank, output_shape, 0);
        status = myelin_convolution_describe(&hint, MYELIN_CONVOLUTION_FORWARD, any_source, any_weights, NULL,
                                             any_target, &geometry, NULL, NULL);
        myelin_descriptor_release(any_source);
        myelin_descriptor_release(any_weights);
        myelin_descriptor_release(any_target);
        if (status != dnnl_success) {
            myelin_onednn_fail(message, status, "no convolution of these sizes");
            goto release;
        }
    }
    for (int choice = 0; choice < 4; choice++) {
        int input_first = choice & 1, output_first = choice >> 1;
        if (input_first && !has_two_names(input, p->input_channels)) continue;
        if (output_first && !has_two_names(output, p->output_channels)) continue;
        descriptor source = wanted(input, rank, input_shape, input_first);
        descriptor target = wanted(output, rank, output_shape, output_first);
        dnnl_primitive_desc_t found = NULL;
        dnnl_status_t outcome = source == NULL || weights == NULL || target == NULL
            ? dnnl_invalid_arguments
            : myelin_convolution_describe(&found, c->kind, source, weights, bias, target, &geometry, attributes, hint);
        myelin_descriptor_release(source);
        myelin_descriptor_release(target);
        if (choice == 0) status = outcome;
        if (status == dnnl_invalid_arguments) break;
        if (outcome != dnnl_success) continue;
        if (c->description != NULL && merit(c->description) >= merit(found)) {
            dnnl_primitive_desc_destroy(found);
            continue;
        }
        if (c->description != NULL) dnnl_primitive_desc_destroy(c->description);
        c->description = found;
        done = 1;
    }
    if (!done) myelin_onednn_fail(message, status, "no convolution of this kind");
release:
    myelin_descriptor_release(weights);
    myelin_descriptor_release(bias);
    if (hint != NULL) dnnl_primitive_desc_destroy(hint);
    if (attributes != NULL) dnnl_primitive_attr_destroy(attributes);
    return done;
}

static int bind(myelin_convolution *c, int *place, int argument, descriptor_view view, dnnl_engine_t engine) {
    *place = c->bound.count;
    return myelin_bind(&c->bound, argument, view, engine);
}

static int bind_all(myelin_convolution *c, int32_t has_bias, dnnl_engine_t engine) {
    int forward = c->kind == MYELIN_CONVOLUTION_FORWARD, of_kernel = c->kind == MYELIN_CONVOLUTION_KERNEL_GRADIENT;
    int of_input = c->kind == MYELIN_CONVOLUTION_INPUT_GRADIENT;
    c->bias = c->scratch = -1;
    if (!bind(c, &c->input, of_input ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, input_view(c), engine)) return 0;
    if (!bind(c, &c->kernel, of_kernel ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, kernel_view(c), engine)) return 0;
    if (!bind(c, &c->output, forward ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, output_view(c), engine)) return 0;
    if (has_bias && forward) {
        if (!bind(c, &c->bias, DNNL_ARG_BIAS, dnnl_primitive_desc_query_md(c->description, dnnl_query_weights_md, 1),
                  engine)) return 0;
    }
    if (has_bias && of_kernel) {
        if (!bind(c, &c->bias, DNNL_ARG_DIFF_BIAS,
                  dnnl_primitive_desc_query_md(c->description, dnnl_query_diff_weights_md, 1), engine)) return 0;
    }
    if (myelin_convolution_scratch_bytes(c) > 0) {
        if (!bind(c, &c->scratch, DNNL_ARG_SCRATCHPAD, described(c, dnnl_query_scratchpad_md), engine)) return 0;
    }
    return 1;
}

myelin_convolution *myelin_convolution_create(const myelin_convolution_problem *problem, const myelin_layout *input,
                                              const myelin_layout *kernel, const myelin_layout *output, char *message) {
    if (!check_problem(problem, message)) return NULL;
    dnnl_engine_t engine = myelin_engine(message);
    if (engine == NULL) return NULL;
    myelin_convolution *c = calloc(1, sizeof *c);
    if (c == NULL) {
        myelin_onednn_fail(message, dnnl_out_of_memory, "cannot make a convolution");
        return NULL;
    }
    c->kind = problem->kind;
    if (!describe(c, problem, input, kernel, output, message)) {
        myelin_convolution_release(c);
        return NULL;
    }
    dnnl_status_t status = dnnl_primitive_create(&c->primitive, c->description);
    if (status != dnnl_success) {
        c->primitive = NULL;
        myelin_onednn_fail(message, status, "cannot make a convolution");
        myelin_convolution_release(c);
        return NULL;
    }
    if (!bind_all(c, problem->has_bias, engine)) {
        myelin_onednn_fail(message, dnnl_success, "cannot make a convolution's memory objects");
        myelin_convolution_release(c);
        return NULL;
    }
    return c;
}

void myelin_convolution_release(myelin_convolution *c) {
    if (c == NULL) return;
    myelin_bound_release(&c->bound);
    if (c->primitive != NULL) dnnl_primitive_destroy(c->primitive);
    if (c->description != NULL) dnnl_primitive_desc_destroy(c->description);
    free(c);
}

myelin_layout *myelin_convolution_input_layout(const myelin_convolution *c) {
    return myelin_layout_wrap(input_view(c), 0);
}

myelin_layout *myelin_convolution_kernel_layout(const myelin_convolution *c) {
    return myelin_layout_wrap(kernel_view(c), 1);
}

myelin_layout *myelin_convolution_output_layout(const myelin_convolution *c) {
    return myelin_layout_wrap(output_view(c), 0);
}

int64_t myelin_convolution_scratch_bytes(const myelin_convolution *c) {
    descriptor_view view = described(c, dnnl_query_scratchpad_md);
    return view == NULL ? 0 : (int64_t)dnnl_memory_desc_get_size(view);
}

const char *myelin_convolution_implementation(const myelin_convolution *c) {
    const char *name = NULL;
    if (dnnl_primitive_desc_query(c->description, dnnl_query_impl_info_str, 0, &name) != dnnl_success) return "unknown";
    return name == NULL ? "unknown" : name;
}

void myelin_convolution_run(const void *arguments) {
    const myelin_convolution_arguments *a = arguments;
    myelin_convolution *c = a->convolution;
    myelin_set_handle(&c->bound, c->input, a->input);
    myelin_set_handle(&c->bound, c->kernel, a->kernel);
    myelin_set_handle(&c->bound, c->output, a->output);
    if (c->bias >= 0) myelin_set_handle(&c->bound, c->bias, a->bias);
    if (c->scratch >= 0) myelin_set_handle(&c->bound, c->scratch, a->scratch);
    myelin_execute(c->primitive, c->bound.count, c->bound.arguments);
}
