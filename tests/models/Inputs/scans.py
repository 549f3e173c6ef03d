# SPDX-License-Identifier: Apache-2.0
"""Makes scans.expected.json beside it, unrolled in PyTorch in float64. Needs torch; run it by hand."""
import json
import os

import sines
import torch

torch.set_default_dtype(torch.float64)
T, S, D = 5, 3, 4
w = torch.tensor(sines.weight(0, (D, D))).reshape(D, D).requires_grad_()
b = torch.tensor(sines.weight(1, (D,))).requires_grad_()
x = torch.tensor(sines.given(0, (T, D))).reshape(T, D).requires_grad_()
expected = {}


def grads(y, *wrt, more=False):
    return torch.autograd.grad(y, wrt, create_graph=more)


h, y, far = torch.zeros(D), [], []
for t in range(T):
    ahead = h
    for s in range(S):
        ahead = torch.tanh(ahead @ w + b + x[t] / (s + 1))
        far.append(ahead)
    h = 0.5 * h + ahead
    y.append(h * (t + 1))
y, far = torch.stack(y), torch.stack(far).reshape(T, S, D)
expected["nested.y"], expected["nested.far"] = y, far
expected["nested.dx"], expected["nested.dw"] = grads((y ** 2).sum() + (far ** 3).sum(), x, w)

start = torch.tensor(sines.given(1, (D,))).requires_grad_()
y = torch.stack([(x[t + 1] if t + 1 < T else 0 * x[0]) * 2 + (x[t - 2] if t >= 2 else start) for t in range(T)])
expected["beside.y"] = y
expected["beside.dx"], expected["beside.dstart"] = grads((y ** 3).sum(), x, start)

h, y = torch.ones(D), []
for t in range(2, T):
    h = h * 0.5 + x[t] + t
    y.append(h)
expected["range.y"], expected["range.last"] = torch.stack(y), h

limit, total, y = sines.given(1, ())[0], 0.0, []
for t in range(T):
    if total > limit:
        y.append(0.0)
        continue
    total += abs(float(x[t, 1].detach())) + 0.1
    y.append(total)
    expected["until.steps"] = torch.tensor(float(t + 1))
expected["until.y"], expected["until.total"] = torch.tensor(y), torch.tensor(total)

fw, fb = w, b
for k in range(3):
    dw, db = grads(((x @ fw + fb - 1) ** 2).sum(), fw, fb, more=True)
    fw, fb = fw - 0.01 * dw, fb - 0.01 * db
loss = ((x @ fw + fb) ** 2).sum()
expected["adapted.loss"], expected["adapted.dw"] = loss, grads(loss, w)[0]

h = torch.zeros(D)
for t in range(T):
    h = h * 0.5 + x[t]
expected["mapped.y"], expected["mapped.dx"] = h, grads((h ** 2).sum(), x)[0]

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "scans.expected.json"), "w") as file:
    json.dump({name: value.tolist() for name, value in sorted(expected.items())}, file, separators=(",", ":"))
    file.write("\n")
