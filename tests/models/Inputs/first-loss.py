#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""first-loss.py KILN FOLDER MODEL: the loss of the first 512 images is ln 10 within 0.35 for the weights of two seeds, and
within 1e-6 where the head's are zero."""
import math
import os
import subprocess
import sys

import tensors
import variants
from first_rows import first_rows


def main(kiln, folder, model):
    os.makedirs(folder, exist_ok=True)
    executable, weights = os.path.join(folder, model), os.path.join(folder, "zero.safetensors")
    run = lambda *words: subprocess.run(words, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout
    run(kiln, "build", os.path.join(variants.ROOT, "examples", "fashion", model + ".kiln"), "-o", executable)
    data = variants.files(folder, 512)

    def loss(*words):
        lines = run(executable, "run", "evaluate", *data, *words).splitlines()
        return float(dict(line.split() for line in lines)["loss"])

    missed = 0
    for seed in ("1", "2"):
        value = loss("--seed", seed)
        missed += not abs(value - math.log(10)) <= 0.35
        print("%s, seed %s: %.4f" % (model, seed, value))
    run(executable, "train", "step", *data, "--steps", "1", "--save", weights)
    loaded = {name: tensor for name, tensor in tensors.load(weights).items() if name.startswith("net.")}
    head = "net.l3." if model == "mlp" else "net.head."
    for name in (head + "w", head + "b"):
        loaded[name] = tensors.Tensor("F32", loaded[name].shape, [0] * len(loaded[name].values))
    tensors.save(weights, loaded)
    value = loss("--load", weights)
    missed += not abs(value - math.log(10)) <= 1e-6
    print("%s, head at zero: %.8f" % (model, value))
    return missed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
