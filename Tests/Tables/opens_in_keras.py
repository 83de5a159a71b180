"""A network that `myelin fit` makes of a table opens in the real Keras and tells the same of raw rows.

    python3 opens_in_keras.py MYELIN

Rows have missing numbers and, where TensorFlow is there (Keras looks up texts by it alone), categories, among them one
that was not there in training.
"""

import csv
import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile

HAS_TENSORFLOW = importlib.util.find_spec("tensorflow") is not None
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
if HAS_TENSORFLOW:
    os.environ["KERAS_BACKEND"] = "tensorflow"
import keras  # noqa: E402
import numpy as np  # noqa: E402


def row(random, city):
    size, age = random.uniform(1, 9), random.integers(0, 90)
    price = 100 * size - age + (50 if city == "Bonn" else 0)
    cells = {"size": f"{size:.3f}", "age": "" if random.random() < 0.2 else age, "new": age < 20, "price": price,
             "class": "dear" if price > 500 else "fair" if price > 250 else "cheap"}
    return cells | ({"city": city} if HAS_TENSORFLOW else {})


def write(path, rows):
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def inputs(model, rows):
    """The rows as Keras takes them: a column for each input, NaN and nothing for what is missing."""
    arrays = {}
    for tensor in model.inputs:
        cells = [r[tensor.name] for r in rows]
        if tensor.dtype == "string":
            import tensorflow

            arrays[tensor.name] = tensorflow.constant([[cell] for cell in cells])
        else:
            arrays[tensor.name] = np.array([[np.nan if cell == "" else float(cell)] for cell in cells], "float32")
    return arrays


def check(program, folder, random, target, ignored):
    train = [row(random, random.choice(["Bonn", "Köln", ""])) for _ in range(200)]
    test = [row(random, random.choice(["Bonn", "Oslo", ""])) for _ in range(20)]
    write(folder / "train.csv", train)
    write(folder / "test.csv", test)
    subprocess.run(
        [program, "fit", folder / "train.csv", "--target", target, "--ignore", ignored, "--epochs", "20", "--quiet",
         "--output", folder / "model.keras"], check=True)
    subprocess.run(
        [program, "predict", folder / "model.keras", "--input", folder / "test.csv", "--output", folder / "told.csv"],
        check=True, stderr=subprocess.DEVNULL)
    with open(folder / "told.csv", newline="") as file:
        told = list(csv.DictReader(file))
    columns = [name for name in told[0] if name == "price" or name.startswith("probability_")]
    ours = np.array([[float(r[name]) for name in columns] for r in told])
    model = keras.models.load_model(folder / "model.keras")
    theirs = np.array(model.predict(inputs(model, test), verbose=0))
    return np.allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def main():
    program, random, passed = str(pathlib.Path(sys.argv[1]).resolve()), np.random.default_rng(0), 0
    for target, ignored in [("price", "class"), ("class", "price")]:
        with tempfile.TemporaryDirectory() as folder:
            is_same = check(program, pathlib.Path(folder), random, target, ignored)
        passed += is_same
        print(f"table told by {target}: {'the same' if is_same else 'differs'}", flush=True)
    print(f"tables in Keras{' with categories' if HAS_TENSORFLOW else ''}: {passed}/2")
    sys.exit(0 if passed == 2 else 1)


if __name__ == "__main__":
    main()
