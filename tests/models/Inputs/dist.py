# SPDX-License-Identifier: Apache-2.0
"""Makes dist.expected.json beside it: torch.distributions in float64 on sines, closed forms. Needs torch; run it by hand."""
import json
import os

import sines
import torch
from torch import distributions as d

torch.set_default_dtype(torch.float64)
N, C = 6, 5
tilt = 0.3 + 0.1 * torch.arange(N)


def given(number, *shape):
    return torch.tensor(sines.given(number, shape)).reshape(shape).requires_grad_()


def grads(y, *wrt, more=False):
    return torch.autograd.grad(y, wrt, create_graph=more)


def tilted(y):
    return (y * tilt).sum()


expected = {}
for name, kind in (("normals", d.Normal), ("laplaces", d.Laplace)):
    x, m, a, m2, a2 = (given(n, N) for n in range(5))
    p, q = kind(m, a.exp()), kind(m2, a2.exp())
    density, kl = p.log_prob(x), d.kl_divergence(p, q)
    expected[name + ".density"], expected[name + ".kl"], expected[name + ".entropy"] = density, kl, p.entropy()
    expected[name + ".da"], dm2 = grads(tilted(density) + tilted(kl), a, m2)
    if name == "normals":
        expected["normals.dm2"] = dm2
    else:
        expected["laplaces.gumbel"] = d.Gumbel(m, a.exp()).log_prob(x)

x, a, b = (given(n, N) for n in range(3))
p, q = d.Bernoulli(logits=3 * a, validate_args=False), d.Bernoulli(logits=b)
density, kl = p.log_prob(x), d.kl_divergence(p, q)
expected["bernoullis.density"], expected["bernoullis.kl"], expected["bernoullis.entropy"] = density, kl, p.entropy()
expected["bernoullis.da"] = grads(tilted(density) + tilted(kl) + tilted(p.entropy()), a)[0]

x, a = given(0, N), (0.02 * (torch.arange(N) - 2) * (1 + torch.arange(N)**2)).requires_grad_()
y = a / 2
series = y**2 / 3 - 7 * y**4 / 90 + 62 * y**6 / 2835 - 127 * y**8 / 18900
density = x * a - torch.nn.functional.softplus(a) + torch.log(torch.tensor(2.0)) + torch.where(
    y.abs() < 0.06, series, torch.log(torch.where(y == 0, 1, y) / torch.tanh(torch.where(y == 0, 1, y))))
expected["continuous.density"] = density
expected["continuous.da"] = grads(tilted(density), a, more=True)[0]
expected["continuous.curve"] = grads(tilted(expected["continuous.da"]), a)[0]

k, a, b = torch.tensor(sines.wholes(0, (N,))), given(1, N, C), given(2, N, C)
p, q = d.Categorical(logits=a), d.Categorical(logits=b)
density, kl = p.log_prob(k), d.kl_divergence(p, q)
expected["categoricals.density"], expected["categoricals.kl"], expected["categoricals.entropy"] = density, kl, p.entropy()
expected["categoricals.da"], expected["categoricals.db"] = grads(tilted(density) + tilted(kl) + tilted(p.entropy()), a, b)

expected["straight.sums"], expected["straight.same"] = torch.ones(N), torch.zeros(())
expected["moments.right"], expected["moments.slope"] = torch.ones(4, dtype=bool), torch.tensor([1.0, 0.0])

expected["closed.kl"] = d.kl_divergence(d.Normal(torch.tensor([1, 0, 0, 1, 0.5]), torch.tensor([1, 2, 1, 2, 0.5])),
                                        d.Normal(0.0, torch.tensor([1.0, 1, 2, 1, 1])))
printed = torch.tensor([0.5, 0.80685281944, 0.31814718056, 1.30685281944, 0.44314718056])
assert (expected["closed.kl"] - printed).abs().max() < 1e-11
shift, x = torch.tensor([0.5, 1, 2, 4, 8]), torch.linspace(-30, 40, 700_001)
p, q = d.Normal(0.0, 1.0).log_prob(x), d.Normal(shift[:, None], 1.0).log_prob(x)
mix = torch.logaddexp(p.expand_as(q), q) - torch.log(torch.tensor(2.0))
expected["closed.shannon"] = 0.5e-4 * (p.exp() * (p - mix) + q.exp() * (q - mix)).sum(1)
printed = torch.tensor([0.0303113005, 0.1114214822, 0.3368308203, 0.6327201937, 0.6930536455])
assert (expected["closed.shannon"] - printed).abs().max() < 1e-10
expected["closed.variation"] = 2 * d.Normal(0.0, 1.0).cdf(shift / 2) - 1

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "dist.expected.json"), "w") as file:
    json.dump({name: value.tolist() for name, value in sorted(expected.items())}, file, separators=(",", ":"))
    file.write("\n")
