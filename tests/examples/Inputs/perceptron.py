#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""perceptron.py KILN EXAMPLE FOLDER: from w = b = 0, examples in the order 00, 01, 10, 11, the numbers are whole and exact."""
import csv
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "Inputs"))
import tensors

# Truth table: epochs with the clean one, updates, w, b. XOR is never learned.
GOLDENS = {8: (6, 10, [2, 1], -2), 14: (4, 4, [1, 1], 0), 7: (6, 11, [-2, -1], 3)}
AND, OR, NAND, XOR = 8, 14, 7, 6


def call(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def main(kiln, example, folder):
    path = lambda name: os.path.join(folder, name)
    executable, saved, log, out = path("unit"), path("unit.safetensors"), path("log.csv"), path("table.safetensors")

    def learn(table, entry="epoch"):
        """Errors of each epoch until one is clean, and the outputs of `table`."""
        call(kiln, "build", os.path.join(example, "perceptron.kiln"), "--set", "TABLE=%d" % table, "-o", executable)
        call(executable, "train", entry, "--until", "errors==0", "--steps", "100", "--threads", "1", "--save", saved,
             "--log", log, "--log-every", "1")
        call(executable, "run", "table", "--load", saved, *(w for o in ("y", "over", "w", "b") for w in ("--out", o + "=" + out)))
        with open(log) as lines:
            errors = [int(line["errors"]) for line in csv.DictReader(lines)]
        return errors, {name: list(tensor.values) for name, tensor in tensors.load(out).items()}

    for table, (epochs, updates, w, b) in GOLDENS.items():
        errors, held = learn(table)
        assert (len(errors), sum(errors), held["w"], held["b"]) == (epochs, updates, w, [b]), (table, errors, held)
        assert held["y"] == held["over"] == [table >> n & 1 for n in range(4)], (table, held)
    errors, held = learn(XOR)
    assert (len(errors), errors[-1], sum(errors)) == (100, 4, 397), errors
    for table, learnable in ((OR, True), (AND, False), (NAND, False)):
        errors, _ = learn(table, "without_bias")
        assert (errors[-1] == 0) == learnable, (table, errors)

    call(kiln, "build", os.path.join(example, "xor.kiln"), "-o", executable)
    for seed in range(1, 21):
        lines = call(executable, "train", "step", "--steps", "500", "--threads", "1", "--seed", str(seed)).splitlines()
        loss = float(dict(line.split() for line in lines)["loss"])
        assert loss < 0.01, (seed, loss)


main(*sys.argv[1:])
