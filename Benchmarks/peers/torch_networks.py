"""The networks of the jobs in PyTorch, by their names. Those for training end in logits: PyTorch's losses hold the
softmax and the sigmoid. Images are channels-first."""

import torch
from torch import nn


def network(job):
    by_name = {
        "mnist-convnet": mnist_convnet, "cifar-vgg": cifar_vgg, "cifar-resnet20": CIFARResNet20,
        "imdb-lstm": IMDBLSTM, "text-transformer": TextTransformer,
    }
    if job.name in by_name:
        return by_name[job.name]()
    return dense(job.shape[0], job.hidden, job.outputs, job.dropout)


def inference_network(name):
    """As predictions are made: with the last activation."""
    if name == "resnet50":
        from torchvision.models import resnet50

        return nn.Sequential(resnet50(), nn.Softmax(1))
    if name == "digits-mlp":
        return nn.Sequential(dense(784, (30, 30), 10), nn.Softmax(1))
    if name == "imdb-lstm":
        return nn.Sequential(IMDBLSTM(), nn.Sigmoid())
    return nn.Sequential(mnist_convnet(), nn.Softmax(1))


def dense(inputs, hidden, outputs, dropout=0):
    parts = []
    for units in hidden:
        parts += [nn.Linear(inputs, units), nn.ReLU()]
        if dropout:
            parts.append(nn.Dropout(dropout))
        inputs = units
    parts.append(nn.Linear(inputs, outputs))
    return nn.Sequential(*parts)


def mnist_convnet():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(0.5), nn.Linear(5 * 5 * 64, 10))


def cifar_vgg():
    parts, inputs = [], 3
    for filters in [32, 64, 128]:
        for _ in range(2):
            parts += [nn.Conv2d(inputs, filters, 3, padding=1), nn.ReLU()]
            inputs = filters
        parts.append(nn.MaxPool2d(2))
    return nn.Sequential(*parts, nn.Flatten(), nn.Linear(4 * 4 * 128, 128), nn.ReLU(), nn.Linear(128, 10))


class ResidualBlock(nn.Module):
    def __init__(self, inputs, filters, stride):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(inputs, filters, 3, stride, 1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(),
            nn.Conv2d(filters, filters, 3, 1, 1, bias=False), nn.BatchNorm2d(filters))
        self.shortcut = nn.Identity()
        if stride != 1:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        return torch.relu(self.shortcut(x) + self.body(x))


class CIFARResNet20(nn.Sequential):
    def __init__(self):
        parts, inputs = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()], 16
        for filters in [16, 32, 64]:
            for block in range(3):
                parts.append(ResidualBlock(inputs, filters, 2 if filters > 16 and block == 0 else 1))
                inputs = filters
        super().__init__(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class IMDBLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10_000, 32)
        self.lstm = nn.LSTM(32, 64, batch_first=True)
        self.last = nn.Linear(64, 1)

    def forward(self, words):
        _, (hidden, _) = self.lstm(self.embedding(words))
        return self.last(hidden[-1])


class TextTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10_000, 128)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(128, 4, 512, dropout=0, batch_first=True) for _ in range(2))
        self.last = nn.Linear(128, 1)

    def forward(self, words):
        x = self.embedding(words)
        for block in self.blocks:
            x = block(x)
        return self.last(x.mean(1))
