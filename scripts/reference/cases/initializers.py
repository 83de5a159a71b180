"""Initializers: the interval of the uniform ones, the standard deviations of the normal ones.

The numbers are Keras' formulas, worked out here and compared with a sample that Keras draws.
"""

import math

import numpy as np
from keras import initializers

SHAPES = [(784, 64), (3, 3, 32, 64)]

# (fan of the shape, scale) of the variance-scaling initializers.
SCALING = {
    "Glorot": (lambda fan_in, fan_out: (fan_in + fan_out) / 2, 1),
    "He": (lambda fan_in, fan_out: fan_in, 2),
    "Lecun": (lambda fan_in, fan_out: fan_in, 1),
}
# Standard deviation of a standard normal number cut off at two: Keras divides by it, so that the cut-off numbers
# have the wanted one.
TRUNCATED_DEVIATION = 0.87962566103423978


def fans(shape):
    """Inputs and outputs of a unit: for a kernel, positions times channels."""
    receptive_field = math.prod(shape[:-2])
    return receptive_field * shape[-2], receptive_field * shape[-1]


def uniform(limit):
    return {"distribution": "uniform", "limit": limit, "standard_deviation": limit / math.sqrt(3)}


def truncated_normal(deviation):
    return {
        "distribution": "truncated_normal",
        "limit": 2 * deviation / TRUNCATED_DEVIATION,
        "standard_deviation": deviation,
    }


def expectations(shape):
    for name, (fan, scale) in SCALING.items():
        variance = scale / fan(*fans(shape))
        yield f"{name}Uniform", uniform(math.sqrt(3 * variance))
        yield f"{name}Normal", truncated_normal(math.sqrt(variance))
    yield "RandomUniform", uniform(0.05)
    yield "RandomNormal", {"distribution": "normal", "limit": None, "standard_deviation": 0.05}


def check(name, shape, expected):
    sample = np.asarray(getattr(initializers, name)(seed=1)(shape))
    deviation = sample.std()
    assert abs(deviation / expected["standard_deviation"] - 1) < 0.02, (name, shape, deviation)
    assert abs(sample.mean()) < 0.02 * deviation, (name, shape, sample.mean())
    largest = np.abs(sample).max()
    if expected["limit"] is None:
        assert largest > 3 * deviation, (name, shape, largest)
    else:
        assert 0.99 < largest / expected["limit"] < 1.000001, (name, shape, largest)


def make(random):
    cases = []
    for shape in SHAPES:
        for name, expected in expectations(shape):
            check(name, shape, expected)
            cases.append({"name": name, "shape": list(shape), **expected})
    return {"cases": cases}
