# SPDX-License-Identifier: Apache-2.0
"""act-goldens.py KILN FOLDER: activations, slopes and bends at the points of a table that was computed with 30 digits.

In f64 a value must round to the printed one, compiled and interpreted; in f32 it is within 1e-6 of it, relative to 1 at least.
"""
import decimal
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import tensors

POINTS = [-2, -1, 1, 2, 0, "silu", "gelu", "mish", 100, -100, 2.7, 2.27, 6]
NAMES = ["sigmoid", "tanh", "softplus", "silu", "gelu", "gelu_tanh", "gelu_quick", "mish", "elu", "selu", "relu", "abs", "max",
         "leaky_relu", "step", "relu6"]

# f at -2, -1, 1, 2 and f' there.
TABLE = """
sigmoid    0.119202922 0.2689414214 0.7310585786 0.880797078 0.1049935854 0.1966119332 0.1966119332 0.1049935854
tanh       -0.9640275801 -0.761594156 0.761594156 0.9640275801 0.07065082485 0.4199743416 0.4199743416 0.07065082485
softplus   0.126928011 0.3132616875 1.313261688 2.126928011 0.119202922 0.2689414214 0.7310585786 0.880797078
silu       -0.238405844 -0.2689414214 0.7310585786 1.761594156 -0.09078424878 0.07232948813 0.9276705119 1.090784249
gelu       -0.0455002639 -0.1586552539 0.8413447461 1.954499736 -0.08523180108 -0.08331547059 1.083315471 1.085231801
gelu_tanh  -0.04540230591 -0.1588080094 0.8411919906 1.954597694 -0.08609925662 -0.08296408385 1.082964084 1.086099257
gelu_quick -0.06434137686 -0.1542042341 0.8457957659 1.935658623 -0.07381535431 -0.06777960656 1.067779607 1.073815354
mish       -0.2525014827 -0.3034014614 0.8650983883 1.94395896 -0.1083550924 0.05921675588 1.04903622 1.069317934
elu        -0.8646647168 -0.6321205588 1 2 0.1353352832 0.3678794412 1 1
selu       -1.520166469 -1.111330738 1.050700987 2.101401975 0.2379328723 0.646768603 1.050700987 1.050700987
"""
# (name, order of derivative, point): value. Minima, second derivatives, saturation, joints.
MORE = {
    ("silu", 0, "silu"): "-0.278464542761", ("gelu", 0, "gelu"): "-0.16997120748", ("mish", 0, "mish"): "-0.308843413017",
    ("silu", 1, "silu"): "0.00000000000", ("gelu", 1, "gelu"): "0.00000000000", ("mish", 1, "mish"): "0.00000000000",
    ("gelu", 2, 0): "0.7978845608", ("gelu", 2, 1): "0.2419707245", ("silu", 2, 0): "0.5", ("silu", 2, 1): "0.3023661188",
    ("softplus", 2, 0): "0.25", ("softplus", 1, 0): "0.5", ("tanh", 2, 1): "-0.6397000084", ("sigmoid", 2, 1): "-0.09085774767",
    ("softplus", 0, 100): "100", ("softplus", 1, 100): "1", ("softplus", 0, -100): "0.0000000000", ("sigmoid", 0, -100): "0.0000000000",
    ("sigmoid", 0, 100): "1", ("sigmoid", 1, 100): "0.0000000000", ("mish", 1, 100): "1", ("silu", 1, -100): "0.0000000000",
    ("elu", 1, 100): "1", ("selu", 1, 100): "1.050700987",
    ("relu", 1, 0): "0", ("abs", 1, 0): "0", ("max", 1, 0): "0.5", ("leaky_relu", 1, 0): "0.01", ("step", 1, 0): "0", ("step", 1, 1): "0",
    ("relu6", 1, 0): "0", ("relu6", 1, 6): "0", ("relu6", 1, 2): "1",
}


def goldens():
    for line in TABLE.split("\n"):
        for at, text in enumerate(line.split()[1:]):
            yield (line.split()[0], at // 4, POINTS[at % 4]), text
    yield from MORE.items()


def main(kiln, folder):
    os.makedirs(folder, exist_ok=True)
    out = os.path.join(folder, "table.safetensors")
    for way in ([], ["--reference"]):
        for precision in ([], ["--precision=f64"]):
            subprocess.run([kiln, "run", *way, os.path.join(HERE, "act-goldens.kiln"), *precision, "run", "table", "--out", "c=" + out],
                           check=True)
            values = tensors.load(out)["c"].values
            at = lambda key: values[(NAMES.index(key[0]) * 3 + key[1]) * len(POINTS) + POINTS.index(key[2])]
            for key, text in goldens():
                printed = decimal.Decimal(text)
                error = abs(decimal.Decimal(at(key)) - printed)
                unit = decimal.Decimal(1).scaleb(printed.as_tuple().exponent)
                bound = unit / 2 + decimal.Decimal("1e-13") if precision and "." in text else decimal.Decimal("1e-6" if not precision else "1e-15")
                if error > bound * max(1, abs(printed)):
                    sys.exit("%s%s%s: %r, not %s" % ("reference, " if way else "", "f64, " if precision else "", key, at(key), text))
            # The other forms of GELU, at their greatest distances.
            far = abs(at(("gelu", 0, 2.7)) - at(("gelu_tanh", 0, 2.7))), abs(at(("gelu", 0, 2.27)) - at(("gelu_quick", 0, 2.27)))
            assert abs(far[0] - 4.73e-4) < 1e-6 and abs(far[1] - 2.03e-2) < 1e-4, far
    print("same as the table")


main(*sys.argv[1:])
