# SPDX-License-Identifier: Apache-2.0
"""Makes act.expected.json beside it: PyTorch's activations in float64 on sines. Needs torch; run it by hand."""
import json
import os

import sines
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
N = 8


def made(make, number, *shape):
    return torch.tensor(make(number, shape)).reshape(shape).requires_grad_()


def curve(f, x):
    y = f(x)
    s = torch.autograd.grad(y.sum(), x, create_graph=True)[0] if y.requires_grad else 0 * x
    b = torch.autograd.grad(s.sum(), x, allow_unused=True)[0] if s.requires_grad else None
    return torch.stack([y.detach(), s.detach(), torch.zeros(N) if b is None else b])


def moved(scale, x):
    """Away from 0, where conventions differ."""
    return (scale * x + 0.05).detach().requires_grad_()


x = made(sines.given, 0, N)
smooth = [torch.sigmoid, torch.tanh, F.softplus, F.silu, F.gelu, lambda v: F.gelu(v, approximate="tanh"),
          lambda v: v * torch.sigmoid(1.702 * v), F.mish, F.elu, F.selu, lambda v: F.softplus(v, beta=2),
          lambda v: v * torch.sigmoid(1.5 * v), lambda v: F.celu(v, alpha=2), lambda v: F.elu(v, alpha=0.5), F.softsign,
          lambda v: F.relu(v) ** 2]
hard_sigmoid = lambda v: F.relu6(v + 3) / 6  # F.hardsigmoid has no second derivative
bent = [lambda v: (v > 0).double() + 0 * v, F.hardtanh, hard_sigmoid, lambda v: v * hard_sigmoid(v), F.relu6, F.leaky_relu, F.relu]
expected = {"smooth.c": torch.stack([curve(f, moved(1, x)) for f in smooth]), "bent.c": torch.stack([curve(f, moved(8, x)) for f in bent])}

a, b = made(sines.given, 0, N), made(sines.given, 1, N)
glu = lambda gate, x: F.glu(torch.cat([x, gate]), 0)
expected["gates.c"] = torch.stack([glu(a, b), a * b, F.relu(a) * b, F.gelu(a) * b, F.silu(a) * b])
expected["gates.signs"] = torch.cat([F.relu(a), F.relu(-a)])


def sparsemax(z):
    down = torch.sort(z, -1, descending=True).values
    k = torch.arange(1, z.shape[-1] + 1)
    sums = torch.cumsum(down, -1)
    kept = (1 + k * down > sums)
    tau = ((down * kept).sum(-1, keepdim=True) - 1) / kept.sum(-1, keepdim=True)
    return F.relu(z - tau)


p = sparsemax(a.reshape(2, 4))
expected["gates.p"] = p
expected["gates.dp"] = torch.autograd.grad((p ** 2 * torch.arange(1, 5)).sum(), a)[0]
expected["gates.one"] = sparsemax(100 * a)

slope = made(sines.weight, 0, 4)
most_w, most_b = made(sines.weight, 1, 4, 5, 3), made(sines.weight, 2, 5, 3)
w, v, out = made(sines.weight, 3, 4, 6), made(sines.weight, 4, 4, 6), made(sines.weight, 5, 6, 4)
x = made(sines.given, 0, 2, 4)
prelu = F.prelu(x, slope)
most = (torch.einsum("bi,iko->bko", x, most_w) + most_b).max(1).values
fed = (F.silu(x @ w) * (x @ v)) @ out
grad = lambda y, to: torch.autograd.grad((y ** 2).sum(), to)[0]
expected.update({"parts.prelu": prelu, "parts.da": grad(prelu, slope), "parts.maxout": most, "parts.dw": grad(most, most_w),
                 "parts.fed": fed, "parts.dv": grad(fed, v), "parts.r": F.rrelu(x)})

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "act.expected.json"), "w") as file:
    json.dump({name: value.tolist() for name, value in sorted(expected.items())}, file, separators=(",", ":"))
    file.write("\n")
