# SPDX-License-Identifier: Apache-2.0
"""same-values.py KILN MODEL FOLDER [EXPECTED.json] [--bound B] [options of kiln]

Runs every infer entry of MODEL on sines (sines.py), and one step of every train entry, compiled and on the interpreter, and
compares the results, of a train entry the storages afterwards, with each other and with EXPECTED ({"entry.output": nested
lists} or {"entry.path of a storage": …}). Bounds are relative to the largest value of a tensor; --bound gives another one for
models in f16 and bf16, where a sum in another order may round to the neighbour.
"""
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import sines
import tensors


def flat(value):
    if isinstance(value, list):
        return [x for item in value for x in flat(item)]
    return [float("nan") if value is None else float(value)]


def compare(what, got, want, bound):
    a, b = flat(got), flat(want)
    if len(a) != len(b):
        sys.exit(f"{what}: {len(a)} values, not {len(b)}")
    largest = max([1e-30] + [abs(x) for x in b])
    worst = max([0.0] + [abs(x - y) if x == x and y == y else (0.0 if x != x and y != y else 1e30) for x, y in zip(a, b)])
    if worst > bound * max(1.0, largest):
        sys.exit(f"{what}: differs by {worst:.3g} where the largest value is {largest:.3g}")


def main():
    kiln, model, folder = sys.argv[1:4]
    rest = sys.argv[4:]
    expected = {}
    if rest and rest[0].endswith(".json"):
        with open(rest.pop(0)) as file:
            expected = json.load(file)
    double, bound = "f64" in rest, None
    if "--bound" in rest:
        at = rest.index("--bound")
        bound = float(rest[at + 1])
        del rest[at:at + 2]

    os.makedirs(folder, exist_ok=True)
    executable = os.path.join(folder, "model")

    def call(command):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(" ".join(command) + "\n" + done.stderr)
        return done.stdout

    def run(words, reference):
        command = [kiln, "run", "--reference", model] + rest if reference else [executable]
        return json.loads(call(command + words))

    call([kiln, "build", model, "-o", executable] + rest)
    described = run(["--json"], True)
    weights = []
    for number, storage in enumerate(described["storages"]):
        if storage["kind"] in ("param", "model state"):
            make = sines.weight if storage["dtype"] in sines.FLOATS else sines.wholes
            weights += sines.layers(storage, make(number, storage["shape"]))
    load = []
    if weights:
        path = os.path.join(folder, "weights.safetensors")
        sines.write_safetensors(path, weights)
        load = ["--load", path]
    seen = set()
    for entry in described["entries"]:
        trains = entry["mode"] == "train"
        words = ["train" if trains else "run", entry["name"], "--json"] + load
        for number, given in enumerate(entry["inputs"]):
            make = sines.given if given["dtype"] in sines.FLOATS else sines.wholes
            path = os.path.join(folder, entry["name"] + "." + given["name"] + ".npy")
            sines.write_npy(path, given["dtype"], given["shape"], make(number, given["shape"]))
            words.append(given["name"] + "=" + path)
        if trains:
            saved = [os.path.join(folder, "%s.%s.safetensors" % (entry["name"], way)) for way in ("compiled", "interpreted")]
            for way, path in enumerate(saved):
                run(words + ["--steps", "1", "--save", path], bool(way))
            compiled, reference = ({name: list(tensor.values) for name, tensor in tensors.load(path).items()} for path in saved)
        else:
            compiled = run(words + ["--threads", "1"], False)
            reference = run(words, True)
        for name, value in compiled.items():
            key = entry["name"] + "." + name
            compare(key + ", compiled against the interpreter", value, reference[name], bound or (1e-12 if double else 1e-5))
            if key in expected:
                seen.add(key)
                compare(key + ", against the expected values", value, expected[key], bound or (1e-10 if double else 1e-5))
    missing = set(expected) - seen
    if missing:
        sys.exit("expected but not computed: " + ", ".join(sorted(missing)))
    print("same values")


main()
