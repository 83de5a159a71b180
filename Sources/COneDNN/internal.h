// Shared by the files of this shim: the two faces of oneDNN's C interface, and errors.
#ifndef MYELIN_ONEDNN_INTERNAL_H
#define MYELIN_ONEDNN_INTERNAL_H

#include <oneapi/dnnl/dnnl.h>

#include "myelin_onednn.h"

// A memory descriptor is a plain struct in 2.x and an opaque object in 3.x. Behind a pointer of our own both look
// alike: what the library takes as `const dnnl_memory_desc_t *` (2.x) or `const_dnnl_memory_desc_t` (3.x) is a
// `descriptor_view`.
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t descriptor;
typedef const_dnnl_memory_desc_t descriptor_view;
#else
typedef dnnl_memory_desc_t *descriptor;
typedef const dnnl_memory_desc_t *descriptor_view;
#endif

struct myelin_layout {
    descriptor descriptor;
    int32_t is_kernel;
};

/// How a descriptor arranges memory: strides between the outermost blocks, and the dense blocks within.
typedef struct arrangement {
    dnnl_data_type_t type;
    int rank, block_count;
    dnnl_dims_t shape, padded_shape, strides, blocks, block_axes;
} arrangement;

// version.c: all that differs between 2.x and 3.x. Descriptors are NULL where oneDNN refuses.
descriptor myelin_descriptor_create(int rank, const dnnl_dims_t shape, dnnl_data_type_t type, dnnl_format_tag_t tag);
descriptor myelin_descriptor_strided(int rank, const dnnl_dims_t shape, dnnl_data_type_t type, const dnnl_dims_t strides);
descriptor myelin_descriptor_copy(descriptor_view view);
void myelin_descriptor_release(descriptor descriptor);
/// 0 where the descriptor is of a kind without strides.
int myelin_descriptor_arrangement(descriptor_view view, arrangement *result);

typedef struct convolution_geometry {
    dnnl_dims_t strides, dilations, pad_begin, pad_end;  // dilations as oneDNN counts them: 0 is none
} convolution_geometry;

/// The primitive descriptor of one kind of convolution; `bias` may be NULL, `hint` is that of the forward pass.
dnnl_status_t myelin_convolution_describe(dnnl_primitive_desc_t *result, int32_t kind, descriptor_view input,
                                          descriptor_view kernel, descriptor_view bias, descriptor_view output,
                                          const convolution_geometry *geometry, const_dnnl_primitive_attr_t attributes,
                                          const_dnnl_primitive_desc_t hint);
dnnl_status_t myelin_append_relu(dnnl_post_ops_t operations);
/// The primitive descriptor of c = a * b (+ bias); `bias` may be NULL.
dnnl_status_t myelin_matmul_describe(dnnl_primitive_desc_t *result, descriptor_view a, descriptor_view b,
                                     descriptor_view bias, descriptor_view c, const_dnnl_primitive_attr_t attributes);

// convolution_check.c
/// 0 and a message where the sizes do not agree.
int myelin_convolution_check(const myelin_convolution_problem *problem, char *message);

// engine.c
/// The one CPU engine and its stream; NULL and a message where oneDNN cannot make them.
dnnl_engine_t myelin_engine(char *message);
dnnl_stream_t myelin_stream(void);
/// Runs a primitive to its end.
void myelin_execute(const_dnnl_primitive_t primitive, int count, const dnnl_exec_arg_t *arguments);
/// Attributes with a scratch-pad that the caller provides, so that a run allocates nothing. NULL and a message on
/// failure.
dnnl_primitive_attr_t myelin_attributes(int32_t relu, char *message);
/// The implementation's name, such as "jit:avx2".
const char *myelin_implementation(const_dnnl_primitive_desc_t description);
/// Whether it is one of the plain loops that oneDNN checks its others with.
int myelin_is_reference(const_dnnl_primitive_desc_t description);
/// Writes the message, and " (oneDNN: ...)" where a status is given.
void myelin_onednn_fail(char *message, dnnl_status_t status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// layout.c
/// A layout of its own with a copy of `view`.
myelin_layout *myelin_layout_wrap(descriptor_view view, int32_t is_kernel);

/// The memory objects of a primitive, made once; a run only tells them where their data is.
typedef struct bound_arguments {
    int count;
    dnnl_exec_arg_t arguments[5];
    void *handles[5];  // as set last: a program's arena rarely moves, so most runs set nothing
} bound_arguments;

// bound_arguments.c
/// Adds an argument; 0 on failure.
int myelin_bind(bound_arguments *bound, int argument, descriptor_view view, dnnl_engine_t engine);
void myelin_bound_release(bound_arguments *bound);

static inline void myelin_set_handle(bound_arguments *bound, int index, void *handle) {
    if (bound->handles[index] == handle) return;
    dnnl_memory_set_data_handle(bound->arguments[index].memory, handle);
    bound->handles[index] = handle;
}

#endif
