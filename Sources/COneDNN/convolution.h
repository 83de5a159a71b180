// What making a convolution and running it share.
#ifndef MYELIN_CONVOLUTION_H
#define MYELIN_CONVOLUTION_H

#include "internal.h"

/// The memory objects of one piece, and their places; -1 for what the kind does not use.
typedef struct convolution_piece {
    bound_arguments bound;
    int input, kernel, bias, output, scratch;
} convolution_piece;

/// A convolution of a batch, in equal pieces of it that one thread computes each, or in one that oneDNN shares out.
struct myelin_convolution {
    int32_t kind;
    dnnl_primitive_desc_t description;        // of the whole batch: its layouts
    dnnl_primitive_desc_t piece_description;  // the same object where there is one piece
    dnnl_primitive_t primitive;               // computes a piece
    int64_t count;
    convolution_piece *pieces;
    int64_t input_bytes, output_bytes, kernel_bytes, bias_bytes, scratch_bytes;  // of a piece
};

#endif
