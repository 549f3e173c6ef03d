# SPDX-License-Identifier: Apache-2.0
"""metrics.py FOLDER: writes p.npy, y.npy, class.npy of ten rows there, and prints what metrics.kiln must give."""
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
import sines

ROWS = 10
p = [0.5 + 0.5 * value / 0.8 for value in sines.given(1, (ROWS,))]
y = [float(k % 2) for k in range(ROWS)]
group = sines.wholes(0, (ROWS,))
for name, dtype, numbers in (("p", "f32", p), ("y", "f32", y), ("class", "i32", group)):
    sines.write_npy(os.path.join(sys.argv[1], name + ".npy"), dtype, [ROWS], numbers)
hard = [float(value > 0.5) for value in p]
print("hard %.5f" % (2 * sum(a * b for a, b in zip(hard, y)) / sum(a + b for a, b in zip(hard, y))))
print("worst %.5f" % min(sum(a for a, g in zip(p, group) if g == c) / group.count(c) for c in range(3)))
print("top %.5f" % max(p))
