"""Metrics: the result after a first batch, and after a second one that has sample weights."""

import numpy as np
from keras import metrics, utils

from golden import array, normal, serialized, uniform


def pool(random):
    """Two batches of each kind of target and prediction; all cases draw from them."""

    def twice(draw):
        return [draw(), draw()]

    def bits(*shape):
        return random.integers(0, 2, shape).astype(np.float32)

    def labels():
        return random.integers(0, 4, (6, 1)).astype(np.int32)

    arrays = {
        "column": twice(lambda: bits(6, 1)),
        "probability": twice(lambda: uniform(random, 0.01, 0.99, 6, 1)),
        "bits": twice(lambda: bits(6, 4)),
        "probabilities": twice(lambda: uniform(random, 0.01, 0.99, 6, 4)),
        "scores": twice(lambda: normal(random, 6, 4)),
        "values": twice(lambda: normal(random, 6, 4)),
        "positive": twice(lambda: uniform(random, 0.1, 3, 6, 4)),
        "labels": twice(labels),
        "guesses": twice(lambda: labels()[:, 0]),
        "steps": twice(lambda: normal(random, 6, 3, 2)),
        "other_steps": twice(lambda: normal(random, 6, 3, 2)),
    }
    arrays["one_hot"] = [np.eye(4, dtype=np.float32)[x[:, 0]] for x in arrays["labels"]]
    arrays["classes"] = [x[:, 0] for x in arrays["labels"]]
    arrays["order"] = [np.argsort(x).astype(np.float32) for x in arrays["scores"]]
    return arrays


def inputs():
    """(Keras' class, arguments, targets, predictions) of each case."""
    yield "BinaryAccuracy", {}, "column", "probability"
    yield "BinaryAccuracy", {"threshold": 0.3}, "bits", "probabilities"
    yield "CategoricalAccuracy", {}, "one_hot", "scores"
    yield "CategoricalAccuracy", {}, "steps", "other_steps"
    yield "SparseCategoricalAccuracy", {}, "labels", "scores"
    yield "Accuracy", {}, "classes", "guesses"
    yield "TopKCategoricalAccuracy", {"k": 2}, "one_hot", "scores"
    yield "SparseTopKCategoricalAccuracy", {"k": 2}, "labels", "scores"
    yield "SparseTopKCategoricalAccuracy", {"k": 2, "from_sorted_ids": True}, "classes", "order"

    for name in ["MeanSquaredError", "MeanAbsoluteError", "RootMeanSquaredError", "LogCoshError", "CosineSimilarity",
                 "PearsonCorrelation", "ConcordanceCorrelation", "R2Score"]:
        yield name, {}, "values", "scores"
    # A weight for each timestep.
    yield "MeanSquaredError", {}, "steps", "other_steps"
    yield "R2Score", {"class_aggregation": None}, "values", "scores"
    yield "R2Score", {"class_aggregation": "variance_weighted_average", "num_regressors": 3}, "values", "scores"
    for name in ["MeanAbsolutePercentageError", "MeanSquaredLogarithmicError", "Poisson"]:
        yield name, {}, "positive", "probabilities"
    for name in ["Hinge", "SquaredHinge"]:
        yield name, {}, "bits", "scores"
    yield "CategoricalHinge", {}, "one_hot", "scores"
    yield "KLDivergence", {}, "positive", "probabilities"
    yield "BinaryCrossentropy", {"label_smoothing": 0.1}, "bits", "probabilities"
    yield "CategoricalCrossentropy", {"from_logits": True}, "one_hot", "scores"
    yield "SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 2}, "classes", "scores"

    for name in ["TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives"]:
        yield name, {"thresholds": [0.2, 0.6]}, "bits", "probabilities"
        yield name, {}, "column", "probability"
    for name in ["Precision", "Recall"]:
        yield name, {}, "column", "probability"
        yield name, {"thresholds": 0.3}, "column", "probability"
        yield name, {"thresholds": [0.2, 0.6]}, "bits", "probabilities"
        yield name, {"thresholds": [0, 0.5, 1]}, "bits", "probabilities"
        yield name, {"top_k": 2}, "bits", "probabilities"
        yield name, {"top_k": 3, "class_id": 1, "thresholds": 0.3}, "bits", "probabilities"
    for name, value in [("SensitivityAtSpecificity", "specificity"), ("SpecificityAtSensitivity", "sensitivity"),
                        ("PrecisionAtRecall", "recall"), ("RecallAtPrecision", "precision")]:
        yield name, {value: 0.5}, "bits", "probabilities"
        yield name, {value: 0.7, "num_thresholds": 6, "class_id": 2}, "bits", "probabilities"
    yield "AUC", {}, "column", "probability"
    for curve in ["ROC", "PR", "PRGAIN"]:
        for method in ["interpolation", "minoring", "majoring"]:
            yield "AUC", {"curve": curve, "summation_method": method, "num_thresholds": 6}, "bits", "probabilities"
    yield "AUC", {"thresholds": [0.3, 0.1, 0.6]}, "bits", "probabilities"
    yield "AUC", {"multi_label": True, "num_thresholds": 5}, "bits", "probabilities"
    yield "AUC", {"multi_label": True, "num_labels": 4, "label_weights": [1, 2, 0.5, 1], "curve": "PR",
                  "thresholds": [0.2, 0.5, 0.7]}, "bits", "probabilities"
    yield "AUC", {"label_weights": [1, 2, 0.5, 1], "from_logits": True}, "bits", "scores"
    for average in [None, "micro", "macro", "weighted"]:
        yield "FBetaScore", {"average": average, "beta": 2.0}, "one_hot", "probabilities"
        yield "F1Score", {"average": average, "threshold": 0.4}, "bits", "probabilities"
    yield "IoU", {"num_classes": 4, "target_class_ids": [0, 2]}, "classes", "guesses"
    yield "IoU", {"num_classes": 4, "target_class_ids": [1], "sparse_y_pred": False, "dtype": "float32"}, \
        "classes", "scores"
    yield "MeanIoU", {"num_classes": 4, "ignore_class": 1}, "classes", "guesses"
    yield "MeanIoU", {"num_classes": 3}, "classes", "guesses"
    yield "OneHotIoU", {"num_classes": 4, "target_class_ids": [0, 3]}, "one_hot", "scores"
    yield "OneHotMeanIoU", {"num_classes": 4}, "one_hot", "scores"
    yield "BinaryIoU", {"threshold": 0.3}, "column", "probability"


def make(random):
    arrays = pool(random)
    weights = np.array([1, 0.5, 0, 2, 1, 3], np.float32)
    step_weights = np.outer(weights, [1, 0, 0.5]).astype(np.float32)
    cases = []
    for name, arguments, targets, predictions in inputs():
        utils.clear_session()  # or names would be numbered
        metric = getattr(metrics, name)(**arguments)
        form = serialized(metric)["config"]
        if "label_weights" in arguments:
            # Keras cannot write an array that JSON holds.
            form["label_weights"] = arguments["label_weights"]
        results = []
        given = step_weights if targets == "steps" else weights
        for y_true, y_pred, sample_weight in zip(arrays[targets], arrays[predictions], [None, given]):
            metric.update_state(y_true, y_pred, sample_weight=sample_weight)
            results.append(array(metric.result()))
        cases.append({
            "name": name,
            "arguments": arguments,
            "y_true": targets,
            "y_pred": predictions,
            "sample_weight": "step_weights" if targets == "steps" else "weights",
            "results": results,
            "config": form,
        })
    wrapped = metrics.MeanMetricWrapper(metrics.mean_squared_error, name="wrapped")
    return {
        "arrays": {name: [array(batch) for batch in batches] for name, batches in arrays.items()},
        "weights": array(weights),
        "step_weights": array(step_weights),
        "cases": cases,
        "wrapped": serialized(wrapped),
    }
