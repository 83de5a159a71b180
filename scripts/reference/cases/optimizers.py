"""Optimizers: two variables after each of five given gradients."""

import keras
import numpy as np
from keras import optimizers

from golden import array, normal

RULES = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("RMSprop", {}),
    ("RMSprop", {"momentum": 0.9}),
    ("RMSprop", {"centered": True}),
    ("Adam", {}),
    ("Adam", {"amsgrad": True}),
]
CLIPPING = [{"clipnorm": 0.5}, {"clipvalue": 0.1}, {"global_clipnorm": 0.5}]
CONFIGURATIONS = (
    RULES
    + [(name, {**arguments, "weight_decay": 0.01}) for name, arguments in RULES]
    + [(name, clipping) for name in ["SGD", "Adam"] for clipping in CLIPPING]
)
SHAPES = [(2, 3), (3,)]
LEARNING_RATE = 0.05
STEPS = 5


def make(random):
    initial = [normal(random, *shape) for shape in SHAPES]
    gradients = [[normal(random, *shape) for shape in SHAPES] for _ in range(STEPS)]
    gradients[2][1][:] = 0  # a variable without a gradient still moves by its momentum
    cases = []
    for name, arguments in CONFIGURATIONS:
        arguments = {"learning_rate": LEARNING_RATE, **arguments}
        optimizer = getattr(optimizers, name)(**arguments)
        variables = [keras.Variable(value) for value in initial]
        steps = []
        for gradient in gradients:
            optimizer.apply(gradient, variables)
            steps.append([array(np.asarray(variable)) for variable in variables])
        cases.append({"name": name, "arguments": arguments, "steps": steps})
    return {
        "initial": [array(value) for value in initial],
        "gradients": [[array(value) for value in gradient] for gradient in gradients],
        "cases": cases,
    }
