#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cases.py FAMILY OPS.td: writes one kernel for each op of a family, in each dtype that it takes and in several shapes.

Fails where OPS.td, the family's ops, has an op without a case here. Each entry is one group, as kernels.py wants it.
"""
import itertools
import re
import sys

FLOATS = ["f64", "f32", "f16", "bf16"]
SIGNED = ["i64", "i32", "i8"]
INTEGERS = SIGNED + ["ui8", "ui32"]
NUMBERS, BITS = FLOATS + INTEGERS, INTEGERS + ["i1"]
ALL = NUMBERS + ["i1"]
SHAPES = [(1,), (7,), (3, 37), (2, 5, 19)]

ELSEWHERE = {"reshape"} # moves nothing, so no kernel holds it: structure.kiln

entries = []


def tensor(shape, dtype):
    return "tensor<%s%s>" % ("".join("%dx" % d for d in shape), dtype)


def entry(op, inputs, outputs, body, kind="elementwise", **limits):
    """One entry: inputs and outputs are [(name, type)], the body computes the outputs from %name_."""
    of = lambda pairs: ", ".join(t for _, t in pairs)
    result = "%g" if len(outputs) == 1 else "%g:%d" % len(outputs)
    given = ["%%%s: %s {kiln.input = \"%s\"%s}" % (n, t, n, ", kiln.limit = %d : i64" % limits[n] if n in limits else "")
             for n, t in inputs]
    entries.append("""kiln.entry infer @%s_%d(%s) -> (%s) {
  %s = kiln.group "%s" (%s) : (%s) -> (%s) {
  ^bb0(%s):
%s
    kiln.yield %s : %s
  }
  kiln.return %s : %s
}""" % (op, len(entries), ", ".join(given), ", ".join("%s {kiln.output = \"%s\"}" % (t, n) for n, t in outputs),
        result, kind, ", ".join("%" + n for n, _ in inputs), of(inputs), of(outputs),
        ", ".join("%%%s_: %s" % pair for pair in inputs), "\n".join("    " + line for line in body),
        ", ".join("%" + n for n, _ in outputs), of(outputs),
        ", ".join("%g" if len(outputs) == 1 else "%%g#%d" % i for i in range(len(outputs))), of(outputs)))


def splat(name, value, t):
    number = repr(float(value)) if re.search(r"f\d+>", t) else str(int(value))
    return "%%%s = kiln.constant dense<%s> : %s" % (name, number, t)


def unary(op, dtypes, factor=3.0, least=None):
    for dtype, shape in itertools.product(dtypes, SHAPES):
        t, body, x = tensor(shape, dtype), [], "%x_"
        if dtype in SIGNED:
            body, x = [splat("k", 2, t), "%%m = kiln.sub %%x_, %%k : %s" % t], "%m"
        if dtype in FLOATS:
            body += [splat("k", factor, t), "%%m = kiln.mul %s, %%k : %s" % (x, t)]
            x = "%m"
            if least is not None:
                body += ["%%a = kiln.abs %%m : %s" % t, splat("c", least, t), "%%p = kiln.add %%a, %%c : %s" % t]
                x = "%p"
        entry(op, [("x", t)], [("y", t)], body + ["%%y = kiln.%s %s : %s" % (op, x, t)])


def binary(op, dtypes, least=None):
    for dtype, shape in itertools.product(dtypes, SHAPES):
        t, body, x, y = tensor(shape, dtype), [], "%x_", "%y_"
        if dtype in SIGNED:
            body, x = [splat("k", 2, t), "%%m = kiln.sub %%x_, %%k : %s" % t], "%m"
        if least is not None and dtype in FLOATS:
            body = ["%%a = kiln.abs %%%s_ : %s" % (least[0], t), splat("c", least[1], t), "%%p = kiln.add %%a, %%c : %s" % t]
            x, y = ("%p", y) if least[0] == "x" else (x, "%p")
        entry(op, [("x", t), ("y", t)], [("z", t)], body + ["%%z = kiln.%s %s, %s : %s" % (op, x, y, t)])


def elementwise():
    for op in ("exp", "expm1", "tanh", "sigmoid", "erf", "sin", "cos", "floor", "ceil", "round"):
        unary(op, FLOATS)
    for op in ("log", "sqrt", "rsqrt"):
        unary(op, FLOATS, least=0.125)
    unary("log1p", FLOATS, least=-0.75)
    for op in ("neg", "abs", "sign"):
        unary(op, NUMBERS)
    unary("not", BITS)
    for op in ("add", "sub", "mul", "max", "min"):
        binary(op, NUMBERS)
    for op in ("floordiv", "mod"):
        binary(op, NUMBERS, least=("y", 0.25))
    binary("div", FLOATS, least=("y", 0.25))
    binary("pow", FLOATS, least=("x", 0.25))
    for op in ("and", "or", "xor"):
        binary(op, BITS)
    for op in ("shl", "shr"):
        binary(op, INTEGERS)
    unary("erf_inv", FLOATS, factor=0.875)
    for a, b in ((a, b) for a in NUMBERS for b in NUMBERS if a[-2:] == b[-2:]):
        x, y = tensor((3, 37), a), tensor((3, 37), b)
        entry("bitcast", [("x", x)], [("y", y)], ["%%y = kiln.bitcast %%x_ : %s -> %s" % (x, y)])
    for dtype, shape in itertools.product(ALL, SHAPES[1:3]):
        t, mask = tensor(shape, dtype), tensor(shape, "i1")
        for predicate in ("eq", "ne", "lt", "le", "gt", "ge"):
            entry("compare", [("x", t), ("y", t)], [("z", mask)],
                  ["%%z = kiln.compare %s %%x_, %%y_ : %s -> %s" % (predicate, t, mask)])
        entry("select", [("c", mask), ("x", t), ("y", t)], [("z", t)],
              ["%%z = kiln.select %%c_, %%x_, %%y_ : %s, %s" % (mask, t)])
        for to in ALL:
            into = tensor(shape, to)
            entry("convert", [("x", t)], [("y", into)], ["%%y = kiln.convert %%x_ : %s -> %s" % (t, into)])
        body, y = ([splat("k", 1, t), "%%y = kiln.or %%x_, %%k : %s" % t], "y") if dtype == "i1" else (
            [splat("k", 3, t), "%%y = kiln.add %%x_, %%k : %s" % t], "y")
        entry("constant", [("x", t)], [(y, t)], body)
        if dtype != "i1":
            for axis in range(len(shape)):
                entry("iota", [("x", t)], [("y", t)], ["%%i = kiln.iota %d : %s" % (axis, t),
                                                       "%%y = kiln.add %%x_, %%i : %s" % t])


def contraction():
    for dtype in NUMBERS:
        for lhs, a, rhs, b, out in (((5, 7), (0, 2), (7, 19), (2, 1), (0, 1)), ((1, 1), (0, 2), (1, 1), (2, 1), (0, 1)),
                                    ((3, 5, 7), (0, 1, 3), (3, 9, 7), (0, 2, 3), (0, 1, 2)), ((33,), (0,), (33,), (0,), ()),
                                    ((4,), (0,), (21,), (1,), (0, 1)), ((6, 300), (0, 2), (300, 18), (2, 1), (1, 0))):
            sizes = dict(zip(a + b, lhs + rhs))
            result = tensor([sizes[label] for label in out], dtype)
            entry("contract", [("x", tensor(lhs, dtype)), ("y", tensor(rhs, dtype))], [("z", result)],
                  ["%%z = kiln.contract %%x_ [%s], %%y_ [%s] -> [%s] : %s, %s -> %s" % (
                      *(", ".join(map(str, labels)) for labels in (a, b, out)), tensor(lhs, dtype), tensor(rhs, dtype), result)],
                  kind="contraction")


def reduction():
    for dtype in ALL:
        for kind in ("any", "all") if dtype == "i1" else ("sum", "prod", "max", "min"):
            for shape, axes in (((1,), (0,)), ((37,), (0,)), ((5, 19), (1,)), ((19, 5), (0,)), ((3, 4, 9), (0, 2)), ((3, 4, 9), (1,))):
                t, to = tensor(shape, dtype), tensor([d for i, d in enumerate(shape) if i not in axes], dtype)
                entry("reduce", [("x", t)], [("y", to)],
                      ["%%y = kiln.reduce %s %%x_ [%s] : %s -> %s" % (kind, ", ".join(map(str, axes)), t, to)], kind="reduction")
    for dtype in NUMBERS:
        for kind in ("max", "min"):
            for shape, axis in (((1,), 0), ((37,), 0), ((5, 19), 1), ((19, 5), 0), ((3, 4, 9), 1)):
                t, to = tensor(shape, dtype), tensor([d for i, d in enumerate(shape) if i != axis], "i32")
                entry("arg_reduce", [("x", t)], [("y", to)],
                      ["%%y = kiln.arg_reduce %s %%x_ %d : %s -> %s" % (kind, axis, t, to)], kind="reduction")
    for dtype, shape in itertools.product(NUMBERS, SHAPES):
        t, axis = tensor(shape, dtype), len(shape) - 1
        for way in ("", "reverse "):
            entry("recur", [("decay", t), ("x", t)], [("y", t)], ["%%y = kiln.recur %s%%decay_, %%x_ %d : %s" % (way, axis, t)], kind="single")
            for kind in ("max", "min"):
                entry("cumulate", [("x", t)], [("y", t)], ["%%y = kiln.cumulate %s %s%%x_ %d : %s" % (kind, way, axis, t)], kind="single")
        for way, count in (("", shape[-1]), ("descending ", (shape[-1] + 1) // 2)):
            to = tensor(shape[:-1] + (count,), "i32")
            entry("arg_sort", [("x", t)], [("y", to)], ["%%y = kiln.arg_sort %s%%x_ %d : %s -> %s" % (way, axis, t, to)], kind="single")


def movement():
    for dtype in ALL:
        zero = "0 : i1" if dtype == "i1" else ("0.0 : " if dtype in FLOATS else "0 : ") + dtype
        for shape, way, fill, to in (((5,), "(i, j) -> (j)", False, (3, 5)), ((4, 19), "(i, j) -> (j, i)", False, (19, 4)),
                                     ((9,), "(i) -> (8 - i)", False, (9,)), ((6, 7), "(i) -> (i, i)", False, (6,)),
                                     ((5, 6), "(i, j) -> (i - 1, j - 2)", True, (8, 11)), ((1,), "(i) -> (0)", False, (1,)),
                                     ((3, 9), "(c, i, u) -> (c, i + u)", False, (3, 7, 3)), ((40,), "(i) -> (i * 3 + 1)", False, (13,)),
                                     ((4, 6), "(i) -> (i floordiv 6, i mod 6)", False, (24,))):
            a, b = tensor(shape, dtype), tensor(to, dtype)
            entry("read", [("x", a)], [("y", b)],
                  ["%%y = kiln.read %%x_ affine_map<%s>%s : %s -> %s" % (way, " else " + zero if fill else "", a, b)])
            if dtype != "i1":
                entry("accumulate", [("x", b)], [("y", a)],
                      ["%%y = kiln.accumulate %%x_ affine_map<%s> : %s -> %s" % (way, b, a)], kind="single")
        for shapes, axis, to in ((((3,), (5,)), 0, (8,)), (((2, 3), (2, 1), (2, 9)), 1, (2, 13)), (((1, 4), (2, 4)), 0, (3, 4))):
            inputs = [("x%d" % i, tensor(s, dtype)) for i, s in enumerate(shapes)]
            entry("join", inputs, [("y", tensor(to, dtype))], ["%%y = kiln.join %s %d : %s -> %s" % (
                ", ".join("%%%s_" % n for n, _ in inputs), axis, ", ".join(t for _, t in inputs), tensor(to, dtype))], kind="single")
        for whole, at, axes, batch, picked in (((7, 33), (5,), (0,), 0, (5, 33)), ((5, 33), (5,), (1,), 1, (5,)), ((1,), (3,), (0,), 0, (3,)),
                                               ((4, 6, 3), (5,), (0, 1), 0, (5, 3)), ((9,), (2, 4), (0,), 0, (2, 4))):
            a, i, b = tensor(whole, dtype), tensor(at, "i32"), tensor(picked, dtype)
            names = ["i%d" % axis for axis in axes]
            limits = {name: whole[axis] for name, axis in zip(names, axes)}
            words = "[%s] axes [%s] batch %d" % (", ".join("%%%s_" % n for n in names), ", ".join(map(str, axes)), batch)
            indices = [(name, i) for name in names]
            entry("gather", [("x", a)] + indices, [("y", b)],
                  ["%%y = kiln.gather %%x_%s : %s, %s -> %s" % (words, a, ", ".join([i] * len(axes)), b)], kind="single", **limits)
            entry("update", [("x", a), ("u", b)] + indices, [("y", a)], ["%%y = kiln.update %%x_[%s] with %%u_ axes [%s] batch %d : %s, %s, %s -> %s" % (
                ", ".join("%%%s_" % n for n in names), ", ".join(map(str, axes)), batch, a, b, ", ".join([i] * len(axes)), a)], kind="single", **limits)
            if dtype != "i1":
                entry("scatter", [("x", b)] + indices, [("y", a)],
                      ["%%y = kiln.scatter %%x_%s : %s, %s -> %s" % (words, b, ", ".join([i] * len(axes)), a)], kind="single", **limits)


def random():
    for dtype, kind in [(t, k) for t in FLOATS[:2] for k in ("uniform", "normal")] + [("ui32", "bits")]:
        for shape in ((1,), (7,), (3, 37), (130,)):
            t = tensor(shape, dtype)
            entry("random", [("seed", "tensor<ui32>"), ("count", "tensor<i64>"), ("layer", "tensor<i32>")], [("y", t)],
                  ["%%y = kiln.random %s %%seed_, %%count_, %%layer_ stream 12345 : tensor<ui32>, tensor<i64>, tensor<i32> -> %s" % (kind, t)], kind="single")


def main(family, path):
    globals()[family]()
    with open(path) as f:
        ops = set(re.findall(r'def Kiln_\w+Op\s*:\s*Kiln_\w+<"(\w+)"', f.read()))
    missing = ops - ELSEWHERE - {re.search(r"@(\w+)_\d+\(", e).group(1) for e in entries}
    if missing:
        sys.exit("no case for " + ", ".join(sorted(missing)))
    print("\n".join(entries))


main(*sys.argv[1:])
