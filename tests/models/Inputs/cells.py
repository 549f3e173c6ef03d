# SPDX-License-Identifier: Apache-2.0
"""cells.py KILN FOLDER: weights 0.1, biases 0, x = (1, 2), h = c = 0.5: every gate sees 0.4. Then a bias of 0.2 inside the reset
gate of a GRU, which tells its two variants apart."""
import json
import math
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import tensors

SAME = {"cell": "0.5268145852", "long": "0.2891316438", "after": "0.4378360903", "early": "0.4378360903",
        "simple": "%.10f" % math.tanh(0.4)}
APART = {"after": "0.4783003403", "early": "0.5031623638"}


def main(kiln, folder):
    os.makedirs(folder, exist_ok=True)
    model, weights, out = os.path.join(HERE, "cells.kiln"), os.path.join(folder, "weights.safetensors"), os.path.join(folder, "out.safetensors")

    def run(*words, way=()):
        return subprocess.run([kiln, "run", *way, model, "--precision=f64", *words], check=True, stdout=subprocess.PIPE, text=True).stdout

    storages = json.loads(run("--json"))["storages"]
    for bias, expected in ((0.0, SAME), (0.2, APART)):
        given = {}
        for storage in storages:
            count = math.prod(storage["shape"])
            last = storage["path"].split(".")[-1]
            values = [0.1] * count if last.startswith("w") else [0.0] * count
            if last == "bh" and storage["shape"] == [3, 2]:
                values[4:] = [bias] * 2
            given[storage["path"]] = tensors.Tensor("F64", storage["shape"], values)
        tensors.save(weights, given)
        for way in ((), ("--reference",)):
            run("run", "step", "--load", weights, *(w for o in SAME for w in ("--out", "%s=%s" % (o, out))), way=way)
            got = tensors.load(out)
            for name, text in expected.items():
                assert ["%.10f" % v for v in got[name].values] == [text] * 2, (bias, way, name, list(got[name].values), text)
    print("same as printed")


main(*sys.argv[1:])
