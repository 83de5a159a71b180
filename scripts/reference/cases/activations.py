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
]


def make(random):
    rows = normal(random, 5, 4)
    rows[3] = [0, 0, 0, 0]
    rows[4] = [100, -100, 99, 0]
    inputs = [(name, arguments, np.array(X, np.float32)) for name, arguments in ELEMENTWISE]
    inputs.append(("softmax", {}, rows))
    cases = []
    for name, arguments, x in inputs:
        y = getattr(activations, name)(x, **arguments)
        cases.append({"name": name, "arguments": arguments, "x": array(x), "y": array(y)})
    return {"cases": cases}
