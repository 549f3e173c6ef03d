#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""library.py KILN ROOT FOLDER: every function, block and face of the library is checked for its derivatives, first and second order, compiled and
interpreted, in five shapes at least, with an axis of 1 in each place; or a reason stands below why it has none to check. (An axis of 0 is no axis of the
language, E212.) What is compared with PyTorch, or with a formula where PyTorch has nothing, is listed too.

A probe computes a number `s`; derivatives are taken by what it names. {0}, {1}, … in it are the sizes of a shape.
"""
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

kiln, root, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
LIBRARY = os.path.join(root, "frontends", "kiln", "std")
INPUTS = os.path.dirname(os.path.abspath(__file__))

# Element by element: (library, inputs, {name: expression}). Each function has a row of the first axis of each input to itself.
FLAT = [
    ("act", "x", {name: name + "(x)" for name in (
        "step hard_tanh hard_sigmoid hard_swish softsign relu6 leaky_relu squared_relu elu celu selu softplus gelu gelu_tanh gelu_quick silu swish mish").split()}
     | {"leaky_relu ": "leaky_relu(x, slope: 0.2)", "elu ": "elu(x, a: 0.5)", "celu ": "celu(x, a: 0.5)", "softplus ": "softplus(x, s: 2)", "swish ": "swish(x, s: 1.5)"}),
    ("prelude", "x", {"relu": "relu(x)"}),
    ("act", "x y", {name: name + "(x, y)" for name in "glu bilinear reglu geglu swiglu".split()}),
    ("loss", "x y", {"squared_error": "squared_error(x, y)", "binary_cross_entropy": "binary_cross_entropy(x, sigmoid(y))"}),
    ("metric", "x", {"smooth_step": "smooth_step(x, 3)", "smooth_sign": "smooth_sign(x, 3)", "smooth_abs": "smooth_abs(x, 0.1)"}),
    ("dist", "x m a", {"normal_log_density": "normal_log_density(x, m, exp(a))", "laplace_log_density": "laplace_log_density(x, m, exp(a))",
                       "gumbel_log_density": "gumbel_log_density(x, m, exp(a))", "normal_entropy": "normal_entropy(exp(a)) * x * m",
                       "laplace_entropy": "laplace_entropy(exp(a)) * x * m", "bernoulli_log_density": "bernoulli_log_density(x, m) * a",
                       "bernoulli_kl": "bernoulli_kl(x, m) * a", "bernoulli_entropy": "bernoulli_entropy(x) * m * a",
                       "continuous_bernoulli_log_density": "continuous_bernoulli_log_density(x, m) * a"}),
    ("dist", "m a n b", {"normal_kl": "normal_kl(m, exp(a), n, exp(b))", "laplace_kl": "laplace_kl(m, exp(a), n, exp(b))"}),
]
FLAT_SHAPES = [(1,), (7,), (1, 1), (3, 1), (2, 3), (1, 4), (2, 1, 3)]

ROWS = [(1, 1), (1, 5), (3, 1), (2, 3), (4, 6)]
IMAGES = [(1, 1, 1, 1), (2, 1, 3, 4), (1, 2, 1, 5), (1, 3, 4, 1), (2, 2, 4, 4)]
SEQUENCES = [(1, 1, 1, 1), (2, 1, 3, 2), (1, 4, 1, 2), (3, 2, 2, 1), (2, 3, 2, 3)]  # B, T, I, H
WIDE = "sum[*](y^3 + y)"
X2 = "x: f32[{0}, {1}]"
X4 = "x: f32[{0}, {1}, {2}, {3}]"
SAME = "y = {part}(x)\n  s = " + WIDE
LENGTHS = "x: f32[{0}, {1}, {2}], length: i32[{0}]"
STATES = "x: f32[{0}, {2}], h: f32[{0}, {3}]"


def recurrent(name):
    made = "%s({2}, {3})" % name
    state = "y, z = {part}.step(x, h, c)\n  s = sum[*](y^3 + y * z)" if name == "LSTM" else "y = {part}.step(x, h)\n  s = " + WIDE
    more = ", c: f32[{0}, {3}]" if name == "LSTM" else ""
    return [("rnn", name, SEQUENCES, made, "x: f32[{0}, {1}, {2}]", SAME, "x {part}"),
            # Lengths are 1 and more.
            ("rnn", name + ".back", SEQUENCES, made, LENGTHS, "n[b] = min(length[b] + 1, {1})\n  y = {part}.back(x, n)\n  s = " + WIDE, "x {part}"),
            ("rnn", name + ".step", SEQUENCES, made, STATES + more, state, "x h %s{part}" % ("c " if more else ""))]


# (library, names, shapes, part, inputs, lines, what is derived by). `train`: in front of the inputs means that it is an entry for training.
PROBES = [
    ("act", "crelu", ROWS, None, X2, "y = crelu(x)\n  s = sum[t, k](y[t, k]^2 * (f32(k) + 1))", "x"),
    ("act", "sparsemax", ROWS, None, X2 + ", v: f32[{0}, {1}]", "y = sparsemax(2 * x)\n  s = sum[*](y^2 * v)", "x v"),
    ("act", "PReLU", ROWS, "PReLU({1})", X2, SAME, "x {part}"),
    ("act", "rrelu", ROWS, None, "train " + X2, "y = rrelu(x)\n  s = " + WIDE, "x"),
    ("act", "Maxout", [(1, 1, 1, 1), (2, 3, 1, 2), (1, 2, 3, 1), (3, 1, 2, 4), (2, 4, 3, 2)], "Maxout({1}, {2}, {3})", X2, SAME, "x {part}"),
    ("act", "SwiGLU", [(1, 1, 1), (2, 1, 3), (1, 3, 1), (3, 2, 2), (2, 4, 3)], "SwiGLU({1}, {2})", X2, SAME, "x {part}"),
    ("dist", "normal_draw", ROWS, None, X2 + ", a: f32[{0}, {1}]", "y = normal_draw(x, exp(a))\n  s = " + WIDE, "x a"),
    ("dist", "laplace_draw", ROWS, None, X2 + ", a: f32[{0}, {1}]", "y = laplace_draw(x, exp(a))\n  s = " + WIDE, "x a"),
    ("dist", "categorical_log_density", ROWS, None, X2 + ", k: i32[{0}]", "y = categorical_log_density(k % {1}, x)\n  s = " + WIDE, "x"),
    ("dist", "categorical_kl", ROWS, None, X2 + ", v: f32[{0}, {1}]", "y = categorical_kl(x, v)\n  s = " + WIDE, "x v"),
    ("dist", "categorical_entropy", ROWS, None, X2, "y = categorical_entropy(x)\n  s = " + WIDE, "x"),
    ("dist", "gumbel_softmax", ROWS, None, X2 + ", v: f32[{0}, {1}]", "y = gumbel_softmax(x, 0.7)\n  s = sum[*](y^2 * v)", "x v"),
    # Straight through: by what the soft one changes.
    ("dist", "hard", ROWS, None, X2 + ", v: f32[{0}, {1}]", "p[t, c] = softmax[c](x[t, c])\n  y = hard(p)\n  s = sum[*](y * v)", "x v"),
    ("loss", "cross_entropy", ROWS, None, X2 + ", k: i32[{0}]",
     "y = cross_entropy(x, k % {1})\n  z = cross_entropy(x, k % {1}, smoothing: 0.1)\n  s = " + WIDE + " + sum[*](z^2)", "x"),
    ("loss", "soft_cross_entropy", ROWS, None, X2 + ", v: f32[{0}, {1}]", "y = soft_cross_entropy(x, v)\n  s = " + WIDE, "x v"),
    ("metric", "smooth_accuracy", ROWS, None, X2 + ", k: i32[{0}]", "y = smooth_accuracy(x, k % {1})\n  s = " + WIDE, "x"),
    ("metric", "smooth_max", ROWS, None, X2, "y = smooth_max(x, 3)\n  s = " + WIDE, "x"),
    ("metric", "smooth_argmax", ROWS, None, X2, "y = smooth_argmax(x, 3)\n  s = " + WIDE + " + sum[*](x^2)", "x"),
    ("metric", "smooth_rank", ROWS, None, X2, "y = smooth_rank(x, 3)\n  s = sum[*](y^2 * x)", "x"),
    ("metric", "f1", [(1,), (2,), (3,), (5,), (8,)], None, "x: f32[{0}], v: f32[{0}]", "p = sigmoid(x)\n  q = sigmoid(v)\n  s = f1(p, q)", "x v"),
    ("metric", "matches", [(1, 1), (1, 4), (3, 1), (2, 3), (4, 5)], None, X2 + ", said: i32[4]",
     "p[t, c] = softmax[c](x[t, c])\n  s = matches(p, said % {1}) + sum[*](p^3)", "x"),
    ("nn", "Linear", [(1, 1, 1), (1, 4, 2), (3, 1, 2), (2, 3, 1), (4, 5, 3)], "Linear({1}, {2})", X2, SAME, "x {part}"),
    ("nn", "Mlp", [(1, 1, 1), (1, 4, 2), (3, 1, 2), (2, 3, 1), (2, 4, 3)], "Mlp({1}, {2})", X2, SAME, "x {part}"),
    ("nn", "convolve", IMAGES, None, X4 + ", w: f32[2, {1}, 3, 3]", "y = convolve(x, w, 2, 1, 2, 1)\n  s = " + WIDE, "x w"),
    ("nn", "Conv", IMAGES, "Conv({1}, 2, 3, dilation: 2)", X4, SAME, "x {part}"),
    ("nn", "PlainConv", IMAGES, "PlainConv({1}, 2, 2, stride: 2, lo: 1, hi: 1)", X4, SAME, "x {part}"),
    ("nn", "GroupConv", IMAGES, "GroupConv({1}, 2 * {1}, 3, {1})", X4, SAME, "x {part}"),
    ("nn", "spread_out", IMAGES, None, X4 + ", w: f32[{1}, 2, 4, 4]", "y = spread_out(x, w, 2, 1)\n  s = " + WIDE, "x w"),
    ("nn", "ConvTranspose", IMAGES, "ConvTranspose({1}, 2, 3, stride: 2)", X4, SAME, "x {part}"),
    ("nn", "PlainConvTranspose", IMAGES, "PlainConvTranspose({1}, 2, 3, pad: 1)", X4, SAME, "x {part}"),
    ("nn", "max_pool", [(1, 1, 2, 2), (2, 1, 2, 4), (1, 3, 5, 2), (1, 1, 3, 3), (2, 2, 4, 5)], None, X4, "y = max_pool(x, 2)\n  s = " + WIDE, "x"),
    ("nn", "avg_pool", [(1, 1, 2, 2), (2, 1, 2, 4), (1, 3, 5, 2), (1, 1, 3, 3), (2, 2, 4, 5)], None, X4, "y = avg_pool(x, 2)\n  s = " + WIDE, "x"),
    ("nn", "adaptive_avg_pool", [(1, 1, 2, 2), (2, 1, 2, 4), (1, 3, 4, 2), (1, 1, 4, 4), (2, 2, 4, 6)], None, X4, "y = adaptive_avg_pool(x, 2)\n  s = " + WIDE, "x"),
    ("nn", "upsample", IMAGES, None, X4, "y = upsample(x, 2)\n  s = " + WIDE, "x"),
    ("nn", "Embedding", [(1, 1, 1), (3, 1, 2), (1, 4, 3), (5, 3, 1), (4, 3, 2)], "Embedding({1}, {2})", "id: i32[{0}]", "y = {part}(id % {1})\n  s = " + WIDE, "{part}"),
    ("nn", "layer_norm", ROWS, None, X2 + ", g: f32[{1}], h: f32[{1}]", "y = layer_norm(x, g, h, 1e-2)\n  s = " + WIDE, "x g h"),
    ("nn", "LayerNorm", ROWS, "LayerNorm({1}, eps: 1e-2)", X2, SAME, "x {part}"),
    ("nn", "GroupNorm", IMAGES, "GroupNorm({1}, 1, eps: 1e-2)", X4, SAME, "x {part}"),
    ("nn", "instance_norm", IMAGES, None, X4, "y = instance_norm(x, 1e-2)\n  s = " + WIDE, "x"),
    # The variance of a sample of one element is 0 / 0, so there is more than one.
    ("nn", "BatchNorm", [(2, 1, 1, 1), (1, 2, 1, 5), (1, 1, 4, 1), (3, 2, 1, 1), (2, 2, 3, 4)], "BatchNorm({1}, eps: 1e-2)", "train " + X4, SAME, "x {part}"),
    ("nn", "attention", [(1, 1, 1, 1, 1), (1, 4, 2, 1, 2), (2, 1, 3, 2, 1), (1, 3, 1, 1, 3), (2, 2, 3, 2, 2)], None,
     "q: f32[{0}, {1}, {3}, {4}], k: f32[{0}, {2}, {3}, {4}], v: f32[{0}, {2}, {3}, {4}]", "y = attention(q, k, v)\n  s = " + WIDE, "q k v"),
    ("nn", "Attention", [(1, 1, 1, 1), (1, 3, 2, 2), (2, 1, 2, 1), (3, 2, 1, 1), (2, 3, 4, 2)], "Attention({2}, {3})", "x: f32[{0}, {1}, {2}]", SAME, "x {part}"),
    ("nn", "CrossAttention", [(1, 1, 1, 1, 1), (1, 3, 2, 2, 2), (2, 1, 3, 2, 1), (3, 2, 1, 1, 1), (2, 3, 2, 4, 2)], "CrossAttention({3}, {4})",
     "x: f32[{0}, {1}, {3}], m: f32[{0}, {2}, {3}]", "open[b: {0}, n: {1}, k: {2}] = k <= n\n  y = {part}(x, m, open)\n  s = " + WIDE, "x m {part}"),
    ("nn", "CausalAttention", [(1, 1, 1, 1), (1, 3, 2, 2), (2, 1, 2, 1), (3, 2, 1, 1), (2, 3, 4, 2)], "CausalAttention({2}, {3}, sd: 0.5)", "x: f32[{0}, {1}, {2}]", SAME, "x {part}"),
    ("nn", "CausalAttention.step", [(1, 1, 1, 1), (1, 3, 2, 2), (2, 1, 2, 1), (3, 2, 1, 1), (2, 3, 4, 2)], "CausalAttention({2}, {3}, sd: 0.5)", "x: f32[{0}, {1}, {2}]",
     "scan t in {1} with seen: {part}.memory[{0}, N: {1}] = 0 {{\n    now[b, d] = x[b, t, d]\n    z, next = {part}.step(now, t, seen)\n    seen <- next\n    rows[t] = z\n  }}\n"
     "  s = sum[*](rows^3 + rows)", "x {part}"),
    # Two numbers that are near are far apart behind a norm: so sharp a bend that differences miss it. One number, and four.
    ("nn", "CausalLayer", [(1, 1, 1, 1), (1, 3, 4, 2), (2, 1, 4, 1), (3, 2, 1, 1), (2, 3, 4, 2)], "CausalLayer({2}, {3}, sd: 0.5)", "x: f32[{0}, {1}, {2}]", SAME, "x {part}"),
    ("nn", "CausalLayer.step", [(1, 1, 1, 1), (1, 3, 4, 2), (2, 1, 4, 1), (3, 2, 1, 1), (2, 3, 4, 2)], "CausalLayer({2}, {3}, sd: 0.5)", "x: f32[{0}, {1}, {2}]",
     "scan t in {1} with seen: {part}.memory[{0}, N: {1}] = 0 {{\n    now[b, d] = x[b, t, d]\n    z, next = {part}.step(now, t, seen)\n    seen <- next\n    rows[t] = z\n  }}\n"
     "  s = sum[*](rows^3 + rows)", "x {part}"),
    ("nn", "ImageAttention", IMAGES, "ImageAttention({1}, 1)", X4, SAME, "x {part}"),
    ("nn", "Identity", ROWS, "Identity", X2, SAME, "x"),
    ("optim", "clip", ROWS, None, X2, "y = clip(x, 0.5)\n  s = " + WIDE, "x"),
    ("optim", "clip_value", ROWS, None, X2, "y = clip_value(x, 0.5)\n  s = " + WIDE, "x"),
    ("random", "dropout", ROWS, None, "train " + X2, "y = dropout(x, 0.3)\n  s = " + WIDE + " + sum[*](x^3)", "x"),
    ("random", "alpha_dropout", ROWS, None, "train " + X2, "y = alpha_dropout(x, 0.3)\n  s = " + WIDE + " + sum[*](x^3)", "x"),
    ("random", "top_k", ROWS, None, X2 + ", v: f32[{0}, {1}]", "y = top_k(x, 1)\n  p[t, c] = softmax[c](y[t, c])\n  s = sum[*](p * v + 0.1 * p * x)", "x v"),
    ("random", "top_p", ROWS, None, X2 + ", v: f32[{0}, {1}]", "y = top_p(3 * x, 0.9)\n  p[t, c] = softmax[c](y[t, c])\n  s = sum[*](p * v + 0.1 * p * x)", "x v"),
    ("decode", "extend", [(1, 1, 1), (1, 2, 3), (2, 1, 4), (3, 2, 1), (2, 3, 4)], None, "x: f32[{0}, {1}], p: f32[{0}, {1}, {2}]", "y, _, _ = extend(x, p)\n  s = " + WIDE, "x p"),
    ("decode", "hold", ROWS, None, X2, "done[t: {0}] = t % 2 == 1\n  y = hold(x, done, 0)\n  s = sum[t, c where y[t, c] > -1e3](y[t, c]^3) + sum[*](x^2)", "x"),
    ("vq", "Codebook", [(1, 1, 1), (3, 1, 2), (1, 4, 3), (5, 3, 1), (4, 3, 2)], "Codebook({1}, {2})", "z: f32[{0}, {2}]",
     "q, _, far = {part}(z)\n  s = sum[*](q^2) + sum[*](far)", "z {part}"),
    ("vq", "Codebook.decode", [(1, 1, 1), (3, 1, 2), (1, 4, 3), (5, 3, 1), (4, 3, 2)], "Codebook({1}, {2})", "id: i32[{0}]", "y = {part}.decode(id % {1})\n  s = " + WIDE, "{part}"),
    ("vq", "MovingCodebook", [(1, 1, 1), (3, 1, 2), (1, 4, 3), (5, 3, 1), (4, 3, 2)], "MovingCodebook({1}, {2})", "train z: f32[{0}, {2}]",
     "q, _, far = {part}(z)\n  s = sum[*](q^2) + sum[*](far^2)", "z"),
    ("vq", "GumbelCodebook", [(1, 1, 1), (3, 1, 2), (1, 4, 3), (5, 3, 1), (4, 3, 2)], "GumbelCodebook({1}, {2}, temperature: 0.7)", "train z: f32[{0}, {2}]",
     "q, _, far = {part}(z)\n  s = sum[*](q^2) + sum[*](far)", "z {part}"),
    ("vq", "GumbelCodebook.decode", [(1, 1, 1), (3, 1, 2), (1, 4, 3), (5, 3, 1), (4, 3, 2)], "GumbelCodebook({1}, {2}, temperature: 0.7)", "id: i32[{0}]",
     "y = {part}.decode(id % {1})\n  s = sum[*](y^3)", "{part}.code"),
    *recurrent("RNN"), *recurrent("LSTM"), *recurrent("GRU"), *recurrent("GRUBefore"),
    *(("rnn", name, SEQUENCES, name + "({2}, {3})", LENGTHS, "n[b] = min(length[b] + 1, {1})\n  y = {part}(x, n)\n  s = " + WIDE, "x {part}") for name in ("BiLSTM", "BiGRU")),
]

COUNTS = "counts: a float that is constant but for jumps"
WHOLE = "whole numbers come out of it"
OF_WHOLE = "a function of whole numbers"
DRAWN = "a distribution, which parameters are drawn from once"
UPDATE = "an update conducts no derivative; optimizers.test has its parameters after twelve steps"
REASONS = {
    "metric.accuracy": COUNTS, "metric.in_top": COUNTS, "metric.weighted_precision": COUNTS, "metric.average_precision": COUNTS, "metric.calibrated_precision": COUNTS,
    "metric.rank": WHOLE, "decode.choose": WHOLE, "vq.nearest": WHOLE,
    "decode.length_penalty": OF_WHOLE, "nn.sinusoids": OF_WHOLE, "nn.sinusoid_halves": OF_WHOLE, "vq.perplexity": OF_WHOLE, "nn.places": OF_WHOLE,
    **{"optim." + name: OF_WHOLE for name in "cosine linear stepwise robbins_monro exponential polynomial noam one_cycle ramp half_cosine between bend".split()},
    **{"init." + name: DRAWN for name in "fan glorot_normal he_uniform".split()}, **{"prelude." + name: DRAWN for name in "glorot he lecun".split()},
    **{"optim." + name: UPDATE for name in "SGD Adagrad RMSprop Adadelta Adam AdamW Lion LAMB EMA Average decayed".split()},
    "optim.SPSA": "an update without a gradient", "optim.SPSA.side": "an update without a gradient",
    "dist.log_constant": "a part of continuous_bernoulli_log_density", "dist.near_zero": "a part of continuous_bernoulli_log_density",
    "rnn.GRU.blend": "a part of each of the other faces", "rnn.GRUBefore.blend": "a part of each of the other faces",
    "vq.MovingCodebook.decode": "rows of a state, which is no parameter",
}


def declared():
    """What the library declares: `nn.Linear`, `rnn.LSTM.step`, …"""
    names = []
    for file in sorted(os.listdir(LIBRARY)):
        library, block = file.removesuffix(".kiln"), None
        with open(os.path.join(LIBRARY, file)) as text:
            for kind, name in re.findall(r"^(fn|block|  face) (\w+)", text.read(), flags=re.M):
                block = name if kind == "block" else block
                names.append("%s.%s.%s" % (library, block, name) if kind == "  face" else "%s.%s" % (library, name))
    return names


def entries(library):
    """The text of a model with an entry for each probe and shape of a library; names of what it takes."""
    parts, bodies, taken, covered = [], [], set(), set()
    for flat, (home, inputs, functions) in enumerate(FLAT):
        if home != library:
            continue
        inputs = inputs.split()
        taken |= {name.strip() for name in functions}
        for number, shape in enumerate(FLAT_SHAPES):
            axes = ", ".join(map(str, (len(functions), *shape)))
            lines = ["  s%d = sum[*](%s * cos(%s + %d))" % (row, re.sub(r"\b(%s)\b" % "|".join(inputs), lambda m: "%s[%d]" % (m[1], row), text), inputs[0] + "[%d]" % row, row)
                     for row, text in enumerate(functions.values())]
            bodies.append("infer flat%d_%d(%s) -> (%s) {\n%s\n  s = %s\n%s\n}" % (
                flat, number, ", ".join("%s: f32[%s]" % (name, axes) for name in inputs), ", ".join("d%s: f32[%s]" % (name, axes) for name in inputs),
                "\n".join(lines), " + ".join("s%d" % row for row in range(len(lines))), "\n".join("  d%s = grad(s, %s)" % (name, name) for name in inputs)))
    for index, (home, name, shapes, part, inputs, lines, by) in enumerate(PROBES):
        if home != library:
            continue
        assert len(set(shapes)) >= 5 and all(any(shape[axis] == 1 for shape in shapes) for axis in range(len(shapes[0])) if name not in UNLIKE_ONE), name
        taken.add(name.split(".")[0])
        for number, shape in enumerate(shapes):
            made = "%s%d_%d" % (re.sub(r"\W", "_", name.lower()), index, number)
            if part:
                parts.append("part p_%s = %s" % (made, part.format(*shape)))
            text = lambda t: t.format(*shape, part="p_" + made)
            mode, given = ("train", inputs.removeprefix("train ")) if inputs.startswith("train ") else ("infer", inputs)
            wanted = text(by).split()
            derived = "\n".join("  d%d = grad(s, %s)" % pair for pair in enumerate(wanted))
            size = " + ".join("norm(d%d)" % k for k in range(len(wanted)))
            bodies.append("%s %s(%s) -> size: f32 {\n  %s\n%s\n  size = %s\n}" % (mode, made, text(given), text(lines), derived, size))
    covered = {"%s.%s" % (library, name) for name in taken} | {"%s.%s" % (home, name) for home, name, *_ in PROBES if home == library}
    use = "" if library == "prelude" else "use std.%s (%s)\n" % (library, ", ".join(sorted(taken)))
    return use + "\n".join(parts + bodies) + "\n", covered


UNLIKE_ONE = {"max_pool", "avg_pool", "adaptive_avg_pool"}  # an axis of 1 has no room for a window of 2
# What is compared with PyTorch: used in one of these models, whose values and derivatives layers.py and the like have made in double.
COMPARED = ["act", "dist", "layers", "nn", "optimizers", "rnn", "schedules"]
PART = "a part of what is compared"
ELSEWHERE = {
    "vq.nearest": PART, "nn.convolve": PART, "nn.spread_out": PART, "nn.layer_norm": PART, "nn.places": PART,
    **{"optim." + name: PART for name in "decayed ramp half_cosine between bend".split()}, "rnn.GRU.blend": PART, "rnn.GRUBefore.blend": PART,
    "dist.log_constant": PART, "dist.near_zero": PART,
    "optim.SPSA": "PyTorch has none: spsa.test", "optim.SPSA.side": "PyTorch has none: spsa.test",
    "optim.robbins_monro": "PyTorch has none: examples/stochastic.test",
    "vq.perplexity": "PyTorch has none: generative.test",
    **{"vq.%s.decode" % name: "rows of a table" for name in ("Codebook", "MovingCodebook", "GumbelCodebook")},
}


def compared(name):
    """Whether one of the models uses it, a face as such."""
    *_, last = name.split(".")
    pattern = r"\.%s\(" % last if name.count(".") == 2 else r"\b%s\b" % last
    return any(re.search(pattern, text) for text in MODELS)


MODELS = []
for stem in COMPARED:
    with open(os.path.join(INPUTS, stem + ".kiln")) as file:
        MODELS.append(re.sub(r"use std\.\w+\s*\([^)]*\)|^ *#.*", "", file.read(), flags=re.M))
    with open(os.path.join(INPUTS, "..", stem + ".test")) as file:
        runs = [line for line in file if stem + ".expected.json" in line]
        assert len(runs) == 2 and "--precision f64" in runs[1], stem + ".test compares in f32 and in f64"

names = declared()
lone = [name for name in names if name.split(".")[0] in ("act", "dist", "loss", "nn", "optim", "rnn", "vq") and not compared(name) and name not in ELSEWHERE]
assert not lone, "compared with nothing: " + " ".join(lone)
stale = [name for name in ELSEWHERE if name not in names]
assert not stale, "not in the library: " + " ".join(stale)


def checked(library):
    """What the check says of a library."""
    path = os.path.join(folder, library + ".kiln")
    with open(path, "w") as file:
        file.write(TEXTS[library])
    return subprocess.run([kiln, "check", "--gradients", path, "--samples", "4", "--json"], capture_output=True, text=True)


found, TEXTS = set(), {}
for library in sorted({name.split(".")[0] for name in names}):
    text, covered = entries(library)
    found |= covered
    if "\ninfer" in text or "\ntrain" in text or text.startswith("infer"):
        TEXTS[library] = text
both, none = sorted(found & set(REASONS)), sorted(set(names) - found - set(REASONS))
assert not none, "neither a probe nor a reason: " + " ".join(none)
assert not both, "a probe and a reason: " + " ".join(both)
assert found | set(REASONS) <= set(names), "not in the library: " + " ".join(sorted((found | set(REASONS)) - set(names)))
with ThreadPoolExecutor(2) as pool:
    for library, done in zip(TEXTS, pool.map(checked, TEXTS)):
        report = json.loads(done.stdout or "{}")
        if done.returncode or not report["ok"]:
            sys.exit("std.%s: %s\n%s" % (library, [row for row in report.get("tensors", []) if not row["ok"]] or report, done.stderr))
        # In some shape each tensor that a probe derives by moves it.
        moves = {}
        for row in report["tensors"]:
            probe = re.sub(r"_\d+\b", "", row["entry"] + " " + row["path"])
            moves[probe] = max(moves.get(probe, 0), row["largest"])
        # But what all keys have in common: softmax does not see it.
        still = [probe for probe, largest in moves.items() if largest < 1e-6 and not probe.endswith((".bk", ".k.b"))]
        assert not still, "moves nothing: " + ", ".join(still)
        print("std.%s: %d derivatives" % (library, len(report["tensors"])))
