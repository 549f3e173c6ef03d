#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The trainings of variants.py in PyTorch, in f64; needs torch and numpy, which no test does.

    torch-training.py digest KILN [MODEL…]      writes Inputs/torch/*.safetensors, which same-training.py compares with
    torch-training.py measure KILN [MODEL…]     compares every value with Kiln's after 100 steps of 128 rows
"""
import gzip
import math
import os
import sys
import tempfile

import numpy
import torch
import torch.nn.functional as F

import tensors
import variants


def rows_of(count):
    def read(kind, skip):
        with gzip.open(os.path.join(variants.DATA, "train-%s-ubyte.gz" % kind)) as f:
            return numpy.frombuffer(f.read(), numpy.uint8, offset=skip)
    images = read("images-idx3", 16).reshape(-1, 28, 28)[:count]
    labels = read("labels-idx1", 8)[:count]
    return torch.from_numpy(images.astype(numpy.float64)) / 255, torch.from_numpy(labels.astype(numpy.int64))


def mlp(p, image):
    x = image.flatten(1)
    x = F.relu(x @ p["net.l1.w"] + p["net.l1.b"])
    x = F.relu(x @ p["net.l2.w"] + p["net.l2.b"])
    return x @ p["net.l3.w"] + p["net.l3.b"]


def cnn(p, image):
    x = image.unsqueeze(1)
    for name in ("net.conv1", "net.conv2"):
        x = F.max_pool2d(F.relu(F.conv2d(x, p[name + ".w"], p[name + ".b"], padding=1)), 2)
    x = F.relu(x.flatten(1) @ p["net.hidden.w"] + p["net.hidden.b"])
    return x @ p["net.head.w"] + p["net.head.b"]


def vit(p, image):
    n = image.shape[0]
    patch = image.view(n, 7, 4, 7, 4).transpose(2, 3).reshape(n, 49, 16)
    x = patch @ p["net.w"].reshape(16, -1) + p["net.shift"]
    x = torch.cat([p["net.class"].expand(n, 1, -1), x], dim=1) + p["net.position"]

    def norm(x, at):
        return F.layer_norm(x, x.shape[-1:], p[at + ".scale"], p[at + ".shift"])

    for layer in range(4):
        at = "net.layers[%d]." % layer
        y = norm(x, at + "norm1")
        q, k, v = (torch.einsum("ntd,dhe->nhte", y, p[at + "attend.w" + c]) + p[at + "attend.b" + c][:, None, :]
                   for c in "qkv")
        a = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]), dim=-1) @ v
        x = x + torch.einsum("nhte,hed->ntd", a, p[at + "attend.wo"]) + p[at + "attend.bo"]
        y = F.gelu(norm(x, at + "norm2") @ p[at + "mlp.up.w"] + p[at + "mlp.up.b"])
        x = x + y @ p[at + "mlp.down.w"] + p[at + "mlp.down.b"]
    return norm(x, "net.norm")[:, 0] @ p["net.head.w"] + p["net.head.b"]


def optimizer_of(name, parameters):
    if name in ("sgd", "momentum"):
        return torch.optim.SGD(parameters, lr=variants.RATE[name], momentum=0.9 if name == "momentum" else 0)
    if name == "adam":
        return torch.optim.Adam(parameters, lr=1e-3)
    return torch.optim.AdamW(parameters, lr=1e-3, weight_decay=0.01)


def rate(name, step):
    if name in ("sgd", "momentum"):
        return variants.RATE[name]
    warm, total = (200, 4680) if name == "adamw" else (50, 2340)
    ramp = min((step + 1) / warm, 1)
    return 1e-3 * ramp * 0.5 * (1 + math.cos(math.pi * max(0, step - warm) / (total - warm)))


def train(model, optimizer, before, rows):
    p = {name: torch.tensor(t.values, dtype=torch.float64).reshape(t.shape).requires_grad_()
         for name, t in before.items()}
    images, labels = rows_of(rows * variants.STEPS)
    descent = optimizer_of(optimizer, list(p.values()))
    for step in range(variants.STEPS):
        for group in descent.param_groups:
            group["lr"] = rate(optimizer, step)
        now = slice(step * rows, (step + 1) * rows)
        descent.zero_grad(set_to_none=True)
        F.cross_entropy(globals()[model](p, images[now]), labels[now]).backward()
        descent.step()
    return {name: tensors.Tensor("F64", t.shape, t.detach().numpy().ravel().tolist()) for name, t in p.items()}


def main(command, kiln, *models):
    torch.set_num_threads(2)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch")
    rows = variants.ROWS if command == "digest" else 128
    missed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for model in models or variants.MODELS:
            for optimizer in variants.OPTIMIZERS:
                before, after = variants.train(kiln, scratch, model, optimizer, rows)
                expected = train(model, optimizer, before, rows)
                if command == "digest":
                    os.makedirs(folder, exist_ok=True)
                    tensors.save(os.path.join(folder, "%s-%s.safetensors" % (model, optimizer)),
                                 variants.digest(expected))
                error, name = max((tensors.apart(after[n].values, e.values) /
                                   max(e.greatest(), variants.RATE[optimizer]), n) for n, e in expected.items())
                missed += error > variants.TOLERANCE
                print("%-4s %-8s %.1e in %s" % (model, optimizer, error, name), flush=True)
    sys.exit(missed > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
