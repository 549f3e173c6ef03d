#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dump.py KILN MODEL FOLDER: the values that --dump gives, compiled and interpreted, and how they follow from each other."""
import math
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "Inputs"))
import sines
import tensors

kiln, model, folder = sys.argv[1:]
path = lambda name: os.path.join(folder, name)
PATHS = ["half", "tree.branches[2].leaves[1].y", "tree.branches[2].y", "tree.branches[0].leaves[1].twice", "tree.z",
         "tree.grown", "tree.row", "tree.last.y", "tree.last.y#2"]
sines.write_npy(path("x.npy"), "f32", (6, 5, 3), sines.given(0, (6, 5, 3)))  # two batches, the second half full


def run(way, paths):
    out = path("out.safetensors")
    names = ["y"] + paths
    subprocess.run([kiln, "run", *way, model, *[w for p in paths for w in ("--dump", p)], "run", "f", "x=" + path("x.npy"),
                    "--seed", "3", *[w for n in names for w in ("--out", n + "=" + out)]],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return tensors.load(out)


compiled, interpreted, plain = run([], PATHS), run(["--reference"], PATHS), run([], [])
same = lambda a, b: tensors.apart(a.values, b.values) <= 1e-5
for name in ["y"] + PATHS:
    assert compiled[name].shape[0] == 6, (name, compiled[name].shape)
    assert same(compiled[name], interpreted[name]), name
assert compiled["y"].values == plain["y"].values
assert same(compiled["tree.branches[2].leaves[1].y"], compiled["tree.z"])
assert same(compiled["tree.branches[2].y"], compiled["tree.z"])
assert same(compiled["tree.row"], compiled["tree.last.y"])
assert same(compiled["y"], compiled["tree.last.y#2"])
assert tuple(compiled["tree.grown"].shape) == (6, 5, 3)
doubled = [2 * v for v in compiled["half"].values]
assert not tensors.apart(compiled["tree.branches[0].leaves[1].twice"].values, doubled) <= 1e-5  # of the second leaf, not the first
assert all(math.isfinite(v) for v in compiled["tree.grown"].values)
