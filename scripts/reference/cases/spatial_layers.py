"""Layers over sequences, images and volumes, as `layers` has them: outputs and gradients."""

from cases.layers import make_case
from golden import distinct, normal

SAME, CAUSAL, FIRST = {"padding": "same"}, {"padding": "causal"}, {"data_format": "channels_first"}

CASES = [
    ("Conv1D", {"filters": 2, "kernel_size": 3, "strides": 2, **SAME}, (2, 6, 2)),
    ("Conv1D", {"filters": 2, "kernel_size": 2, "dilation_rate": 2, **CAUSAL}, (1, 6, 3)),
    ("Conv1D", {"filters": 4, "kernel_size": 2, "groups": 2, **FIRST}, (1, 2, 5)),
    ("Conv2D", {"filters": 2, "kernel_size": 2, "activation": "softmax", **FIRST}, (1, 3, 4, 5)),
    ("Conv3D", {"filters": 2, "kernel_size": [2, 1, 2], "strides": [1, 2, 1], **SAME}, (1, 3, 3, 3, 2)),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2, "output_padding": 1}, (1, 4, 3)),
    ("Conv1DTranspose", {"filters": 2, "kernel_size": 1, "strides": 3}, (1, 3, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": 3, "strides": 2, **SAME}, (1, 3, 3, 2)),
    ("Conv2DTranspose", {"filters": 2, "kernel_size": [2, 3], "strides": [2, 1], **FIRST}, (1, 2, 3, 2)),
    ("Conv3DTranspose", {"filters": 2, "kernel_size": 2, "strides": 2, "use_bias": False}, (1, 2, 2, 1, 2)),
    ("DepthwiseConv1D", {"kernel_size": 3, "depth_multiplier": 2, **SAME}, (1, 4, 2)),
    ("DepthwiseConv2D", {"kernel_size": 3, "strides": 2, "activation": "tanh", **SAME}, (1, 5, 5, 2)),
    ("DepthwiseConv2D", {"kernel_size": 2, "depth_multiplier": 2, **FIRST}, (1, 3, 4, 3)),
    ("SeparableConv1D", {"filters": 3, "kernel_size": 2, "depth_multiplier": 2}, (1, 5, 2)),
    ("SeparableConv2D", {"filters": 3, "kernel_size": 3, "strides": 2, **SAME}, (1, 5, 4, 2)),
    ("MaxPooling1D", {"pool_size": 3, "strides": 2, **SAME}, (2, 6, 2)),
    ("MaxPooling2D", {"pool_size": [2, 1], **FIRST}, (1, 2, 4, 3)),
    ("MaxPooling3D", {"pool_size": 2, "strides": 1, **SAME}, (1, 3, 3, 2, 2)),
    ("AveragePooling1D", {"pool_size": 2, **FIRST}, (1, 2, 5)),
    ("AveragePooling3D", {"pool_size": [2, 2, 1], **SAME}, (1, 3, 3, 2, 2)),
    ("GlobalMaxPooling1D", {"keepdims": True}, (2, 5, 2)),
    ("GlobalMaxPooling2D", {**FIRST}, (2, 2, 3, 3)),
    ("GlobalMaxPooling3D", {}, (1, 2, 3, 2, 2)),
    ("GlobalAveragePooling1D", {**FIRST}, (2, 2, 5)),
    ("GlobalAveragePooling3D", {"keepdims": True, **FIRST}, (1, 2, 2, 3, 2)),
    ("AdaptiveMaxPooling1D", {"output_size": 3}, (1, 7, 2)),
    ("AdaptiveAveragePooling2D", {"output_size": [2, 3]}, (1, 5, 6, 2)),
    ("AdaptiveMaxPooling2D", {"output_size": 3, **FIRST}, (1, 2, 4, 5)),
    ("AdaptiveAveragePooling3D", {"output_size": [2, 1, 2]}, (1, 3, 2, 4, 1)),
    ("ZeroPadding1D", {"padding": [2, 1], **FIRST}, (1, 2, 3)),
    ("ZeroPadding2D", {"padding": [[1, 0], [2, 1]]}, (1, 2, 2, 2)),
    ("ZeroPadding3D", {"padding": [1, 0, 2]}, (1, 2, 1, 2, 2)),
    ("Cropping1D", {"cropping": [1, 2]}, (1, 5, 2)),
    ("Cropping2D", {"cropping": [[1, 0], [0, 2]], **FIRST}, (1, 2, 3, 4)),
    ("Cropping3D", {"cropping": 1}, (1, 3, 4, 3, 1)),
    ("UpSampling1D", {"size": 3}, (1, 3, 2)),
    ("UpSampling2D", {"size": [1, 2], **FIRST}, (1, 2, 2, 3)),
    ("UpSampling2D", {"size": [2, 3], "interpolation": "bilinear"}, (1, 3, 2, 2)),
    ("UpSampling2D", {"size": 2, "interpolation": "lanczos3"}, (1, 4, 3, 1)),
    ("UpSampling3D", {"size": [2, 1, 2]}, (1, 2, 2, 1, 2)),
    ("Permute", {"dims": [2, 3, 1]}, (2, 2, 3, 2)),
    ("RepeatVector", {"n": 3}, (2, 4)),
    ("Flatten", {**FIRST}, (2, 2, 2, 3)),
]


def make(random):
    return {
        "cases": [
            make_case(random, name, arguments, (distinct if "Max" in name else normal)(random, *shape), False)
            for name, arguments, shape in CASES
        ]
    }
