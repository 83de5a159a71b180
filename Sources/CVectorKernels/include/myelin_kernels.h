// The C vector kernels: the one header that Swift sees.
//
// Every kernel is a function `void kernel(const void *arguments)`; `arguments` points to the struct named beside it and
// stays valid for as long as the kernel may be called. Kernels allocate nothing and take no lock. They split their work
// over the thread pool themselves when it is large enough to pay. The same arguments and thread count give the same bits.
// Sizes and strides count elements unless a name says bytes. Matrices are row-major.
#ifndef MYELIN_KERNELS_H
#define MYELIN_KERNELS_H

#include "myelin_attention.h"
#include "myelin_few_channels.h"
#include "myelin_elementwise.h"
#include "myelin_gemm.h"
#include "myelin_layer_norm.h"
#include "myelin_movement.h"
#include "myelin_parallel.h"
#include "myelin_pool.h"
#include "myelin_random.h"
#include "myelin_recurrent.h"
#include "myelin_reduce.h"
#include "myelin_softmax.h"
#include "myelin_winograd.h"

#endif
