"""Opens the model that the browser downloaded with the real Keras, and compares what it says of every place of the plane
with the picture on the page.

    python3 open_with_keras.py FOLDER

The folder holds playground.keras and weights.json, as run.py leaves them.
"""

import base64
import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "jax")
import keras  # noqa: E402
import numpy as np  # noqa: E402

folder = pathlib.Path(sys.argv[1])
model = keras.models.load_model(folder / "playground.keras")
page = json.loads((folder / "weights.json").read_text())

for layer, kernel, bias in zip([l for l in model.layers if l.weights], page["kernels"], page["biases"]):
    np.testing.assert_allclose(np.asarray(layer.kernel).ravel(), kernel, rtol=1e-6)
    np.testing.assert_allclose(np.asarray(layer.bias), bias, rtol=1e-6)

side = 96
places = -6 + (np.arange(side) + 0.5) * 12 / side
x1, x2 = (axis.ravel().astype("float32") for axis in np.meshgrid(places, -places))
features = np.stack([x1, x2, x1**2, x2**2, x1 * x2, np.sin(x1), np.sin(x2)], axis=1)
predicted = 2 * model.predict(features, verbose=0, batch_size=1024)[:, 0] - 1
shown = np.frombuffer(base64.b64decode(page["output"]), "uint8") / 127.0 - 1
# A byte of the picture is 1/127 wide.
difference = np.abs(predicted - shown).max()
assert difference < 0.012, difference
print(f"Keras {keras.__version__} opens playground.keras and says the same at {len(shown)} places (difference {difference:.4f})")
