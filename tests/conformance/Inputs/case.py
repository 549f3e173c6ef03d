# SPDX-License-Identifier: Apache-2.0
"""One entry of a conformance file."""
import dataclasses
import typing

import numpy as np
import torch

DTYPE = {"f64": np.float64, "f32": np.float32, "i64": np.int64, "i32": np.int32, "i8": np.int8, "ui8": np.uint8, "ui32": np.uint32,
         "i1": np.bool_}


def narrow(values, element):
    """Values as the element type holds them, as an array that numpy can compute with."""
    if element in ("bf16", "f16"):
        kind = torch.bfloat16 if element == "bf16" else torch.float16
        return torch.tensor(np.array(values, dtype=np.float64)).to(kind).to(torch.float64).numpy()
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
