"""Learning-rate schedules: the rate after some counts of batches."""

import numpy as np
from keras.optimizers import schedules

from golden import number

CASES = [
    ("ExponentialDecay", {"initial_learning_rate": 0.2, "decay_steps": 3, "decay_rate": 0.5}),
    ("ExponentialDecay", {"initial_learning_rate": 0.2, "decay_steps": 3, "decay_rate": 0.9, "staircase": True}),
    ("PiecewiseConstantDecay", {"boundaries": [3, 6], "values": [0.2, 0.1, 0.02]}),
    ("PiecewiseConstantDecay", {"boundaries": [4.6], "values": [1.0, 0.5], "name": "mine"}),
    ("PolynomialDecay", {"initial_learning_rate": 0.2, "decay_steps": 6}),
    (
        "PolynomialDecay",
        {"initial_learning_rate": 0.2, "decay_steps": 5, "end_learning_rate": 0.01, "power": 2.0, "cycle": True},
    ),
    ("InverseTimeDecay", {"initial_learning_rate": 0.2, "decay_steps": 2, "decay_rate": 0.5}),
    ("InverseTimeDecay", {"initial_learning_rate": 0.2, "decay_steps": 4.5, "decay_rate": 0.5, "staircase": True}),
    ("CosineDecay", {"initial_learning_rate": 0.2, "decay_steps": 7}),
    (
        "CosineDecay",
        {
            "initial_learning_rate": 0.05,
            "decay_steps": 20,
            "alpha": 0.1,
            "warmup_target": 0.3,
            "warmup_steps": 5,
        },
    ),
    ("CosineDecay", {"initial_learning_rate": 0.05, "decay_steps": 20, "warmup_target": 0.3}),
    ("CosineDecayRestarts", {"initial_learning_rate": 0.2, "first_decay_steps": 4}),
    (
        "CosineDecayRestarts",
        {"initial_learning_rate": 0.2, "first_decay_steps": 5, "t_mul": 1.0, "m_mul": 0.5, "alpha": 0.1},
    ),
    (
        "CosineDecayRestarts",
        {"initial_learning_rate": 0.2, "first_decay_steps": 7, "t_mul": 1.5, "m_mul": 0.9},
    ),
]
STEPS = [*range(14), 20, 27, 28, 29, 59, 60, 61, 1000]


def make(random):
    cases = []
    for name, arguments in CASES:
        schedule = getattr(schedules, name)(**arguments)
        rates = [number(np.asarray(schedule(step))) for step in STEPS]
        cases.append({"serialized": schedules.serialize(schedule), "arguments": arguments, "rates": rates})
    return {"steps": STEPS, "cases": cases}
