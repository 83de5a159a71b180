"""Layers: outputs for given inputs and weights, and the gradients of sum(output * output_weights)."""

import jax
import jax.numpy as jnp
import numpy as np
from keras import layers

from golden import array, distinct, normal, uniform

SAME, VALID = {"padding": "same"}, {"padding": "valid"}

DENSE = [
    ({"units": 4}, (3, 5)),
    ({"units": 4, "activation": "relu"}, (3, 5)),
    ({"units": 4, "use_bias": False}, (3, 5)),
    ({"units": 2, "activation": "tanh"}, (2, 3, 4)),
]
CONVOLUTION = [
    ({**VALID}, (2, 4, 5, 2)),
    ({**SAME}, (1, 4, 4, 2)),
    ({**SAME, "activation": "relu"}, (1, 3, 4, 2)),
    ({**VALID, "strides": 2}, (1, 6, 5, 2)),
    ({**SAME, "strides": 2}, (1, 6, 6, 2)),
    ({**SAME, "strides": 2}, (1, 5, 5, 2)),
    ({**SAME, "strides": 2, "kernel_size": 2}, (1, 5, 4, 2)),
    ({**SAME, "kernel_size": [2, 3]}, (1, 4, 5, 1)),
    ({**VALID, "strides": [1, 2], "kernel_size": [3, 1]}, (1, 5, 4, 2)),
    ({**VALID, "dilation_rate": 2}, (1, 5, 6, 2)),
    ({**SAME, "dilation_rate": 2}, (1, 4, 4, 2)),
    ({**SAME, "groups": 2, "filters": 4}, (1, 3, 3, 4)),
    ({**VALID, "use_bias": False}, (1, 4, 4, 1)),
    ({**VALID, "kernel_size": 1}, (1, 3, 3, 2)),
]
MAX_POOLING = [
    ({"pool_size": 2}, (2, 4, 4, 2)),
    ({"pool_size": 2}, (1, 5, 5, 2)),
    ({"pool_size": 3, "strides": 2, **SAME}, (1, 6, 6, 1)),
    ({"pool_size": 3, "strides": 2, **SAME}, (1, 5, 5, 2)),
    ({"pool_size": 3, "strides": 2, **VALID}, (1, 6, 6, 1)),
    ({"pool_size": 3, "strides": 2, **VALID}, (1, 7, 5, 1)),
]
AVERAGE_POOLING = [
    ({"pool_size": 2}, (2, 4, 4, 2)),
    ({"pool_size": 3, "strides": 2, **SAME}, (1, 6, 6, 1)),
    ({"pool_size": 3, "strides": 2, **SAME}, (1, 5, 5, 2)),
]
BATCH_NORMALIZATION = [
    ({}, (6, 3)),
    ({"momentum": 0.9, "epsilon": 0.01}, (6, 3)),
    ({"momentum": 0.9, "epsilon": 0.01, "axis": -1}, (2, 3, 3, 2)),
    ({"center": False, "scale": False}, (4, 3)),
]


def inputs(random):
    """(Keras' class, arguments, input, training) of each case."""
    for arguments, shape in DENSE:
        yield "Dense", arguments, normal(random, *shape), False
    for arguments, shape in CONVOLUTION:
        yield "Conv2D", {"filters": 3, "kernel_size": 3, **arguments}, normal(random, *shape), False
    for arguments, shape in MAX_POOLING:
        yield "MaxPooling2D", arguments, distinct(random, *shape), False
    for arguments, shape in AVERAGE_POOLING:
        yield "AveragePooling2D", arguments, normal(random, *shape), False
    yield "GlobalAveragePooling2D", {}, normal(random, 2, 3, 3, 2), False
    for arguments, shape in BATCH_NORMALIZATION:
        for training in [True, False]:
            yield "BatchNormalization", arguments, normal(random, *shape), training


def named(variables, values):
    return [{"name": variable.name, **array(value)} for variable, value in zip(variables, values)]


def make_case(random, name, arguments, x, training):
    layer = getattr(layers, name)(**arguments)
    layer.build(x.shape)
    for weight in layer.weights:
        is_positive = "variance" in weight.name or "stddev" in weight.name
        weight.assign(uniform(random, 0.5, 2, *weight.shape) if is_positive else normal(random, *weight.shape))
    trainable = [variable.value for variable in layer.trainable_variables]
    state = [variable.value for variable in layer.non_trainable_variables]
    options = {"training": training} if name == "BatchNormalization" else {}

    def call(x, trainable):
        return layer.stateless_call(trainable, state, x, **options)

    output, state_after = call(x, trainable)
    output_weights = normal(random, *output.shape)
    gradients = jax.grad(lambda x, trainable: jnp.sum(call(x, trainable)[0] * output_weights), argnums=(0, 1))
    input_gradient, weight_gradients = gradients(jnp.asarray(x), trainable)
    return {
        "name": name,
        "arguments": arguments,
        "training": training,
        "input": array(x),
        "weights": named(layer.weights, [np.asarray(weight) for weight in layer.weights]),
        "output": array(output),
        "output_weights": array(output_weights),
        "input_gradient": array(input_gradient),
        "weight_gradients": named(layer.trainable_variables, weight_gradients),
        "state_after": named(layer.non_trainable_variables, state_after),
    }


def make(random):
    return {"cases": [make_case(random, *case) for case in inputs(random)]}
