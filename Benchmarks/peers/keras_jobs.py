#!/usr/bin/env python3
"""Times a job in Keras, on the backend that KERAS_BACKEND names: keras_jobs.py JOB [--jit auto|on|off]

The door is `model.fit`, with shuffling and a metric, as in any Keras program. Prints one line of JSON.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import keras
from keras import layers

from data import data
from jobs import job_named

LOSSES = {"classes": "sparse_categorical_crossentropy", "binary": "binary_crossentropy", "regression": "mse"}
ACTIVATIONS = {"classes": "softmax", "binary": "sigmoid", "regression": None}


def network(job):
    model = keras.Sequential([keras.Input(job.shape)])
    if job.name == "mnist-convnet":
        for filters in [32, 64]:
            model.add(layers.Conv2D(filters, 3, activation="relu"))
            model.add(layers.MaxPooling2D(2))
        model.add(layers.Flatten())
        model.add(layers.Dropout(job.dropout))
    for units in job.hidden:
        model.add(layers.Dense(units, activation="relu"))
        if job.dropout:
            model.add(layers.Dropout(job.dropout))
    model.add(layers.Dense(job.outputs, activation=ACTIVATIONS[job.task]))
    return model


class Clock(keras.callbacks.Callback):
    """Starts after the first epoch, which compiles and warms up."""

    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 1:
            self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        self.end = time.perf_counter()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("job", type=job_named)
    parser.add_argument("--jit", choices=["auto", "on", "off"], default="auto")
    arguments = parser.parse_args()
    job = arguments.job

    model = network(job)
    model.compile(
        optimizer=job.optimizer,
        loss=LOSSES[job.task],
        metrics=["mae" if job.task == "regression" else "accuracy"],
        jit_compile={"auto": "auto", "on": True, "off": False}[arguments.jit])
    x, y = data(job)
    clock = Clock()
    model.fit(x, y, batch_size=job.batch, epochs=1 + job.epochs, shuffle=True, verbose=0, callbacks=[clock])
    steps = job.steps * job.epochs
    print(json.dumps({"job": job.name, "ms_per_step": 1000 * (clock.end - clock.start) / steps, "steps": steps}))


if __name__ == "__main__":
    main()
