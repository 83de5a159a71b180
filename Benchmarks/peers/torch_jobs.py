#!/usr/bin/env python3
"""Times a job in PyTorch: torch_jobs.py JOB [--compile]

The door is the usual eager training loop: shuffled batches by index from tensors in memory, the loss and the metric
summed up as it goes, the default number of threads. Prints one line of JSON.
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch
from torch import nn

from data import data
from jobs import job_named
from torch_networks import network

LOSSES = {"classes": nn.CrossEntropyLoss, "binary": nn.BCEWithLogitsLoss, "regression": nn.MSELoss}
# Keras' default learning rates.
OPTIMIZERS = {
    "adam": lambda parameters: torch.optim.Adam(parameters, lr=0.001),
    "rmsprop": lambda parameters: torch.optim.RMSprop(parameters, lr=0.001, alpha=0.9),
    "sgd": lambda parameters: torch.optim.SGD(parameters, lr=0.01),
    "sgd-momentum": lambda parameters: torch.optim.SGD(parameters, lr=0.1, momentum=0.9),
}
# The sum, over a batch, of what the metric is the mean of.
METRICS = {
    "classes": lambda output, y: (output.argmax(1) == y).sum(),
    "binary": lambda output, y: ((output > 0) == (y > 0.5)).sum(),
    "regression": lambda output, y: (output - y).abs().sum(),
}


def train_epoch(job, model, optimizer, loss_function, x, y):
    model.train()
    loss_sum, metric_sum = torch.zeros(()), torch.zeros(())
    order = torch.randperm(len(x))
    for start in range(0, len(x), job.batch):
        index = order[start:start + job.batch]
        batch_x, batch_y = x[index], y[index]
        optimizer.zero_grad()
        output = model(batch_x)
        loss = loss_function(output, batch_y)
        loss.backward()
        optimizer.step()
        loss_sum += loss.detach() * len(index)
        metric_sum += METRICS[job.task](output.detach(), batch_y)
    return loss_sum.item() / len(x), metric_sum.item() / len(x)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("job", type=job_named)
    parser.add_argument("--compile", action="store_true", help="run the model through torch.compile")
    arguments = parser.parse_args()
    job = arguments.job

    model = network(job)
    optimizer = OPTIMIZERS[job.optimizer](model.parameters())
    x, y = (torch.from_numpy(array) for array in data(job))
    if x.ndim == 4:
        x = x.permute(0, 3, 1, 2).contiguous()  # PyTorch's images are channels-first
    if arguments.compile:
        model = torch.compile(model)
    settings = job, model, optimizer, LOSSES[job.task](), x, y
    train_epoch(*settings)
    start = time.perf_counter()
    for _ in range(job.epochs):
        train_epoch(*settings)
    seconds = time.perf_counter() - start
    steps = job.steps * job.epochs
    print(json.dumps({"job": job.name, "ms_per_step": 1000 * seconds / steps, "steps": steps}))


if __name__ == "__main__":
    main()
