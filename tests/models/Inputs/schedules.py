# SPDX-License-Identifier: Apache-2.0
"""Makes schedules.expected.json beside it: rates of torch.optim.lr_scheduler where it has the schedule, else by formula.
Needs torch; run it by hand."""
import json
import math
import os
import warnings

import torch
from torch.optim import lr_scheduler

warnings.simplefilter("ignore")
N, PEAK = 24, 0.5


def rates(make, peak=PEAK):
    optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64, requires_grad=True)], lr=peak)
    schedule, seen = make(optimizer), []
    for n in range(N):
        seen.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if n + 1 < N:
            schedule.step()
    return seen


def warmed(n, warmup):
    return min((n + 1) / warmup, 1)


expected = {
    "cosines": rates(lambda o: lr_scheduler.LambdaLR(o, lambda n: 0.5 * (1 + math.cos(math.pi * min(n / 20, 1))))),
    "warmed": [PEAK * warmed(n, 5) * 0.5 * (1 + math.cos(math.pi * min(max(n - 5, 0) / 15, 1))) for n in range(N)],
    "lines": rates(lambda o: lr_scheduler.PolynomialLR(o, total_iters=20, power=1)),
    "rising": [PEAK * warmed(n, 4) * min(max((20 - n) / 16, 0), 1) for n in range(N)],
    "steps": rates(lambda o: lr_scheduler.StepLR(o, 7, 0.3)),
    "powers": rates(lambda o: lr_scheduler.ExponentialLR(o, 0.85)),
    "roots": rates(lambda o: lr_scheduler.PolynomialLR(o, total_iters=20, power=0.5)),
    "squares": [0.1 + 0.4 * (1 - min(n / 15, 1)) ** 2 for n in range(N)],
    "noams": [512 ** -0.5 * min((n + 1) ** -0.5, (n + 1) * 6 ** -1.5) for n in range(N)],
    "cycle": rates(lambda o: lr_scheduler.OneCycleLR(o, max_lr=PEAK, total_steps=N)),
}
cosine = rates(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=20))
assert all(abs(a - b) < 1e-12 for a, b in zip(cosine[:21], expected["cosines"][:21]))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "schedules.expected.json"), "w") as file:
    json.dump({"rates." + name: value for name, value in sorted(expected.items())}, file, separators=(",", ":"))
    file.write("\n")
