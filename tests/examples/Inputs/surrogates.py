#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""surrogates.py KILN EXAMPLE FOLDER: what surrogates of accuracy and F1 come to on drawn data."""
import json
import os
import subprocess
import sys

kiln, example, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
path = lambda name: os.path.join(folder, name)


def call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("%s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
    return done.stdout


def run(file, entry, *words, sets=()):
    return json.loads(call(kiln, "run", os.path.join(example, file + ".kiln"), *(w for s in sets for w in ("--set", s)), "run", entry, *words,
                           "--seed", "2", "--json"))


def train(file, steps):
    saved = path(file + ".safetensors")
    call(kiln, "run", os.path.join(example, file + ".kiln"), "train", "step", "--steps", str(steps), "--seed", "1", "--threads", "1", "--save", saved)
    return saved


# Both routes to the gradient of the expected accuracy, exactly and by draws; a baseline lowers the variance.
begin = run("accuracy", "compare", sets=["K=4000"])
assert begin["exact"] < 1e-6 and begin["drawn"] < 0.05 and begin["based"] < 0.85 * begin["plain"], begin
saved = train("accuracy", 400)
end = run("accuracy", "compare", "--load", saved, sets=["K=4000"])
assert end["exact"] < 1e-5 and end["drawn"] < 0.1, end
accuracy = run("accuracy", "evaluate", "--load", saved, sets=["B=20000"])
assert min(accuracy.values()) > 0.95, accuracy

# One in twenty positive: at probability 1/2 the smooth F1 wins by 0.04 and more, alone or behind the cross-entropy, whose value it worsens.
saved = train("f1", 800)
f1 = run("f1", "evaluate", "--load", saved, sets=["B=50000"])
assert f1["counted2"] > f1["counted1"] + 0.04 and f1["counted3"] > f1["counted1"] + 0.04, f1
assert min(f1["entropy2"], f1["entropy3"]) > f1["entropy1"] + 0.02, f1
