"""Checks that the real TensorBoard reads what `--tensorboard` writes, with the same values.

    scripts/with-tensorboard python3 Tests/TensorBoard/read_back.py MYELIN

Trains a small network, then asks TensorBoard twice: its reader of event files, and its server by HTTP.
"""
import io
import json
import re
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

import numpy as np
from PIL import Image
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto.graph_pb2 import GraphDef
from tensorboard.plugins.histogram.summary_v2 import histogram_pb
from tensorboard.util import tensor_util

myelin = str(Path(sys.argv[1]).resolve())
EPOCHS, BATCHES, EVERY = 3, 5, 2


def check(condition, what):
    if not condition:
        sys.exit(f"tensorboard: {what}")


def run(folder, *arguments):
    subprocess.run([myelin, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def safetensors(path):
    """The arrays of a .safetensors file of Float32."""
    data = Path(path).read_bytes()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            first, last = entry["data_offsets"]
            numbers = np.frombuffer(data[8 + size + first : 8 + size + last], "<f4")
            arrays[name] = numbers.reshape(entry["shape"])
    return arrays


def train(folder):
    """A run with everything that can be written; its history and last weights."""
    generator = np.random.default_rng(1)
    x = generator.random((100, 12, 12, 1), np.float32)
    np.savez(folder / "data.npz", x=x, y=(x.mean((1, 2, 3)) > 0.5).astype(np.int32))
    run(folder, "new", "lenet5", "--input-shape", "12,12,1", "--classes", "2", "--output", "new.keras")
    run(
        folder, "fit", "new.keras", "--data", "data.npz", "--epochs", str(EPOCHS), "--batch-size", "16",
        "--validation-split", "0.2", "--history", "history.json", "--output", "model.keras", "--log", "log.jsonl",
        "--tensorboard", "logs", "--histogram-freq", "1", "--write-images", "--update-freq", str(EVERY),
    )  # fmt: skip
    run(folder, "convert", "model.keras", "model.safetensors")
    return json.loads((folder / "history.json").read_text()), safetensors(folder / "model.safetensors")


def values(accumulator, tag):
    """Steps and values of a scalar."""
    events = accumulator.Tensors(tag)
    return [event.step for event in events], [float(tensor_util.make_ndarray(event.tensor_proto)) for event in events]


def check_files(folder, history, weights):
    train, validation = (EventAccumulator(str(folder / "logs" / name)).Reload() for name in ("train", "validation"))
    tags = {name: set(accumulator.Tags()["tensors"]) for name, accumulator in
            (("train", train), ("validation", validation))}  # fmt: skip
    for name, numbers in history.items():
        accumulator = validation if name.startswith("val_") else train
        steps, found = values(accumulator, "epoch_" + name.removeprefix("val_"))
        check(steps == list(range(EPOCHS)), f"{name}: steps {steps}")
        check(np.array_equal(np.float32(found), np.float32(numbers)), f"{name}: {found} instead of {numbers}")
    steps, found = values(validation, "evaluation_loss_vs_iterations")
    check(steps == [BATCHES * (epoch + 1) for epoch in range(EPOCHS)], f"iterations {steps}")
    check(np.array_equal(np.float32(found), np.float32(history["val_loss"])), "evaluation_loss_vs_iterations")
    steps, _ = values(train, "batch_loss")
    check(steps == list(range(EVERY, EPOCHS * BATCHES + 1, EVERY)), f"batch_loss: steps {steps}")
    steps, found = values(train, "epoch_learning_rate")
    check(np.allclose(found, 0.001), f"learning rate {found}")

    histograms = sorted(tag for tag in tags["train"] if tag.endswith("/histogram"))
    check(len(histograms) == len(weights), f"{len(histograms)} histograms of {len(weights)} weights")
    # Each is the histogram that TensorBoard makes of one of the weights, and none is used twice.
    left = {name: tensor_util.make_ndarray(histogram_pb("", array).value[0].tensor) for name, array in weights.items()}
    for tag in histograms:
        events = train.Tensors(tag)
        check([event.step for event in events] == list(range(EPOCHS)), f"{tag}: steps")
        found = tensor_util.make_ndarray(events[-1].tensor_proto)
        same = [name for name, expected in left.items() if np.allclose(found, expected, rtol=1e-6, atol=1e-9)]
        check(bool(same), f"{tag}: no weight has this histogram")
        del left[same[0]]

    graph = GraphDef.FromString(train.Graph().SerializeToString())
    nodes = {node.name: node for node in graph.node}
    check([node.op for node in graph.node][:3] == ["InputLayer", "Conv2D", "AveragePooling2D"], f"graph {list(nodes)}")
    for node in graph.node:
        check(all(name.split(":")[0] in nodes for name in node.input), f"graph: inputs of {node.name}")
    check(len([node for node in graph.node if not node.input]) == 1, "graph: one input")
    keras = json.loads(tensor_util.make_ndarray(train.Tensors("keras")[0].tensor_proto).item())
    check(keras["class_name"] in ("Sequential", "Functional"), "the conceptual graph")
    return tags["train"]


def check_server(folder, history, weights, tags):
    """Starts the server as a user does, and asks what its pages ask."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tensorboard.main", "--logdir", "logs", "--port", "0", "--host", "127.0.0.1",
         "--load_fast", "false"], cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        address = None
        for line in server.stderr:
            if found := re.search(r"http://[\w.]+:\d+/", line):
                address = found.group()
                break
        check(address is not None, "the server does not start")

        def ask(path, **query):
            url = f"{address}data/{path}?{urllib.parse.urlencode(query)}"
            with urllib.request.urlopen(url, timeout=60) as answer:
                return answer.read()

        def ask_json(path, **query):
            return json.loads(ask(path, **query))

        check(set(ask_json("runs")) == {"train", "validation"}, "runs")
        for run_name, name in (("train", "loss"), ("validation", "val_loss")):
            rows = ask_json("plugin/scalars/scalars", run=run_name, tag="epoch_loss")
            check([row[1] for row in rows] == list(range(EPOCHS)), f"{run_name}: steps")
            check(np.allclose([row[2] for row in rows], history[name], rtol=1e-6), f"{run_name}: values")
        histogram = next(tag for tag in sorted(tags) if tag.endswith("kernel/histogram"))
        check(histogram in ask_json("plugin/histograms/tags")["train"], "histograms")
        rows = ask_json("plugin/histograms/histograms", run="train", tag=histogram)
        check(len(rows) == EPOCHS and len(rows[0][2]) == 30, f"{histogram}: {len(rows)} rows")
        info = ask_json("plugin/graphs/info")["train"]
        check(info["run_graph"] and info["tags"]["keras"]["conceptual_graph"], f"graphs {info}")
        check(b"Conv2D" in ask("plugin/graphs/graph", run="train"), "the graph of the layers")
        check(b"conv2d" in ask("plugin/graphs/graph", run="train", tag="keras", conceptual="true"), "the conceptual graph")
        # The first convolution's first kernel, as grey from its smallest number to its largest.
        kernel = next(array for array in weights.values() if array.shape == (5, 5, 1, 6))
        image = next(tag for tag in sorted(tags) if tag.endswith("conv2d/kernel/image"))
        rows = ask_json("plugin/images/images", run="train", tag=image, sample=0)
        check(len(rows) == EPOCHS, f"{image}: {len(rows)} images")
        key = urllib.parse.parse_qs(rows[-1]["query"])["blob_key"][0]
        pixels = np.asarray(Image.open(io.BytesIO(ask("plugin/images/individualImage", blob_key=key))))
        expected = (kernel - kernel.min()) / (kernel.max() - kernel.min()) * 255
        check(pixels.shape == (5, 5), f"{image}: {pixels.shape}")
        check(np.abs(pixels - expected[:, :, 0, 0]).max() <= 1, f"{image}: pixels")
    finally:
        server.terminate()
        server.wait(timeout=30)


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    history, weights = train(folder)
    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    check([line["loss"] for line in lines] == history["loss"], "the JSON lines")
    tags = check_files(folder, history, weights)
    check_server(folder, history, weights, tags)
print(f"tensorboard: reads {len(tags)} tags of the training run, its graph and images, with equal values")
