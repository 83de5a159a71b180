"""Initializers: the interval of the uniform ones, the standard deviations of the normal ones.

The numbers are Keras' formulas, worked out here and compared with a sample that Keras draws.
"""

import math

import numpy as np
from keras import initializers

from golden import array, serialized

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


def values():
    """Initializers without chance."""
    for name, arguments, shape in [
        ("Identity", {"gain": 2.5}, (3, 4)),
        ("Constant", {"value": 0.25}, (2, 2)),
        ("STFT", {}, (5, 1, 3)),
        ("STFT", {"side": "imag", "window": "hamming", "scaling": "spectrum", "periodic": True}, (5, 1, 3)),
        ("STFT", {"side": "imag", "window": None, "scaling": None}, (4, 1, 4)),
        ("STFT", {"window": "blackman", "scaling": None}, (6, 1, 3)),
    ]:
        value = getattr(initializers, name)(**arguments)(shape)
        yield {"name": name, "arguments": arguments, "y": array(value)}


def settings():
    """Initializers of which Keras' form is wanted."""
    yield initializers.GlorotUniform(seed=3)
    yield initializers.HeNormal(input_axes=[0], output_axes=[1, 2])
    yield initializers.VarianceScaling(scale=2, mode="fan_out", distribution="untruncated_normal")
    yield initializers.RandomNormal(mean=1, stddev=0.25, seed=1)
    yield initializers.TruncatedNormal()
    yield initializers.RandomUniform(minval=-1, maxval=2)
    yield initializers.Orthogonal(gain=1.5, seed=4)
    yield initializers.Constant(0.5)
    yield initializers.Identity()
    yield initializers.STFT(window=None)
    yield initializers.Zeros()


def make(random):
    cases = []
    for shape in SHAPES:
        for name, expected in expectations(shape):
            check(name, shape, expected)
            cases.append({"name": name, "shape": list(shape), **expected})
    return {"cases": cases, "values": list(values()), "serialized": [serialized(thing) for thing in settings()]}
