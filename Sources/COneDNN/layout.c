// Layouts: what oneDNN calls a memory descriptor.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static myelin_layout *layout_of(descriptor descriptor, int32_t is_kernel) {
    myelin_layout *layout = descriptor == NULL ? NULL : malloc(sizeof *layout);
    if (layout == NULL) {
        myelin_descriptor_release(descriptor);
        return NULL;
    }
    *layout = (myelin_layout){descriptor, is_kernel};
    return layout;
}

myelin_layout *myelin_layout_wrap(descriptor_view view, int32_t is_kernel) {
    return layout_of(myelin_descriptor_copy(view), is_kernel);
}

/// Copies the spatial sizes; 0 and a message unless there are two or three of at least 1.
static int spatial_sizes(int32_t rank, const int64_t *sizes, int64_t *target, char *message) {
    int valid = rank == 2 || rank == 3;
    for (int axis = 0; valid && axis < rank; axis++) {
        target[axis] = sizes[axis];
        valid = sizes[axis] >= 1;
    }
    if (!valid) {
        myelin_onednn_fail(message, dnnl_success, "a layout needs two or three spatial sizes of at least 1");
    }
    return valid;
}

myelin_layout *myelin_layout_activations(int32_t spatial_rank, int64_t batch, const int64_t *spatial, int64_t channels,
                                         int32_t block, char *message) {
    dnnl_dims_t shape = {batch, channels};
    if (!spatial_sizes(spatial_rank, spatial, shape + 2, message)) return NULL;
    if (batch < 1 || channels < 1) {
        myelin_onednn_fail(message, dnnl_success, "a layout needs sizes of at least 1, got batch %lld, %lld channels",
                           (long long)batch, (long long)channels);
        return NULL;
    }
    if ((block != 0 && block != 8 && block != 16) || (block != 0 && channels % block != 0)) {
        myelin_onednn_fail(message, dnnl_success, "no layout of %lld channels in blocks of %d", (long long)channels,
                           (int)block);
        return NULL;
    }
    dnnl_format_tag_t tag = block == 0 ? dnnl_nhwc : block == 8 ? dnnl_nChw8c : dnnl_nChw16c;
    if (spatial_rank == 3) tag = block == 0 ? dnnl_ndhwc : block == 8 ? dnnl_nCdhw8c : dnnl_nCdhw16c;
    myelin_layout *layout = layout_of(myelin_descriptor_create(spatial_rank + 2, shape, dnnl_f32, tag), 0);
    if (layout == NULL) myelin_onednn_fail(message, dnnl_success, "oneDNN refuses a layout of these sizes");
    return layout;
}

myelin_layout *myelin_layout_kernel(int32_t spatial_rank, const int64_t *spatial, int64_t input_channels,
                                    int64_t output_channels, int64_t groups, char *message) {
    int64_t sizes[3];
    if (!spatial_sizes(spatial_rank, spatial, sizes, message)) return NULL;
    if (input_channels < 1 || output_channels < 1 || groups < 1 || input_channels % groups != 0
        || output_channels % groups != 0) {
        myelin_onednn_fail(message, dnnl_success,
                           "no kernel of %lld to %lld channels in %lld groups: groups divide the channels",
                           (long long)input_channels, (long long)output_channels, (long long)groups);
        return NULL;
    }
    size_t bytes = (size_t)spatial_rank * sizeof *sizes;
    myelin_layout *layout;
    if (groups == 1) {
        dnnl_dims_t shape = {output_channels, input_channels};
        memcpy(shape + 2, sizes, bytes);
        dnnl_format_tag_t tag = spatial_rank == 3 ? dnnl_dhwio : dnnl_hwio;
        layout = layout_of(myelin_descriptor_create(spatial_rank + 2, shape, dnnl_f32, tag), 1);
    } else {
        // Group g makes the g-th block of output channels, so in memory the group axis stands just before the last.
        dnnl_dims_t shape = {groups, output_channels / groups, input_channels / groups};
        memcpy(shape + 3, sizes, bytes);
        dnnl_format_tag_t tag = spatial_rank == 3 ? dnnl_dhwigo : dnnl_hwigo;
        layout = layout_of(myelin_descriptor_create(spatial_rank + 3, shape, dnnl_f32, tag), 1);
    }
    if (layout == NULL) myelin_onednn_fail(message, dnnl_success, "oneDNN refuses a kernel layout of these sizes");
    return layout;
}

void myelin_layout_release(myelin_layout *layout) {
    if (layout == NULL) return;
    myelin_descriptor_release(layout->descriptor);
    free(layout);
}

int64_t myelin_layout_bytes(const myelin_layout *layout) {
    return (int64_t)dnnl_memory_desc_get_size(layout->descriptor);
}

/// The number of blocks along an axis: an axis with one has no stride to speak of.
static int64_t outer_size(const arrangement *a, int axis) {
    int64_t size = a->padded_shape[axis];
    for (int i = 0; i < a->block_count; i++) {
        if (a->block_axes[i] == axis) size /= a->blocks[i];
    }
    return size;
}

int32_t myelin_layout_equal(const myelin_layout *a, const myelin_layout *b) {
    if (dnnl_memory_desc_equal(a->descriptor, b->descriptor)) return 1;
    // oneDNN compares the strides of axes of size 1 too, where any stride means the same memory: with one channel nchw
    // is nhwc.
    arrangement x, y;
    if (!myelin_descriptor_arrangement(a->descriptor, &x)) return 0;
    if (!myelin_descriptor_arrangement(b->descriptor, &y)) return 0;
    if (x.type != y.type || x.rank != y.rank || x.block_count != y.block_count) return 0;
    for (int i = 0; i < x.block_count; i++) {
        if (x.blocks[i] != y.blocks[i] || x.block_axes[i] != y.block_axes[i]) return 0;
    }
    for (int axis = 0; axis < x.rank; axis++) {
        if (x.shape[axis] != y.shape[axis] || x.padded_shape[axis] != y.padded_shape[axis]) return 0;
        if (x.strides[axis] != y.strides[axis] && outer_size(&x, axis) > 1) return 0;
    }
    return 1;
}

int32_t myelin_layout_block(const myelin_layout *layout) {
    arrangement a;
    if (layout->is_kernel || !myelin_descriptor_arrangement(layout->descriptor, &a) || a.rank < 4 || a.rank > 5) {
        return -1;
    }
    int64_t block = 1;
    if (a.block_count == 1 && a.block_axes[0] == 1 && (a.blocks[0] == 8 || a.blocks[0] == 16)) block = a.blocks[0];
    else if (a.block_count != 0) return -1;
    // Strides of the spatial axes from the innermost out, over elements of a whole (plain) or a block of channels.
    int64_t channels = a.shape[1], expected[5], stride = block == 1 ? channels : block;
    for (int axis = a.rank - 1; axis >= 2; axis--) {
        expected[axis] = stride;
        stride *= a.shape[axis];
    }
    expected[1] = block == 1 ? 1 : stride;
    expected[0] = stride / (block == 1 ? channels : block) * channels;
    for (int axis = 0; axis < a.rank; axis++) {
        if (a.shape[axis] != a.padded_shape[axis]) return -1;
        if (a.strides[axis] != expected[axis] && outer_size(&a, axis) > 1) return -1;
    }
    return block == 1 ? 0 : (int32_t)block;
}

int32_t myelin_layout_is_bfloat16(const myelin_layout *layout) {
    arrangement a;
    return myelin_descriptor_arrangement(layout->descriptor, &a) && a.type == dnnl_bf16;
}

void myelin_layout_name(const myelin_layout *layout, char *name, int32_t capacity) {
    if (capacity <= 0) return;
    arrangement a;
    if (!myelin_descriptor_arrangement(layout->descriptor, &a) || a.rank > 6) {
        snprintf(name, (size_t)capacity, "opaque");
        return;
    }
    const char *suffix = a.type == dnnl_bf16 ? " bf16" : "";
    if (myelin_layout_block(layout) == 0) {
        snprintf(name, (size_t)capacity, "%s%s", a.rank == 5 ? "ndhwc" : "nhwc", suffix);
        return;
    }
    // Of five axes a kernel's may be grouped or deep: only the first is likely, and the name is for people.
    const char *letters = !layout->is_kernel ? a.rank == 5 ? "ncdhw" : "nchw"
        : a.rank == 6                        ? "goidhw"
        : a.rank == 5                        ? "goihw"
                                             : "oihw";
    int order[6];
    for (int i = 0; i < a.rank; i++) {
        // Insertion by falling stride; equal strides stay in the order of the axes.
        int place = i;
        while (place > 0 && a.strides[order[place - 1]] < a.strides[i]) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = i;
    }
    char text[64];
    int length = 0;
    for (int i = 0; i < a.rank; i++) {
        char letter = letters[order[i]];
        for (int j = 0; j < a.block_count; j++) {
            if (a.block_axes[j] == order[i]) {
                letter = (char)(letter - 'a' + 'A');
                break;
            }
        }
        text[length++] = letter;
    }
    text[length] = 0;
    for (int j = 0; j < a.block_count && length < 48; j++) {
        length += snprintf(text + length, sizeof text - (size_t)length, "%lld%c", (long long)a.blocks[j],
                           letters[a.block_axes[j]]);
    }
    snprintf(name, (size_t)capacity, "%s%s", text, suffix);
}
