#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""structure.py KILN FOLDER: trains a model that has every op of the family Structure, and the reshape, compiled and
interpreted, in f64. Fails where an op of the family is in no stage of the model."""
import os
import random
import re
import struct
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
sys.path.append(os.path.join(ROOT, "tests", "models", "Inputs"))
import tensors

MODEL = os.path.join(ROOT, "tests", "pipeline", "Inputs", "gradients", "model.kiln")
MLP = os.path.join(ROOT, "examples", "fashion", "mlp.kiln") # flattens its images


def run(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout


def main(kiln, folder):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(ROOT, "dialects", "kiln", "ops", "Structure.td"), encoding="utf-8") as f:
        ops = set(re.findall(r'def Kiln_\w+Op\s*:\s*Kiln_\w+<"(\w+)"', f.read())) | {"reshape"}
    for model, stage in ((MODEL, "kiln"), (MODEL, "graph"), (MODEL, "loops"), (MLP, "kiln")):
        ops -= set(re.findall(r"kiln\.(\w+)", run(kiln, "build", model, "--emit=" + stage)))
    if ops:
        sys.exit("no case for " + ", ".join(sorted(ops)))

    draw = random.Random(1).random
    data = os.path.join(folder, "x.npy")
    with open(data, "wb") as f:
        head = "{'descr': '<f4', 'fortran_order': False, 'shape': (14, 4), }".ljust(117) + "\n"
        f.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode())
        f.write(struct.pack("<56f", *(2 * draw() - 1 for _ in range(56))))
    results = []
    for name, way in (("compiled", []), ("interpreted", ["--reference"])):
        saved, out = (os.path.join(folder, name + end) for end in (".safetensors", ".y.safetensors"))
        command = [kiln, "run", *way, MODEL, "--set=B=4", "--precision=f64"]
        run(*command, "train", "step", "x=" + data, "--steps", "3", "--seed", "5", "--save", saved)
        run(*command, "run", "predict", "x=" + data, "--load", os.path.join(folder, "compiled.safetensors"), "--out", "y=" + out)
        results.append({**tensors.load(saved), **tensors.load(out)})
    missed = 0
    for name, interpreted in results[1].items():
        error = tensors.apart(results[0][name].values, interpreted.values)
        if not error <= 1e-12 * max(1, interpreted.greatest()):
            missed += 1
            print("%s differs by %.1e" % (name, error))
    print("%d tensors, %d differ" % (len(results[1]), missed))
    return missed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
