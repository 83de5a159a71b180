"""How golden values are drawn and written."""

import json

import numpy as np


def array(values):
    """A tensor as JSON: its shape, and its values in row-major order.

    Floats are written with the fewest digits that give the same float32 again; -0 becomes 0.
    """
    values = np.asarray(values)
    if values.dtype.kind == "f":
        values = values.astype(np.float32)
        if not np.isfinite(values).all():
            raise ValueError("JSON has no numbers for infinity and NaN")
        numbers = [number(value) for value in values.ravel()]
    else:
        numbers = [int(value) for value in values.ravel()]
    return {"shape": list(values.shape), "values": numbers}


def number(value):
    """A float32 scalar as JSON: 2 rather than 2.0."""
    value = float(str(np.float32(value)))
    return int(value) if value.is_integer() else value


def serialized(thing):
    """Keras' serialized form."""
    from keras.saving import serialize_keras_object

    return serialize_keras_object(thing)


def normal(random, *shape):
    """Normal numbers of two decimals: short to write, and the same in every float format."""
    return np.round(random.standard_normal(shape), 2).astype(np.float32)


def uniform(random, low, high, *shape):
    return np.round(random.uniform(low, high, shape), 2).astype(np.float32)


def distinct(random, *shape):
    """Numbers no two of which are equal, for maxima without ties."""
    size = int(np.prod(shape))
    return ((random.permutation(size) - size // 2) / 16).reshape(shape).astype(np.float32)


def render(value, indent=0):
    """JSON with one line for each tensor and each short object."""
    line = json.dumps(value, allow_nan=False, separators=(",", ": "))
    if not isinstance(value, (dict, list)) or len(line) + indent <= 100 or is_flat(value):
        return line
    inner = " " * (indent + 1)
    if isinstance(value, dict):
        rows = [f"{inner}{json.dumps(key)}: {render(item, indent + 1)}" for key, item in value.items()]
        opening, closing = "{", "}"
    else:
        rows = [inner + render(item, indent + 1) for item in value]
        opening, closing = "[", "]"
    return opening + "\n" + ",\n".join(rows) + "\n" + " " * indent + closing


def is_flat(value):
    if isinstance(value, dict):
        return {"shape", "values"} <= set(value)
    return not any(isinstance(item, (dict, list)) for item in value)
