"""What is done to weights: the value of constraints, the value and gradient of regularizers."""

import jax
from keras import constraints, ops, regularizers

from golden import array, normal, number, serialized

CONSTRAINTS = [
    ("MaxNorm", {}),
    ("MaxNorm", {"max_value": 0.7}),
    ("MaxNorm", {"max_value": 0.7, "axis": [0, 1]}),
    ("MinMaxNorm", {}),
    ("MinMaxNorm", {"min_value": 0.8, "max_value": 1.1, "rate": 0.5, "axis": 1}),
    ("NonNeg", {}),
    ("UnitNorm", {}),
    ("UnitNorm", {"axis": 1}),
]
REGULARIZERS = [
    ("L1", {}),
    ("L1", {"l1": 0.5}),
    ("L2", {}),
    ("L2", {"l2": 0.5}),
    ("L1L2", {}),
    ("L1L2", {"l1": 0.25, "l2": 0.5}),
    ("OrthogonalRegularizer", {}),
    ("OrthogonalRegularizer", {"factor": 0.5, "mode": "columns"}),
]


def make(random):
    weight = normal(random, 4, 3)
    cases = []
    for name, arguments in CONSTRAINTS:
        thing = getattr(constraints, name)(**arguments)
        cases.append({"name": name, "arguments": arguments, "serialized": serialized(thing), "y": array(thing(weight))})
    penalties = []
    for name, arguments in REGULARIZERS:
        thing = getattr(regularizers, name)(**arguments)
        penalties.append({
            "name": name,
            "arguments": arguments,
            "serialized": serialized(thing),
            "penalty": number(thing(ops.convert_to_tensor(weight))),
            "gradient": array(jax.grad(lambda w: thing(w))(ops.convert_to_tensor(weight))),
        })
    return {"weight": array(weight), "constraints": cases, "regularizers": penalties}
