# SPDX-License-Identifier: Apache-2.0
"""Elementwise ops on numpy and torch, in double where they are of floats."""
import numpy as np
import torch
from case import DTYPE, Case, narrow, typed

SHAPES = [(), (1,), (3, 7), (2, 3, 5), (0, 4)]


def of_torch(name):
    function = getattr(torch.special, name, None) or getattr(torch, name)
    return lambda *x: function(*[torch.tensor(np.asarray(v, dtype=np.float64)) for v in x]).numpy()


def shape_name(shape):
    return "x".join(map(str, shape)) or "scalar"


def unary(op, oracle, scale=3.0, shift=0.0, elements=("f32", "f64", "bf16", "f16")):
    """On scale * x + shift, which fills the op's domain. The scaling is exact but for the narrow types."""
    cases = []
    for element in elements:
        for shape in SHAPES if element == "f32" else [(3, 7)]:
            t = typed(element, shape)
            body = "%%k = kiln.constant dense<%r> : %s\n%%c = kiln.constant dense<%r> : %s\n" % (scale, t, shift, t)
            body += "%%m = kiln.mul %%x0, %%k : %s\n%%a = kiln.add %%m, %%c : %s\n%%y = kiln.%s %%a : %s" % (t, t, op, t)

            def at(x, element=element):
                return oracle(narrow(narrow(np.asarray(x, np.float64) * scale, element).astype(np.float64) + shift, element).astype(np.float64))
            cases.append(Case("%s_%s_%s" % (op, element, shape_name(shape)), [(element, shape)], [(element, shape)], body, at))
    return cases


def integers(op, oracle, elements, low=0):
    cases = []
    for element in elements:
        shape = (3, 7)
        t = typed(element, shape)
        limit = 100 if element in ("i8", "ui8") else 1000
        body = "%%k = kiln.constant dense<%d> : %s\n%%a = kiln.sub %%x0, %%k : %s\n%%y = kiln.%s %%a : %s" % (low, t, t, op, t)
        cases.append(Case("%s_%s" % (op, element), [(element, shape, limit)], [(element, shape)], body,
                          lambda x: oracle(x - x.dtype.type(low))))
    return cases


def binary(op, oracle, elements, shift=0.0, offset=0, limit=60):
    """Floats: the right side plus `shift`. Integers: both sides less `offset`."""
    cases = []
    for element in elements:
        for shape in SHAPES if element == "f32" else [(3, 7)]:
            t = typed(element, shape)
            value = repr(float(shift)) if "f" in element else str(offset)
            body = "%%k = kiln.constant dense<%s> : %s\n" % (value, t)
            if "f" in element:
                body += "%%b = kiln.add %%x1, %%k : %s\n%%y = kiln.%s %%x0, %%b : %s" % (t, op, t)

                def at(x, y, element=element):
                    y = narrow(np.asarray(y, np.float64) + shift, element)
                    return oracle(np.asarray(x, np.float64), np.asarray(y, np.float64))
            else:
                body += "%%a = kiln.sub %%x0, %%k : %s\n%%b = kiln.sub %%x1, %%k : %s\n%%y = kiln.%s %%a, %%b : %s" % (t, t, op, t)

                def at(x, y):
                    return oracle(x - x.dtype.type(offset), y - y.dtype.type(offset))
            inputs = [(element, shape) if "f" in element else (element, shape, limit)] * 2
            cases.append(Case("%s_%s_%s" % (op, element, shape_name(shape)), inputs, [(element, shape)], body, at))
    return cases


def logical(op, oracle):
    t = typed("i1", (3, 7))
    return [Case(op + "_i1", [("i1", (3, 7))] * 2, [("i1", (3, 7))], "%%y = kiln.%s %%x0, %%x1 : %s" % (op, t), oracle)]


def compare(predicate, oracle):
    cases = []
    for element in ("f32", "f64", "bf16", "f16", "i32", "i64", "i8", "ui8", "ui32", "i1"):
        t, b = typed(element, (3, 7)), typed("i1", (3, 7))
        cases.append(Case("%s_%s" % (predicate, element), [(element, (3, 7))] * 2, [("i1", (3, 7))],
                          "%%y = kiln.compare %s %%x0, %%x1 : %s -> %s" % (predicate, t, b), oracle))
    nan = "%n = kiln.constant dense<0x7FC00000> : tensor<4xf32>\n"
    cases.append(Case(predicate + "_nan", [("f32", (4,))], [("i1", (4,))],
                      nan + "%%y = kiln.compare %s %%x0, %%n : tensor<4xf32> -> tensor<4xi1>" % predicate,
                      lambda x: np.full((4,), predicate == "ne")))
    return cases


def convert():
    cases = []
    elements = ("f64", "f32", "bf16", "f16", "i64", "i32", "i8", "ui8", "ui32", "i1")
    limits = {"f64": None, "f32": None, "bf16": None, "f16": None, "i1": (0, 1), "i8": (-128, 127), "ui8": (0, 255),
              "i32": (-2**31, 2**31 - 1), "ui32": (0, 2**32 - 1), "i64": (-2**63, 2**63 - 1)}

    def exact(x, a, b):
        if "f" in a:
            x = np.asarray(x, np.float64)
            if b == "i1":
                return x != 0
            if "f" in b:
                return x
            low, high = limits[b]
            return np.clip(np.trunc(x), low, high)
        if b == "i1":
            return x != 0
        return np.asarray(x).astype(np.float64) if "f" in b else x
    for a in elements:
        for b in elements:
            if a == b:
                continue
            ta, tb = typed(a, (3, 7)), typed(b, (3, 7))
            if "f" in a:  # far beyond the narrow integers
                scale = 300.0
                body = "%%k = kiln.constant dense<%r> : %s\n%%a = kiln.mul %%x0, %%k : %s\n" % (scale, ta, ta)

                def at(x, a=a, b=b):
                    return exact(narrow(np.asarray(x, np.float64) * 300.0, a), a, b)
                limit = ()
            else:
                body = "%%a = kiln.not %%x0 : %s\n" % ta
                def at(x, a=a, b=b):
                    return exact(~x, a, b)
                limit = (2,) if a == "i1" else (100,)
            cases.append(Case("convert_%s_%s" % (a, b), [(a, (3, 7), *limit)], [(b, (3, 7))],
                              body + "%%y = kiln.convert %%a : %s -> %s" % (ta, tb), at))
    return cases + [convert_special(a, b) for a in ("f64", "f32", "i64", "i32") for b in ("bf16", "f16")]


def convert_special(a, b):
    """To a narrow float: ties to even and their neighbours, denormals, what overflows, infinities and NaN."""
    if "f" in a:
        ulp, least = (2.0**-7, 2.0**-133) if b == "bf16" else (2.0**-10, 2.0**-24)
        values = [1 + ulp / 2, 1 + 3 * ulp / 2, 1 + ulp / 2 + 2.0**-23, 1 + 3 * ulp / 2 - 2.0**-23, -1 - ulp / 2, 0.0, -0.0, least, least / 2,
                  -3 * least / 2, least * 2.0**-9, 65504.0, 65519.0, 65520.0, -65536.0, 1e-5, 3.3895e38, 3.3961e38, 3.3962e38, 3.4028235e38,
                  np.inf, -np.inf, np.nan]
        values = np.array(values, DTYPE[a])
        if a == "f64":  # an f32 on the way would round these to a tie
            values = np.append(values, [1 + ulp / 2 + 2.0**-40, 1 + 3 * ulp / 2 - 2.0**-40, 1e300, -1e-300, least / 2 * (1 + 2.0**-40)])
    else:
        values = np.array([0, 1, -1, 257, 259, 2049, 2051, 65519, 65520, 65535, -65536, 2**24 + 1, 2**24 + 2**16, 2**24 + 2**16 + 1, 2**31 - 1, -2**31]
                          + ([2**40 + 2**32 + 1, 2**63 - 1] if a == "i64" else []), DTYPE[a])
    t = typed(a, values.shape)
    body = "%%c = kiln.constant dense<[%s]> : %s\n%%y = kiln.convert %%c : %s -> %s" % (", ".join(constant(v, a) for v in values), t, t,
                                                                               typed(b, values.shape))
    return Case("convert_special_%s_%s" % (a, b), [], [(b, values.shape)], body, lambda: values.astype(np.float64))


def constant(value, element):
    if "f" in element and not np.isfinite(value):
        return hex(int(value.view(np.uint32 if element == "f32" else np.uint64)))
    return "%.17e" % value if "f" in element else str(value)


def bitcast():
    cases = []
    for a, b in (("f32", "i32"), ("i32", "f32"), ("f32", "ui32"), ("ui32", "i32"), ("f64", "i64"), ("i64", "f64"), ("i8", "ui8")):
        cases.append(Case("bitcast_%s_%s" % (a, b), [(a, (3, 7)) if "f" in a else (a, (3, 7), 100)], [(b, (3, 7))],
                          "%%y = kiln.bitcast %%x0 : %s -> %s" % (typed(a, (3, 7)), typed(b, (3, 7))), lambda x, b=b: x.view(DTYPE[b])))
    return cases


def select():
    cases = []
    for element in ("f32", "f64", "bf16", "f16", "i32", "i64", "i8", "i1"):
        t, b = typed(element, (3, 7)), typed("i1", (3, 7))
        cases.append(Case("select_" + element, [("i1", (3, 7)), (element, (3, 7)), (element, (3, 7))], [(element, (3, 7))],
                          "%%y = kiln.select %%x0, %%x1, %%x2 : %s, %s" % (b, t), np.where))
    return cases


def iota():
    return [Case("iota_%s_%d" % (element, axis), [], [(element, (3, 5))], "%%y = kiln.iota %d : %s" % (axis, typed(element, (3, 5))),
                 lambda axis=axis: np.broadcast_to(np.arange(5) if axis else np.arange(3)[:, None], (3, 5)))
            for element in ("f32", "f64", "bf16", "f16", "i32", "i64", "ui8") for axis in (0, 1)]


def shift_left(x, y):
    width = x.dtype.itemsize * 8
    y = y.astype(np.int64)
    return np.where((y >= 0) & (y < width), np.left_shift(x, np.clip(y, 0, width - 1).astype(x.dtype)), 0).astype(x.dtype)


def shift_right(x, y):
    width = x.dtype.itemsize * 8
    y = y.astype(np.int64)
    return np.right_shift(x, np.where((y >= 0) & (y < width), y, width - 1).astype(x.dtype)) * np.where(
        (y >= 0) & (y < width) | (np.iinfo(x.dtype).min < 0), 1, 0).astype(x.dtype)


def no_zero(divide):
    """Integers: 0 where the divisor is."""
    def at(x, y):
        if np.issubdtype(x.dtype, np.floating):
            return divide(x, y)
        return np.where(y == 0, 0, divide(x, np.where(y == 0, 1, y))).astype(x.dtype)
    return at


FLOATS, INTS = ("f32", "f64", "bf16", "f16"), ("i32", "i64", "i8", "ui8", "ui32")
BITS = INTS

ELEMENTWISE = {
    "exp": unary("exp", np.exp),
    "expm1": unary("expm1", np.expm1),
    "log": unary("log", np.log, 1.0, 1.5),
    "log1p": unary("log1p", np.log1p, 0.5),
    "sqrt": unary("sqrt", np.sqrt, 1.0, 1.5),
    "rsqrt": unary("rsqrt", lambda x: 1 / np.sqrt(x), 1.0, 1.5),
    "tanh": unary("tanh", np.tanh),
    "sigmoid": unary("sigmoid", of_torch("expit"), 20.0),
    "erf": unary("erf", of_torch("erf")),
    "erf_inv": unary("erf_inv", of_torch("erfinv"), 1.0, 0.0) + [
        Case("erf_inv_tail", [("f32", (24,))], [("f32", (24,))],
             "%b = kiln.constant dense<0.999> : tensor<24xf32>\n%s = kiln.constant dense<0.0009> : tensor<24xf32>\n"
             "%m = kiln.mul %x0, %s : tensor<24xf32>\n%a = kiln.add %m, %b : tensor<24xf32>\n%y = kiln.erf_inv %a : tensor<24xf32>",
             lambda x: of_torch("erfinv")(x * np.float32(0.0009) + np.float32(0.999))),
        Case("erf_inv_ends", [("f32", (24,))], [("f32", (24,))],
             "%s = kiln.sign %x0 : tensor<24xf32>\n%y = kiln.erf_inv %s : tensor<24xf32>", lambda x: np.sign(x) * np.inf),
        Case("erf_inv_beyond", [("f64", (5,))], [("f64", (5,))],
             "%k = kiln.constant dense<2.5> : tensor<5xf64>\n%a = kiln.add %x0, %k : tensor<5xf64>\n%y = kiln.erf_inv %a : tensor<5xf64>",
             lambda x: np.full((5,), np.nan))],
    "sin": unary("sin", np.sin), "cos": unary("cos", np.cos),
    "floor": unary("floor", np.floor), "ceil": unary("ceil", np.ceil), "round": unary("round", np.round, 8.0),
    "neg": unary("neg", np.negative) + integers("neg", np.negative, INTS, 50),
    "abs": unary("abs", np.abs) + integers("abs", np.abs, INTS[:3], 50),
    "sign": unary("sign", np.sign) + integers("sign", np.sign, INTS[:3], 50),
    "not": integers("not", np.invert, INTS) + [Case("not_i1", [("i1", (3, 7))], [("i1", (3, 7))], "%y = kiln.not %x0 : tensor<3x7xi1>",
                                                    np.logical_not)],
    "add": binary("add", np.add, FLOATS + INTS), "sub": binary("sub", np.subtract, FLOATS + INTS),
    "mul": binary("mul", np.multiply, FLOATS + INTS),
    "div": binary("div", np.divide, FLOATS, 2.5),
    "floordiv": binary("floordiv", no_zero(np.floor_divide), FLOATS, 2.5) + binary("floordiv", no_zero(np.floor_divide), INTS, offset=4,
                                                                                       limit=9),
    "mod": binary("mod", no_zero(np.mod), FLOATS, 2.5) + binary("mod", no_zero(np.mod), INTS, offset=4, limit=9),
    "pow": [
        Case("pow_" + e, [(e, (3, 7))] * 2, [(e, (3, 7))],
             "%%a = kiln.abs %%x0 : %s\n%%y = kiln.pow %%a, %%x1 : %s" % (typed(e, (3, 7)), typed(e, (3, 7))),
             lambda x, y: np.power(np.abs(np.asarray(x, np.float64)), np.asarray(y, np.float64)))
        for e in FLOATS],
    "max": binary("max", np.maximum, FLOATS + INTS), "min": binary("min", np.minimum, FLOATS + INTS),
    "and": binary("and", np.bitwise_and, BITS) + logical("and", np.logical_and),
    "or": binary("or", np.bitwise_or, BITS) + logical("or", np.logical_or),
    "xor": binary("xor", np.bitwise_xor, BITS) + logical("xor", np.logical_xor),
    "shl": binary("shl", shift_left, INTS, offset=3, limit=50), "shr": binary("shr", shift_right, INTS, offset=3, limit=50),
    "compare": compare("eq", np.equal) + compare("ne", np.not_equal) + compare("lt", np.less) + compare("le", np.less_equal)
    + compare("gt", np.greater) + compare("ge", np.greater_equal),
    "select": select(), "convert": convert(), "bitcast": bitcast(), "iota": iota(),
}
