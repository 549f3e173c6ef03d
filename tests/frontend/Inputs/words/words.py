#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""words.py KILN FOLDER: runs words.kiln on the interpreter and compiled and compares both with words.json.
words.py --write: writes words.json again, with the values of numpy and torch."""
import json
import math
import os
import re
import struct
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SHAPES = {"x": (2, 7), "k": (7,), "wide.x": (4, 9), "wide.w": (2, 4, 3), "wide.g": (4, 3), "wide.k": (4, 2, 3)}
INPUTS = {"lines": ["x", "k"], "bits": ["k", "x"], "windows": ["wide.x", "wide.w", "wide.g", "wide.k"]}

# What each entry gives, in the words of its signature.
OUTPUTS = {entry: re.findall(r"(\w+): \w+", results)
           for entry, results in re.findall(r"^infer (\w+)\(.*?\) -> \((.*?)\) \{", open(os.path.join(HERE, "words.kiln")).read(), re.M | re.S)}


def values(name):
    size = math.prod(SHAPES[name])
    if name == "k":
        return [3 * i - 9 for i in range(size)]
    return [struct.unpack("f", struct.pack("f", (i * 37 + len(name)) % 101 / 51 - 0.97))[0] for i in range(size)]


def oracle():
    import numpy as np
    import torch
    import torch.nn.functional as F
    t = {n: torch.tensor(values(n), dtype=torch.float64).reshape(SHAPES[n]) for n in SHAPES}
    x, k = t["x"], np.array(values("k"), np.int32)
    hidden = x[0].clone()
    hidden[:2] = -math.inf
    out = {"lines": {"sums": x.cumsum(1), "products": x.cumprod(1), "greatest": x.cummax(1).values, "logs": x.logcumsumexp(1),
                     "masked": hidden.logcumsumexp(0), "sorted": x.sort(1).values, "order": x.argsort(dim=1, descending=True, stable=True),
                     "best": x.topk(3, 1).values, "counts": k.cumsum(), "nothing": torch.tensor([-math.inf])},
           "bits": {"conjunction": k & 6, "disjunction": k | 8, "difference": k ^ 1, "up": k << 3, "down": ~k >> 1, "remainder": np.fmod(k - 5, 3),
                    "inverse": torch.special.erfinv(x[0]), "good": np.array([6]), "length": np.array([0])}}
    x, w, g, m = (t["wide." + n] for n in "xwgk")
    x = x[None]
    out["windows"] = {
        "dilated": F.conv1d(x, w, dilation=2), "strided": F.conv1d(x, w, stride=2, padding=1), "cropped": F.conv1d(x, w)[..., 1:6],
        "depthwise": F.conv1d(x, g[:, None], padding=1, groups=4),
        "grouped": torch.stack([F.conv1d(x[:, 2 * q:2 * q + 2], w[:, 2 * q:2 * q + 2])[0] for q in (0, 1)]),
        "transposed": F.conv_transpose1d(x, m, stride=2), "average": F.avg_pool1d(x, 2), "largest": F.max_pool1d(x, 3, 2)}
    return {entry: {n: [float("%.9g" % v) if isinstance(v, float) else int(v) for v in np.asarray(a).ravel().tolist()] for n, a in all_.items()}
            for entry, all_ in out.items()}


def npy(path, name):
    header = "{'descr': '%s', 'fortran_order': False, 'shape': %r, }" % ("<i4" if name == "k" else "<f4", SHAPES[name])
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(path, "wb") as f:
        f.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        f.write(struct.pack("<%d%s" % (math.prod(SHAPES[name]), "i" if name == "k" else "f"), *values(name)))


def run(kiln, folder, entry, *how):
    files = []
    for name in INPUTS.get(entry, []):
        path = os.path.join(folder, name + ".npy")
        npy(path, name)
        files.append("%s=%s" % (name.split(".")[-1], path))
    outputs = {name: os.path.join(folder, name + ".out.npy") for name in OUTPUTS[entry]}
    subprocess.run([kiln, "run", *how, os.path.join(HERE, "words.kiln"), "run", entry, *files]
                   + [word for name, path in outputs.items() for word in ("--out", "%s=%s" % (name, path))], stdout=subprocess.DEVNULL, check=True)
    result = {}
    for name, path in outputs.items():
        data = open(path, "rb").read()
        size = struct.unpack_from("<H", data, 8)[0]
        code = "f" if b"<f4" in data[:10 + size] else "i"
        result[name] = list(struct.unpack("<%d%s" % ((len(data) - 10 - size) // 4, code), data[10 + size:]))
    return result


def check(what, holds, problems):
    if not holds:
        problems.append(what)


def main():
    path = os.path.join(HERE, "words.json")
    if sys.argv[1] == "--write":
        text = ",\n".join("%s: {%s}" % (json.dumps(entry), ",\n  ".join("%s: %s" % (json.dumps(n), json.dumps(v)) for n, v in all_.items()))
                          for entry, all_ in oracle().items())
        with open(path, "w") as f:
            f.write("{" + text + "}\n")
        return
    kiln, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    problems = []
    for how in (["--reference"], []):
        for entry, wanted in json.load(open(path)).items():
            got = run(kiln, folder, entry, *how)
            check("%s gives %s" % (entry, sorted(got)), set(got) == set(wanted), problems)
            for name in wanted:
                same = len(got[name]) == len(wanted[name]) and all(
                    a == b or abs(a - b) <= 4e-6 * max(1, abs(b)) for a, b in zip(got[name], wanted[name]))
                check("%s %s %s is %s, not %s" % (how, entry, name, got[name], wanted[name]), same, problems)
    # Draws: the same numbers on both, and the moments of their distributions.
    drawn = run(kiln, folder, "draws"), run(kiln, folder, "draws", "--reference")
    for name in drawn[0]:
        close = all(abs(a - b) <= 1e-5 * max(1, abs(b)) for a, b in zip(*(d[name] for d in drawn)))
        check("%s differs between compiled and interpreted" % name, close, problems)
    d = drawn[0]
    mean = {n: sum(v) / len(v) for n, v in d.items()}
    deviation = {n: math.sqrt(sum((x - mean[n])**2 for x in v) / len(v)) for n, v in d.items()}
    # 0.5772 and pi / sqrt 6; a normal variable held within two deviations keeps 0.8796 of its deviation.
    check("gumbel: %g, %g" % (mean["noise"], deviation["noise"]), abs(mean["noise"] - 0.5772) < 0.1 and abs(deviation["noise"] - 1.2825) < 0.1,
          problems)
    check("truncated: %g, %g" % (mean["held"], deviation["held"]), abs(mean["held"]) < 0.04 and abs(deviation["held"] - 0.4398) < 0.03
          and max(map(abs, d["held"])) <= 1, problems)
    check("permutation: %s" % d["order"], sorted(d["order"]) == list(range(7)), problems)
    check("below: %s" % set(d["numbers"]), all(330 < d["numbers"].count(v) < 470 for v in range(5)), problems)
    check("below a value: %s" % d["growing"], all(0 <= v <= i for i, v in enumerate(d["growing"])), problems)
    print("\n".join(problems))
    sys.exit(bool(problems))


main()
