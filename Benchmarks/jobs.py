"""What is timed: one row each, for every framework.

`rows` are drawn at random (see peers/data.py), so many that an epoch is long enough to time. `bar` is the number of
times Myelin wants to be faster than the fastest of the others, None without such a goal.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """A training step. Networks of dense layers are told by `hidden`; the others are built by name (peers/)."""

    name: str
    shape: tuple  # of one example
    hidden: tuple  # units of the dense layers before the last; none for networks that are built by name
    outputs: int
    task: str  # classes, binary or regression
    optimizer: str
    batch: int
    rows: int
    epochs: int  # measured, after one for warming up
    bar: float | None
    dropout: float = 0
    vocabulary: int = 0  # examples are numbers of words below it

    @property
    def steps(self):
        """Steps of an epoch, the smaller batch at its end among them."""
        return -(-self.rows // self.batch)


JOBS = [
    # Conv 32 3×3, pool, Conv 64 3×3, pool, dropout 0.5, dense.
    Job("mnist-convnet", (28, 28, 1), (), 10, "classes", "adam", 128, 19_200, 1, 2.7, dropout=0.5),
    # Pairs of 3×3 convolutions (32, 64, 128) with pooling between, dense 128, dense.
    Job("cifar-vgg", (32, 32, 3), (), 10, "classes", "adam", 64, 2_560, 1, 1.5),
    # He et al.'s residual network of 20 layers.
    Job("cifar-resnet20", (32, 32, 3), (), 10, "classes", "sgd-momentum", 128, 1_280, 1, 2),
    # Embedding 10000 × 32, LSTM 64, dense.
    Job("imdb-lstm", (80,), (), 1, "binary", "adam", 32, 9_600, 1, 1.5, vocabulary=10_000),
    # Two blocks of width 128 with 4 heads and 512 units between.
    Job("text-transformer", (128,), (), 1, "binary", "adam", 32, 1_280, 1, 1.2, vocabulary=10_000),
    Job("imdb-mlp", (10_000,), (16, 16), 1, "binary", "rmsprop", 512, 15_000, 2, 2.5),
    Job("fashion-mlp", (784,), (64, 64), 10, "classes", "adam", 32, 60_000, 2, 5),
    Job("tabular-binary", (30,), (24, 24), 1, "binary", "rmsprop", 19, 38_000, 2, 8),
    Job("tabular-dropout", (78,), (39, 19), 1, "binary", "adam", 256, 256_000, 2, 5, dropout=0.2),
    Job("digits-mlp", (784,), (30, 30), 10, "classes", "sgd", 32, 60_000, 2, 5),
    Job("tabular-regression", (19,), (19, 19, 19, 19), 1, "regression", "adam", 128, 256_000, 2, 5),
]


@dataclass(frozen=True)
class Inference:
    """Predictions of one network, untrained, for one batch that lies in memory."""

    network: str
    shape: tuple
    batch: int
    bar: float | None
    vocabulary: int = 0

    @property
    def name(self):
        return f"{self.network}-{self.batch}"


INFERENCE = [
    Inference(network, shape, batch, bar if batch == 1 or network == "resnet50" else None, vocabulary)
    for network, shape, bar, vocabulary in [
        ("mnist-convnet", (28, 28, 1), 2, 0),
        ("digits-mlp", (784,), 2, 0),
        ("imdb-lstm", (80,), 2, 10_000),
        ("resnet50", (224, 224, 3), 1, 0),
    ]
    for batch in [1, 64]
]


def job_named(name):
    return next(job for job in JOBS if job.name == name)


def inference_named(name):
    return next(job for job in INFERENCE if job.name == name)
