"""What the whole process of Myelin takes: the memory of a training, the time of a prediction from cold."""

import json
import statistics
import struct
import subprocess
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

JOB = "mnist-convnet"
INPUT_SHAPE = (1, 28, 28, 1)
COLD_STARTS = 10


@dataclass(frozen=True)
class Measure:
    name: str
    value: str
    bar: str


def train(myelin, folder, *options):
    command = [myelin, "run", JOB, "--epochs", "1", "--quiet", *options]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def peak_memory(myelin):
    """Peak memory of an epoch of training."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        train(myelin, folder, "--report", path)
        megabytes = json.loads(path.read_text())["peak_memory_bytes"] / 1e6
    return Measure(f"Peak memory, training {JOB}", f"{megabytes:.0f} MB", "350 MB")


def cold_start(myelin):
    """Time of `myelin predict` on one image, from the start of the process to its end."""
    with tempfile.TemporaryDirectory() as folder:
        model, one, out = (Path(folder) / name for name in ["model.keras", "one.npz", "out.npz"])
        train(myelin, folder, "--output", model)
        write_npz(one, "x", INPUT_SHAPE)
        times = []
        for _ in range(COLD_STARTS):
            start = time.perf_counter()
            command = [myelin, "predict", model, "--input", one, "--output", out]
            subprocess.run(command, check=True, capture_output=True)
            times.append(1000 * (time.perf_counter() - start))
    value = f"{min(times):.0f} ms least, {statistics.median(times):.0f} ms median of {COLD_STARTS}"
    return Measure("Cold start, predicting one image", value, "60 ms")


def write_npz(path, name, shape):
    """A NumPy archive with one array of float32 zeros."""
    header = str({"descr": "<f4", "fortran_order": False, "shape": shape})
    header += " " * (-(len(header) + 11) % 64) + "\n"
    size = 4
    for extent in shape:
        size *= extent
    with zipfile.ZipFile(path, "w") as archive:
        content = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(size)
        archive.writestr(f"{name}.npy", content)
