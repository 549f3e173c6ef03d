# SPDX-License-Identifier: Apache-2.0
"""Makes positions.expected.json beside it."""
import json
import os

import sines

B, N, D = 3, 5, 2
x = sines.given(0, (D,))
rows = [[0.0] * D for _ in range(N)]
rows[4] = x
expected = {"ring.rows": rows, "ring.next": 0, "ring.order": rows}

at, v = sines.wholes(0, (B,)), sines.given(1, (B,))
expected["places.y"] = [[v[b] if n == at[b] else 1.0 for n in range(N)] for b in range(B)]
expected["places.z"] = [[v[0] * (d + 1) + t for d in range(D)] for t in range(N)]

flat, shift = sines.given(0, (B, N)), sines.wholes(1, (B,))
grid = [flat[b * N:(b + 1) * N] for b in range(B)]
expected["outside.y"] = [[grid[b][i + shift[b] - 1] if 0 <= i + shift[b] - 1 < N else -1.0 for i in range(N)]
                         for b in range(B)]
expected["outside.z"] = [grid[b][shift[b]] for b in range(B)]

ramp = [(i + 1) / 2 for i in range(5)]
product = [1.0]
for value in ramp:
    product.append(product[-1] * value)
product = product[1:]
i = sines.wholes(0, ())[0]
expected.update({"tables.a": ramp, "tables.b": product, "tables.c": ramp[i] + product[i], "tables.d": 12,
                 "tables.e": [k * k * ramp[k] for k in range(5)]})
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "positions.expected.json"), "w") as file:
    json.dump(expected, file, separators=(",", ":"), sort_keys=True)
    file.write("\n")
