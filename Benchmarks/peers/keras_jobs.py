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

from data import data
from jobs import job_named
from keras_networks import network

LOSSES = {"classes": "sparse_categorical_crossentropy", "binary": "binary_crossentropy", "regression": "mse"}
OPTIMIZERS = {"sgd-momentum": lambda: keras.optimizers.SGD(0.1, momentum=0.9)}


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
        optimizer=OPTIMIZERS.get(job.optimizer, lambda: job.optimizer)(),
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
