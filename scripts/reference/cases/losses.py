"""Losses: the value with and without sample weights, and the gradient with respect to the predictions."""

import jax
import numpy as np
from keras import losses, ops
from keras.src.losses.loss import reduce_weighted_values

from golden import array, normal, number, serialized, uniform

WEIGHTS = np.array([1, 0.5, 0, 2], np.float32)


def inputs(random):
    """(Keras' class, arguments, y_true, y_pred) of each case."""
    targets, predictions = normal(random, 4, 3), normal(random, 4, 3)
    for name in ["MeanSquaredError", "MeanAbsoluteError", "Huber"]:
        yield name, {}, targets, predictions
    yield "Huber", {"delta": 0.5}, targets, predictions
    yield "MeanSquaredError", {"reduction": "sum"}, targets, predictions
    yield "MeanSquaredError", {}, normal(random, 4, 2, 3), normal(random, 4, 2, 3)
    positive = uniform(random, 0, 5, 4, 3), uniform(random, 0, 5, 4, 3)
    yield "MeanSquaredLogarithmicError", {}, *positive

    bits = np.array([[1, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0]], np.float32)
    probabilities, logits = uniform(random, 0.02, 0.98, 4, 3), 2 * normal(random, 4, 3)
    column = bits[:, :1], probabilities[:, :1], logits[:, :1]
    yield "BinaryCrossentropy", {}, bits, probabilities
    yield "BinaryCrossentropy", {}, column[0], column[1]
    yield "BinaryCrossentropy", {}, column[0], np.array([[1], [0], [0], [1]], np.float32)
    yield "BinaryCrossentropy", {"label_smoothing": 0.1}, bits, probabilities
    yield "BinaryCrossentropy", {"from_logits": True}, bits, logits
    yield "BinaryCrossentropy", {"from_logits": True}, column[0], column[2]
    yield "BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, bits, logits

    classes = np.array([2, 0, 1, 2], np.int32)
    one_hot = np.eye(3, dtype=np.float32)[classes]
    unnormalized = uniform(random, 0.05, 1, 4, 3)
    distribution = (unnormalized / unnormalized.sum(-1, keepdims=True)).astype(np.float32)
    yield "CategoricalCrossentropy", {}, one_hot, distribution
    yield "CategoricalCrossentropy", {}, one_hot, unnormalized
    yield "CategoricalCrossentropy", {"label_smoothing": 0.1}, one_hot, distribution
    yield "CategoricalCrossentropy", {"from_logits": True}, one_hot, logits
    yield "CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.1}, one_hot, logits
    yield "SparseCategoricalCrossentropy", {}, classes, distribution
    yield "SparseCategoricalCrossentropy", {}, classes[:, None], distribution
    yield "SparseCategoricalCrossentropy", {"from_logits": True}, classes, logits

    signs = 2 * bits - 1
    for name in ["Hinge", "SquaredHinge"]:
        yield name, {}, signs, predictions
        yield name, {}, bits, predictions
    yield "KLDivergence", {}, distribution[::-1].copy(), distribution

    yield "MeanAbsolutePercentageError", {}, targets, predictions
    yield "LogCosh", {}, 10 * targets, predictions
    yield "CosineSimilarity", {}, targets, predictions
    yield "CosineSimilarity", {"axis": 1}, normal(random, 4, 3, 2), normal(random, 4, 3, 2)
    yield "Poisson", {}, *positive
    yield "CategoricalHinge", {}, one_hot, predictions
    yield "BinaryCrossentropy", {"axis": 1}, bits[:, :, None], probabilities[:, :, None]
    for arguments in [{}, {"gamma": 1, "label_smoothing": 0.1}, {"apply_class_balancing": True, "alpha": 0.4}]:
        yield "BinaryFocalCrossentropy", arguments, bits, probabilities
    yield "BinaryFocalCrossentropy", {"from_logits": True}, bits, logits
    volume = np.stack([one_hot, one_hot[::-1]], 2), np.stack([distribution, unnormalized], 2)
    yield "CategoricalCrossentropy", {"axis": 1}, *volume
    for arguments in [{}, {"alpha": [0.2, 0.5, 0.3], "gamma": 1.5}, {"label_smoothing": 0.1}]:
        yield "CategoricalFocalCrossentropy", arguments, one_hot, distribution
    yield "CategoricalFocalCrossentropy", {"from_logits": True}, one_hot, logits
    yield "SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": 2}, classes, logits
    yield "SparseCategoricalCrossentropy", {"from_logits": True, "ignore_class": -1}, classes - 1, logits
    yield "CategoricalGeneralizedCrossEntropy", {"q": 0.7}, classes, distribution
    for name, arguments in [("Dice", {}), ("Tversky", {}), ("Tversky", {"alpha": 0.3, "beta": 0.8})]:
        yield name, arguments, bits, probabilities
        yield name, {**arguments, "axis": 1}, bits, probabilities
    embeddings = normal(random, 4, 3)
    embeddings /= np.linalg.norm(embeddings, axis=-1, keepdims=True)
    yield "Circle", {"gamma": 8}, classes, embeddings
    yield "Circle", {"gamma": 4, "margin": 0.25, "remove_diagonal": False}, classes, embeddings
    steps = normal(random, 4, 6, 4)
    yield "CTC", {}, np.array([[1, 2, 0], [3, 3, 1], [2, 0, 0], [0, 0, 0]], np.int32), steps
    for reduction in ["mean", "mean_with_sample_weight"]:
        yield "MeanSquaredError", {"reduction": reduction}, targets, predictions


def reductions(random):
    """The unreduced losses of two timesteps for three samples, and what becomes of them."""
    values = normal(random, 3, 2)
    weights = {"none": None, "sample": np.array([[1], [0.5], [2]], np.float32), "step": uniform(random, 0, 2, 3, 2)}
    masks = {"none": None, "step": np.array([[1, 1], [1, 0], [0, 0]], bool), "nothing": np.zeros((3, 2), bool)}
    for reduction in ["sum_over_batch_size", "mean", "sum", "mean_with_sample_weight", "none"]:
        for weight in weights.values():
            for mask in masks.values():
                result = reduce_weighted_values(values, weight, mask, reduction)
                yield {
                    "reduction": reduction,
                    "values": array(values),
                    "sample_weight": None if weight is None else array(weight),
                    "mask": None if mask is None else array(mask.astype(np.int32)),
                    "result": array(result),
                }


def make(random):
    cases = []
    for name, arguments, y_true, y_pred in inputs(random):
        loss = getattr(losses, name)(**arguments)
        # One weight for each row; Keras wants it to broadcast to the unreduced loss.
        sample_weight = WEIGHTS if y_pred.ndim == 2 else WEIGHTS[:, None]
        cases.append({
            "name": name,
            "arguments": arguments,
            "y_true": array(y_true),
            "y_pred": array(y_pred),
            "sample_weight": array(sample_weight),
            "loss": number(loss(y_true, y_pred)),
            "weighted_loss": number(loss(y_true, y_pred, sample_weight=sample_weight)),
            "config": serialized(loss)["config"],
            "gradient": array(jax.grad(lambda y: loss(y_true, y))(ops.convert_to_tensor(y_pred))),
        })
    return {"cases": cases, "reductions": list(reductions(random))}
