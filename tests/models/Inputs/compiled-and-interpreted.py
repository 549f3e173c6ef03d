#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""compiled-and-interpreted.py KILN FOLDER MODEL: the same commands compiled and on the interpreter, at B = 4 over 14 rows.

Train steps from the same weights (three in f64, one in f32), then the infer entries, whose last batch is short; tensor by
tensor within the tolerances of docs/numerics.md.
"""
import os
import subprocess
import sys

import tensors
import variants
from first_rows import first_rows

RATE = 1e-3


def tolerances():
    table, dtypes = {}, None
    for line in open(os.path.join(variants.ROOT, "docs", "numerics.md"), encoding="utf-8"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if cells[0] == "what":
            dtypes = cells[1:]
        elif not line.startswith("|"):
            dtypes = None
        elif dtypes and not cells[0].startswith("-"):
            table.update(((cells[0], dtype), float(cell)) for dtype, cell in zip(dtypes, cells[1:]))
    return table


def kind(name):
    return "parameters" if name.startswith("net.") else "optimizer" if name.startswith("opt.") else "outputs"


def compare(what, a, b, table, kind=kind):
    assert a.keys() == b.keys() and a, what
    missed, worst = 0, {}
    for name, interpreted in b.items():
        compiled = a[name]
        assert (compiled.dtype, compiled.shape) == (interpreted.dtype, interpreted.shape), name
        least = {"parameters": RATE, "optimizer": RATE / 100, "outputs": 1}[kind(name)]
        error = tensors.apart(compiled.values, interpreted.values) / max(interpreted.greatest(), least)
        worst[kind(name)] = max(worst.get(kind(name), (0, "")), (error, name))
        bound = table[kind(name), compiled.dtype.lower()] if compiled.dtype in ("F32", "F64") else 0
        if error > bound:
            missed += 1
            print("%s: %s differs by %.1e, more than %g" % (what, name, error, bound))
    print("%s: %s" % (what, ", ".join("%s %.1e in %s" % (k, *pair) for k, pair in worst.items())))
    return missed


def main(kiln, folder, model):
    os.makedirs(folder, exist_ok=True)
    source = os.path.join(variants.ROOT, "examples", "fashion", model + ".kiln")
    image, label = ("%s=%s" % (name, first_rows("%s/train-%s-ubyte.gz" % (variants.DATA, kind), 14, os.path.join(folder, name)))
                    for name, kind in (("image", "images-idx3"), ("label", "labels-idx1")))
    table, missed = tolerances(), 0
    for precision, steps in (("f64", 3), ("f32", 1)):
        def run(way, *words):
            command = [kiln, "run", *way, source, "--set", "B=4", *(["--precision=f64"] if precision == "f64" else []), *words]
            return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True).stdout

        path = lambda name: os.path.join(folder, "%s-%s-%s.safetensors" % (model, precision, name))
        run([], "train", "step", image, label, "--seed", "3", "--steps", "1", "--save", path("weights"))
        results = []
        for name, way in (("compiled", []), ("interpreted", ["--reference"])):
            run(way, "train", "step", image, label, "--seed", "3", "--steps", str(steps), "--load", path("weights"), "--save", path(name))
            run(way, "run", "predict", image, "--load", path("compiled"), "--out", "prob=" + path(name + "-prob"))
            scalars = run(way, "run", "evaluate", image, label, "--load", path("compiled")).split("\n")
            outputs = tensors.load(path(name + "-prob"))
            for line in filter(None, scalars):
                scalar, value = line.split()
                outputs[scalar] = tensors.Tensor(precision.upper(), (), [float(value)])
            results.append((tensors.load(path(name)), outputs))
        (trained, outputs), (expected, wanted) = results
        assert outputs["prob"].shape == (14, 10)
        missed += compare("%s %s, %d of step" % (model, precision, steps), trained, expected, table)
        missed += compare("%s %s, infer" % (model, precision), outputs, wanted, table)
    return missed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
