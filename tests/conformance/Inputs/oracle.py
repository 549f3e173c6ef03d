#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""oracle.py [OP …]: writes ../OP.mlir, each op of the dialect on small inputs with the values that numpy and torch give.

The files are checked in; tests run them without either library. Inputs are drawn as `kiln-opt --kiln-interpret` draws them, so
the values here are those of the same inputs. Each file runs twice: on the interpreter against the values of the oracle, and
compiled, with 1 and with 3 workers, against the interpreter. Needs numpy and torch.
"""
import dataclasses
import os
import sys

import numpy as np

from case import narrow, typed
from contraction import CONTRACTION
from draws import RANDOM
from elementwise import ELEMENTWISE
from movement import MOVEMENT
from reduction import REDUCTION

MASK = (1 << 64) - 1
HEAD = """// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: expected values are those of numpy and torch.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --pass-pipeline='builtin.module(kiln.entry(kiln-form-groups))' %s -o %t.mlir
// RUN: %python %S/../loops/Inputs/kernels.py %t.mlir
"""


def draw(number, shape, element, below):
    state = ((1 << 32) + number * 0x9E3779B97F4A7C15 + 1) & MASK
    values = []
    for _ in range(int(np.prod(shape, dtype=np.int64))):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        values.append(float(z >> 41) * 2.0**-22 - 1 if "f" in element else z % below)
    return narrow(np.array(values).reshape(shape), element)


def number(value, element):
    if "f" not in element:
        return ("true" if value else "false") if element == "i1" else str(int(value))
    if np.isfinite(value):
        text = "%.17g" % value if element == "f64" else "%.9g" % value
        return text if "." in text or "e" in text else text + ".0"
    if element == "f64":
        return hex(int(np.float64(value).view(np.uint64)))
    if element == "f16":
        return hex(int(np.float16(value).view(np.uint16)))
    bits = int(np.float32(value).view(np.uint32))
    return hex(bits >> 16 if element == "bf16" else bits)


def dense(values, element):
    values = np.asarray(values)
    if values.ndim == 0:
        return number(values, element)
    return "[" + ", ".join(dense(row, element) for row in values) + "]"


def entry(name, inputs, outputs, body, values):
    """inputs: (element, shape[, limit]); outputs: (element, shape); values: those of the outputs."""
    arguments = ", ".join(
        '%%x%d: %s {kiln.input = "x%d"%s}' % (i, typed(element, shape), i, ", kiln.limit = %d" % rest[0] if rest else "")
        for i, (element, shape, *rest) in enumerate(inputs))
    names = ["y"] if len(outputs) == 1 else ["y%d" % i for i in range(len(outputs))]
    results = ",\n     ".join(
        '%s {kiln.output = "%s", kiln.expected = dense<%s> : %s}' % (typed(element, shape), out, dense(value, element) if value.size else "", typed(element, shape))
        for (element, shape), out, value in zip(outputs, names, values))
    lines = "\n".join("  " + line.strip() for line in body.strip().splitlines())
    return "kiln.entry infer @%s(%s)\n -> (%s) {\n%s\n  kiln.return %s : %s\n}\n" % (
        name, arguments, results, lines, ", ".join("%" + n for n in names),
        ", ".join(typed(element, shape) for element, shape in outputs))


EMPTY = """// SPDX-License-Identifier: Apache-2.0
// Written by Inputs/oracle.py: tensors without elements. The graph stage leaves none of them to a kernel.
// RUN: %kiln-opt --kiln-interpret=quiet=true %s -o /dev/null
// RUN: %kiln-opt --kiln-simplify %s -o %t.mlir
// RUN: %kiln-opt --kiln-interpret=quiet=true %t.mlir -o /dev/null
"""


def is_empty(case):
    return any(0 in shape for _, shape, *_ in case.inputs + case.outputs)


def main():
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    everything = {**ELEMENTWISE, **CONTRACTION, **MOVEMENT, **RANDOM, **REDUCTION}
    everything["empty"] = [dataclasses.replace(case, name=op + "_" + case.name)
                           for op, cases in everything.items() for case in cases if is_empty(case)]
    for op, cases in everything.items():
        if sys.argv[1:] and op not in sys.argv[1:]:
            continue
        text = EMPTY if op == "empty" else HEAD if op != "reshape" else HEAD[:HEAD.index("// RUN: %kiln-opt --pass")]  # no kernel: the same bytes
        for case in cases:
            if is_empty(case) != (op == "empty"):
                continue
            drawn = [draw(i, shape, element, rest[0] if rest else 2 if element == "i1" else 4)
                     for i, (element, shape, *rest) in enumerate(case.inputs)]
            with np.errstate(all="ignore"):
                values = case.oracle(*drawn)
            values = [np.asarray(v) for v in (values if isinstance(values, tuple) else (values,))]
            for (element, shape), value in zip(case.outputs, values):
                assert value.shape == tuple(shape), (op, case.name, value.shape, shape)
            values = [narrow(v, element) for (element, _), v in zip(case.outputs, values)]
            text += entry(case.name, case.inputs, case.outputs, case.body, values)
        with open(os.path.join(folder, op + ".mlir"), "w") as file:
            file.write(text)


if __name__ == "__main__":
    main()
