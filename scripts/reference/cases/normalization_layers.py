"""Normalizations, products along any axes and learned activations, as `layers` has them: outputs and gradients."""

from cases.layers import make_case
from golden import normal

CASES = [
    ("LayerNormalization", {"axis": [1, 2], "epsilon": 0.01}, (2, 3, 2), False),
    ("LayerNormalization", {"axis": 1, "center": False}, (2, 3, 2), False),
    ("LayerNormalization", {"axis": [1, -1]}, (2, 3, 2), False),
    ("LayerNormalization", {"rms_scaling": True}, (3, 4), False),
    ("RMSNormalization", {"axis": [1, 2], "epsilon": 0.1}, (2, 3, 2), False),
    ("GroupNormalization", {"groups": 2, "axis": 1}, (2, 4, 3), False),
    ("GroupNormalization", {"groups": -1, "scale": False}, (2, 3, 2), False),
    ("UnitNormalization", {"axis": [1, 2]}, (2, 3, 2), False),
    ("BatchNormalization", {"axis": 1, "momentum": 0.9}, (3, 2, 3), True),
    ("BatchNormalization", {"renorm": True, "momentum": 0.9, "renorm_momentum": 0.8}, (5, 3), True),
    (
        "BatchNormalization",
        {"renorm": True, "renorm_clipping": {"rmin": 0.8, "rmax": 1.2, "dmax": 0.1}, "center": False, "scale": False},
        (5, 3), True,
    ),
    ("EinsumDense", {"equation": "abc,cde->abde", "output_shape": [None, 2, 3], "bias_axes": "e"}, (2, 2, 3), False),
    ("EinsumDense", {"equation": "ab...,bc->ac...", "output_shape": 2, "bias_axes": "c"}, (2, 3, 4), False),
    ("EinsumDense", {"equation": "...x,xy->...y", "output_shape": 2, "activation": "tanh"}, (2, 3, 4), False),
    ("PReLU", {"shared_axes": [1]}, (2, 3, 4), False),
    ("ELU", {"alpha": 0.5}, (2, 5), False),
    ("LeakyReLU", {"negative_slope": 0.2}, (2, 5), False),
    ("ReLU", {"max_value": 1.5, "negative_slope": 0.1, "threshold": 0.3}, (2, 5), False),
    ("Softmax", {"axis": [1, 2]}, (2, 3, 2), False),
]


def make(random):
    return {
        "cases": [
            make_case(random, name, arguments, normal(random, *shape), training)
            for name, arguments, shape, training in CASES
        ]
    }
