"""Models go back and forth between Myelin and the real Keras.

    python3 round_trip.py MYELIN [--cases FOLDER]

Checks, each over several models; the last line counts them:

1. What Myelin writes, Keras loads and predicts the same with: Keras' file is read and written again by `myelin convert`.
2. Keras begins a training run, Myelin goes on with it, and the weights are those of Keras alone.
3. Myelin begins, Keras goes on.
4. Myelin's architectures in Keras, and those of `keras.applications` in Myelin (architectures.py).

Needs PyPI's `keras` with any backend; that of JAX or NumPy is enough for 1, JAX for all.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras  # noqa: E402
import numpy as np  # noqa: E402

from architectures import APPLICATIONS, ARCHITECTURES, application, architecture  # noqa: E402

SAMPLES = 24


def dense():
    return keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(8, activation="relu", kernel_regularizer="l2"),
         keras.layers.BatchNormalization(), keras.layers.Dense(3, activation="softmax")])


def convolutional():
    return keras.Sequential(
        [keras.Input((8, 8, 2)), keras.layers.Conv2D(16, 3, activation="relu", padding="same"),
         keras.layers.Conv2D(16, 3, activation="relu"), keras.layers.MaxPooling2D(2), keras.layers.Flatten(),
         keras.layers.Dropout(0.0), keras.layers.Dense(3, activation="softmax")])


def network():
    inputs = keras.Input((6,), name="numbers")
    shared = keras.layers.Dense(6, activation="tanh", name="shared")
    left = shared(inputs)
    right = keras.layers.Dense(6, activation="gelu")(shared(left))
    inner = keras.Sequential([keras.Input((6,)), keras.layers.Dense(4), keras.layers.LeakyReLU()], name="inner")
    both = keras.layers.Concatenate()([inner(left), keras.layers.Add()([left, right])])
    outputs = keras.layers.Dense(3, activation="softmax")(both * 0.5 + both[:, ::-1])
    return keras.Model(inputs, outputs)


MODELS = [dense, convolutional, network]
# Above the noise of gradients that are nearly 0, which Adam would otherwise divide by themselves: the order of sums, which
# differs from one machine to another, would decide the sign of whole steps.
EPSILON = 1e-4
OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "rmsprop": lambda: keras.optimizers.RMSprop(0.002, momentum=0.5, centered=True),
    "adam": lambda: keras.optimizers.Adam(
        0.01, epsilon=EPSILON, amsgrad=True, weight_decay=0.01, global_clipnorm=1.0),
    "adamw": lambda: keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(0.01, 20), epsilon=EPSILON),
    "nadam": lambda: keras.optimizers.Nadam(0.01, epsilon=EPSILON),
    "adafactor": lambda: keras.optimizers.Adafactor(0.01),
    "lion": lambda: keras.optimizers.Lion(0.002),
    "muon": lambda: keras.optimizers.Muon(0.01),
    "ftrl": lambda: keras.optimizers.Ftrl(0.05),
    "accumulation": lambda: keras.optimizers.Adam(0.01, epsilon=EPSILON, gradient_accumulation_steps=2),
}


def data(model, seed=0):
    random = np.random.default_rng(seed)
    x = random.normal(size=(SAMPLES,) + model.input_shape[1:]).astype("float32")
    return x, random.integers(0, 3, SAMPLES).astype("int32")


def difference(found, expected, tolerance=1e-3):
    """What is wrong with arrays that should be the same; None if nothing is."""
    for place, (a, b) in enumerate(zip(found, expected, strict=True)):
        if a.shape != b.shape:
            return f"array {place} has shape {a.shape}, expected {b.shape}"
        if not np.allclose(a, b, rtol=tolerance, atol=tolerance * 0.1):
            return f"array {place} differs by up to {np.abs(a - b).max():.2g}"


class NotCovered(Exception):
    """A case with a layer that Myelin does not have."""


class Checks:
    def __init__(self, myelin):
        self.myelin = myelin
        self.passed, self.failed, self.skipped = 0, 0, 0

    def run(self, *arguments):
        run = subprocess.run([self.myelin, *map(str, arguments)], capture_output=True, text=True, timeout=120)
        if run.returncode != 0:
            raise RuntimeError(run.stderr.strip())

    def check(self, name, body):
        try:
            problem = body()
        except NotCovered:
            self.skipped += 1
            return
        except Exception as error:  # Whatever goes wrong belongs to this check.
            problem = f"{type(error).__name__}: {str(error)[:300]}"
        if problem:
            self.failed += 1
            print(f"FAIL {name}: {problem}")
        else:
            self.passed += 1

    def fit(self, source, folder, x, y, output, epochs):
        np.savez(folder / "data.npz", x=x, y=y)
        self.run("fit", source, "--data", folder / "data.npz", "--epochs", epochs, "--batch-size", 8, "--no-shuffle",
                 "--quiet", "--output", output)


def rewritten(checks, folder, model):
    x, _ = data(model)
    model.save(folder / "a.keras")
    checks.run("convert", folder / "a.keras", folder / "b.keras")
    again = keras.models.load_model(folder / "b.keras")
    problem = difference([again.predict(x, verbose=0)], [model.predict(x, verbose=0)], 1e-6)
    if problem:
        return f"prediction: {problem}"
    checks.run("convert", folder / "a.keras", folder / "b.weights.h5")
    for weight in model.weights:
        weight.assign(weight * 0)
    model.load_weights(folder / "b.weights.h5")
    return difference(model.get_weights(), again.get_weights(), 1e-7)


def rewritten_case(checks, folder, case):
    try:
        checks.run("convert", case / "model.keras", folder / "b.keras")
    except RuntimeError as error:
        if any(words in str(error) for words in ("unknown layer class", "unknown operation", "not supported", "can be used")):
            raise NotCovered from error
        raise
    try:
        original = keras.models.load_model(case / "model.keras")
    except (ImportError, TypeError) as error:
        if "ensorFlow" not in str(error):
            raise
        # Keras runs layers of texts and look-ups by TensorFlow alone.
        raise NotCovered from error
    again = keras.models.load_model(folder / "b.keras")
    arrays = np.load(case / "inputs.npz")
    x = [arrays[i.name] if i.name in arrays else arrays["x"] for i in original.inputs]
    if isinstance(getattr(original, "_inputs_struct", None), dict):
        x = {i.name: array for i, array in zip(original.inputs, x)}
    found, expected = [keras.tree.flatten(model.predict(x, verbose=0)) for model in (again, original)]
    return difference(found, expected, 1e-5)


def compiled(make, optimizer):
    keras.utils.set_random_seed(3)
    model = make()
    model.compile(optimizer(), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def keras_then_myelin(checks, folder, make, optimizer, ending=".keras"):
    model = compiled(make, optimizer)
    x, y = data(model)
    model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    model.save(folder / f"half{ending}")
    checks.fit(folder / f"half{ending}", folder, x, y, folder / "whole.keras", 2)
    model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    return difference(keras.models.load_model(folder / "whole.keras").get_weights(), model.get_weights())


def myelin_then_keras(checks, folder, make, optimizer):
    model = compiled(make, optimizer)
    x, y = data(model)
    model.save(folder / "start.keras")
    checks.fit(folder / "start.keras", folder, x, y, folder / "half.keras", 2)
    other = keras.models.load_model(folder / "half.keras")
    other.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    for _ in range(2):  # As two runs: what a run does at its end happens twice.
        model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0)
    return difference(other.get_weights(), model.get_weights())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("myelin", type=pathlib.Path)
    parser.add_argument("--cases", type=pathlib.Path, help="predict cases with `model.keras` and `inputs.npz` to rewrite")
    parser.add_argument("--only", default="", help="checks whose names contain this")
    arguments = parser.parse_args()
    checks = Checks(arguments.myelin.resolve())

    def check(name, body, *parts):
        if arguments.only in name:
            with tempfile.TemporaryDirectory() as folder:
                checks.check(name, lambda: body(checks, pathlib.Path(folder), *parts))

    for make in MODELS:
        check(f"rewritten {make.__name__}", lambda c, f, m: rewritten(c, f, m()), make)
    for make, name in [(m, "adam") for m in MODELS] + [(dense, name) for name in OPTIMIZERS if name != "adam"]:
        check(f"keras then myelin, {make.__name__}, {name}", keras_then_myelin, make, OPTIMIZERS[name])
        check(f"myelin then keras, {make.__name__}, {name}", myelin_then_keras, make, OPTIMIZERS[name])
    for name in ("sgd", "rmsprop", "adam", "adamw", "muon"):
        check(f"keras then myelin, legacy file, {name}", keras_then_myelin, dense, OPTIMIZERS[name], ".h5")
    for name in ARCHITECTURES:
        check(f"architecture {name}", architecture, name, difference)
    for name in APPLICATIONS:
        check(f"application {name}", application, name, difference)
    for case in sorted(arguments.cases.glob("*/*/inputs.npz")) if arguments.cases else []:
        if (case.parent / "model.keras").exists():
            check(f"rewritten {case.parent.parent.name}/{case.parent.name}", rewritten_case, case.parent)
    print(f"round trip: {checks.passed}/{checks.passed + checks.failed} pass, {checks.skipped} have layers not covered")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
