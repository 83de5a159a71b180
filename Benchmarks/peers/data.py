"""Data of a job's shape. The time of a step does not depend on the numbers, so they are random, except that the
ConvNet trains on MNIST where the environment variable MYELIN_DATA_DIR names a folder that has it."""

import gzip
import os
from pathlib import Path

import numpy as np


def data(job):
    """(x, y): float32 examples, and int64 labels or float32 targets of shape (rows, 1)."""
    images = mnist(job.rows) if job.name == "mnist-convnet" else None
    if images:
        return images
    random = np.random.default_rng(0)
    if job.name == "imdb-mlp":
        # Multi-hot words: about 1 in 80 of the ten thousand occurs in a review.
        x = (random.random((job.rows, *job.shape), dtype=np.float32) < 1 / 80).astype(np.float32)
    elif job.vocabulary:
        x = random.integers(0, job.vocabulary, (job.rows, *job.shape), dtype=np.int32)
    else:
        x = random.random((job.rows, *job.shape), dtype=np.float32)
    if job.task == "classes":
        y = random.integers(0, job.outputs, job.rows)
    elif job.task == "binary":
        y = random.integers(0, 2, (job.rows, 1)).astype(np.float32)
    else:
        y = random.random((job.rows, 1), dtype=np.float32)
    return x, y


def mnist(rows):
    """The first rows of MNIST, or None where its files are not at hand."""
    folder = os.environ.get("MYELIN_DATA_DIR")
    if not folder:
        return None
    for place in [Path(folder), Path(folder) / "mnist"]:
        images, labels = (place / f"train-{name}-ubyte.gz" for name in ["images-idx3", "labels-idx1"])
        if images.exists() and labels.exists():
            x = np.frombuffer(gzip.decompress(images.read_bytes()), np.uint8, offset=16)
            y = np.frombuffer(gzip.decompress(labels.read_bytes()), np.uint8, offset=8)
            return (x.reshape(-1, 28, 28, 1)[:rows] / 255).astype(np.float32), y[:rows].astype(np.int64)
    return None
