# SPDX-License-Identifier: Apache-2.0
"""Makes trees.expected.json beside it with PyTorch in float64. Needs torch; run it by hand."""
import json
import os

import sines
import torch
from torch.nn.functional import cross_entropy

torch.set_default_dtype(torch.float64)
M, B, D, C = 3, 4, 5, 3
w = torch.tensor(sines.weight(0, (D, C))).reshape(D, C).requires_grad_()
b = torch.tensor(sines.weight(1, (C,))).requires_grad_()


def given(number, *shape):
    return torch.tensor(sines.given(number, shape)).reshape(shape)


def whole(number, *shape):
    return torch.tensor(sines.wholes(number, shape)).reshape(shape)


def grads(y, *wrt, more=False):
    return torch.autograd.grad(y, wrt, create_graph=more)


expected = {}
image, label = given(0, M, B, D), whole(1, M, B)
full = grads(cross_entropy((image @ w + b).reshape(M * B, C), label.reshape(M * B)), w)[0]
expected["micro.loop"] = expected["micro.before"] = expected["micro.full"] = full

image, label = given(0, B, D), whole(1, B)
trees = [grads(cross_entropy((image[i] @ w + b)[None], label[i][None]), w, b) for i in range(B)]
size = torch.stack([torch.sqrt((dw ** 2).sum() + (db ** 2).sum()) for dw, db in trees])
expected["examples.size"], expected["examples.noise"] = size, (size ** 2).mean()
expected["examples.clipped"] = sum(dw * (0.5 / max(float(s), 0.5)) for (dw, db), s in zip(trees, size)) / B
moving = image.clone().requires_grad_()
expected["examples.slope"] = grads(((moving @ w + b) ** 2).sum(), moving)[0]

image, weight = given(0, M, B, D), given(1, B)
expected["grouped.dw"] = torch.stack([
    sum(weight[i] * grads(((image[m, i] @ w + b) ** 2).sum(), w)[0] for i in range(B)) for m in range(M)])

image, label, v = given(0, M, B, D), whole(1, M, B), given(2, D, C)
loss = cross_entropy(image[0] @ w + b, label[0])
dw, db = grads(loss, w, b, more=True)
outer = cross_entropy(image[1] @ (w - 0.1 * dw) + b - 0.1 * db, label[1])
expected["inner.dw"] = grads(outer, w, more=True)[0]
expected["inner.hv"] = grads((dw * v).sum(), w)[0]

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "trees.expected.json"), "w") as file:
    json.dump({name: value.tolist() for name, value in sorted(expected.items())}, file, separators=(",", ":"))
    file.write("\n")
