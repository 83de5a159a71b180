#!/usr/bin/env python3
"""Times predictions: inference_jobs.py JOB --framework tensorflow|jax|pytorch|onnxruntime

Each framework by its fastest ordinary door, a direct call with the batch in memory: a compiled function for Keras, the
module itself under inference_mode for PyTorch, a session for onnxruntime (of PyTorch's network). The result must have
come back as numbers. Prints one line of JSON.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import numpy as np

from jobs import inference_named


def batch(job):
    random = np.random.default_rng(0)
    if job.vocabulary:
        return random.integers(0, job.vocabulary, (job.batch, *job.shape), dtype=np.int32)
    return random.random((job.batch, *job.shape), dtype=np.float32)


def keras_call(job, backend, jit):
    os.environ["KERAS_BACKEND"] = backend
    from keras_networks import inference_network

    model, x = inference_network(job.network), batch(job)
    if backend == "jax":
        import jax

        call = jax.jit(lambda x: model(x, training=False))
    else:
        import tensorflow as tf

        call = tf.function(lambda x: model(x, training=False), jit_compile=jit)
        x = tf.constant(x)
    return lambda: np.asarray(call(x))


def torch_call(job):
    import torch
    from torch_networks import inference_network

    model, x = inference_network(job.network).eval(), torch_batch(job)

    def call():
        with torch.inference_mode():
            return model(x).numpy()

    return call


def onnx_call(job):
    import onnxruntime
    import torch
    from torch_networks import inference_network

    model, x = inference_network(job.network).eval(), torch_batch(job)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model.onnx")
        torch.onnx.export(model, (x,), path, input_names=["x"], dynamo=False)
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    feed = {"x": x.numpy()}
    return lambda: session.run(None, feed)[0]


def torch_batch(job):
    import torch

    x = torch.from_numpy(batch(job))
    return x.permute(0, 3, 1, 2).contiguous() if x.ndim == 4 else x


def milliseconds(call):
    """The least of some series of calls, each about a fifth of a second long."""

    def series(count):
        start = time.perf_counter()
        for _ in range(count):
            call()
        return 1000 * (time.perf_counter() - start) / count

    series(2)
    count = max(1, int(200 / series(3)))
    return min(series(count) for _ in range(8))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("job", type=inference_named)
    parser.add_argument("--framework", required=True)
    arguments = parser.parse_args()
    job = arguments.job
    calls = {
        "tensorflow": lambda: keras_call(job, "tensorflow", False),
        "tensorflow-xla": lambda: keras_call(job, "tensorflow", True),
        "jax": lambda: keras_call(job, "jax", True),
        "pytorch": lambda: torch_call(job),
        "onnxruntime": lambda: onnx_call(job),
    }
    print(json.dumps({"job": job.name, "ms_per_step": milliseconds(calls[arguments.framework]())}))


if __name__ == "__main__":
    main()
