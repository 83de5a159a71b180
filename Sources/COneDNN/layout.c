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

myelin_layout *myelin_layout_activations(int64_t batch, int64_t height, int64_t width, int64_t channels, int32_t block,
                                         char *message) {
    if (batch < 1 || height < 1 || width < 1 || channels < 1) {
        myelin_onednn_fail(message, dnnl_success, "a layout needs sizes of at least 1, got (%lld, %lld, %lld, %lld)",
                           (long long)batch, (long long)height, (long long)width, (long long)channels);
        return NULL;
    }
    if ((block != 0 && block != 8 && block != 16) || (block != 0 && channels % block != 0)) {
        myelin_onednn_fail(message, dnnl_success, "no layout of %lld channels in blocks of %d", (long long)channels,
                           (int)block);
        return NULL;
    }
    dnnl_dims_t shape = {batch, channels, height, width};
    dnnl_format_tag_t tag = block == 0 ? dnnl_nhwc : block == 8 ? dnnl_nChw8c : dnnl_nChw16c;
    myelin_layout *layout = layout_of(myelin_descriptor_create(4, shape, tag), 0);
    if (layout == NULL) myelin_onednn_fail(message, dnnl_success, "oneDNN refuses a layout of these sizes");
    return layout;
}

myelin_layout *myelin_layout_kernel(int64_t height, int64_t width, int64_t input_channels, int64_t output_channels,
                                    int64_t groups, char *message) {
    if (height < 1 || width < 1 || input_channels < 1 || output_channels < 1 || groups < 1
        || input_channels % groups != 0 || output_channels % groups != 0) {
        myelin_onednn_fail(message, dnnl_success,
                           "no kernel of (%lld, %lld), %lld to %lld channels in %lld groups: sizes are at least 1 and "
                           "groups divide the channels",
                           (long long)height, (long long)width, (long long)input_channels, (long long)output_channels,
                           (long long)groups);
        return NULL;
    }
    myelin_layout *layout;
    if (groups == 1) {
        dnnl_dims_t shape = {output_channels, input_channels, height, width};
        layout = layout_of(myelin_descriptor_create(4, shape, dnnl_hwio), 1);
    } else {
        // Group g makes the g-th block of output channels, so in memory the group axis stands just before the last.
        dnnl_dims_t shape = {groups, output_channels / groups, input_channels / groups, height, width};
        layout = layout_of(myelin_descriptor_create(5, shape, dnnl_hwigo), 1);
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
    if (x.rank != y.rank || x.block_count != y.block_count) return 0;
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
    if (layout->is_kernel || !myelin_descriptor_arrangement(layout->descriptor, &a) || a.rank != 4) return -1;
    int64_t block = 1;
    if (a.block_count == 1 && a.block_axes[0] == 1 && (a.blocks[0] == 8 || a.blocks[0] == 16)) block = a.blocks[0];
    else if (a.block_count != 0) return -1;
    for (int axis = 0; axis < 4; axis++) {
        if (a.shape[axis] != a.padded_shape[axis]) return -1;
    }
    int64_t channels = a.shape[1], height = a.shape[2], width = a.shape[3];
    int64_t plain[4] = {height * width * channels, 1, width * channels, channels};
    int64_t blocked[4] = {height * width * channels, height * width * block, width * block, block};
    const int64_t *expected = block == 1 ? plain : blocked;
    for (int axis = 0; axis < 4; axis++) {
        if (a.strides[axis] != expected[axis] && outer_size(&a, axis) > 1) return -1;
    }
    return block == 1 ? 0 : (int32_t)block;
}

void myelin_layout_name(const myelin_layout *layout, char *name, int32_t capacity) {
    if (capacity <= 0) return;
    arrangement a;
    if (!myelin_descriptor_arrangement(layout->descriptor, &a) || a.rank > 5) {
        snprintf(name, (size_t)capacity, "opaque");
        return;
    }
    if (myelin_layout_block(layout) == 0) {
        snprintf(name, (size_t)capacity, "nhwc");
        return;
    }
    const char *letters = !layout->is_kernel ? "nchw" : a.rank == 5 ? "goihw" : "oihw";
    int order[5];
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
    snprintf(name, (size_t)capacity, "%s", text);
}
