"""Training: what `fit` reports, epoch by epoch, and the weights it ends with."""

import keras
import numpy as np
from keras import layers, optimizers, regularizers

from golden import array, normal, number, uniform

ROWS, FEATURES, HIDDEN, CLASSES = 24, 4, 8, 3
FIT = {"batch_size": 5, "epochs": 3, "validation_split": 0.25, "shuffle": False}

# `kernel_l2` is the factor of the L2 regularizer of both layers; Keras takes sample weights or class weights, not both.
DEFAULTS = {"kernel_l2": 0, "sample_weight": False, "class_weight": None}
RUNS = [
    {"name": "adam", "optimizer": "Adam", "arguments": {"learning_rate": 0.02}},
    {
        "name": "sample_weight",
        "optimizer": "SGD",
        "arguments": {"learning_rate": 0.1, "momentum": 0.9},
        "kernel_l2": 0.01,
        "sample_weight": True,
    },
    {
        "name": "class_weight",
        "optimizer": "SGD",
        "arguments": {"learning_rate": 0.1, "momentum": 0.9},
        "kernel_l2": 0.01,
        "class_weight": {"0": 1.0, "1": 2.5, "2": 0.5},
    },
]


def model(initial, kernel_l2):
    def regularizer():
        return regularizers.L2(kernel_l2) if kernel_l2 else None

    network = keras.Sequential([
        keras.Input((FEATURES,)),
        layers.Dense(HIDDEN, activation="relu", kernel_regularizer=regularizer()),
        layers.Dense(CLASSES, activation="softmax", kernel_regularizer=regularizer()),
    ])
    network.set_weights(initial)
    return network


def make(random):
    x = normal(random, ROWS, FEATURES)
    y = random.integers(0, CLASSES, ROWS).astype(np.int32)
    sample_weight = uniform(random, 0, 2, ROWS)
    shapes = [(FEATURES, HIDDEN), (HIDDEN,), (HIDDEN, CLASSES), (CLASSES,)]
    initial = [np.round(normal(random, *shape) / 2, 2).astype(np.float32) for shape in shapes]
    runs = []
    for run in RUNS:
        run = {"name": run["name"], **DEFAULTS, **run}
        network = model(initial, run["kernel_l2"])
        network.compile(
            optimizer=getattr(optimizers, run["optimizer"])(**run["arguments"]),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"])
        class_weight = run["class_weight"] and {int(label): weight for label, weight in run["class_weight"].items()}
        history = network.fit(
            x, y, **FIT, verbose=0,
            sample_weight=sample_weight if run["sample_weight"] else None,
            class_weight=class_weight).history
        runs.append({
            **run,
            "history": {key: [number(value) for value in values] for key, values in history.items()},
            "final_weights": [array(weight) for weight in network.get_weights()],
        })
    return {
        "x": array(x),
        "y": array(y),
        "sample_weight": array(sample_weight),
        "initial_weights": [array(weight) for weight in initial],
        "fit": FIT,
        "runs": runs,
    }
