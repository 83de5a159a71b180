"""Architectures between Myelin and the real Keras; a part of round_trip.py.

1. Each architecture of Myelin, written by `myelin new`, is opened by Keras and predicts the same there.
2. Networks of `keras.applications` with random weights are read by Myelin and predict the same.
"""

import keras
import numpy as np

# Small, so that all of it takes minutes; names and options are those of `myelin new`.
ARCHITECTURES = {
    "lenet5": [],
    "alexnet": ["--input-shape", "67,67,3", "--width", "0.2", "--classes", "7"],
    "zfnet": ["--input-shape", "64,64,3", "--width", "0.2", "--classes", "7"],
    "vgg11": ["--input-shape", "32,32,3", "--width", "0.2", "--classes", "7"],
    "vgg16": ["--input-shape", "32,32,3", "--width", "0.2", "--classes", "7"],
    "vgg19": ["--input-shape", "32,32,3", "--width", "0.2", "--classes", "7"],
    "googlenet": ["--input-shape", "64,64,3", "--classes", "7"],
    "googlenet-auxiliary": ["--input-shape", "112,96,3", "--width", "0.3", "--classes", "7"],
    "resnet18": ["--input-shape", "64,64,3", "--width", "0.3", "--classes", "7"],
    "resnet50": ["--input-shape", "64,64,3", "--width", "0.3", "--classes", "7"],
    "cifar-resnet20": [],
    "cifar-resnet20-projection": ["--classes", "4"],
    "cifar-plain20": [],
    "mobilenet": ["--input-shape", "64,64,3", "--width", "0.5", "--classes", "7"],
    "lstm-classifier": [],
    "transformer-classifier": ["--input-shape", "40", "--width", "0.5"],
    "dense-autoencoder": [],
    "convolutional-autoencoder": [],
    "c3d": ["--input-shape", "16,32,32,3", "--width", "0.1", "--classes", "7"],
}

APPLICATIONS = {
    "VGG16": lambda: keras.applications.VGG16(weights=None, input_shape=(32, 32, 3), include_top=False),
    "VGG16, top": lambda: keras.applications.VGG16(weights=None, input_shape=(32, 32, 3), classes=5),
    "ResNet50": lambda: keras.applications.ResNet50(weights=None, input_shape=(64, 64, 3), classes=5),
    "ResNet50, no top": lambda: keras.applications.ResNet50(
        weights=None, input_shape=(64, 64, 3), include_top=False, pooling="avg"),
    "ResNet50V2": lambda: keras.applications.ResNet50V2(weights=None, input_shape=(64, 64, 3), classes=5),
    "MobileNet": lambda: keras.applications.MobileNet(weights=None, input_shape=(64, 64, 3), classes=5),
    "MobileNetV2": lambda: keras.applications.MobileNetV2(weights=None, input_shape=(64, 64, 3), classes=5),
    "MobileNetV2, no top": lambda: keras.applications.MobileNetV2(
        weights=None, input_shape=(64, 96, 3), alpha=0.5, include_top=False, pooling="max"),
    "MobileNetV3Small": lambda: keras.applications.MobileNetV3Small(weights=None, input_shape=(64, 64, 3), classes=5),
    "EfficientNetB0": lambda: keras.applications.EfficientNetB0(weights=None, input_shape=(64, 64, 3), classes=5),
    "EfficientNetB0, no top": lambda: keras.applications.EfficientNetB0(
        weights=None, input_shape=(64, 64, 3), include_top=False),
    "DenseNet121": lambda: keras.applications.DenseNet121(weights=None, input_shape=(64, 64, 3), classes=5),
    "DenseNet121, no top": lambda: keras.applications.DenseNet121(
        weights=None, input_shape=(64, 64, 3), include_top=False, pooling="avg"),
    "InceptionV3": lambda: keras.applications.InceptionV3(weights=None, input_shape=(96, 96, 3), classes=5),
    "Xception": lambda: keras.applications.Xception(weights=None, input_shape=(96, 96, 3), classes=5),
}


def sample(place, random, count=3):
    shape = (count,) + tuple(7 if size is None else size for size in place.shape[1:])
    if "int" in place.dtype:
        return random.integers(0, 100, shape).astype(place.dtype)
    return random.uniform(0, 255 if shape[-1] == 3 else 1, shape).astype("float32")


def predictions(checks, folder, file, x):
    np.savez(folder / "x.npz", x=x)
    checks.run("predict", file, "--input", folder / "x.npz", "--output", folder / "y.npz")
    found = np.load(folder / "y.npz")
    return [found[key] for key in sorted(found.files)]


def architecture(checks, folder, name, difference):
    """Myelin's network in Keras."""
    checks.run("new", name, *ARCHITECTURES[name], "--output", folder / "a.keras")
    model = keras.models.load_model(folder / "a.keras")
    x = sample(model.inputs[0], np.random.default_rng(1))
    expected = keras.tree.flatten(model.predict(x, verbose=0))
    problem = difference(predictions(checks, folder, folder / "a.keras", x), expected, 1e-4)
    if problem:
        return problem
    # What Keras writes of it comes back.
    model.save(folder / "b.keras")
    return difference(predictions(checks, folder, folder / "b.keras", x), expected, 1e-4)


def application(checks, folder, name, difference):
    """Keras' network in Myelin."""
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    random = np.random.default_rng(2)
    model = APPLICATIONS[name]()
    for weight in model.weights:
        # Weights that begin as zeros and ones would hide that they are mixed up.
        if weight.name in ("gamma", "moving_variance", "variance"):
            weight.assign(random.uniform(0.7, 1.3, weight.shape))
        elif weight.name in ("beta", "moving_mean", "mean", "bias"):
            weight.assign(random.normal(0, 0.1, weight.shape))
    model.save(folder / "a.keras")
    x = sample(model.inputs[0], random)
    expected = keras.tree.flatten(model.predict(x, verbose=0))
    # Deep networks of random weights blow numbers up or down; what counts is the error beside the largest.
    scale = max(float(np.abs(array).max()) for array in expected)
    found = predictions(checks, folder, folder / "a.keras", x)
    return difference([a / scale for a in found], [a / scale for a in expected], 1e-3)
