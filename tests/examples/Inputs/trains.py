#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""trains.py KILN FILE FOLDER [options of kiln build] {COMMAND [NAME<VALUE | NAME>VALUE]…}…: what a training reaches.

A COMMAND is a word such as `train step --steps 100` or `run evaluate`; each begins with what the last training has saved,
with seed 1 and one thread. The bounds behind it hold for every element of its output NAME; VALUE may be `next`, the element behind it.
"""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "Inputs"))
import tensors


def call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("%s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
    return done.stdout


def main(kiln, model, folder, *rest):
    os.makedirs(folder, exist_ok=True)
    rest = list(rest)
    first = next(at for at, word in enumerate(rest) if re.match("(train|run) ", word))
    executable, saved, out = (os.path.join(folder, name) for name in ("model", "trained.safetensors", "out.safetensors"))
    call(kiln, "build", model, "-o", executable, *rest[:first])
    load, results = [], {}
    for word in rest[first:]:
        bound = re.fullmatch(r"(\w+)([<>])(\S+)", word)
        if bound:
            name, sense, value = bound.groups()
            values = results[name]
            pairs = zip(values, values[1:]) if value == "next" else ((v, float(value)) for v in values)
            met = all(a < b if sense == "<" else a > b for a, b in pairs)
            print("%s: %s" % (word, " ".join("%.4g" % v for v in values)))
            if not met:
                sys.exit("%s does not hold" % word)
            continue
        words = word.split()
        trains = words[0] == "train"
        command = [executable, *words, "--seed", "1", "--threads", "1", *load]
        if trains:
            lines = call(*command, "--save", saved).splitlines()
            results = {line.split()[0]: [float(line.split()[1])] for line in lines}
            load = ["--load", saved]
        else:
            wanted = []
            for later in rest[rest.index(word) + 1:]:
                bound = re.fullmatch(r"(\w+)[<>]\S+", later)
                if not bound:
                    break
                wanted += [] if "%s=%s" % (bound.group(1), out) in wanted else ["--out", "%s=%s" % (bound.group(1), out)]
            call(*command, *wanted)
            results = {name: list(tensor.values) for name, tensor in tensors.load(out).items()}


main(*sys.argv[1:])
