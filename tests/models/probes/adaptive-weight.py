# SPDX-License-Identifier: Apache-2.0
"""Makes adaptive-weight.expected.json beside it with PyTorch in float64. Needs torch; run it by hand."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Inputs"))
import sines
import torch

torch.set_default_dtype(torch.float64)
B, D = 3, 4
w1, b1, w2, b2, judge = (torch.tensor(sines.weight(n, s)).reshape(s).requires_grad_()
                         for n, s in enumerate([(D, D), (D,), (D, D), (D,), (D,)]))
x = torch.tensor(sines.given(0, (B, D))).reshape(B, D)
y = torch.tanh(x @ w1 + b1) @ w2 + b2
rec, adv = (y - x).abs().mean(), -((y @ judge) ** 3).mean()


def slope(loss, by):
    return torch.autograd.grad(loss, by, retain_graph=True)[0]


weight = 0.8 * torch.clamp(torch.norm(slope(rec, w2)) / (torch.norm(slope(adv, w2)) + 1e-4), 0, 1e4)
with open(os.path.join(HERE, "adaptive-weight.expected.json"), "w") as file:
    json.dump({"weigh.weight": weight.item(), "weigh.dw": slope(rec + weight * adv, w1).tolist()}, file, separators=(",", ":"))
    file.write("\n")
