# SPDX-License-Identifier: Apache-2.0
"""A size of one entry alone, and scalars that batches cannot share: entry_dims.py KILN MODEL.kiln WORK"""
import os
import struct
import subprocess
import sys

KILN, MODEL, WORK = sys.argv[1:4]
os.makedirs(WORK, exist_ok=True)
os.chdir(WORK)
ROWS = 21


def npy(dims, body):
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }" % (tuple(dims),)
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + body


x = [float(i) for i in range(2 * ROWS)]
with open("x.npy", "wb") as f:
    f.write(npy([ROWS, 2], struct.pack("<%df" % len(x), *x)))


def run(*words, code=0):
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == code, (words, done.stderr)
    return done


def values(entry, *words):
    run(*words, "run", entry, "x=x.npy", "--out", "y=y.npy")
    with open("y.npy", "rb") as f:
        return list(struct.unpack("<%df" % len(x), f.read()[-4 * len(x):]))


def expected(rows):
    return [(rows + 1) * value + 1 + (i % 2) * rows for i, value in enumerate(x)]


run(KILN, "build", MODEL, "--set", "scaled.B=1", "-o", "model")
for program in (["./model"], [KILN, "run", MODEL, "--set", "scaled.B=1"], [KILN, "run", "--reference", MODEL, "--set", "scaled.B=1"]):
    assert values("scaled", *program) == expected(1), program
    assert values("plain", *program) == expected(8), program
assert values("scaled", KILN, "run", MODEL, "--set", "B=4", "--set", "plain.B=3") == expected(4)
assert values("plain", KILN, "run", MODEL, "--set", "B=4", "--set", "plain.B=3") == expected(3)

for program in (["./model"], [KILN, "run", "--reference", MODEL]):
    said = run(*program, "run", "first", "x=x.npy", code=1)
    assert said.stdout == ""
    assert "entry-dims.kiln:16: `y` of `first` cannot be combined over 3 batches" in said.stderr, said.stderr
    assert "at most 8 rows" in said.stderr, said.stderr
assert "y 0\n" in run(KILN, "run", MODEL, "--set", "first.B=%d" % ROWS, "run", "first", "x=x.npy").stdout
