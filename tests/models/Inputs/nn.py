# SPDX-License-Identifier: Apache-2.0
"""Makes nn.expected.json beside it: layers of std.nn by torch.nn.functional in float64 on sines. Needs torch; run it by hand."""
import json
import os

import sines
import torch
from torch.nn import functional as f

torch.set_default_dtype(torch.float64)
B, H, W = 2, 4, 6
number = 0


def parameter(*shape, make=sines.weight):
    global number
    made = torch.tensor(make(number, shape)).reshape(shape).requires_grad_()
    number += 1
    return made


def grads(y, *wrt, more=False):
    return torch.autograd.grad(y, wrt, create_graph=more)


wide_w, wide_b = parameter(6, 4, 3, 3), parameter(6)
plain_w = parameter(6, 4, 4, 4)
grouped_w, grouped_b = parameter(6, 2, 3, 3), parameter(6)
deep_w, deep_b = parameter(4, 1, 3, 3), parameter(4)
twice_w, twice_b = parameter(4, 3, 4, 4), parameter(3)
odd_w = parameter(4, 2, 5, 5)
batch_scale, batch_shift, mean, variance = (parameter(4) for _ in range(4))
norm_scale, norm_shift = parameter(4), parameter(4)
table = parameter(7, 4)
x = torch.tensor(sines.given(0, (B, 4, H, W))).reshape(B, 4, H, W).requires_grad_()
expected = {}


def keep(entry, **values):
    expected.update((entry + "." + name, value) for name, value in values.items())


ys = [f.conv2d(x, wide_w, wide_b, padding=2, dilation=2), f.conv2d(x, plain_w, stride=2, padding=1),
      f.conv2d(x, grouped_w, grouped_b, stride=2, padding=1, groups=2), f.conv2d(x, deep_w, deep_b, padding=1, groups=4)]
keep("convolutions", **dict(zip(("wide_y", "plain_y", "grouped_y", "deep_y"), ys)))
keep("convolutions", **dict(zip(("dx", "dwide", "dplain", "dgrouped", "ddeep"),
                                grads(sum((y**3).sum() for y in ys), x, wide_w, plain_w, grouped_w, deep_w))))

ys = [f.conv_transpose2d(x, twice_w, twice_b, stride=2, padding=1), f.conv_transpose2d(x, odd_w, stride=3, padding=2)]
dx, dtwice, dodd = grads(sum((y**3).sum() for y in ys), x, twice_w, odd_w, more=True)
keep("transposed", twice_y=ys[0], odd_y=ys[1], dx=dx, dtwice=dtwice, dodd=dodd, ddx=grads((dx**2).sum(), x)[0])

ys = [f.group_norm(x, 2, norm_scale, norm_shift), f.instance_norm(x)]
dx, dscale, dshift = grads(sum((y**3).sum() for y in ys), x, norm_scale, norm_shift, more=True)
keep("norms", group_y=ys[0], single_y=ys[1], dx=dx, dscale=dscale, dshift=dshift, ddx=grads((dx**2).sum(), x)[0])

rows = table[torch.tensor(sines.wholes(1, (3,)))]
ys = [f.avg_pool2d(x, 2), f.adaptive_avg_pool2d(x, 2), f.interpolate(x, scale_factor=2)]
keep("pools", avg=ys[0], adaptive=ys[1], up=ys[2], rows=rows, dx=grads(sum((y**3).sum() for y in ys), x)[0], dtable=grads((rows**3).sum(), table)[0])

assert variance.min() > 0  # a sine like every other tensor, of a number that makes it so
running = [mean.detach().clone(), variance.detach().clone()]
y = f.batch_norm(x, *running, batch_scale, batch_shift, training=True)
dx, dscale = grads((y**3).sum(), x, batch_scale, more=True)
keep("batched", kept_y=y, kept_dx=dx, kept_dscale=dscale, kept_ddx=grads((dx**2).sum(), x)[0])
expected["batched.batch.running_mean"], expected["batched.batch.running_variance"] = running
keep("kept", z=f.batch_norm(x, mean.detach(), variance.detach(), batch_scale, batch_shift, training=False, eps=1e-5))
expected["nested.off"] = torch.zeros(2)

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "nn.expected.json"), "w") as file:
    json.dump({name: value.tolist() for name, value in sorted(expected.items())}, file, separators=(",", ":"))
    file.write("\n")
