# SPDX-License-Identifier: Apache-2.0
"""Makes activation.expected.json beside it with PyTorch in float64. Needs torch; run it by hand."""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Inputs"))
import sines
import torch
from torch.nn.functional import conv2d, mish

torch.set_default_dtype(torch.float64)
w, b = (torch.tensor(sines.weight(n, s)).reshape(s).requires_grad_() for n, s in enumerate([(3, 2, 3, 3), (3,)]))
x = torch.tensor(sines.given(0, (2, 5, 5))).reshape(1, 2, 5, 5)
z = conv2d(x, w, b, padding=1)
y = mish(z).sum()
dw = torch.autograd.grad(y, w, retain_graph=True)[0]
ds = torch.autograd.grad(torch.sigmoid(4 * z).sum(), b)[0]
with open(os.path.join(HERE, "activation.expected.json"), "w") as file:
    json.dump({"f.y": y.item(), "f.dw": dw.tolist(), "f.fired": float((z > 0).sum()), "f.ds": ds.tolist()}, file, separators=(",", ":"))
    file.write("\n")
