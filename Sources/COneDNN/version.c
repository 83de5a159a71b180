// What differs between oneDNN 2.x and 3.x. In 3.x the operation descriptors are gone (a primitive descriptor is created
// from the operation's parameters at once), memory descriptors are opaque, and a post-op has no scale.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static char version_text[32];
static pthread_once_t version_once = PTHREAD_ONCE_INIT;

static void write_version(void) {
    // The version of the library that runs, which may be newer than the headers.
    const dnnl_version_t *version = dnnl_version();
    snprintf(version_text, sizeof version_text, "%d.%d.%d", version->major, version->minor, version->patch);
}

const char *myelin_onednn_version(void) {
    pthread_once(&version_once, write_version);
    return version_text;
}

#if DNNL_VERSION_MAJOR >= 3

descriptor myelin_descriptor_create(int rank, const dnnl_dims_t shape, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    descriptor result = NULL;
    if (dnnl_memory_desc_create_with_tag(&result, rank, shape, type, tag) != dnnl_success) return NULL;
    return result;
}

descriptor myelin_descriptor_strided(int rank, const dnnl_dims_t shape, dnnl_data_type_t type, const dnnl_dims_t strides) {
    descriptor result = NULL;
    if (dnnl_memory_desc_create_with_strides(&result, rank, shape, type, strides) != dnnl_success) return NULL;
    return result;
}

descriptor myelin_descriptor_copy(descriptor_view view) {
    descriptor result = NULL;
    if (view == NULL || dnnl_memory_desc_clone(&result, view) != dnnl_success) return NULL;
    return result;
}

void myelin_descriptor_release(descriptor descriptor) {
    if (descriptor != NULL) dnnl_memory_desc_destroy(descriptor);
}

int myelin_descriptor_arrangement(descriptor_view view, arrangement *result) {
    dnnl_format_kind_t kind = dnnl_format_kind_undef;
    if (dnnl_memory_desc_query(view, dnnl_query_format_kind, &kind) != dnnl_success || kind != dnnl_blocked) return 0;
    const dnnl_dims_t *shape, *padded, *strides;
    if (dnnl_memory_desc_query(view, dnnl_query_data_type, &result->type) != dnnl_success) return 0;
    if (dnnl_memory_desc_query(view, dnnl_query_ndims_s32, &result->rank) != dnnl_success) return 0;
    if (dnnl_memory_desc_query(view, dnnl_query_dims, &shape) != dnnl_success) return 0;
    if (dnnl_memory_desc_query(view, dnnl_query_padded_dims, &padded) != dnnl_success) return 0;
    if (dnnl_memory_desc_query(view, dnnl_query_strides, &strides) != dnnl_success) return 0;
    if (dnnl_memory_desc_query(view, dnnl_query_inner_nblks_s32, &result->block_count) != dnnl_success) return 0;
    memcpy(result->shape, *shape, sizeof(dnnl_dims_t));
    memcpy(result->padded_shape, *padded, sizeof(dnnl_dims_t));
    memcpy(result->strides, *strides, sizeof(dnnl_dims_t));
    if (result->block_count > 0) {
        const dnnl_dims_t *blocks, *axes;
        if (dnnl_memory_desc_query(view, dnnl_query_inner_blks, &blocks) != dnnl_success) return 0;
        if (dnnl_memory_desc_query(view, dnnl_query_inner_idxs, &axes) != dnnl_success) return 0;
        memcpy(result->blocks, *blocks, sizeof(dnnl_dims_t));
        memcpy(result->block_axes, *axes, sizeof(dnnl_dims_t));
    }
    return 1;
}

dnnl_status_t myelin_convolution_describe(dnnl_primitive_desc_t *result, int32_t kind, descriptor_view input,
                                          descriptor_view kernel, descriptor_view bias, descriptor_view output,
                                          const convolution_geometry *geometry, const_dnnl_primitive_attr_t attributes,
                                          const_dnnl_primitive_desc_t hint) {
    dnnl_engine_t engine = myelin_engine(NULL);
    const convolution_geometry *g = geometry;
    switch (kind) {
    case MYELIN_CONVOLUTION_FORWARD:
        return dnnl_convolution_forward_primitive_desc_create(
            result, engine, dnnl_forward_training, dnnl_convolution_direct, input, kernel, bias, output, g->strides,
            g->dilations, g->pad_begin, g->pad_end, attributes);
    case MYELIN_CONVOLUTION_INPUT_GRADIENT:
        return dnnl_convolution_backward_data_primitive_desc_create(
            result, engine, dnnl_convolution_direct, input, kernel, output, g->strides, g->dilations, g->pad_begin,
            g->pad_end, hint, attributes);
    default:
        return dnnl_convolution_backward_weights_primitive_desc_create(
            result, engine, dnnl_convolution_direct, input, kernel, bias, output, g->strides, g->dilations,
            g->pad_begin, g->pad_end, hint, attributes);
    }
}

dnnl_status_t myelin_append_relu(dnnl_post_ops_t operations) {
    return dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_relu, 0.0f, 0.0f);
}

dnnl_status_t myelin_matmul_describe(dnnl_primitive_desc_t *result, descriptor_view a, descriptor_view b,
                                     descriptor_view bias, descriptor_view c, const_dnnl_primitive_attr_t attributes) {
    return dnnl_matmul_primitive_desc_create(result, myelin_engine(NULL), a, b, bias, c, attributes);
}

#else

descriptor myelin_descriptor_create(int rank, const dnnl_dims_t shape, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    descriptor result = malloc(sizeof *result);
    if (result == NULL) return NULL;
    if (dnnl_memory_desc_init_by_tag(result, rank, shape, type, tag) == dnnl_success) return result;
    free(result);
    return NULL;
}

descriptor myelin_descriptor_strided(int rank, const dnnl_dims_t shape, dnnl_data_type_t type, const dnnl_dims_t strides) {
    descriptor result = malloc(sizeof *result);
    if (result == NULL) return NULL;
    if (dnnl_memory_desc_init_by_strides(result, rank, shape, type, strides) == dnnl_success) return result;
    free(result);
    return NULL;
}

descriptor myelin_descriptor_copy(descriptor_view view) {
    descriptor result = view == NULL ? NULL : malloc(sizeof *result);
    if (result != NULL) *result = *view;
    return result;
}

void myelin_descriptor_release(descriptor descriptor) {
    free(descriptor);
}

int myelin_descriptor_arrangement(descriptor_view view, arrangement *result) {
    if (view->format_kind != dnnl_blocked) return 0;
    const dnnl_blocking_desc_t *blocking = &view->format_desc.blocking;
    result->type = view->data_type;
    result->rank = view->ndims;
    result->block_count = blocking->inner_nblks;
    memcpy(result->shape, view->dims, sizeof(dnnl_dims_t));
    memcpy(result->padded_shape, view->padded_dims, sizeof(dnnl_dims_t));
    memcpy(result->strides, blocking->strides, sizeof(dnnl_dims_t));
    memcpy(result->blocks, blocking->inner_blks, sizeof(dnnl_dims_t));
    memcpy(result->block_axes, blocking->inner_idxs, sizeof(dnnl_dims_t));
    return 1;
}

dnnl_status_t myelin_convolution_describe(dnnl_primitive_desc_t *result, int32_t kind, descriptor_view input,
                                          descriptor_view kernel, descriptor_view bias, descriptor_view output,
                                          const convolution_geometry *geometry, const_dnnl_primitive_attr_t attributes,
                                          const_dnnl_primitive_desc_t hint) {
    dnnl_convolution_desc_t operation;
    const convolution_geometry *g = geometry;
    dnnl_status_t status;
    switch (kind) {
    case MYELIN_CONVOLUTION_FORWARD:
        status = dnnl_dilated_convolution_forward_desc_init(
            &operation, dnnl_forward_training, dnnl_convolution_direct, input, kernel, bias, output, g->strides,
            g->dilations, g->pad_begin, g->pad_end);
        break;
    case MYELIN_CONVOLUTION_INPUT_GRADIENT:
        status = dnnl_dilated_convolution_backward_data_desc_init(
            &operation, dnnl_convolution_direct, input, kernel, output, g->strides, g->dilations, g->pad_begin,
            g->pad_end);
        break;
    default:
        status = dnnl_dilated_convolution_backward_weights_desc_init(
            &operation, dnnl_convolution_direct, input, kernel, bias, output, g->strides, g->dilations, g->pad_begin,
            g->pad_end);
        break;
    }
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(result, &operation, attributes, myelin_engine(NULL), hint);
}

dnnl_status_t myelin_append_relu(dnnl_post_ops_t operations) {
    return dnnl_post_ops_append_eltwise(operations, 1.0f, dnnl_eltwise_relu, 0.0f, 0.0f);
}

dnnl_status_t myelin_matmul_describe(dnnl_primitive_desc_t *result, descriptor_view a, descriptor_view b,
                                     descriptor_view bias, descriptor_view c, const_dnnl_primitive_attr_t attributes) {
    dnnl_matmul_desc_t operation;
    const dnnl_status_t status = dnnl_matmul_desc_init(&operation, a, b, bias, c);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(result, &operation, attributes, myelin_engine(NULL), NULL);
}

#endif
