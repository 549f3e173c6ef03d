# SPDX-License-Identifier: Apache-2.0
"""Makes half.expected.json beside it: PyTorch's bf16 and f16 on the CPU, on sines. Needs torch; run it by hand."""
import json
import math
import os

import sines
import torch

B, T, D, F, H, E = 4, 6, 16, 24, 2, 8
bf16, f16 = torch.bfloat16, torch.float16
number = 0


def parameter(dtype, *shape):
    global number
    made = torch.tensor(sines.weight(number, shape)).reshape(shape).to(dtype).requires_grad_()
    number += 1
    return made


def given(number, *shape):
    return torch.tensor(sines.given(number, shape)).reshape(shape)


up_w, up_b, down_w, down_b = parameter(bf16, D, F), parameter(bf16, F), parameter(bf16, F, D), parameter(bf16, D)
wq, wk, wv = (parameter(bf16, D, H, E) for _ in range(3))
wo = parameter(bf16, H, E, D)
single_w = parameter(f16, D, F)
net_w, net_b = parameter(torch.float32, D, D), parameter(torch.float32, D)
moment_w, moment_b = torch.full((D, D), 0.25, dtype=bf16), torch.full((D,), 0.25, dtype=bf16)


def mlp(x):
    return torch.relu(x @ up_w + up_b) @ down_w + down_b


def attend(x):
    q, k, v = (torch.einsum("btd,dhe->bhte", x, w) for w in (wq, wk, wv))
    scores = q.float() @ k.float().transpose(-1, -2) / math.sqrt(E)
    scores = scores.masked_fill(torch.ones(T, T).triu(1).bool(), -math.inf)
    m = torch.softmax(scores, -1).to(bf16) @ v
    return torch.einsum("bhte,hed->btd", m, wo)


def single(x):
    return torch.tanh(x @ single_w)


x = given(0, B, T, D).requires_grad_()
expected = {"values.dense": mlp(x.to(bf16)), "values.attention": attend(x.to(bf16)), "values.half": single(x.to(f16))}

loss = (mlp(attend(x.to(bf16))).float() ** 2).mean()
for name, g in zip(("dx", "dup", "dbias", "dquery", "dout"), torch.autograd.grad(loss, (x, up_w, down_b, wq, wo))):
    expected["gradients." + name] = g
scaled = 1024 * (single(x.to(f16)).float() ** 2).mean()
expected["gradients.dhalf"] = torch.autograd.grad(scaled, single_w)[0].float() / 1024

row, target = given(0, B, D), given(1, B, D)
y = row @ net_w.to(bf16).float() + net_b.to(bf16).float()
for name, weight, moment, g in zip("wb", (net_w, net_b), (moment_w, moment_b),
                                   torch.autograd.grad(((y - target) ** 2).mean(), (net_w, net_b))):
    moment = (0.9 * moment.float() + g).to(bf16)
    expected["step.moment." + name] = moment
    expected["step.net." + name] = weight - 0.1 * moment.float()

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "half.expected.json"), "w") as file:
    rounded = {name: [float("%.6g" % v) for v in value.flatten().tolist()] for name, value in sorted(expected.items())}
    json.dump(rounded, file, separators=(",", ":"))
    file.write("\n")
