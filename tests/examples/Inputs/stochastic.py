#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""stochastic.py KILN EXAMPLE FOLDER: what the recursions of the example must come to."""
import csv
import json
import math
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "Inputs"))
import sines

kiln, example, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
path = lambda name: os.path.join(folder, name)


def call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("%s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
    return done.stdout


model = os.path.join(example, "stochastic.kiln")
for file in ("stochastic", "descent"):
    call(kiln, "format", "--check", os.path.join(example, file + ".kiln"))
call(kiln, "build", model, "-o", path("all"))
run = lambda entry, *words, command=(path("all"),): json.loads(call(*command, "run", entry, *words, "--seed", "1", "--json"))

# The incremental mean is the mean; a fading one is the closed sum.
numbers = sines.values(0, (1000,), 3.0)
sines.write_npy(path("x.npy"), "f64", (1000,), numbers)
means = run("means", "x=" + path("x.npy"))
assert abs(means["running"][-1] - math.fsum(numbers) / 1000) < 1e-12 and abs(means["batch"] - means["running"][-1]) < 1e-12
for n in (0, 1, 9, 99, 999):
    assert abs(means["running"][n] - math.fsum(numbers[:n + 1]) / (n + 1)) < 1e-12
    fading = math.fsum(0.1 * 0.9 ** (n - k) * numbers[k] for k in range(n + 1))
    assert abs(means["fading"][n] - fading) < 1e-12

# tanh(w - 1) from 3, an exact recursion in f64.
exact = run("exact")["path"]
for n, value in ((1, 2.035972419924183), (2, 1.6478261074486602), (10, 1.1434178774599024), (100, 1.0143956493659965), (1000, 1.0014396146603473)):
    assert abs(exact[n - 1] - value) < 1e-12, (n, exact[n - 1])

noisy = run("noisy")
assert abs(noisy["off"]) < 0.005 and 0.9 < noisy["spread"] < 1.35, noisy

# Trap: on w^3 - 5 steps 1 / k diverge, since no line bounds its slope; 1 / (k + 10) does not.
cube = run("cube")
assert any(value is None or abs(value) > 1e6 for value in cube["thrown"][:4]), cube["thrown"]  # null: not finite
assert abs(cube["root"] - 5 ** (1 / 3)) < 0.01 and cube["spread"] < 0.05, cube
told = subprocess.run([kiln, "run", "--reference", "--trap-nonfinite", model, "--set", "S=1", "--set", "Z=1", "run", "cube"],
                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
assert told.returncode == 1 and "made the first value that is not finite" in told.stderr, told.stderr

steps = run("steps")
assert steps["short"] < 3  # 1 / k^2 does not come to 5
assert steps["loud"] > 5 * steps["right"]  # 1 / sqrt(k) goes on trembling
assert 0.8 < steps["right"] * 2000 < 1.2 and 0.8 < steps["averaged"] * 2000 < 1.4, steps
forgets = run("forgets")
assert abs(forgets["variance"] * 19 - 1) < 0.1, forgets
lowest = run("lowest")
assert lowest["by_axes"] < 0.05 and lowest["by_direction"] < 0.1, lowest

# The same on the interpreter, small.
small = ["--set", "N=50", "--set", "S=40", "--set", "Z=3"]
sines.write_npy(path("few.npy"), "f64", (50,), numbers[:50])
call(kiln, "build", model, *small, "-o", path("small"))
for entry in ("means", "exact", "noisy", "steps", "forgets", "lowest"):
    words = ["x=" + path("few.npy")] if entry == "means" else []
    a, b = (run(entry, *words, command=c) for c in ((path("small"),), (kiln, "run", "--reference", model, *small)))
    for name, value in a.items():
        for x, y in zip(*((v if isinstance(v, list) else [v]) for v in (value, b[name]))):
            assert abs(x - y) <= 1e-4 * max(1, abs(y)), (entry, name, x, y)

# Descent: all three lines come to the least squares; M points have an M-th of the variance of one.
descent = os.path.join(example, "descent.kiln")
call(kiln, "build", descent, "-o", path("descent"))
call(path("descent"), "train", "step", "--steps", "500", "--seed", "1", "--log", path("log.csv"), "--log-every", "1")
with open(path("log.csv")) as lines:
    rows = list(csv.DictReader(lines))
for name in ("of_all", "of_one", "of_few"):
    first, last = float(rows[0][name]), float(rows[-1][name])
    assert first > 3 and last < 0.55, (name, first, last)  # the noise is a sine: 1/2
variance = run("variance", command=(path("descent"),))
assert abs(variance["of_one"] / variance["of_few"] / 16 - 1) < 0.2, variance
