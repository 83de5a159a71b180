// The only place that sees oneDNN. Compiles against 2.6 and 3.x; no type of oneDNN shows here.
// A function that can fail returns NULL (or 0) and writes a line to `message` (MYELIN_ONEDNN_MESSAGE bytes).
#ifndef MYELIN_ONEDNN_H
#define MYELIN_ONEDNN_H

#include <stdint.h>

enum { MYELIN_ONEDNN_MESSAGE = 256 };

/// How an array lies in memory: plain, blocked, or an arrangement of weights that only oneDNN knows.
typedef struct myelin_layout myelin_layout;

/// Of activations with the logical axes (batch, spatial..., channels) and two or three spatial axes. `block` 0 is
/// channels-last as Keras has it; 8 or 16 is [batch, channels / block, spatial..., block], for channels that are a
/// multiple of the block.
myelin_layout *myelin_layout_activations(int32_t spatial_rank, int64_t batch, const int64_t *spatial, int64_t channels, int32_t block, char *message);
/// Of a kernel with Keras' axes (spatial..., input channels / groups, output channels), plain.
myelin_layout *myelin_layout_kernel(int32_t spatial_rank, const int64_t *spatial, int64_t input_channels, int64_t output_channels, int64_t groups, char *message);
void myelin_layout_release(myelin_layout *layout);
int64_t myelin_layout_bytes(const myelin_layout *layout);
int32_t myelin_layout_equal(const myelin_layout *a, const myelin_layout *b);
/// 0, 8 or 16 as in `myelin_layout_activations`; -1 for any other arrangement.
int32_t myelin_layout_block(const myelin_layout *layout);
/// Whether the numbers are of BFloat16; else they are Float32.
int32_t myelin_layout_is_bfloat16(const myelin_layout *layout);
/// Writes a short name such as "nhwc", "nChw8c", "OIhw8i8o" or "opaque".
void myelin_layout_name(const myelin_layout *layout, char *name, int32_t capacity);

typedef enum myelin_convolution_kind {
    MYELIN_CONVOLUTION_FORWARD = 0,          // input, kernel, bias -> output
    MYELIN_CONVOLUTION_INPUT_GRADIENT = 1,   // output gradient, kernel -> input gradient
    MYELIN_CONVOLUTION_KERNEL_GRADIENT = 2   // input, output gradient -> kernel gradient, bias gradient
} myelin_convolution_kind;

typedef struct myelin_convolution_problem {
    int32_t kind;            // myelin_convolution_kind
    int32_t has_bias;        // forward: bias is added; kernel gradient: the bias gradient is wanted too
    int32_t relu;            // forward: relu after the bias
    int32_t bfloat16;        // the operands may be of BFloat16, which their layouts then tell; results are Float32
    int64_t pieces;          // equal parts of the batch, each for one thread, if that is possible; 1 for none
    int32_t spatial_rank;    // 2 (height, width) or 3 (depth, height, width): how many of each three below count
    int64_t batch, groups, input_channels, output_channels;
    int64_t input[3], output[3], kernel[3], strides[3], dilation[3];  // dilation 1 is none
    int64_t pad_low[3], pad_high[3];
} myelin_convolution_problem;

typedef struct myelin_convolution myelin_convolution;

/// In layouts of oneDNN's choice, which the functions below tell.
myelin_convolution *myelin_convolution_create(const myelin_convolution_problem *problem, char *message);
void myelin_convolution_release(myelin_convolution *convolution);
/// The layouts in use (of the gradients where the kind has them there). The caller releases the result.
myelin_layout *myelin_convolution_input_layout(const myelin_convolution *convolution);
myelin_layout *myelin_convolution_kernel_layout(const myelin_convolution *convolution);
myelin_layout *myelin_convolution_output_layout(const myelin_convolution *convolution);
/// How many pieces it was made for. 1: oneDNN shares the work out to libgomp's threads itself.
int64_t myelin_convolution_pieces(const myelin_convolution *convolution);
int64_t myelin_convolution_scratch_bytes(const myelin_convolution *convolution);
/// The implementation's name, such as "jit:avx2".
const char *myelin_convolution_implementation(const myelin_convolution *convolution);

/// The call form of a convolution (a kernel of `myelin_call`). What a kind does not use is NULL.
typedef struct myelin_convolution_arguments {
    myelin_convolution *convolution;
    void *input, *kernel, *bias, *output;  // of the gradients where the kind has them there
    void *scratch;
} myelin_convolution_arguments;

void myelin_convolution_run(const void *arguments);

/// A change of layout, by the calling thread alone.
typedef struct myelin_reorder myelin_reorder;

myelin_reorder *myelin_reorder_create(const myelin_layout *source, const myelin_layout *destination, char *message);
void myelin_reorder_release(myelin_reorder *reorder);
int64_t myelin_reorder_scratch_bytes(const myelin_reorder *reorder);

typedef struct myelin_reorder_arguments {
    myelin_reorder *reorder;
    void *source, *destination, *scratch;
} myelin_reorder_arguments;

void myelin_reorder_run(const void *arguments);

/// Large Float32 products: c[m, n] = op(a) * op(b), row-major, for each of `batch` matrices.
typedef struct myelin_large_gemm {
    const float *a, *b;
    float *c;
    int64_t batch, m, n, k, a_row, b_row, c_row, a_batch, b_batch, c_batch;
    int32_t a_transposed, b_transposed;
} myelin_large_gemm;

void myelin_large_gemm_run(const void *arguments);

/// Whether this CPU multiplies BFloat16 (AVX-512 BF16, AMX) and oneDNN makes use of it.
int32_t myelin_multiplies_bfloat16(void);

/// Float32 products of matrices of BFloat16.
typedef struct myelin_matmul myelin_matmul;

typedef struct myelin_matmul_problem {
    int64_t batch, m, n, k;             // c[m, n] = a[m, k] * b[k, n] (+ bias[n]), for each of `batch`; row-major
    int32_t a_transposed, b_transposed;  // whether they lie as [k, m] and [n, k]
    int32_t has_bias;                    // for a batch of 1 alone
    int32_t relu;                        // relu after the bias
    int64_t pieces;                      // equal parts of the batch, or of the rows, for one thread each; 1 for none
} myelin_matmul_problem;

myelin_matmul *myelin_matmul_create(const myelin_matmul_problem *problem, char *message);
void myelin_matmul_release(myelin_matmul *matmul);
/// How many pieces it was made for. 1: oneDNN shares the work out to libgomp's threads itself.
int64_t myelin_matmul_pieces(const myelin_matmul *matmul);
int64_t myelin_matmul_scratch_bytes(const myelin_matmul *matmul);
/// The implementation's name, such as "brg:avx512_core_amx".
const char *myelin_matmul_implementation(const myelin_matmul *matmul);

/// The call form; `a` and `b` are of BFloat16. What there is none of is NULL.
typedef struct myelin_matmul_arguments {
    myelin_matmul *matmul;
    void *a, *b, *bias, *c, *scratch;
} myelin_matmul_arguments;

void myelin_matmul_run(const void *arguments);

/// Such as "2.6.3".
const char *myelin_onednn_version(void);

#endif
