"""Makes the small files in Corpus/, which the fuzzer mutates and the tests read: one file for each form that a reader
takes, and for each that it refuses. Needs h5py, numpy, ml_dtypes, safetensors, pillow, keras.

    python3 Fuzz/make_corpus.py
"""

import gzip
import io
import json
import os
import pathlib
import struct
import tarfile
import zipfile

import h5py
import ml_dtypes
import numpy as np
from PIL import Image
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


def shape(file):
    """No elements, but the sizes of an array that no memory holds."""
    file.create_dataset("x", data=np.float32(1)).attrs.create("n", np.zeros((0, 1 << 50), "i4"))


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
h5("refused-shape", shape)
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

# Architectures, by the real Keras: a network of many layers for each kind.
os.environ["KERAS_BACKEND"] = "numpy"
import keras  # noqa: E402
from keras import layers  # noqa: E402


def sequential(*parts):
    return keras.Sequential(parts)


def branches():
    entry = keras.Input((4, 6), name="a")
    other = keras.Input((6,), name="b")
    shared = layers.Dense(6, activation="relu")
    left = layers.LSTM(6, return_sequences=True)(entry)
    attention = layers.MultiHeadAttention(2, 3)(left, left)
    left = layers.GlobalAveragePooling1D()(layers.LayerNormalization()(attention + left))
    inner = sequential(keras.Input((6,)), layers.Dense(6, kernel_regularizer="l2"), layers.BatchNormalization())
    joined = layers.Concatenate()([shared(left), shared(other), inner(other)])
    return keras.Model([entry, other], {"y": layers.Dense(1)(joined), "z": layers.Add()([left, other])})


architectures = {
    "branches": branches(),
    "dense": sequential(
        keras.Input((3,)), layers.Dense(2, activation="relu", kernel_initializer="he_normal", bias_constraint="max_norm"),
        layers.Dropout(0.1, seed=3), layers.PReLU(), layers.Softmax(), layers.GaussianNoise(0.1), layers.UnitNormalization(),
    ),
    "images": sequential(
        keras.Input((8, 8, 3)), layers.Rescaling(0.5), layers.RandomFlip(), layers.Conv2D(4, 3, padding="same", strides=2),
        layers.MaxPooling2D(), layers.DepthwiseConv2D(2), layers.Conv2DTranspose(2, 3, dilation_rate=1),
        layers.SeparableConv2D(2, 1), layers.GroupNormalization(1), layers.UpSampling2D(), layers.ZeroPadding2D(1),
        layers.Cropping2D(1), layers.Resizing(5, 5), layers.AdaptiveAveragePooling2D(2), layers.Flatten(),
    ),
    "sequences": sequential(
        keras.Input((5,)), layers.Embedding(7, 3, mask_zero=True), layers.Bidirectional(layers.GRU(2, return_sequences=True)),
        layers.RNN([layers.SimpleRNNCell(2), layers.LSTMCell(2)], return_sequences=True),
        layers.TimeDistributed(layers.Dense(2)), layers.Conv1D(2, 2, padding="causal"), layers.AveragePooling1D(2),
        layers.Permute((2, 1)), layers.Reshape((4,)), layers.RepeatVector(2), layers.EinsumDense("abc,cd->abd", (2, 3)),
    ),
    "volumes": sequential(
        keras.Input((4, 4, 4, 1)), layers.Conv3D(2, 2), layers.ConvLSTM2D(2, 2), layers.SpatialDropout2D(0.1),
        layers.SpectralNormalization(layers.Dense(2)), layers.GlobalMaxPooling2D(keepdims=True),
    ),
}
for name, model in architectures.items():
    (corpus / "architecture" / (name + ".json")).write_text(model.to_json(separators=(",", ":")))

(corpus / "words" / "words.json").write_text('{"the": 1, "\\u00e9t\\u00e9": 2, "a\\"b": 30}')

archive_file = io.BytesIO()
with tarfile.open(fileobj=archive_file, mode="w", format=tarfile.USTAR_FORMAT) as file:
    for name, content in [("a.bin", b"abc"), ("folder/b.bin", bytes(600))]:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        file.addfile(info, io.BytesIO(content))
(corpus / "tar" / "plain.tar").write_bytes(archive_file.getvalue()[:3072])
(corpus / "tar" / "packed.tar.gz").write_bytes(gzip.compress(archive_file.getvalue(), mtime=0))

pixels = np.arange(5 * 7 * 3, dtype="uint8").reshape(5, 7, 3) * 2
for name, mode, options in [
    ("rgb.png", "RGB", {}), ("palette.png", "P", {}), ("gray.png", "L", {}), ("alpha.png", "RGBA", {}), ("bits.png", "1", {}),
    ("rgb.jpg", "RGB", {}), ("gray.jpg", "L", {}), ("progressive.jpg", "RGB", {"progressive": True}), ("cmyk.jpg", "CMYK", {}),
]:
    Image.fromarray(pixels).convert(mode).save(corpus / "image" / name, **options)
