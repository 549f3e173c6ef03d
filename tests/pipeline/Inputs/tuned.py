#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tuned.py inputs | tuned.py compare A B [TOLERANCE]: numbers for tuned.kiln; whether two results are the same bits, or near."""
import struct
import sys


def npy(path, shape, values):
    head = "{'descr': '<f4', 'fortran_order': False, 'shape': %r, }" % (shape,)
    head += " " * (63 - (10 + len(head)) % 64) + "\n"
    with open(path, "wb") as f:
        f.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + struct.pack("<%df" % len(values), *values))


def read(path):
    with open(path, "rb") as f:
        data = f.read()
    data = data[10 + struct.unpack("<H", data[8:10])[0]:]
    return struct.unpack("<%df" % (len(data) // 4), data)


if sys.argv[1] == "inputs":
    state = 7
    numbers = []
    for _ in range(40 * 96 + 300 * 200):
        state = (state * 1103515245 + 12345) % (1 << 31)
        numbers.append(state / (1 << 30) - 1)
    npy("x.npy", (40, 96), numbers[:40 * 96])
    npy("w.npy", (300, 200), numbers[40 * 96:])
else:
    a, b = read(sys.argv[2]), read(sys.argv[3])
    tolerance = float(sys.argv[4]) if len(sys.argv) > 4 else 0
    largest = max(map(abs, a))
    assert len(a) == len(b) == 40 * 300 and largest > 1
    difference = max(abs(x - y) for x, y in zip(a, b)) / largest
    assert difference <= tolerance, difference
    assert tolerance == 0 or difference > 0, "the same bits, where others were chosen"
