#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""PyTorch twins of examples/fashion/{mlp,cnn,vit}.kiln: same layers, parameter counts, optimizers and schedules.

    python3 benchmarks/fashion.py count                       parameter counts
    python3 benchmarks/fashion.py train mlp --epochs 5 [--seed 1] [--threads 1]    train and test on Fashion-MNIST

Needs torch and numpy; nothing in the project's build or tests does.
"""
import argparse
import gzip
import math
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

DATA = "/usr/share/datasets/fashion-mnist"
BATCH = 128


class Mlp(nn.Module):
    """784-512-256-10, ReLU."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.head = nn.Linear(784, 512), nn.Linear(512, 256), nn.Linear(256, 10)

    def forward(self, image):
        x = F.relu(self.a(image.flatten(1)))
        return self.head(F.relu(self.b(x)))


class Cnn(nn.Module):
    """3×3 convolution with pad 1 and bias, ReLU, 2×2 max-pool, twice (32 and 64 channels), then 3136-128-10."""

    def __init__(self):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(1, 32, 3, padding=1), nn.Conv2d(32, 64, 3, padding=1)
        self.a, self.head = nn.Linear(3136, 128), nn.Linear(128, 10)

    def forward(self, image):
        x = F.max_pool2d(F.relu(self.c1(image.unsqueeze(1))), 2)
        x = F.max_pool2d(F.relu(self.c2(x)), 2)
        return self.head(F.relu(self.a(x.flatten(1))))


class Encoder(nn.Module):
    """One pre-norm layer: attention and a GELU MLP, dropout after both branches."""

    def __init__(self, width, heads, hidden, drop):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.drop = nn.Dropout(drop)

    def forward(self, x):
        n, t, d = x.shape
        y = self.norm1(x)
        q, k, v = (f(y).view(n, t, self.heads, d // self.heads).transpose(1, 2) for f in (self.q, self.k, self.v))
        y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, t, d)
        x = x + self.drop(self.o(y))
        return x + self.drop(self.down(F.gelu(self.up(self.norm2(x)))))


class Vit(nn.Module):
    """Patches of 4×4, class token, learned positions (50), 4 layers, D 64, 4 heads, MLP 128."""

    def __init__(self, width=64, heads=4, layers=4, hidden=128, drop=0.1):
        super().__init__()
        self.patch = nn.Linear(16, width)
        self.token = nn.Parameter(torch.zeros(width))
        self.position = nn.Parameter(0.02 * torch.randn(50, width))
        self.layers = nn.Sequential(*(Encoder(width, heads, hidden, drop) for _ in range(layers)))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 10)

    def forward(self, image):
        n = image.shape[0]
        x = image.view(n, 7, 4, 7, 4).transpose(2, 3).reshape(n, 49, 16)
        x = torch.cat([self.token.expand(n, 1, -1), self.patch(x)], dim=1) + self.position
        return self.head(self.norm(self.layers(x))[:, 0])


MODELS = {"mlp": Mlp, "cnn": Cnn, "vit": Vit}


def optimizer(name, model):
    if name == "vit":
        return torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    return torch.optim.Adam(model.parameters(), lr=1e-3)


def rate(name, step, total):
    """The factor on the peak rate of 1e-3 at a step, counted from 0."""
    if name == "cnn":
        return 1.0
    warm = 200 if name == "vit" else 0
    if step < warm:
        return (step + 1) / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / (total - warm)))


def load(part):
    """Images as f32 [N, 28, 28] in 0..1 and labels as i64 [N]; part: train or t10k."""
    with gzip.open(os.path.join(DATA, part + "-images-idx3-ubyte.gz")) as f:
        images = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(os.path.join(DATA, part + "-labels-idx1-ubyte.gz")) as f:
        labels = np.frombuffer(f.read(), np.uint8, offset=8)
    return torch.from_numpy(images.astype(np.float32) / 255), torch.from_numpy(labels.astype(np.int64))


def train_step(model, opt, image, label):
    opt.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(image), label)
    loss.backward()
    opt.step()
    return loss


def accuracy(model, images, labels):
    model.eval()
    with torch.no_grad():
        right = sum((model(x).argmax(1) == y).sum().item() for x, y in zip(images.split(500), labels.split(500)))
    model.train()
    return right / len(labels)


def train(name, epochs, seed):
    torch.manual_seed(seed)
    model, (images, labels), test = MODELS[name](), load("train"), load("t10k")
    opt = optimizer(name, model)
    per_epoch = len(images) // BATCH
    total, step = epochs * per_epoch, 0
    for epoch in range(epochs):
        order = torch.randperm(len(images))
        for i in range(per_epoch):
            for group in opt.param_groups:
                group["lr"] = 1e-3 * rate(name, step, total)
            rows = order[i * BATCH:(i + 1) * BATCH]
            loss = train_step(model, opt, images[rows], labels[rows])
            if step == 0:
                print("first loss %.4f" % loss.item(), flush=True)
            step += 1
        print("epoch %d loss %.4f accuracy %.4f" % (epoch + 1, loss.item(), accuracy(model, *test)), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["count", "train"])
    parser.add_argument("model", nargs="?", choices=list(MODELS), default="mlp")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    if args.command == "count":
        for name, make in MODELS.items():
            print(name, sum(p.numel() for p in make().parameters()))
    else:
        train(args.model, args.epochs, args.seed)


if __name__ == "__main__":
    main()
