"""Makes the small files in Corpus/, which the fuzzer mutates and the tests read: one file for each form that a reader
takes, and for each that it refuses. Needs h5py, numpy, ml_dtypes, safetensors.

    python3 Fuzz/make_corpus.py
"""

import gzip
import io
import json
import pathlib
import struct
import zipfile

import h5py
import ml_dtypes
import numpy as np
from safetensors.numpy import save

corpus = pathlib.Path(__file__).parent / "Corpus"


def h5(name, fill, **options):
    with h5py.File(corpus / "h5" / (name + ".h5"), "w", **options) as file:
        fill(file)


def weights(file):
    dense = file.create_group("layers/dense/vars")
    dense.attrs["name"] = "dense"
    dense["0"] = np.arange(6, dtype="float32").reshape(2, 3) / 4
    dense["1"] = np.array([1, -2, 0.5], dtype="float32")
    file["optimizer/vars/0"] = np.int64(7)


def legacy(file):
    file.attrs["model_config"] = '{"class_name": "Sequential"}'
    file.attrs["keras_version"] = b"2.4.0"
    group = file.create_group("model_weights")
    group.attrs["layer_names"] = [b"dense", b"dropout_1"]
    dense = group.create_group("dense")
    dense.attrs["weight_names"] = [b"dense/kernel:0", b"dense/bias:0"]
    dense["dense/kernel:0"] = np.ones((2, 2), dtype="float32")
    dense["dense/bias:0"] = np.zeros(2, dtype="float32")
    group.create_group("dropout_1").attrs["weight_names"] = []


def types(file):
    values = [-3, 0, 5]
    for name in ["int8", "int16", "int32", "int64", "float16", "float32", "float64"]:
        file[name] = np.array(values, dtype=name)
    for name in ["uint8", "uint16", "uint32", "uint64"]:
        file[name] = np.array([0, 5, 200], dtype=name)
    file["bool"] = np.array([True, False, True])
    file["big"] = np.array(values, dtype=">f4")
    brain = file.create_dataset("bfloat16", data=np.array([1.5, -2, 0], dtype=ml_dtypes.bfloat16))
    brain.attrs["dtype"] = "bfloat16"
    file["scalar"] = np.float32(2.5)
    file["empty"] = np.zeros((0, 4), dtype="float32")
    file["fixed"] = np.array([b"ab", b"c"])


def attributes(file):
    file.attrs["texts"] = ["ä", "", "xyz"]
    file.attrs["fixed"] = np.array([b"ab", b"c"])
    file.attrs["whole"] = 3
    file.attrs["number"] = 2.5
    file.attrs["truth"] = True
    file.attrs["numbers"] = np.arange(4, dtype="uint8").reshape(2, 2)
    file.attrs["none"] = h5py.Empty("f")
    file.attrs["complex"] = 1j


def chunked(file):
    values = np.arange(35, dtype="float32").reshape(5, 7)
    file.create_dataset("gzip", data=values, chunks=(2, 3), compression="gzip")
    file.create_dataset("all", data=values, chunks=(5, 7), compression=9, shuffle=True, fletcher32=True)
    file.create_dataset("plain", data=values, chunks=(3, 7))
    part = file.create_dataset("part", shape=(4, 4), chunks=(2, 2), dtype="int32", fillvalue=-1)
    part[0, 0] = 9


def virtual(file):
    layout = h5py.VirtualLayout((4,), dtype="f4")
    layout[:] = h5py.VirtualSource("other.h5", "x", (4,))
    file.create_virtual_dataset("x", layout)


def soft(file):
    file["g/soft"] = h5py.SoftLink("/x")


def external(file):
    file["g/external"] = h5py.ExternalLink("other.h5", "/x")


def loop(file):
    file.create_group("a/b")
    file["a/b/c"] = file["a"]


def repeated(file):
    group = file.create_group("g")
    for _ in range(20):
        group["x"] = group.create_group("y")
        group = group["y"]


h5("weights", weights)
h5("legacy", legacy)
h5("types", types)
h5("attributes", attributes)
h5("chunked", chunked)
h5("tracked", weights, track_order=True)
h5("latest", lambda file: file.create_dataset("x", data=np.arange(3.0)), libver="latest")
h5("refused-soft", soft)
h5("refused-external", external)
h5("refused-external-new", external, track_order=True)
h5("refused-storage", lambda file: file.create_dataset("x", (4,), dtype="f4", external=[("other", 0, 16)]))
h5("refused-virtual", virtual)
h5("refused-filter", lambda file: file.create_dataset("x", data=np.zeros(9), chunks=(9,), compression="lzf"))
h5("refused-loop", loop)
h5("refused-repeated", repeated)
h5("refused-unwritten", lambda file: file.create_dataset("x", (1 << 40,), dtype="f4", chunks=(1 << 20,)))
h5("refused-compound", lambda file: file.create_dataset("x", data=np.zeros(2, dtype=[("a", "i4"), ("b", "f4")])))


def archive(path, members, **options):
    with zipfile.ZipFile(path, "w", **options) as file:
        for name, content in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = options.get("compression", zipfile.ZIP_STORED)
            file.writestr(info, content)


dense = {"module": "keras.layers", "class_name": "Dense", "registered_name": None}
dense["config"] = {"name": "dense", "units": 3, "activation": "linear"}
entry = {"module": "keras.layers", "class_name": "InputLayer", "registered_name": None}
entry["config"] = {"batch_shape": [None, 2], "name": "input_layer"}
config = {"module": "keras", "class_name": "Sequential", "registered_name": None}
config["config"] = {"name": "sequential", "layers": [entry, dense]}
members = [
    ("metadata.json", json.dumps({"keras_version": "3.15.1"})),
    ("config.json", json.dumps(config)),
    ("model.weights.h5", (corpus / "h5" / "weights.h5").read_bytes()),
]
archive(corpus / "keras" / "stored.keras", members)
archive(corpus / "keras" / "packed.keras", members, compression=zipfile.ZIP_DEFLATED)

arrays = {"x": np.arange(6, dtype="float32").reshape(2, 3), "y": np.array([1, 2], dtype=">i8"), "b": np.array([True])}
for name, write in [("stored", np.savez), ("packed", np.savez_compressed)]:
    buffer = io.BytesIO()
    write(buffer, **arrays)
    (corpus / "npz" / (name + ".npz")).write_bytes(buffer.getvalue())

images = struct.pack(">HBBIII", 0, 8, 3, 2, 3, 4) + bytes(range(24))
(corpus / "idx" / "plain.idx").write_bytes(images)
(corpus / "idx" / "packed.idx.gz").write_bytes(gzip.compress(images, mtime=0))

tensors = {"kernel": np.arange(6, dtype="float32").reshape(2, 3), "step": np.array(7, dtype="int64")}
tensors["empty"] = np.zeros((0, 4), dtype="float32")
for name in ["int8", "int16", "int32", "uint8", "float16", "float64"]:
    tensors[name] = np.array([0, 5, 3], dtype=name)
tensors["bfloat16"] = np.array([1.5, -2], dtype=ml_dtypes.bfloat16)
tensors["bool"] = np.array([True, False])
(corpus / "safetensors" / "types.safetensors").write_bytes(save(tensors, {"format": "np"}))
(corpus / "safetensors" / "one.safetensors").write_bytes(save({"a/b": np.array([1, 2], dtype="float32")}))
