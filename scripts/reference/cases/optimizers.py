"""Optimizers: variables of several ranks after given gradients, what is remembered, and serialized forms."""

import re

import keras
import numpy as np
from keras import optimizers
from keras.optimizers import schedules

from golden import array, normal

RULES = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("RMSprop", {}),
    ("RMSprop", {"momentum": 0.9}),
    ("RMSprop", {"centered": True}),
    ("Adam", {}),
    ("Adam", {"amsgrad": True, "beta_2": 0.6}),
    ("AdamW", {"weight_decay": 0.2}),
    ("Adamax", {}),
    ("Nadam", {}),
    ("Adadelta", {"learning_rate": 5.0, "epsilon": 1e-4}),
    ("Adagrad", {"learning_rate": 0.2}),
    ("Adafactor", {"learning_rate": 0.5}),
    ("Adafactor", {"beta_2_decay": -0.5, "clip_threshold": 0.5, "epsilon_2": 0.1}),
    ("Ftrl", {"learning_rate": 0.3}),
    (
        "Ftrl",
        {
            "learning_rate": 0.3,
            "learning_rate_power": -0.7,
            "l1_regularization_strength": 0.2,
            "l2_regularization_strength": 0.1,
            "l2_shrinkage_regularization_strength": 0.05,
            "beta": 0.5,
        },
    ),
    ("Lion", {}),
    ("Lamb", {}),
    ("Muon", {}),
    ("Muon", {"exclude_layers": ["1$"], "nesterov": False, "rms_rate": None, "adam_lr_ratio": 0.5}),
    ("ScheduleFreeAdamW", {"weight_decay": 0.5}),
    ("ScheduleFreeAdamW", {"warmup_steps": 3}),
]
WEIGHT_DECAY = ["SGD", "RMSprop", "Adam", "Adafactor", "Lamb"]
OPTIONS = [
    ("SGD", {"clipnorm": 0.5}),
    ("SGD", {"clipvalue": 0.1}),
    ("SGD", {"global_clipnorm": 0.5}),
    ("Adam", {"global_clipnorm": 0.5}),
    ("SGD", {"use_ema": True, "ema_momentum": 0.7}),
    ("Adam", {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 2}),
    ("SGD", {"gradient_accumulation_steps": 2}),
    ("Nadam", {"gradient_accumulation_steps": 2, "weight_decay": 0.1, "global_clipnorm": 0.5}),
    ("ScheduleFreeAdamW", {"gradient_accumulation_steps": 2}),
    (
        "Adam",
        {
            "gradient_accumulation_steps": 2,
            "use_ema": True,
            "ema_momentum": 0.8,
            "ema_overwrite_frequency": 2,
            "loss_scale_factor": 4.0,
        },
    ),
]
CONFIGURATIONS = RULES + [(name, {"weight_decay": 0.01}) for name in WEIGHT_DECAY] + OPTIONS
SHAPES = [(3, 2), (1, 2), (3,), (2, 1, 2)]
LEARNING_RATE = 0.05
STEPS = 5
RECORDED = [1, 4]


def wrappers():
    yield optimizers.LossScaleOptimizer(
        optimizers.Adam(LEARNING_RATE), initial_scale=4.0, dynamic_growth_steps=2
    )
    yield optimizers.MultiOptimizer(
        optimizers.OptimizerMap(
            optimizers.SGD(LEARNING_RATE),
            {
                ".*1": optimizers.Adam(LEARNING_RATE),
                ".*nothing": optimizers.Lion(),
                "w2": optimizers.SGD(LEARNING_RATE, momentum=0.9),
            },
        )
    )
    decay = schedules.ExponentialDecay(0.2, 2, 0.5)
    yield optimizers.Adam(decay)
    yield optimizers.SGD(decay, gradient_accumulation_steps=2, weight_decay=0.1)
    yield optimizers.Adafactor(decay)


def apply(optimizer, gradient, variables):
    """One step; JAX wants the loss scale's condition without side effects."""
    if not isinstance(optimizer, optimizers.LossScaleOptimizer):
        optimizer.apply(gradient, variables)
        return
    if not optimizer.built:
        optimizer.build(variables)
    own = [variable.value for variable in optimizer.variables]
    new = optimizer.stateless_apply(own, gradient, [variable.value for variable in variables])
    for variable, value in zip([*variables, *optimizer.variables], [*new[0], *new[1]]):
        variable.assign(value)


def case(optimizer, arguments, initial, gradients):
    variables = [keras.Variable(value, name=f"w{index}") for index, value in enumerate(initial)]
    after = []
    for step, gradient in enumerate(gradients):
        apply(optimizer, gradient, variables)
        if step in RECORDED:
            after.append([array(np.asarray(variable)) for variable in variables])
    optimizer.finalize_variable_values(variables)
    result = {"name": type(optimizer).__name__, "arguments": arguments, "after": after}
    if getattr(optimizer, "use_ema", False):
        result["finalized"] = [array(np.asarray(variable)) for variable in variables]
    result["state"] = " ".join(
        f"{re.sub('^variable_.*', 'variable', variable.name)}({','.join(map(str, variable.shape))})"
        for variable in optimizer.variables
    )
    return result


def make(random):
    initial = [normal(random, *shape) for shape in SHAPES]
    gradients = [[normal(random, *shape) for shape in SHAPES] for _ in range(STEPS)]
    gradients[2][2][:] = 0  # a variable without a gradient still moves by its momentum
    cases = []
    for name, arguments in CONFIGURATIONS:
        arguments = {"learning_rate": LEARNING_RATE, **arguments}
        cases.append(case(getattr(optimizers, name)(**arguments), arguments, initial, gradients))
    for optimizer in wrappers():
        cases.append(case(optimizer, plain(optimizer.get_config()), initial, gradients))
    names = list(dict.fromkeys(name for name, _ in RULES))
    defaults = [getattr(optimizers, name)(name="given") for name in names]
    return {
        "initial": [array(value) for value in initial],
        "gradients": [[array(value) for value in gradient] for gradient in gradients],
        "recorded": [step + 1 for step in RECORDED],
        "cases": cases,
        "serialized": [plain(optimizers.serialize(optimizer)) for optimizer in [*defaults, *wrappers()]],
    }


def plain(value):
    """The names that Keras counts up, without their numbers."""
    if isinstance(value, dict):
        result = {key: plain(item) for key, item in value.items()}
        name = result.get("name")
        if isinstance(name, str) and name.rpartition("_")[2].isdigit():
            result["name"] = name.rpartition("_")[0]
        return result
    return value
