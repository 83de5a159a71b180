// Running convolutions.
#include "convolution.h"
#include "myelin_parallel.h"

enum { ALIGNMENT = 64, SUM_GRAIN = 4096 };

static int64_t aligned(int64_t bytes) { return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

/// Gradients of kernel and bias that a piece other than the first writes, to be added to those of the first.
static int64_t partial_bytes(const myelin_convolution *c) {
    return c->kind == MYELIN_CONVOLUTION_KERNEL_GRADIENT ? aligned(c->kernel_bytes) + aligned(c->bias_bytes) : 0;
}

int64_t myelin_convolution_scratch_bytes(const myelin_convolution *c) {
    return c->count * aligned(c->scratch_bytes) + (c->count - 1) * partial_bytes(c);
}

/// Where the kernel's gradient of a piece other than the first lies; that of the bias follows.
static char *partial(const myelin_convolution_arguments *a, int64_t piece) {
    const myelin_convolution *c = a->convolution;
    return (char *)a->scratch + c->count * aligned(c->scratch_bytes) + (piece - 1) * partial_bytes(c);
}

static void run_pieces(void *context, int64_t begin, int64_t end) {
    const myelin_convolution_arguments *a = context;
    myelin_convolution *c = a->convolution;
    for (int64_t i = begin; i < end; i++) {
        convolution_piece *piece = &c->pieces[i];
        int apart = i > 0 && c->kind == MYELIN_CONVOLUTION_KERNEL_GRADIENT;
        char *kernel = apart ? partial(a, i) : a->kernel;
        char *bias = apart ? kernel + aligned(c->kernel_bytes) : a->bias;
        myelin_set_handle(&piece->bound, piece->input, (char *)a->input + i * c->input_bytes);
        myelin_set_handle(&piece->bound, piece->kernel, kernel);
        myelin_set_handle(&piece->bound, piece->output, (char *)a->output + i * c->output_bytes);
        if (piece->bias >= 0) myelin_set_handle(&piece->bound, piece->bias, bias);
        if (piece->scratch >= 0) {
            myelin_set_handle(&piece->bound, piece->scratch, (char *)a->scratch + i * aligned(c->scratch_bytes));
        }
        myelin_execute(c->primitive, piece->bound.count, piece->bound.arguments);
    }
}

static void add_kernels(void *context, int64_t begin, int64_t end) {
    const myelin_convolution_arguments *a = context;
    float *sum = a->kernel;
    for (int64_t piece = 1; piece < a->convolution->count; piece++) {
        const float *part = (const float *)partial(a, piece);
        for (int64_t i = begin; i < end; i++) sum[i] += part[i];
    }
}

static void add_biases(const myelin_convolution_arguments *a) {
    const myelin_convolution *c = a->convolution;
    float *sum = a->bias;
    for (int64_t piece = 1; piece < c->count; piece++) {
        const float *part = (const float *)(partial(a, piece) + aligned(c->kernel_bytes));
        for (int64_t i = 0; i < c->bias_bytes / (int64_t)sizeof *sum; i++) sum[i] += part[i];
    }
}

void myelin_convolution_run(const void *arguments) {
    myelin_convolution_arguments a = *(const myelin_convolution_arguments *)arguments;
    const myelin_convolution *c = a.convolution;
    if (c->count == 1) {
        run_pieces(&a, 0, 1);
        return;
    }
    myelin_parallel_for(c->count, 1, run_pieces, &a);
    if (c->kind != MYELIN_CONVOLUTION_KERNEL_GRADIENT) return;
    myelin_parallel_for(c->kernel_bytes / (int64_t)sizeof(float), SUM_GRAIN, add_kernels, &a);
    if (c->bias_bytes > 0) add_biases(&a);
}
