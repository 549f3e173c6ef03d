# SPDX-License-Identifier: Apache-2.0
"""Ops that move elements, on numpy."""
import itertools

import numpy as np
from case import Case, typed


def lead(shape, coordinates, target):
    """Pairs of a position of `shape` and where it leads in `target`, None outside."""
    for position in itertools.product(*map(range, shape)):
        to = coordinates(*position)
        yield position, to if all(0 <= c < size for c, size in zip(to, target)) else None


def read(name, source, dims, target, coordinates, fill=None, element="f32"):
    """`dims` names the dims of the map, `coordinates` is a lambda that says what the map says."""
    text = coordinates[0]
    t, r = typed(element, source), typed(element, target)
    otherwise = "" if fill is None else "else %r : %s " % (fill, element)
    body = "%%y = kiln.read %%x0 affine_map<(%s) -> (%s)> %s: %s -> %s" % (", ".join(dims), text, otherwise, t, r)

    def oracle(x):
        y = np.full(target, 0 if fill is None else fill, dtype=x.dtype)
        for position, to in lead(target, coordinates[1], source):
            if to is not None:
                y[position] = x[to]
        return y
    return Case("%s_%s" % (name, element), [(element, source)], [(element, target)], body, oracle)


def accumulate(name, source, dims, target, coordinates, element="f32"):
    body = "%%y = kiln.accumulate %%x0 affine_map<(%s) -> (%s)> : %s -> %s" % (
        ", ".join(dims), coordinates[0], typed(element, source), typed(element, target))

    def oracle(x):
        y = np.zeros(target, dtype=np.float64 if "f" in element else x.dtype)
        for position, to in lead(source, coordinates[1], target):
            if to is not None:
                y[to] += x[position]
        return y
    return Case("%s_%s" % (name, element), [(element, source)], [(element, target)], body, oracle)


def join(name, shapes, axis, element="f32"):
    whole = list(shapes[0])
    whole[axis] = sum(s[axis] for s in shapes)
    body = "%%y = kiln.join %s %d : %s -> %s" % (", ".join("%%x%d" % i for i in range(len(shapes))), axis,
                                                 ", ".join(typed(element, s) for s in shapes), typed(element, whole))
    return Case("%s_%s" % (name, element), [(element, s) for s in shapes], [(element, tuple(whole))], body,
                lambda *x: np.concatenate(x, axis))


class Pick:
    """Axes, batch and index tensors of one gather."""

    def __init__(self, name, whole, index, axes, batch=0, limit=4, offset=0):
        self.name, self.whole, self.index, self.axes, self.batch, self.limit, self.offset = name, whole, index, axes, batch, limit, offset
        rest = [s for a, s in enumerate(whole) if a >= batch and a not in axes]
        self.picked = tuple(index) + tuple(rest)
        self.names = ["%%i%d" % k for k in range(len(axes))]

    def inputs(self):
        return [("i32", self.index, self.limit)] * len(self.axes)

    def prelude(self, first):
        """Indices less the offset: some of them may lie outside."""
        t = typed("i32", self.index)
        return "%%o = kiln.constant dense<%d> : %s\n" % (self.offset, t) + "".join(
            "%s = kiln.sub %%x%d, %%o : %s\n" % (n, first + k, t) for k, n in enumerate(self.names))

    def operands(self, first):
        return ", ".join("%%x%d" % (first + k) for k in range(len(self.axes)))

    def types(self):
        return ", ".join([typed("i32", self.index)] * len(self.axes))

    def places(self, indices, clamp):
        """(position among the picked, position in the whole or None outside)."""
        rest = [a for a in range(len(self.whole)) if a >= self.batch and a not in self.axes]
        for position in itertools.product(*map(range, self.picked)):
            at, inside = [0] * len(self.whole), True
            for a in range(self.batch):
                at[a] = position[a]
            for a, index in zip(self.axes, indices):
                value = int(index[position[:len(self.index)]])
                if not 0 <= value < self.whole[a]:
                    inside = False
                    value = min(max(value, 0), self.whole[a] - 1)
                at[a] = value
            for k, a in enumerate(rest):
                at[a] = position[len(self.index) + k]
            yield position, tuple(at) if inside or clamp else None


def gather(pick, element):
    body = "%%y = kiln.gather %%x0[%s] axes %s batch %d : %s, %s -> %s" % (
        pick.operands(1), list(pick.axes), pick.batch, typed(element, pick.whole), pick.types(), typed(element, pick.picked))

    def oracle(x, *indices):
        y = np.zeros(pick.picked, x.dtype)
        for position, at in pick.places(indices, True):
            y[position] = x[at]
        return y
    return Case("%s_%s" % (pick.name, element), [(element, pick.whole)] + pick.inputs(), [(element, pick.picked)], body, oracle)


def lowest(element, kind):
    if "f" in element:
        return -np.inf if kind == "max" else np.inf
    limits = np.iinfo({"i32": np.int32, "i64": np.int64, "i8": np.int8, "ui8": np.uint8, "ui32": np.uint32}[element])
    return limits.min if kind == "max" else limits.max


def scatter(pick, element, kind="sum"):
    body = "%%y = kiln.scatter %s%%x0[%s] axes %s batch %d : %s, %s -> %s" % (
        "" if kind == "sum" else kind + " ", pick.operands(1), list(pick.axes), pick.batch, typed(element, pick.picked), pick.types(),
        typed(element, pick.whole))

    def oracle(x, *indices):
        y = np.full(pick.whole, 0 if kind == "sum" else lowest(element, kind), np.float64 if "f" in element else x.dtype)
        for position, at in pick.places(indices, False):
            if at is not None:
                y[at] = y[at] + x[position] if kind == "sum" else max(y[at], x[position]) if kind == "max" else min(y[at], x[position])
        return y
    return Case("%s_%s_%s" % (kind, pick.name, element), [(element, pick.picked)] + pick.inputs(), [(element, pick.whole)], body, oracle)


def update(pick, element):
    body = "%%y = kiln.update %%x0[%s] with %%x1 axes %s batch %d : %s, %s, %s -> %s" % (
        pick.operands(2), list(pick.axes), pick.batch, typed(element, pick.whole), typed(element, pick.picked), pick.types(),
        typed(element, pick.whole))

    def oracle(x, u, *indices):
        y = x.copy()
        for position, at in pick.places(indices, False):
            if at is not None:
                y[at] = u[position]
        return y
    return Case("%s_%s" % (pick.name, element), [(element, pick.whole), (element, pick.picked)] + pick.inputs(), [(element, pick.whole)],
                body, oracle)


# The limit of an index exceeds its axis in `outside`: such picks are held inside, such updates are dropped.
PICKS = [Pick("line", (5,), (4,), (0,)), Pick("one", (1,), (3,), (0,), limit=1), Pick("rows", (5, 3), (4,), (0,)),
         Pick("wide_rows", (5, 21), (6,), (0,)), Pick("columns", (3, 5), (4,), (1,)), Pick("batched", (2, 4, 3), (2, 3), (1,), 1),
         Pick("batched_line", (3, 6), (3, 2), (1,), 1), Pick("two_axes", (3, 4, 2), (5,), (0, 1), limit=3),
         Pick("two_apart", (3, 2, 4), (5,), (0, 2), limit=3), Pick("scalar", (4, 3), (), (0,)), Pick("outside", (3, 2), (7,), (0,), limit=5),
         Pick("nothing", (4, 3), (0,), (0,))]

MOVEMENT = {
    "read": [
        read("broadcast", (3,), ["d0", "d1"], (2, 3), ("d1", lambda i, j: (j,))),
        read("scalar", (), ["d0", "d1"], (2, 3), ("", lambda i, j: ())),
        read("turned", (2, 5), ["d0", "d1"], (5, 2), ("d1, d0", lambda i, j: (j, i))),
        read("slice", (7,), ["d0"], (3,), ("d0 + 2", lambda i: (i + 2,))),
        read("stride", (7,), ["d0"], (3,), ("d0 * 2 + 1", lambda i: (2 * i + 1,))),
        read("reversed", (5,), ["d0"], (5,), ("-d0 + 4", lambda i: (4 - i,))),
        read("diagonal", (4, 4), ["d0"], (4,), ("d0, d0", lambda i: (i, i))),
        read("padded", (3,), ["d0"], (7,), ("d0 - 2", lambda i: (i - 2,)), 1.5),
        read("cropped", (6,), ["d0"], (3,), ("d0 + 1", lambda i: (i + 1,)), 1.5),
        read("interior", (3,), ["d0"], (5,), ("d0 floordiv 2", lambda i: (i // 2,))),
        read("blocks", (3, 2), ["d0"], (6,), ("d0 floordiv 2, d0 mod 2", lambda i: (i // 2, i % 2))),
        read("window", (5, 6), ["d0", "d1", "d2", "d3"], (5, 6, 3, 3), ("d0 + d2 - 1, d1 + d3 - 1", lambda i, j, u, v: (i + u - 1, j + v - 1)), 0.0),
        read("dilated", (7,), ["d0", "d1"], (3, 3), ("d0 + d1 * 2", lambda i, u: (i + 2 * u,))),
        read("strided_window", (9,), ["d0", "d1"], (4, 3), ("d0 * 2 + d1", lambda i, u: (2 * i + u,))),
        read("uneven", (5,), ["d0", "d1"], (3, 3), ("d0 * 2 + d1", lambda i, u: (2 * i + u,)), 0.0),
        read("empty", (0, 3), ["d0", "d1"], (3, 0), ("d1, d0", lambda i, j: (j, i)))] + [
        read("typed", (2, 5), ["d0", "d1"], (5, 4), ("d1 - 1, d0", lambda i, j: (j - 1, i)), 0.0 if "f" in e else 0, e)
        for e in ("f64", "bf16", "f16", "i32", "i64", "i8")],
    "accumulate": [
        accumulate("sum", (2, 3), ["d0", "d1"], (3,), ("d1", lambda i, j: (j,))),
        accumulate("turned", (2, 3), ["d0", "d1"], (3, 2), ("d1, d0", lambda i, j: (j, i))),
        accumulate("window", (5, 3), ["d0", "d1"], (5,), ("d0 + d1 - 1", lambda i, u: (i + u - 1,))),
        accumulate("strided", (3, 3), ["d0", "d1"], (7,), ("d0 * 2 + d1", lambda i, u: (2 * i + u,))),
        accumulate("interior", (4,), ["d0"], (8,), ("d0 * 2", lambda i: (2 * i,))),
        accumulate("diagonal", (3,), ["d0"], (3, 3), ("d0, d0", lambda i: (i, i))),
        accumulate("row", (4,), ["d0"], (3, 4), ("1, d0", lambda i: (1, i)))] + [
        accumulate("typed", (5, 3), ["d0", "d1"], (5,), ("d0 + d1 - 1", lambda i, u: (i + u - 1,)), e)
        for e in ("f64", "bf16", "f16", "i32", "i64")],
    "reshape": [Case("reshape_" + e, [(e, (2, 6))], [(e, (3, 4))],
                     "%%y = kiln.reshape %%x0 : %s -> %s" % (typed(e, (2, 6)), typed(e, (3, 4))), lambda x: x.reshape(3, 4))
                for e in ("f32", "f64", "bf16", "f16", "i32", "i1")],
    "join": [join("first", [(2, 3), (1, 3)], 0), join("last", [(2, 3), (2, 1), (2, 4)], 1), join("line", [(1,), (5,)], 0),
             join("empty_piece", [(2, 3), (0, 3), (1, 3)], 0)] + [join("typed", [(2, 3), (2, 2)], 1, e)
                                                                  for e in ("f64", "bf16", "f16", "i32", "i64", "i8")],
    "gather": [gather(p, "f32") for p in PICKS] + [gather(PICKS[2], e) for e in ("f64", "bf16", "f16", "i32", "i64", "ui8")],
    "scatter": [scatter(p, "f32") for p in PICKS] + [scatter(p, "f32", k) for k in ("max", "min") for p in PICKS] + [
        scatter(PICKS[2], e, k) for e in ("f64", "bf16", "f16", "i32", "i64", "i8", "ui8") for k in ("sum", "max", "min")],
    "update": [update(p, "f32") for p in PICKS] + [update(PICKS[3], e) for e in ("f64", "bf16", "f16", "i32", "i64", "ui8", "i1")],
}
