# SPDX-License-Identifier: Apache-2.0
"""Reductions, and what walks along one axis, on numpy and torch."""
import numpy as np
import torch
from case import Case, typed

NUMPY = {"sum": np.sum, "prod": np.prod, "max": np.max, "min": np.min, "any": np.any, "all": np.all}
SPACES = [((5,), (0,)), ((1,), (0,)), ((3, 7), (0,)), ((3, 7), (1,)), ((2, 3, 5), (0, 2)), ((2, 3, 5), (1,)), ((2, 3, 5), (0, 1, 2)),
          ((4, 33), (1,)), ((33, 4), (0,)), ((0, 3), (1,)), ((3, 0), (1,)), ((0,), (0,)), ((2, 3), ())]


def identity(kind, element):
    if kind in ("sum", "any"):
        return 0
    if kind in ("prod", "all"):
        return 1
    if "f" in element:
        return -np.inf if kind == "max" else np.inf
    info = np.iinfo({"i32": np.int32, "i64": np.int64, "i8": np.int8, "ui8": np.uint8, "ui32": np.uint32}[element])
    return info.min if kind == "max" else info.max


def reduce(kind, shape, axes, element):
    kept = tuple(s for a, s in enumerate(shape) if a not in axes)
    body = "%%y = kiln.reduce %s %%x0 %s : %s -> %s" % (kind, list(axes), typed(element, shape), typed(element, kept))

    def oracle(x):
        if "f" in element:
            x = np.asarray(x, np.float64)
        extra = {} if kind in ("any", "all") else {"initial": x.dtype.type(identity(kind, element))}
        if kind in ("sum", "prod"):
            extra["dtype"] = x.dtype
        return NUMPY[kind](x, axis=tuple(axes), **extra)
    return Case("%s_%s_%s_over_%s" % (kind, element, "x".join(map(str, shape)), "_".join(map(str, axes)) or "none"), [(element, shape)],
                [(element, kept)], body, oracle)


def arg_reduce(kind, shape, axis, element):
    kept = tuple(s for a, s in enumerate(shape) if a != axis)
    body = "%%y = kiln.arg_reduce %s %%x0 %d : %s -> %s" % (kind, axis, typed(element, shape), typed("i32", kept))
    return Case("%s_%s_%s_%d" % (kind, element, "x".join(map(str, shape)), axis), [(element, shape)], [("i32", kept)], body,
                lambda x: (np.argmax if kind == "max" else np.argmin)(x, axis=axis))


def along(x, axis, reverse, step):
    """`step(carried, t)` for the slices along the axis in order."""
    x = [np.moveaxis(v, axis, 0) for v in x]
    y = np.zeros_like(x[0])
    order = range(len(y))
    for t in reversed(order) if reverse else order:
        step(y, t, t + 1 if reverse else t - 1, *x)
    return np.moveaxis(y, 0, axis)


LINES = [((5,), 0), ((1,), 0), ((3, 7), 0), ((3, 7), 1), ((2, 3, 5), 1), ((4, 21), 0), ((21, 4), 1), ((3, 0), 1), ((0, 3), 1)]


def recur(shape, axis, reverse, element):
    t = typed(element, shape)
    body = "%%y = kiln.recur %s%%x0, %%x1 %d : %s" % ("reverse " if reverse else "", axis, t)

    def step(y, t, before, a, x):
        y[t] = x[t] + (a[t] * y[before] if 0 <= before < len(y) else 0)
    return Case("recur_%s_%s_%d%s" % (element, "x".join(map(str, shape)), axis, "_reverse" if reverse else ""), [(element, shape)] * 2,
                [(element, shape)], body,
                lambda a, x: along([np.asarray(v, np.float64) if "f" in element else v for v in (a, x)], axis, reverse, step))


def cumsum(shape, axis, reverse, element):
    t = typed(element, shape)
    one = "1.0" if "f" in element else "1"
    body = "%%one = kiln.constant dense<%s> : %s\n%%y = kiln.recur %s%%one, %%x0 %d : %s" % (one, t, "reverse " if reverse else "", axis, t)

    def oracle(x):
        x = np.flip(x, axis) if reverse else x
        y = np.cumsum(x, axis, dtype=np.float64 if "f" in element else x.dtype)
        return np.flip(y, axis) if reverse else y
    return Case("cumsum_%s_%s_%d%s" % (element, "x".join(map(str, shape)), axis, "_reverse" if reverse else ""), [(element, shape)],
                [(element, shape)], body, oracle)


def cumulate(kind, shape, axis, reverse, element):
    body = "%%y = kiln.cumulate %s %s%%x0 %d : %s" % (kind, "reverse " if reverse else "", axis, typed(element, shape))

    def oracle(x):
        x = np.flip(x, axis) if reverse else x
        y = (np.maximum if kind == "max" else np.minimum).accumulate(x, axis) if x.shape[axis] else x
        return np.flip(y, axis) if reverse else y
    return Case("%s_%s_%s_%d%s" % (kind, element, "x".join(map(str, shape)), axis, "_reverse" if reverse else ""), [(element, shape)],
                [(element, shape)], body, oracle)


def cumulate_special():
    values = [1.0, np.nan, 2.0, np.inf, -np.inf, 0.5]
    text = "[1.0, 0x7FC00000, 2.0, 0x7F800000, 0xFF800000, 0.5]"
    return [Case("special_%s%s" % (kind, reverse), [], [("f32", (6,))],
                 "%%c = kiln.constant dense<%s> : tensor<6xf32>\n%%y = kiln.cumulate %s %s%%c 0 : tensor<6xf32>" % (text, kind, reverse),
                 lambda f=f, reverse=reverse: f.accumulate(values[::-1])[::-1] if reverse else f.accumulate(values))
            for kind, f in (("max", np.maximum), ("min", np.minimum)) for reverse in ("", "reverse ")]


def arg_sort(shape, axis, descending, element, wanted=None, limit=None):
    size = shape[axis] if wanted is None else wanted
    kept = tuple(size if a == axis else s for a, s in enumerate(shape))
    body = "%%y = kiln.arg_sort %s%%x0 %d : %s -> %s" % ("descending " if descending else "", axis, typed(element, shape), typed("i32", kept))

    def oracle(x):
        order = torch.sort(torch.tensor(x.copy()), dim=axis, descending=descending, stable=True).indices.numpy()
        return np.take(order, range(size), axis=axis)
    name = "%s_%s_%d_of_%d" % (element, "x".join(map(str, shape)), size, axis)
    return Case(("descending_" if descending else "ascending_") + name, [(element, shape, limit) if limit else (element, shape)],
                [("i32", kept)], body, oracle)


def sort_special():
    text = "[2.0, 0x7FC00000, -0.0, 0.0, 0x7F800000, 0xFF800000, -0.0, -2.5, 0xFFC00000, 2.0, -3.5]"
    values = [2.0, np.nan, -0.0, 0.0, np.inf, -np.inf, -0.0, -2.5, np.nan, 2.0, -3.5]
    return [Case("special_%s" % ("descending" if down else "ascending"), [], [("i32", (11,))],
                 "%%c = kiln.constant dense<%s> : tensor<11xf32>\n%%y = kiln.arg_sort %s%%c 0 : tensor<11xf32> -> tensor<11xi32>" % (
                     text, "descending " if down else ""),
                 lambda down=down: torch.sort(torch.tensor(values), descending=down, stable=True).indices.numpy()) for down in (False, True)]


REDUCTION = {
    "reduce": [reduce(k, s, a, "f32") for k in ("sum", "prod", "max", "min") for s, a in SPACES]
    + [reduce(k, s, a, "i1") for k in ("any", "all") for s, a in SPACES]
    + [reduce(k, (3, 7), (1,), e) for k in ("sum", "prod", "max", "min") for e in ("f64", "i32", "i64", "i8", "ui8", "ui32")]
    + [reduce(k, (4, 33), (1,), e) for k in ("sum", "prod", "max", "min") for e in ("bf16", "f16")],
    "arg_reduce": [arg_reduce(k, s, a, e) for k in ("max", "min") for s, a in (((5,), 0), ((3, 7), 0), ((3, 7), 1), ((2, 3, 5), 1), ((1,), 0))
                   for e in ("f32",)] + [arg_reduce(k, (3, 7), 1, e) for k in ("max", "min") for e in ("f64", "bf16", "f16", "i32", "i64", "ui8")],
    "recur": [f(s, a, r, "f32") for f in (recur, cumsum) for s, a in LINES for r in (False, True)]
    + [f((3, 7), a, True, e) for f in (recur, cumsum) for e in ("f64", "bf16", "f16", "i32", "i64", "ui8") for a in (0, 1)],
    "cumulate": [cumulate(k, s, a, r, "f32") for k in ("max", "min") for s, a in LINES for r in (False, True)]
    + [cumulate("max", (3, 7), a, False, e) for e in ("f64", "bf16", "f16", "i32", "i64", "ui8") for a in (0, 1)] + cumulate_special(),
    "arg_sort": [arg_sort(s, a, d, "f32") for s, a in LINES for d in (False, True)]
    + [arg_sort((3, 17), 1, d, "f32", k) for d in (False, True) for k in (1, 2, 5, 16, 0)]
    + [arg_sort((17, 3), 0, d, "f32", k) for d in (False, True) for k in (3,)]
    + [arg_sort((2, 40), 1, d, e, None, 9) for e in ("i32", "i64", "i8", "ui8") for d in (False, True)]
    + [arg_sort((2, 20), 1, d, e) for e in ("f64", "bf16", "f16") for d in (False, True)] + sort_special(),
}
