# SPDX-License-Identifier: Apache-2.0
"""Makes maml.expected.json beside it with PyTorch in float64. Needs torch; run it by hand."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Inputs"))
import sines
import torch

torch.set_default_dtype(torch.float64)
M, B = 3, 4
w, b = (torch.tensor(sines.weight(n, s)).reshape(s).requires_grad_() for n, s in enumerate([(2, 2), (2,)]))
x, t, fresh = (torch.tensor(sines.given(n, (M, B, 2))).reshape(M, B, 2) for n in range(3))


def miss(w, b, x, t):
    return ((torch.tanh(x @ w + b) - t) ** 2).mean()


total = 0
for m in range(M):
    dw, db = torch.autograd.grad(miss(w, b, x[m], t[m]), (w, b), create_graph=True)
    total = total + miss(w - 0.3 * dw, b - 0.3 * db, fresh[m], t[m]) / M
dw, db = torch.autograd.grad(total, (w, b))
with open(os.path.join(HERE, "maml.expected.json"), "w") as file:
    json.dump({"outer.loss": total.item(), "outer.dw": dw.tolist(), "outer.db": db.tolist()}, file, separators=(",", ":"))
    file.write("\n")
