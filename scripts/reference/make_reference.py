#!/usr/bin/env python3
"""Makes the golden values of Tests/MyelinNNTests/Golden with Keras on the JAX backend.

    pip install -r scripts/reference/requirements.txt
    python3 scripts/reference/make_reference.py              # every file
    python3 scripts/reference/make_reference.py losses       # one of them

Each module in `cases/` makes one file: its `make(random)` returns the content. All of them draw their inputs from a
generator seeded with SEED, so that a file does not depend on which others are made.
"""

import importlib
import os
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import keras
import numpy as np

from golden import render

SEED = 20
LARGEST_FILE = 60_000  # bytes
FILES = [
    "activations", "losses", "metrics", "optimizers", "schedules", "initializers", "layers", "spatial_layers",
    "normalization_layers", "attention", "resize", "training", "weights",
]
FOLDER = Path(__file__).resolve().parents[2] / "Tests" / "MyelinNNTests" / "Golden"


def main(names):
    unknown = [name for name in names if name not in FILES]
    if unknown:
        sys.exit(f"unknown: {', '.join(unknown)}; choose from {', '.join(FILES)}")
    versions = {"keras": keras.__version__, "jax": jax.__version__, "numpy": np.__version__}
    print(", ".join(f"{name} {version}" for name, version in versions.items()))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or FILES:
        keras.utils.set_random_seed(SEED)
        content = importlib.import_module(f"cases.{name}").make(np.random.default_rng(SEED))
        text = render({"made_with": {**versions, "seed": SEED}, **content}) + "\n"
        if len(text) > LARGEST_FILE:
            sys.exit(f"{name}.json has {len(text)} bytes, over the limit of {LARGEST_FILE}")
        (FOLDER / f"{name}.json").write_text(text)
        print(f"{name}.json: {len(text)} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
