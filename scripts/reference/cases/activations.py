"""Activation functions: y for a given x."""

import numpy as np
from keras import activations

from golden import array, normal

X = [-100, -30, -10, -5, -3, -2, -1, -0.5, -0.1, -0.001, 0, 0.001, 0.1, 0.5, 1, 2, 3, 5, 10, 30, 100]

# Keras' names with the arguments that are not its defaults.
ELEMENTWISE = [
    ("linear", {}),
    ("sigmoid", {}),
    ("tanh", {}),
    ("relu", {}),
    ("leaky_relu", {}),
    ("elu", {}),
    ("selu", {}),
    ("softplus", {}),
    ("silu", {}),
    ("gelu", {"approximate": False}),
    ("gelu", {"approximate": True}),
    ("mish", {}),
    ("log_sigmoid", {}),
    ("celu", {}),
    ("celu", {"alpha": 2}),
    ("elu", {"alpha": 0.5}),
    ("hard_shrink", {}),
    ("hard_shrink", {"threshold": 2.5}),
    ("hard_sigmoid", {}),
    ("hard_silu", {}),
    ("hard_tanh", {}),
    ("leaky_relu", {"negative_slope": 0.1}),
    ("relu", {"negative_slope": 0.1, "max_value": 6, "threshold": 1}),
    ("relu", {"max_value": 2}),
    ("relu6", {}),
    ("soft_shrink", {}),
    ("soft_shrink", {"threshold": 2.5}),
    ("softsign", {}),
    ("sparse_plus", {}),
    ("sparse_sigmoid", {}),
    ("squareplus", {}),
    ("squareplus", {"b": 0.5}),
    ("tanh_shrink", {}),
    ("threshold", {"threshold": 0.3, "default_value": -7}),
]
ALONG_AXIS = ["softmax", "log_softmax", "sparsemax", "glu"]


def make(random):
    rows = normal(random, 5, 4)
    rows[3] = [0, 0, 0, 0]
    rows[4] = [100, -100, 99, 0]
    inputs = [(name, arguments, np.array(X, np.float32)) for name, arguments in ELEMENTWISE]
    inputs.append(("exponential", {}, np.array(X[:-2], np.float32)))
    inputs.append(("softmax", {}, rows))
    for name in ALONG_AXIS:
        inputs.append((name, {}, 2 * normal(random, 3, 4)))
        inputs.append((name, {"axis": 1}, normal(random, 2, 4, 3)))
    # Equal numbers at the edge of the support.
    inputs.append(("sparsemax", {}, np.array([[0.5, 0.5, -3, 0.5], [1, 0, 0, -2], [9, 1, 1, 1]], np.float32)))
    cases = []
    for name, arguments, x in inputs:
        y = getattr(activations, name)(x, **arguments)
        cases.append({"name": name, "arguments": arguments, "x": array(x), "y": array(y)})
    return {"cases": cases}
