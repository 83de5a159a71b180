#!/usr/bin/env python3
"""Makes Tests/MyelinNNTests/Golden/preprocessing.json with Keras on TensorFlow, whose hashes and image kernels it is about.

    pip install keras==3.15.1 tensorflow
    python3 scripts/reference/make_preprocessing.py
"""

import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf
from keras import layers

from golden import array, number, render

SEED = 20
FILE = Path(__file__).resolve().parents[2] / "Tests" / "MyelinNNTests" / "Golden" / "preprocessing.json"
BYTES = [0, 255]


def images(random, *shape):
    return random.integers(0, 256, shape).astype("float32")


def augmentations(random):
    """Layers with factors that leave nothing to chance, called for training."""
    def fixed(value):
        return [value, value]

    cases = []

    def add(name, shape=(2, 5, 6, 3), **arguments):
        x = images(random, *shape)
        y = getattr(layers, name)(**arguments)(x, training=True)
        cases.append({"name": name, "arguments": arguments, "input": array(x), "output": array(y)})

    for mode in ["reflect", "wrap", "constant", "nearest"]:
        add("RandomRotation", (1, 5, 6, 1), factor=fixed(0.1), fill_mode=mode, fill_value=7.0)
    add("RandomRotation", (1, 5, 6, 1), factor=fixed(-0.3), interpolation="nearest")
    add("RandomTranslation", (1, 5, 6, 1), height_factor=fixed(0.3), width_factor=fixed(-0.9), fill_mode="wrap")
    add("RandomTranslation", (1, 3, 5, 4), height_factor=fixed(1.0), width_factor=fixed(0.25),
        data_format="channels_first")
    add("RandomZoom", (1, 5, 6, 1), height_factor=fixed(0.4))
    add("RandomZoom", (1, 5, 6, 1), height_factor=fixed(-0.5), width_factor=fixed(0.2), fill_mode="constant")
    add("RandomPerspective", (1, 5, 6, 1), factor=fixed(1.0), scale=0.0)
    small = (1, 3, 4, 3)
    add("RandomBrightness", small, factor=fixed(0.3))
    add("RandomContrast", small, factor=[-0.4, 0.4])
    add("RandomColorDegeneration", small, factor=fixed(0.6))
    add("RandomSaturation", small, factor=fixed(0.7))
    add("RandomSaturation", small, factor=fixed(0.2))
    add("RandomHue", small, factor=fixed(0.0))
    add("RandomGrayscale", small, factor=1.0)
    add("RandomInvert", small, factor=fixed(1.0))
    add("RandomPosterization", small, factor=fixed(3))
    add("RandomPosterization", small, factor=fixed(5), value_range=[0, 300])
    add("RandomSharpness", factor=fixed(0.9))
    add("RandomSharpness", (1, 2, 4, 4), factor=fixed(0.1), data_format="channels_first")
    add("RandomGaussianBlur", factor=fixed(1.0), kernel_size=[3, 5], sigma=fixed(0.7))
    add("Solarization", small, value_range=[0, 300])
    add("AutoContrast", small, value_range=[0, 300])
    add("AutoContrast", (1, 3, 4, 4), data_format="channels_first")
    add("Equalization", small)
    add("Equalization", small, bins=16, value_range=[0, 300])
    add("ContrastLimitedAdaptiveHistogramEqualization", (1, 7, 9, 1), tile_grid_size=[2, 3], clip_limit=2.0)
    add("RandomCrop", (1, 4, 9, 1), height=4, width=6)
    add("RandomColorJitter", small, brightness_factor=fixed(0.1), contrast_factor=[-0.2, 0.2],
        saturation_factor=fixed(0.4), hue_factor=fixed(0.0))
    return cases


def transforms(random):
    """Projective transforms by their coefficients."""
    cases = []
    x = images(random, 2, 4, 5, 1)
    matrices = np.array([[0.9, 0.2, -0.7, -0.15, 1.1, 0.4, 0.02, -0.03], [-1, 0, 3.5, 0.3, 1.4, -2.2, 0, 0]], "float32")
    for interpolation in ["bilinear", "nearest"]:
        for mode in ["constant", "nearest", "reflect", "wrap"]:
            y = keras.ops.image.affine_transform(
                x, matrices, interpolation=interpolation, fill_mode=mode, fill_value=9.0)
            cases.append({"interpolation": interpolation, "fill_mode": mode, "output": array(y)})
    return {"input": array(x), "transforms": array(matrices), "fill_value": 9, "cases": cases}


def hashes():
    """FarmHash's fingerprints and SipHash of texts of all the lengths that are treated in their own ways, modulo 2^62."""
    texts = ["", "a", "né", "hello", "hello world", "0123456789abcdef", "0123456789abcdef0"]
    texts += ["x" * 32 + "y", "The quick brown fox jumps over the lazy dog, it is said, again.", "z" * 64, "w" * 65]
    texts += ["abc" * 60, "0123456789" * 20]
    buckets = 2**62
    key = [133, -7]
    return {
        "texts": texts, "buckets": buckets, "key": key,
        "fast": [int(v) for v in tf.strings.to_hash_bucket_fast(texts, buckets).numpy()],
        "strong": [int(v) for v in tf.strings.to_hash_bucket_strong(texts, buckets, key=key).numpy()],
    }


def vectorizers(random):
    """What text vectorization learns, and makes of texts."""
    words = "the cat sat on a mat Dog! émigré, ÉCOLE x-ray don't end.".split()
    learned = [" ".join(random.choice(words, 6)) for _ in range(12)]
    texts = [" ".join(random.choice(words, 5)) for _ in range(3)] + ["", "unheard  \tof"]
    cases = []
    for arguments in [
        {}, {"output_sequence_length": 4}, {"standardize": "lower"}, {"standardize": "strip_punctuation"},
        {"standardize": None, "split": None}, {"split": "character"}, {"ngrams": 2}, {"ngrams": [1, 3]},
        {"output_mode": "multi_hot", "max_tokens": 6}, {"output_mode": "count"},
        {"output_mode": "tf_idf", "max_tokens": 20, "pad_to_max_tokens": True},
    ]:
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in arguments.items()}
        layer = layers.TextVectorization(**given)
        layer.adapt(np.array(learned))
        output = layer(tf.constant(texts)[:, None]).numpy()
        cases.append({"arguments": arguments, "vocabulary": layer.get_vocabulary(), "output": array(output)})
    return {"learned": learned, "texts": texts, "cases": cases}


def discretizations(random):
    """The boundaries that discretization learns."""
    x = np.round(random.standard_normal(300) ** 3, 2).astype("float32")
    cases = []
    for bins, epsilon in [(4, 0.01), (7, 0.003), (30, 0.1)]:
        layer = layers.Discretization(num_bins=bins, epsilon=epsilon)
        layer.adapt(x)
        cases.append({"bins": bins, "epsilon": epsilon, "boundaries": [number(b) for b in layer.bin_boundaries]})
    return {"input": array(x), "cases": cases}


def main():
    keras.utils.set_random_seed(SEED)
    random = np.random.default_rng(SEED)
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__, "seed": SEED}
    content = {
        "made_with": versions, "augmentations": augmentations(random), "transforms": transforms(random),
        "hashes": hashes(), "vectorizers": vectorizers(random), "discretizations": discretizations(random),
    }
    FILE.write_text(render(content) + "\n")
    print(f"{FILE.name}: {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
