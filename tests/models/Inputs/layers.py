# SPDX-License-Identifier: Apache-2.0
"""Makes layers.expected.json beside it: dense layers, attention, losses and codebooks by PyTorch in float64 on sines. Needs torch; run it by hand."""
import json
import math
import os

import sines
import torch
from torch.nn import functional as f

torch.set_default_dtype(torch.float64)
B, T, S, D, F, H, K = 2, 3, 4, 4, 6, 2, 5
number = 0


def parameter(*shape):
    global number
    made = torch.tensor(sines.weight(number, shape)).reshape(shape).requires_grad_()
    number += 1
    return made


def given(number, *shape):
    return torch.tensor(sines.given(number, shape)).reshape(shape).requires_grad_()


def linear(i, o):
    return parameter(i, o), parameter(o)


def mlp(i, o):
    return linear(i, o) + linear(o, i)


def projections():
    return [parameter(D, H, D // H) for _ in range(3)], [parameter(H, D // H) for _ in range(3)], parameter(H, D // H, D), parameter(D)


def causal():
    return parameter(D, 3, H, D // H), parameter(3, H, D // H), *linear(D, D)


line, more, bent = linear(D, F), mlp(D, F), mlp(D, F)
norm, attend, look, causes = (parameter(D), parameter(D)), projections(), projections(), causal()
norm1, norm2 = (parameter(D), parameter(D)), (parameter(D), parameter(D))
layer, layer_mlp = causal(), mlp(D, 4 * D)
seen_norm, seen = (parameter(D), parameter(D)), [(parameter(D, D, 1, 1), parameter(D)) for _ in range(4)]
book, legacy, drawn = parameter(K, D), parameter(K, D), (parameter(D, K), parameter(K), parameter(K, D))
expected = {}


def keep(entry, **values):
    expected.update((entry + "." + name, value) for name, value in values.items())


def grads(y, *wrt):
    return torch.autograd.grad(y, wrt)


def by_mlp(x, weights, act=f.gelu):
    up, b, down, c = weights
    return f.linear(act(f.linear(x, up.T, b)), down.T, c)


def by_attention(x, m, weights, mask=None):
    """torch's own module of multi-head attention, with its weights stacked from ours."""
    (wq, wk, wv), biases, wo, bo = weights
    stacked = torch.cat([w.reshape(D, D).T for w in (wq, wk, wv)])
    return f.multi_head_attention_forward(
        x.transpose(0, 1), m.transpose(0, 1), m.transpose(0, 1), D, H, stacked, torch.cat([b.reshape(-1) for b in biases]), None, None, False, 0.0,
        wo.reshape(D, D).T, bo, need_weights=False, attn_mask=None if mask is None else ~mask)[0].transpose(0, 1)


def by_causal(x, weights):
    w, b, out, c = weights
    return by_attention(x, x, ([w[:, k] for k in range(3)], [b[k] for k in range(3)], out.reshape(H, D // H, D), c), torch.ones(T, T, dtype=bool).tril())


x = given(0, B, D)
ys = [f.linear(x, line[0].T, line[1]), by_mlp(x, more), by_mlp(x, bent, f.relu), f.layer_norm(x, (D,), *norm)]
keep("dense", **dict(zip("yzrn", ys)))
keep("dense", **dict(zip(("dx", "dw", "dup", "dscale"), grads(sum((y**3).sum() for y in ys), x, line[0], more[0], norm[0]))))

q, k, v = given(0, B, T, H, D), given(1, B, S, H, D), given(2, B, S, H, D)
y = f.scaled_dot_product_attention(*(a.transpose(1, 2) for a in (q, k, v))).transpose(1, 2)
keep("plain", y=y, **dict(zip(("dq", "dk", "dv"), grads((y**3).sum(), q, k, v))))

x, m = given(0, B, T, D), given(1, B, S, D)
open_ = torch.arange(S) <= torch.arange(T)[:, None]
h = x + by_causal(f.layer_norm(x, (D,), *norm1), layer)
ys = [by_attention(x, x, attend), by_attention(x, m, look, open_), by_causal(x, causes), h + by_mlp(f.layer_norm(h, (D,), *norm2), layer_mlp)]
blind = torch.cat([look[3].expand(B, 1, D), by_attention(x, m, look, open_)[:, 1:]], 1)  # of no place nothing comes but the bias
keep("attends", blind=blind, **dict(zip("yzcl", ys)))
wanted = (x, m, attend[0][0], look[0][1], causes[0], layer_mlp[0])
keep("attends", **dict(zip(("dx", "dm", "dq", "dk", "dc", "dup"), grads(sum((y**3).sum() for y in ys), *wanted))))

x = given(0, B, D, 4, 6)
h = f.group_norm(x, 2, *seen_norm, eps=1e-6)
a, b, u = (f.conv2d(h, w, c).flatten(2).transpose(1, 2) for w, c in seen[:3])
m = f.scaled_dot_product_attention(a, b, u).transpose(1, 2).reshape(B, D, 4, 6)
ys = [x + f.conv2d(m, *seen[3]), f.max_pool2d(x, 2)]
keep("images", y=ys[0], most=ys[1], **dict(zip(("dx", "dq"), grads(sum((y**3).sum() for y in ys), x, seen[0][0]))))

n = torch.tensor(sines.wholes(0, (B,))) + 3
keep("places", turns=[[math.sin(t / 10000 ** (d / D)) if d % 2 == 0 else math.cos(t / 10000 ** ((d - 1) / D)) for d in range(D)] for t in n.tolist()],
     halves=[[math.sin(t), math.sin(t / 10000), math.cos(t), math.cos(t / 10000)] for t in n.tolist()])

x, t, label = given(0, B, D), given(1, B, D), torch.tensor(sines.wholes(2, (B,)))
ys = [f.cross_entropy(x, label, reduction="none"), f.cross_entropy(x, label, reduction="none", label_smoothing=0.1),
      f.cross_entropy(x, t**2, reduction="none"), f.mse_loss(x, t, reduction="none"), f.binary_cross_entropy_with_logits(x, t.sigmoid(), reduction="none")]
keep("losses", **dict(zip(("hard", "smooth", "soft", "square", "binary"), ys)))
keep("losses", **dict(zip(("dx", "dt"), grads(sum((y**2).sum() for y in ys), x, t))))

z = given(0, B, D)
id_ = torch.cdist(z, book).argmin(1)
near, kept = ((z.detach() - book[id_])**2).mean(1), ((z - book[id_].detach())**2).mean(1)
loss = near + 0.25 * kept
old_id = torch.cdist(z, legacy).argmin(1)
old = 0.25 * ((z.detach() - legacy[old_id])**2).mean(1) + ((z - legacy[old_id].detach())**2).mean(1)
straight = z + (book[id_] - z).detach()
p = f.softmax(f.linear(z, drawn[0].T, drawn[1]), 1)
kl = 5e-4 * (p * torch.log(K * p + 1e-10)).sum(1)
keep("codes", q=book[id_], id=id_, loss=loss, old=old, one=f.one_hot(p.argmax(1), K).double() @ drawn[2], kl=kl,
     dz=grads((straight**3).sum() + (loss**2).sum(), z)[0], dcode=grads((loss**2).sum(), book)[0], dold=grads((old**2).sum(), legacy)[0],
     dkl=grads((kl**2).sum(), z)[0])


def follow(code, steps, beta=0.3, decay=0.9, eps=1e-5):
    """Codes that follow averages without a bias, as Sonnet's VectorQuantizerEMA does."""
    counts, sums, rows = torch.zeros(K), torch.zeros(K, D), []
    for n, x in enumerate(steps, 1):
        id_ = torch.cdist(x, code).argmin(1)
        q = code[id_]
        far = beta * ((q - x)**2).mean(1)
        rows.append((q, id_, far, grads(((x + (q - x).detach())**3).sum() + (far**2).sum(), x)[0]))
        hot = f.one_hot(id_, K).double()
        counts -= (counts - hot.sum(0)) * (1 - decay)
        sums -= (sums - hot.T @ x.detach()) * (1 - decay)
        mean, size = sums / (1 - decay**n), counts / (1 - decay**n)
        code = mean / ((size + eps) / (size.sum() + K * eps) * size.sum())[:, None]
    return [torch.stack(of) for of in zip(*rows)], code, counts, sums, 1 - decay**n


number += 1  # drawn.n
code = parameter(K, D).detach()
z = given(0, S, D)
(q, id_, loss, dz), *_ = follow(code, [z])
keep("followed", q=q[0], id=id_[0], loss=loss[0], dz=dz[0])
z = given(0, S, T, D)
(q, id_, loss, dz), code, counts, sums, debias = follow(code, [z[s].detach().requires_grad_() for s in range(S)])
keep("follow", qs=q, ids=id_, far=loss, slopes=dz, **{"moving.code": code, "moving.hits": counts, "moving.total": sums, "moving.debias": torch.tensor(debias)})

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.expected.json"), "w") as file:
    json.dump({name: value if isinstance(value, list) else value.tolist() for name, value in sorted(expected.items())}, file, separators=(",", ":"))
    file.write("\n")
