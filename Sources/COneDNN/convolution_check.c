// Do the sizes of a convolution agree?
#include "internal.h"

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

int myelin_convolution_check(const myelin_convolution_problem *p, char *message) {
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
