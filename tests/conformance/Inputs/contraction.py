# SPDX-License-Identifier: Apache-2.0
"""Contractions on numpy's einsum; convolutions on torch's."""
import numpy as np
import torch
from case import Case, typed



def contract(name, spec, left, right, element="f32"):
    inputs, result = spec.split("->")
    l, r = inputs.split(",")
    letters = sorted(set(l + r))
    sizes = {**dict(zip(l, left)), **dict(zip(r, right))}
    shape = tuple(sizes[c] for c in result)

    def labels(word):
        return "[" + ", ".join(str(letters.index(c)) for c in word) + "]"
    body = "%%y = kiln.contract %%x0 %s, %%x1 %s -> %s : %s, %s -> %s" % (
        labels(l), labels(r), labels(result), typed(element, left), typed(element, right), typed(element, shape))
    wide = np.float64 if "f" in element else np.int64
    return Case(name + "_" + element, [(element, left), (element, right)], [(element, shape)], body,
                lambda a, b: np.einsum(spec, np.asarray(a, wide), np.asarray(b, wide)))


CONTRACTION = {"contract": [c for e in ("f32", "f64", "bf16", "f16", "i32", "i64", "i8", "ui8") for c in (
    contract("product", "ij,jk->ik", (3, 5), (5, 4), e),)] + [
    contract("inner", "i,i->", (5,), (5,)), contract("outer", "i,j->ij", (3,), (4,)),
    contract("outer_turned", "i,j->ji", (3,), (4,)), contract("batched", "bij,bjk->bik", (2, 3, 4), (2, 4, 2)),
    contract("heads", "bthe,bshe->bhts", (2, 3, 2, 4), (2, 3, 2, 4)), contract("rows", "bi,bi->b", (3, 5), (3, 5)),
    contract("trace", "ij,ji->", (3, 3), (3, 3)), contract("scaled", ",i->i", (), (4,)), contract("one", "ij,jk->ik", (1, 1), (1, 1)),
    contract("nothing_summed", "ij,jk->ik", (3, 0), (0, 2)), contract("no_rows", "ij,jk->ik", (0, 3), (3, 2)),
    contract("wide", "ij,jk->ik", (2, 40), (40, 3)), contract("tall", "ij,jk->ik", (17, 2), (2, 19))]}
