#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""same-steps.py KILN FILE FOLDER [--normal] [--skip ENTRY]… [--set DIM=SIZE]…: every entry of a file does the same compiled and
on the interpreter.

Each train entry: two steps in f64 and one in f32 from the same drawn weights, with the same bits for any number of threads; each infer entry from what was trained. Inputs are
sines (sines.py), whole numbers small, bytes any. All tensors agree within the tolerances of docs/numerics.md; with --normal, for
entries that draw normal numbers, which are f32's in an f64 model too, f64 is held to no more than 1e-4: a step of
Adam divides a small gradient by its own size, and so makes the last bit of a draw a larger part of it.
"""
import importlib
import json
import os
import re
import subprocess
import sys

import sines
import tensors

both = importlib.import_module("compiled-and-interpreted")


def given(number, entry, folder, precision):
    """The words that give an entry one batch of its inputs."""
    words = []
    for place, wanted in enumerate(entry["inputs"]):
        dtype, shape = wanted["dtype"], wanted["shape"]
        if dtype == "u8":
            numbers = [37 * k * k % 251 for k in range(sines.elements(shape))]
        else:
            numbers = (sines.given if dtype in ("f32", "f64") else sines.wholes)(place, shape)
        path = os.path.join(folder, "%s-%d-%s.npy" % (precision, number, wanted["name"]))
        sines.write_npy(path, dtype, shape, numbers)
        words.append("%s=%s" % (wanted["name"], path))
    return words


def main(kiln, source, folder, *rest):
    os.makedirs(folder, exist_ok=True)
    rest, skipped, table, missed = list(rest), set(), both.tolerances(), 0
    if "--normal" in rest:
        rest.remove("--normal")
        table.update({key: max(bound, 1e-4) for key, bound in table.items() if key[1] == "f64"})
    while "--skip" in rest:
        at = rest.index("--skip")
        skipped.add(rest[at + 1])
        del rest[at:at + 2]
    for precision, steps in (("f64", 2), ("f32", 1)):
        options = [source, *rest, *(["--precision=f64"] if precision == "f64" else [])]
        executable = os.path.join(folder, precision)

        def call(*command):
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if done.returncode:
                sys.exit(" ".join(command) + "\n" + done.stderr)
            return done.stdout

        call(kiln, "build", *options, "-o", executable)
        ways = (("compiled", [executable]), ("interpreted", [kiln, "run", "--reference", *options]))
        path = lambda name: os.path.join(folder, "%s-%s.safetensors" % (precision, name))
        described = json.loads(call(executable, "--json"))
        bare = lambda path: re.sub(r"\[[^\]]*\]", "", path)  # parts of a list may be listed as one
        roles = {bare(s["path"]): "parameters" if s["kind"] == "param" else "optimizer" for s in described["storages"]}
        role = lambda path: roles[bare(path)]
        load = []
        for number, entry in enumerate(described["entries"]):
            if entry["name"] in skipped:
                continue
            words, what = given(number, entry, folder, precision), "%s, %s" % (entry["name"], precision)
            if entry["mode"] == "train":
                for name, way in ways:
                    call(*way, "train", entry["name"], *words, "--seed", "3", "--steps", str(steps), "--save", path(name))
                for threads in ("1", "3"):
                    call(executable, "train", entry["name"], *words, "--seed", "3", "--steps", str(steps), "--threads", threads, "--save", path("threads"))
                    with open(path("threads"), "rb") as one, open(path("compiled"), "rb") as two:
                        if one.read() != two.read():
                            sys.exit("%s: other bits with %s threads" % (what, threads))
                load = ["--load", path("compiled")]
                made = [tensors.load(path(name)) for name, _ in ways]
                missed += both.compare(what, *made, table, kind=role)
                continue
            made = []
            for name, way in ways:
                values = json.loads(call(*way, "run", entry["name"], *words, *load, "--seed", "3", "--json"))
                made.append({key: tensors.Tensor(precision.upper(), (len(flat(value)),), flat(value)) for key, value in values.items()})
            missed += both.compare(what, *made, table, kind=lambda name: "outputs")
    return missed


def flat(value):
    return [x for item in value for x in flat(item)] if isinstance(value, list) else [float("nan") if value is None else float(value)]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
