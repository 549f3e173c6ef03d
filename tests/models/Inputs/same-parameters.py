# SPDX-License-Identifier: Apache-2.0
"""same-parameters.py KILN MODEL.kiln FOLDER EXPECTED.json ENTRY STEPS [options of kiln]

Trains MODEL from sines (sines.py: parameter number n of each top-level part is sine n) on sines, compiled and on the
interpreter, and compares the tensors of the checkpoint with each other and with EXPECTED ({"path": nested lists}).
"""
import json
import os
import struct
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import sines


def call(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(" ".join(command) + "\n" + done.stderr)
    return done.stdout


def flat(value):
    return [x for item in value for x in flat(item)] if isinstance(value, list) else [value]


def checkpoint(path):
    with open(path, "rb") as file:
        data = file.read()
    size = struct.unpack("<Q", data[:8])[0]
    codes = {code: (letter, int(name[-2:]) // 8) for name, (_, code, letter) in sines.CODES.items() if name != "u8"}
    tensors = {}
    for name, about in json.loads(data[8:8 + size]).items():
        if name == "__metadata__":
            continue
        letter, width = codes[about["dtype"]]
        begin, end = about["data_offsets"]
        tensors[name] = struct.unpack("<%d%s" % ((end - begin) // width, letter), data[8 + size + begin:8 + size + end])
    return tensors


def compare(what, got, want, bound):
    if len(got) != len(want):
        sys.exit(f"{what}: {len(got)} values, not {len(want)}")
    largest = max([1e-30] + [abs(x) for x in want])
    worst = max([0.0] + [abs(a - b) if a == a else 1e30 for a, b in zip(got, want)])
    if not worst <= bound * largest:
        sys.exit(f"{what}: differs by {worst:.3g} where the largest value is {largest:.3g}")


def main():
    kiln, model, folder, expected, entry, steps = sys.argv[1:7]
    options = sys.argv[7:]
    double = "f64" in options
    os.makedirs(folder, exist_ok=True)
    described = json.loads(call([kiln, "run", "--reference", model] + options + ["--json"]))

    numbers, weights = {}, []
    for storage in described["storages"]:
        if storage["kind"] not in ("param", "model state"):
            continue
        part = storage["path"].split(".")[0]
        for path, dtype, shape, _ in sines.layers(storage, [0] * sines.elements(storage["shape"])):
            number = numbers[part] = numbers.get(part, -1) + 1
            weights.append((path, dtype, shape, sines.weight(number, shape)))
    load = os.path.join(folder, "weights.safetensors")
    sines.write_safetensors(load, weights)

    words = ["train", entry, "--steps", steps, "--load", load]
    inputs = next(e for e in described["entries"] if e["name"] == entry)["inputs"]
    for number, given in enumerate(inputs):
        make = sines.given if given["dtype"] in ("f32", "f64") else sines.wholes
        path = os.path.join(folder, given["name"] + ".npy")
        sines.write_npy(path, given["dtype"], given["shape"], make(number, given["shape"]))
        words.append(given["name"] + "=" + path)
    saved = []
    for how, name in ((["run"], "compiled"), (["run", "--reference"], "reference")):
        path = os.path.join(folder, name + ".safetensors")
        call([kiln] + how + [model] + options + words + ["--save", path])
        saved.append(checkpoint(path))
    for name, value in saved[0].items():
        compare(name + ", compiled against the interpreter", value, saved[1][name], 1e-11 if double else 1e-4)
    with open(expected) as file:
        for name, value in json.load(file).items():
            compare(name, saved[0][name], flat(value), 1e-10 if double else 1e-4)
    print("same parameters")


main()
