"""The training jobs that are timed: one row each, for every framework.

`rows` are drawn at random (see peers/data.py), so many that an epoch is long enough to time. `bar` is the number of
times Myelin wants to be faster than the fastest of the others, None without such a goal.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    name: str
    shape: tuple  # of one example
    hidden: tuple  # units of the dense layers before the last; the ConvNet has layers of its own
    outputs: int
    task: str  # classes, binary or regression
    optimizer: str
    batch: int
    rows: int
    epochs: int  # measured, after one for warming up
    bar: float | None
    dropout: float = 0

    @property
    def steps(self):
        """Steps of an epoch, the smaller batch at its end among them."""
        return -(-self.rows // self.batch)


JOBS = [
    # Conv 32 3×3, pool, Conv 64 3×3, pool, dropout 0.5, dense.
    Job("mnist-convnet", (28, 28, 1), (), 10, "classes", "adam", 128, 19_200, 1, 2.2, dropout=0.5),
    Job("imdb-mlp", (10_000,), (16, 16), 1, "binary", "rmsprop", 512, 15_000, 2, 2.5),
    Job("fashion-mlp", (784,), (64, 64), 10, "classes", "adam", 32, 60_000, 2, 3),
    Job("tabular-binary", (30,), (24, 24), 1, "binary", "rmsprop", 19, 38_000, 2, 8),
    Job("tabular-dropout", (78,), (39, 19), 1, "binary", "adam", 256, 256_000, 2, 4, dropout=0.2),
    Job("digits-mlp", (784,), (30, 30), 10, "classes", "sgd", 32, 60_000, 2, None),
    Job("tabular-regression", (19,), (19, 19, 19, 19), 1, "regression", "adam", 128, 256_000, 2, None),
]


def job_named(name):
    return next(job for job in JOBS if job.name == name)
