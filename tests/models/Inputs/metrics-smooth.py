#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""metrics-smooth.py KILN MODEL FOLDER: closed forms of the smooth metrics, compiled and interpreted."""
import json
import math
import os
import subprocess
import sys

import sines

kiln, model, folder = sys.argv[1:]
path = lambda name: os.path.join(folder, name)


def given(name, dtype, shape, numbers):
    sines.write_npy(path(name + ".npy"), dtype, shape, numbers)
    return "%s=%s" % (name, path(name + ".npy"))


def near(got, want, bound=2e-6):
    got, want = (v if isinstance(v, list) else [v] for v in (got, want))
    assert len(got) == len(want) and all(abs(a - b) <= bound * max(1, abs(b)) for a, b in zip(got, want)), (got, want)


# Three words in four places: what is said of words 0, 1, 2 is (1.5, 2, 0.5), the reference has them 2, 1 and 2 times.
p = [1, 0, 0, 0.5, 0.5, 0, 0, 1, 0, 0, 0.5, 0.5]
y, q = [1.0, 0.0, 1.0, 0.0], [0.9, 0.2, 0.6, 0.0]
forms = [given("x", "f32", (3,), [1, 2, 3]), given("label", "i32", (), [1]), given("p", "f32", (4, 3), p), given("said", "i32", (5,), [0, 2, 0, 1, 2])]
for way in ([], ["--reference"]):
    run = lambda entry, words: json.loads(subprocess.run([kiln, "run", *way, model, "run", entry, *words, "--json"], check=True,
                                                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    got = run("forms", forms)
    near(got["most"], [3.40760596444, 3.0000045401])
    near(got["place"], [1.575210383, 1.999954598])
    assert got["order"] == [2, 1, 0] and got["top"] == [0, 1]
    near(got["soft_order"], [2, 1, 0])
    near(got["right"], 0.2447284711)
    near(got["words"], 1.5 + 1 + 0.5)
    near(got["scalars"], [1 / (1 + math.exp(-2)), math.tanh(2), 2])
    files = [given("p", "f32", (4,), q), given("y", "f32", (4,), y)]
    ratio = run("ratio", files)
    near(ratio["whole"], 3 / 3.7)
    near(ratio["g"][:3], [0.3214024836, -0.219138057, 0.3214024836])
    assert max(abs(a - b / 2) for a, b in zip(ratio["g"], ratio["halves"])) > 0.05  # no mean of halves either
    # To the printed digits, in double; the fourth, which is 0 and false, changes nothing.
    files = [given("p", "f64", (4,), q), given("y", "f64", (4,), y)]
    double = json.loads(subprocess.run([kiln, "run", *way, model, "--precision", "f64", "run", "ratio", *files, "--json"], check=True, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL).stdout)
    near([double["whole"], *double["g"][:3]], [0.8108108108, 0.3214024836, -0.219138057, 0.3214024836], 5.1e-11)
    forms[2] = given("p", "f32", (4, 3), p)
