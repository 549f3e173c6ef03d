# SPDX-License-Identifier: Apache-2.0
"""Makes critics.penalty.json and critics.box.json beside it with PyTorch in float64. Needs torch; run it by hand."""
import json
import os

import sines
import torch

torch.set_default_dtype(torch.float64)
STEPS, N, B, Z, H = 4, 3, 4, 2, 5


def part(*shapes):
    return [torch.tensor(sines.weight(n, s)).reshape(s).requires_grad_() for n, s in enumerate(shapes)]


def given(number, *shape):
    return torch.tensor(sines.given(number, shape)).reshape(shape)


def mlp(p, x):
    return torch.tanh(x @ p[0] + p[1]) @ p[2] + p[3]


def step(optimizer, p, loss):
    for q, g in zip(p, torch.autograd.grad(loss, p)):
        q.grad = g
    optimizer.step()


def trained(make_gen, make_critic, penalty):
    gen, critic = part((Z, H), (H,), (H, 2), (2,)), part((2, H), (H,), (H, 1), (1,))
    gen_opt, critic_opt = make_gen(gen), make_critic(critic)
    real, z = given(0, N, B, 2), given(1, N, B, Z)
    u, seed = (given(2, N, B), given(3, B, Z)) if penalty else (None, given(2, B, Z))
    for _ in range(STEPS):
        for k in range(N):
            fake = mlp(gen, z[k]).detach()
            far = mlp(critic, real[k]).mean() - mlp(critic, fake).mean()
            cost = -far
            if penalty:
                mix = (u[k][:, None] * real[k] + (1 - u[k][:, None]) * fake).requires_grad_()
                slope = torch.autograd.grad(mlp(critic, mix).sum(), mix, create_graph=True)[0]
                cost = cost + 0.1 * ((torch.sqrt((slope ** 2).sum(1) + 1e-12) - 1) ** 2).mean()
            step(critic_opt, critic, cost)
            if not penalty:
                with torch.no_grad():
                    for q in critic:
                        q.clamp_(-0.2, 0.2)
        step(gen_opt, gen, -mlp(critic, mlp(gen, seed)).mean())
    return gen, critic


o = torch.optim
NAMES = ("l1.w", "l1.b", "l2.w", "l2.b")
for entry, parts, results in (
        ("penalty", ("gen", "critic"), trained(lambda p: o.Adam(p, lr=0.01, betas=(0.5, 0.9)), lambda p: o.Adam(p, lr=0.02, betas=(0.5, 0.9)), True)),
        ("box", ("boxed_gen", "boxed"), trained(lambda p: o.RMSprop(p, lr=0.01), lambda p: o.RMSprop(p, lr=0.05), False))):
    expected = {f"{part_}.{name}": value.detach().tolist() for part_, p in zip(parts, results) for name, value in zip(NAMES, p)}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), f"critics.{entry}.json"), "w") as file:
        json.dump(expected, file, separators=(",", ":"))
        file.write("\n")
