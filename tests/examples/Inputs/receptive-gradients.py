#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""receptive-gradients.py KILN FOLDER: the derivative of one element of a stack of windows is not 0 exactly between the ends of its
receptive field. Stacks are drawn: kernels, strides, dilations, zeros before, shortcuts; all weights are 1, so nothing cancels.
"""
import json
import os
import random
import subprocess
import sys

kiln, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
random.seed(7)
SIZE = 240


def stack(number):
    """The text of a model with one axis, and the position that is looked at."""
    lines, n, value = [], SIZE, "x"
    for layer in range(random.randint(1, 5)):
        kernel, stride, dilation = random.randint(1, 5), random.choice([1, 1, 2, 3]), random.choice([1, 1, 2])
        wide = dilation * (kernel - 1) + 1
        lo, hi = random.randint(0, wide), random.randint(0, 3)
        if (n + lo + hi - wide) // stride + 1 < 8:
            break
        n, new = (n + lo + hi - wide) // stride + 1, "h%d" % layer
        lines.append("%s[i: %d] = sum[u: %d](%s[%d * i + %d * u - %d else 0])" % (new, n, kernel, value, stride, dilation, lo))
        value = new
        if random.random() < 0.4:  # beside a shortcut, three wide around each
            lines.append("s%d[i: %d] = %s[i] + sum[u: 3](%s[i + u - 1 else 0])" % (layer, n, value, value))
            value = "s%d" % layer
    centre = n // 2
    body = "\n".join("  " + line for line in lines)
    return ("infer f(x: f32[%d]) -> (y: f32[%d], g: f32[%d]) {\n%s\n  y = %s\n  g = grad(y[%d], x)\n}\n" % (SIZE, n, SIZE, body, value, centre),
            centre)


seen = 0
for number in range(24):
    text, centre = stack(number)
    if "h0" not in text:
        continue
    model = os.path.join(folder, "%d.kiln" % number)
    with open(model, "w") as file:
        file.write(text)
    zeros = os.path.join(folder, "x.npy")
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d,)}" % SIZE
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    with open(zeros, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + bytes(4 * SIZE))
    call = lambda *words: json.loads(subprocess.run([kiln, *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    (axis,) = call("analyze", model, "--receptive", "y,x", "--json")["receptive"][0]["axes"]
    g = call("run", "--reference", model, "run", "f", "x=" + zeros, "--json")["g"]
    support = [i for i, value in enumerate(g) if value]
    first = axis["stride"] * centre - axis["padding"]
    last = first + axis["size"] - 1
    assert axis["centre"] == axis["size"] / 2 - 0.5 - axis["padding"]
    assert [support[0], support[-1]] == [max(first, 0), min(last, SIZE - 1)], (text, axis, support)
    seen += 0 < first and last < SIZE - 1
assert seen >= 12, seen  # of these the whole field lies inside
