"""Metrics: the result after a first batch, and after a second one that has sample weights."""

import numpy as np
from keras import metrics

from golden import array, normal, number, uniform


def inputs(random):
    """(Keras' class, arguments, two batches of (y_true, y_pred)) of each case."""

    def bits(*shape):
        return random.integers(0, 2, shape).astype(np.float32)

    def batches(target, prediction):
        return [(target(), prediction()) for _ in range(2)]

    def probabilities():
        return uniform(random, 0, 1, 6, 1)

    def scores():
        return normal(random, 6, 4)

    def labels():
        return random.integers(0, 4, (6, 1)).astype(np.int32)

    def one_hot():
        return np.eye(4, dtype=np.float32)[labels()[:, 0]]

    def column():
        return bits(6, 1)

    yield "BinaryAccuracy", {}, batches(column, probabilities)
    yield "BinaryAccuracy", {"threshold": 0.3}, batches(lambda: bits(6, 3), lambda: uniform(random, 0, 1, 6, 3))
    yield "CategoricalAccuracy", {}, batches(one_hot, scores)
    yield "SparseCategoricalAccuracy", {}, batches(labels, scores)
    yield "Precision", {}, batches(column, probabilities)
    yield "Precision", {"thresholds": 0.3}, batches(column, probabilities)
    yield "Recall", {}, batches(column, probabilities)
    yield "Recall", {"thresholds": 0.7}, batches(column, probabilities)
    yield "AUC", {}, batches(column, probabilities)
    yield "AUC", {"num_thresholds": 5}, batches(column, probabilities)
    yield "MeanSquaredError", {}, batches(scores, scores)
    yield "MeanAbsoluteError", {}, batches(scores, scores)


def make(random):
    weights = np.array([1, 0.5, 0, 2, 1, 3], np.float32)
    cases = []
    for name, arguments, batches in inputs(random):
        metric = getattr(metrics, name)(**arguments)
        case = {"name": name, "arguments": arguments, "batches": []}
        for (y_true, y_pred), sample_weight in zip(batches, [None, weights]):
            metric.update_state(y_true, y_pred, sample_weight=sample_weight)
            case["batches"].append({
                "y_true": array(y_true),
                "y_pred": array(y_pred),
                "sample_weight": None if sample_weight is None else array(sample_weight),
                "result": number(metric.result()),
            })
        cases.append(case)
    return {"cases": cases}
