"""Images of other sizes. The numbers are TensorFlow's, whose kernels Keras calls: JAX has no area, and its cubic is finer."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import tensorflow
from keras.src.backend.tensorflow.image import resize

from golden import array, normal

SETTINGS = [
    {"interpolation": interpolation, "antialias": antialias}
    for interpolation in ["nearest", "bilinear", "bicubic", "area", "lanczos3", "lanczos5"]
    for antialias in [False, True]
    if not (antialias and interpolation in ["nearest", "area"])
]
SIZES = [[(5, 4), (7, 9)], [(8, 7), (3, 5)], [(6, 6), (6, 2)]]
RATIOS = [
    {"crop_to_aspect_ratio": True},
    {"pad_to_aspect_ratio": True, "fill_value": 0.5},
]


def make_case(x, size, settings):
    y = resize(tensorflow.constant(x), size, data_format="channels_last", **settings)
    return {**settings, "size": list(size), "x": array(x), "y": array(y.numpy())}


def make(random):
    cases = [make_case(normal(random, 1, *old, 1), new, settings) for settings in SETTINGS for old, new in SIZES]
    cases += [make_case(normal(random, *old, 2), new, settings) for settings in RATIOS for old, new in SIZES]
    return {"cases": cases}
