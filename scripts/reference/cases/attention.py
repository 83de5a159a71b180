"""Attention: outputs (and scores) for given inputs and weights, and the gradients of sum(output * output_weights)."""

import jax
import jax.numpy as jnp
import numpy as np
from keras import layers

from golden import array, normal

Q, V, K = (2, 3, 4), (2, 5, 4), (2, 5, 4)
SIX = {"num_heads": 2, "key_dim": 3}
GROUPED = {"head_dim": 2, "num_query_heads": 4, "num_key_value_heads": 2}

# Class, arguments, shapes of the inputs, mask of queries and values, arguments of the call.
CASES = [
    ("MultiHeadAttention", {**SIX, "value_dim": 2, "output_shape": 5, "dropout": 0.1}, (Q, V, K), {}),
    ("MultiHeadAttention", {**SIX, "use_gate": True, "use_bias": False}, (Q, V), {"return_attention_scores": True}),
    ("MultiHeadAttention", {**SIX, "dropout": 0.5, "sliding_window": 2}, (V, V), {"use_causal_mask": True}),
    ("MultiHeadAttention", {**SIX, "output_shape": [2, 3]}, (Q, V), {"attention_mask": True}),
    ("MultiHeadAttention", {**SIX, "attention_axes": [1, 2]}, ((2, 2, 3, 4), (2, 2, 3, 4)), {}),
    ("MultiHeadAttention", {**SIX, "attention_axes": [2]}, ((2, 2, 3, 4), (2, 2, 5, 4)), {}),
    ("GroupQueryAttention", {**GROUPED, "use_gate": True}, (Q, V, K), {"return_attention_scores": True}),
    ("GroupQueryAttention", {**GROUPED, "num_key_value_heads": 1}, (V, V), {"attention_mask": True}),
]


def make_case(random, name, arguments, shapes, call):
    layer = getattr(layers, name)(**arguments)
    layer.build(*shapes)
    for weight in layer.weights:
        if weight.dtype == "float32":
            weight.assign(normal(random, *weight.shape))
    inputs = [normal(random, *shape) for shape in shapes]
    options = dict(call)
    mask = None
    if call.get("attention_mask"):
        mask = random.random((shapes[0][0], shapes[0][1], shapes[1][1])) < 0.6
        mask[0, 1] = False  # sees nothing
        options["attention_mask"] = jnp.asarray(mask)
    trainable = [variable.value for variable in layer.trainable_variables]
    state = [variable.value for variable in layer.non_trainable_variables]

    def outputs(inputs, trainable):
        result, _ = layer.stateless_call(trainable, state, *inputs, **options)
        return list(result) if isinstance(result, (tuple, list)) else [result]

    found = outputs(inputs, trainable)
    weights = [normal(random, *output.shape) for output in found]

    def total(inputs, trainable):
        return sum(jnp.sum(output * weight) for output, weight in zip(outputs(inputs, trainable), weights))

    input_gradients, weight_gradients = jax.grad(total, argnums=(0, 1))([jnp.asarray(x) for x in inputs], trainable)
    return {
        "name": name,
        "arguments": arguments,
        "call": {key: value for key, value in call.items() if key != "attention_mask"},
        "inputs": [array(x) for x in inputs],
        "mask": None if mask is None else array(mask.astype(np.int32)),
        "weights": [array(variable.value) for variable in layer.trainable_variables],
        "outputs": [array(output) for output in found],
        "output_weights": [array(weight) for weight in weights],
        "input_gradients": [array(gradient) for gradient in input_gradients],
        "weight_gradients": [array(gradient) for gradient in weight_gradients],
    }


def make(random):
    return {"cases": [make_case(random, *case) for case in CASES]}
