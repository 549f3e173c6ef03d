# SPDX-License-Identifier: Apache-2.0
"""Makes optimizers.expected.json beside it: the parameters after STEPS steps of each optimizer of optimizers.kiln in float64,
with torch.optim where it has the optimizer, else by its published formula. Needs torch; run it by hand."""
import json
import os

import sines
import torch

torch.set_default_dtype(torch.float64)
STEPS, B, I, O, L = 12, 5, 4, 3, 2
SHAPES = {"layers[0].w": (I, I), "layers[1].w": (I, I), "w": (I, O), "b": (O,)}
x = torch.tensor(sines.given(0, (B, I))).reshape(B, I)
t = torch.tensor(sines.given(1, (B, O))).reshape(B, O)


def start():
    return [torch.tensor(sines.weight(n, shape)).reshape(shape).requires_grad_() for n, shape in enumerate(SHAPES.values())]


def outputs(p):
    h = torch.tanh(torch.tanh(x @ p[0]) @ p[1])
    return h @ p[2] + p[3]


def loss(p):
    return ((outputs(p) - t) ** 2).mean()


def slopes(p):
    return torch.autograd.grad(loss(p), p)


def trained(make, schedule=None):
    """With an optimizer of torch."""
    p = start()
    optimizer = make(p)
    plan = schedule and schedule(optimizer)
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss(p).backward()
        optimizer.step()
        if plan:
            plan.step()
    return p


def updated(update):
    """With a function of (parameters, gradients, number of the update from 0) that gives the next parameters."""
    p, seen = start(), []
    for n in range(STEPS):
        p = [q.detach().requires_grad_() for q in update(p, slopes(p), n)]
        seen.append(p)
    return p, seen


def lion():
    m = [torch.zeros(s) for s in SHAPES.values()]

    def update(p, g, n):
        after = [q - 0.01 * (torch.sign(0.9 * a + 0.1 * b) + 0.1 * q) for q, a, b in zip(p, m, g)]
        for a, b in zip(m, g):
            a.mul_(0.99).add_(0.01 * b)
        return after
    return updated(update)[0]


def lamb():
    m, v = ([torch.zeros(s) for s in SHAPES.values()] for _ in range(2))

    def update(p, g, n):
        after = []
        for q, a, b, d in zip(p, m, v, g):
            a.mul_(0.9).add_(0.1 * d)
            b.mul_(0.999).add_(0.001 * d * d)
            r = (a / (1 - 0.9 ** (n + 1))) / (torch.sqrt(b / (1 - 0.999 ** (n + 1))) + 1e-6) + 0.01 * q
            w, u = torch.norm(q), torch.norm(r)
            after.append(q - 0.02 * (w / u if w * u > 0 else 1.0) * r)
        return after
    return updated(update)[0]


def clipped(p, g, n):
    size = torch.sqrt(sum((d ** 2).sum() for d in g))
    return [q - 0.5 * d * (0.2 / max(float(size), 0.2)) for q, d in zip(p, g)]


def limited(p, g, n):
    return [q - 0.5 * torch.clamp(d, -0.05, 0.05) for q, d in zip(p, g)]


def groups(p):
    return [{"params": p[:3], "weight_decay": 0.05}, {"params": p[3:], "weight_decay": 0, "lr": 0.04}]


o = torch.optim
sgd, seen = updated(lambda p, g, n: [q - 0.1 * d for q, d in zip(p, g)])
mean = start()
for p in seen:
    mean = [0.8 * a + 0.2 * q for a, q in zip(mean, p)]
after = seen[3:]
results = {
    "sgd": sgd,
    "momentum": trained(lambda p: o.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01)),
    "nesterov": trained(lambda p: o.SGD(p, lr=0.1, momentum=0.9, nesterov=True)),
    "adagrad": trained(lambda p: o.Adagrad(p, lr=0.1, weight_decay=0.01)),
    "rmsprop": trained(lambda p: o.RMSprop(p, lr=0.01, momentum=0.5)),
    "centered": trained(lambda p: o.RMSprop(p, lr=0.01, centered=True, weight_decay=0.01)),
    "adadelta": trained(lambda p: o.Adadelta(p, lr=0.9, weight_decay=0.01)),
    "adam": trained(lambda p: o.Adam(p, lr=0.02, weight_decay=0.01), lambda opt: o.lr_scheduler.ExponentialLR(opt, 0.9)),
    "adamw": trained(lambda p: o.AdamW(groups(p), lr=0.02)),
    "lion": lion(),
    "lamb": lamb(),
    "clipped": updated(clipped)[0],
    "limited": updated(limited)[0],
    "ema.mean": mean,
    "average.mean": [sum(p[i] for p in after) / len(after) for i in range(4)],
}
expected = {name + "." + path: value.detach().tolist()
            for name, p in results.items() for path, value in zip(SHAPES, p)}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "optimizers.expected.json"), "w") as file:
    json.dump(expected, file, separators=(",", ":"))
    file.write("\n")
