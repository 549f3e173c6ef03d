# SPDX-License-Identifier: Apache-2.0
"""One entry of a conformance file."""
import dataclasses
import typing

import numpy as np

DTYPE = {"f64": np.float64, "f32": np.float32, "i64": np.int64, "i32": np.int32, "i8": np.int8, "ui8": np.uint8, "ui32": np.uint32,
         "i1": np.bool_}


def narrow(values, element):
    """Values as the element type holds them, as an array that numpy can compute with."""
    if element == "f16":
        with np.errstate(over="ignore"):
            return np.asarray(values, np.float64).astype(np.float16).astype(np.float64)
    if element == "bf16":  # rounded once, where torch goes by way of f32
        values = np.asarray(values, np.float64)
        with np.errstate(all="ignore"):
            unit = np.ldexp(1.0, np.maximum(np.frexp(values)[1] - 8, -133))
            rounded = np.where(np.isfinite(values), np.rint(values / unit) * unit, values)
        return np.where(np.abs(rounded) >= 2.0**128, np.copysign(np.inf, values), rounded)
    return np.asarray(values).astype(DTYPE[element])


@dataclasses.dataclass
class Case:
    name: str
    inputs: list   # (element, shape[, limit of integers])
    outputs: list  # (element, shape)
    body: str      # of %x0, %x1, … computes %y, or %y0, %y1, …
    oracle: typing.Callable


def typed(element, shape):
    return "tensor<%s%s>" % ("".join("%dx" % size for size in shape), element)
