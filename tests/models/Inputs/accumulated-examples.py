#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""accumulated-examples.py KILN ROOT FOLDER: a gradient added up over micro-batches is that of all rows, draws included, for the examples without
batch statistics. Each gets an entry that keeps its gradient, once as a loop over micro-batches and once of their mean, and is run in f64.

Every example that trains is here or in EXCEPT, with what of it is no mean over rows."""
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines
import tensors

kiln, root, folder = sys.argv[1:]
path = lambda name: os.path.join(folder, name)
shutil.rmtree(folder, ignore_errors=True)
shutil.copytree(os.path.join(root, "examples"), path("examples"))

EXCEPT = {
    "dcgan/dcgan": "batch norm in both players",
    "perceptron/perceptron": "no gradient",
    "fashion/mlp": "in accumulated.py", "fashion/cnn": "in accumulated.py", "fashion/vit": "in accumulated.py",
}
RECURRENT = "T=6 B=3 H=4"
ADDING = {"options": RECURRENT, "inputs": "x: f32[MICRO, B, T, 2] from adding, y: f32[MICRO, B] from adding",
          "loss": "mean[b](squared_error(net(x[m])[b], y[m, b]))"}
CLOUDS = {"options": "B=3", "inputs": "x: f32[MICRO, B, D] from clouds, label: i32[MICRO, B] from clouds"}
RING = {"options": "B=3 H=4 P=3 N=8", "inputs": "x: f32[MICRO, B, 2] from ring, y: f32[MICRO, B, 2] from ring"}
# Behind a head of zeros nothing moves, so the gradient is taken at a place some way off.
MOVED = "  w = net + 0.3 * cos(40 * net)\n"
SQUARES = {"inputs": "image: f32[B, 3, S, S], label: i32[B]", "few": "few[m, b, c, i, j] = image[(m: MICRO, b), c, i, j]\n  right[m, b] = label[(m: MICRO, b)]",
           "before": MOVED, "target": "w", "loss": "mean[b](cross_entropy(w(few[m])[b], right[m, b]))"}
PIXELS = "few[m, b, i, j] = image[(m: MICRO, b), i, j]"


# What is run: the file, then its options, the inputs of the entry and their files, what stands before the gradient, by which parameters it is taken, the
# loss of micro-batch m, and functions for it.
EXAMPLES = [
    ("rnn/rnn", ADDING), ("lstm/lstm", ADDING), ("gru/gru", ADDING),
    ("gru/tags", {"options": "T=6 B=3 H=3 D=2 K=3", "inputs": "x: i32[MICRO, B, T] from repeats, length: i32[MICRO, B] from repeats, again: i32[MICRO, B, T] from repeats",
                  "loss": "tagged(x[m], length[m], again[m])", "functions": """
# A sum: the mean over all symbols of a batch is no mean of means.
fn tagged(x: i32[ROWS, T], length: i32[ROWS], again: i32[ROWS, T]) -> loss: f32 {
  logits = net(x, length)
  loss   = sum[b, t where t < length[b]](cross_entropy(logits[b, t], again[b, t]))
}
"""}),
    ("lstm/characters", {"options": "T=5 B=12 H=3 D=2 N=6", "inputs": "text: u8[B, T + 1]", "few": "few[m, b, i] = text[(m: MICRO, b), i]",
                         "files": {"text": ("u8", (12, 6), 128)}, "loss": "read(few[m])", "functions": """
fn read(text: u8[ROWS, T + 1]) -> loss: f32 {
  now[b, t]     = i32(text[b, 0 .. T][t])
  next[b, t: T] = i32(text[b, t + 1])
  logits        = net(now)
  loss          = mean[b, t](cross_entropy(logits[b, t], next[b, t]))
}
"""}),
    ("transformer/gpt", {"options": "T=5 P=3 D=12 H=2 L=2 B=12", "inputs": "text: u8[B, T + 1]", "few": "few[m, b, i] = text[(m: MICRO, b), i]",
                         "files": {"text": ("u8", (12, 6), 128)}, "loss": "read(few[m])", "functions": """
fn read(text: u8[R, T + 1]) -> loss: f32 {
  now[b, t]     = i32(text[b, 0 .. T][t])
  next[b, t: T] = i32(text[b, t + 1])
  logits        = net(now)
  loss          = mean[b, t](cross_entropy(logits[b, t], next[b, t]))
}
"""}),
    ("transformer/transformer", {"options": "D=4 F=3 H=2 L=2 V=5 S=4 T=3 B=3", "inputs": "source: i32[MICRO, B, S] from copies", "loss": "words(source[m])",
                                 "functions": """
fn words(source: i32[N, S]) -> loss: f32 {
  ahead[b, t]   = source[b, 0 .. T][t]
  next[b, t: T] = source[b, t + 1]
  logits = net.decode(ahead, net.encode(source), source)
  loss   = sum[b, t where next[b, t] != PAD](cross_entropy(logits[b, t], next[b, t], smoothing: 0.1))
}
"""}),
    ("vae/vae", {"options": "B=12 S=4 H=6 Z=3", "inputs": "image: u8[B, S, S]", "few": PIXELS, "files": {"image": ("u8", (12, 4, 4), 256)}, "loss": "bound(few[m])",
                 "functions": """
fn bound(image: u8[N, S, S]) -> loss: f32 {
  far, away = terms(pixels(image))
  loss = mean[*](far) + mean[*](away)
}
"""}),
    ("vqvae/vqvae", {"options": "B=12 S=8 N=6 C=4 R=2 D=3 K=5", "inputs": "image: u8[B, N, N]", "few": PIXELS, "files": {"image": ("u8", (12, 6, 6), 256)},
                     "loss": "coded(few[m])", "functions": """
# With the codes that a gradient trains; those that follow averages are a batch statistic.
fn coded(image: u8[ROWS, N, N]) -> loss: f32 {
  x         = framed(image)
  y, _, far = net(x)
  loss      = mean[*](squared_error(x, y)) / variance + mean[*](far)
}
"""}),
    ("vqvae/pixelcnn", {"options": "B=12 P=3 V=7 D=4 K=3 L=2 C=3 TOP=3", "inputs": "id: i32[B, P, P], label: i32[B]",
                        "few": "few[m, b, i, j] = id[(m: MICRO, b), i, j]\n  right[m, b] = label[(m: MICRO, b)]",
                        "files": {"id": ("i32", (12, 3, 3), 7), "label": ("i32", (12,), 3)}, "loss": "codes(few[m], right[m])", "functions": """
fn codes(id: i32[R, P, P], label: i32[R]) -> loss: f32 {
  logits = net(id, label)
  loss   = mean[b, i, j](cross_entropy(logits[b, i, j], id[b, i, j]))
}
"""}),
    ("vqgan/vqgan", {"options": "B=12 S=24 N=20 C=2 L=2 R=1 G=1 D=2 K=3 F=1", "inputs": "image: u8[B, N, N]", "few": PIXELS, "files": {"image": ("u8", (12, 20, 20), 256)},
                     "loss": "painted(few[m])", "functions": """
# Without the discriminator, which has batch norm, and its weight, a ratio of norms over the batch.
fn painted(image: u8[ROWS, N, N]) -> loss: f32 {
  x          = framed(image)
  q, _, near = net.book(net.encode(x))
  loss       = mean[*](abs(x - net.paint(q))) + mean[*](near)
}
"""}),
    ("vqgan/prior", {"options": "B=12 P=3 V=7 N=10 D=4 H=2 L=2 TOP=3 Q=2", "inputs": "id: i32[B, P, P]", "few": "few[m, b, i, j] = id[(m: MICRO, b), i, j]",
                     "files": {"id": ("i32", (12, 3, 3), 7)}, "loss": "codes(few[m])", "functions": """
fn codes(id: i32[R, P, P]) -> loss: f32 {
  code[b, (i, j)] = id[b, i, j]
  before[b, t: T] = code[b, t - 1 else 0]
  logits = net(before)
  loss   = mean[b, t](cross_entropy(logits[b, t], code[b, t]))
}
"""}),
    ("ddpm/ddpm", {"options": "B=12 S=4 N=3 C=4 R=1 G=1 L=2 T=4 Q=2 WARM=2", "inputs": "image: u8[B, N, N]", "few": PIXELS, "files": {"image": ("u8", (12, 3, 3), 256)},
                   "loss": "denoised(few[m])", "functions": """
fn denoised(image: u8[ROWS, N, N]) -> loss: f32 {
  t: i32[ROWS] ~ below(T)
  e: f32[ROWS, 3, S, S] ~ normal
  x = framed(image)
  noisy[b, c, i, j] = sqrt(alpha[t[b]]) * x[b, c, i, j] + sqrt(1 - alpha[t[b]]) * e[b, c, i, j]
  loss = mean[*]((net(noisy, t) - e)^2)
}
"""}),
    ("oadtr/oadtr", {"options": "T=3 Q=2 B=3 D=8 F=3 H=2 G=2 R=2", "inputs": "x: f32[MICRO, B, T + Q, I] from stream, target: f32[MICRO, B, T + Q, C] from stream",
                     "loss": "watched(x[m], target[m])", "functions": """
fn watched(x: f32[B, T + Q, I], target: f32[B, T + Q, C]) -> loss: f32 {
  seen[b, t, i]   = x[b, 0 .. T, i][t]
  current, coming = net(seen)
  loss            = total(current, coming, target)
}
"""}),
    ("oadtr/trn", {"options": "T=3 Q=2 B=3 H=3", "inputs": "x: f32[MICRO, B, T + Q, I] from stream, target: f32[MICRO, B, T + Q, C] from stream",
                   "loss": "watched(x[m], target[m])", "functions": """
fn watched(x: f32[ROWS, T + Q, I], target: f32[ROWS, T + Q, C]) -> loss: f32 {
  seen[b, t, i]   = x[b, 0 .. T, i][t]
  label[b, t]     = argmax[c](target[b, t, c])
  current, coming = net(seen)
  loss = mean[b](cross_entropy(current[b], label[b, T - 1])) + 0.5 * mean[b, j](cross_entropy(coming[b, j], label[b, T .. T + Q][j]))
}
"""}),
    ("gan/gan", {"options": "B=3 H=4 N=8", "inputs": "real: f32[MICRO, B, 2] from ring", "target": "critic", "loss": "judged(real[m])", "before": "  rows[(m: MICRO, b), d] = real[m, b, d]\n",
                 "whole": "judged(rows)", "functions": """
# A penalty on a gradient inside of the gradient; there is no such gradient for each m, so the whole is one call of all rows.
fn judged(real: f32[ROWS, 2]) -> loss: f32 {
  z: f32[ROWS, 2] ~ normal
  u: f32[ROWS]    ~ uniform
  fake      = stop(gen(z))
  mix[b, d] = u[b] * real[b, d] + (1 - u[b]) * fake[b, d]
  slope     = grad(sum[*](score(mix)), mix)
  loss      = mean[b]((sqrt(sum[d](slope[b, d]^2) + 1e-12) - 1)^2) + mean[*](score(fake)) - mean[*](score(real))
}
"""}),
    ("gan/gan", {"options": "B=3 H=4 N=8", "inputs": "seed: f32[MICRO, B, 2] from ring", "target": "gen", "loss": "-mean[*](score(gen(seed[m])))"}),
    # The other distances are of whole batches: of all pairs, or of both sides in order.
    ("distances/distances", dict(RING, target="critic", loss="-told(x[m], stop(gen(y[m])))")),
    ("distances/distances", dict(RING, target="gen", loss="told(x[m], gen(y[m]))")),
    ("distances/flow", {"options": "B=3 H=3 L=2", "inputs": "x: f32[MICRO, B, 2] from ring", "loss": "-mean[*](net.log_density(x[m]))"}),
    ("surrogates/accuracy", dict(CLOUDS, target="by_entropy", loss="mean[b](cross_entropy(by_entropy(x[m, b]), label[m, b]))")),
    ("surrogates/accuracy", dict(CLOUDS, target="by_smooth", loss="-mean[b](smooth_accuracy(by_smooth(x[m, b]), label[m, b]))")),
    ("surrogates/accuracy", dict(CLOUDS, target="by_reward", loss="blamed(x[m], label[m])", functions="""
fn blamed(x: f32[ROWS, D], label: i32[ROWS]) -> loss: f32 {
  logits = by_reward(x)
  answer[b]: i32 ~ categorical(logits[b])
  loss = mean[b]((f32(answer[b] == label[b]) - 0.3) * cross_entropy(by_reward(x[b]), answer[b]))
}
""")),
    # F1 itself is a ratio of sums over the batch.
    ("surrogates/f1", {"options": "B=40", "inputs": "x: f32[MICRO, B, 2] from people, y: f32[MICRO, B] from people", "target": "by_entropy",
                       "loss": "mean[b](binary_cross_entropy(by_entropy(x[m, b]), y[m, b]))"}),
    ("activations/compare", {"options": "B=3 D=4", "inputs": "x: f32[MICRO, B, 2] from arms, arm: i32[MICRO, B] from arms", "target": "nets", "loss": "spiral(x[m], arm[m])",
                             "functions": """
fn spiral(x: f32[ROWS, 2], arm: i32[ROWS]) -> loss: f32 {
  logits = nets(x)
  loss   = mean[b](sum[a](cross_entropy(logits[b, a], arm[b])))
}
"""}),
    ("perceptron/xor", {"inputs": "", "before": "  all = corners()\n  x[m: MICRO, i] = all[m + 0, i]\n  want[m: MICRO] = f32(wanted[m + 0])\n", "loss": "squared_error(net(x[m]), want[m])"}),
    ("stochastic/descent", {"options": "N=12 M=4 R=6", "inputs": "", "target": "all", "before": "  at[m: MICRO, n: 3] = 3 * m + n\n", "loss": "mean[n](all(at[m, n]))"}),
    ("vit/vit", dict(SQUARES, options="MICRO=4 S=8 P=4 D=8 H=2 F=12 L=2 C=3 B=8", files={"image": ("f32", (8, 3, 8, 8), 256), "label": ("i32", (8,), 3)})),
    ("vit/mixer", dict(SQUARES, options="S=8 P=4 D=8 T=3 F=12 L=2 C=3 B=8", files={"image": ("f32", (8, 3, 8, 8), 256), "label": ("i32", (8,), 3)})),
    ("vit/hybrid", dict(SQUARES, options="S=16 P=2 D=8 H=2 F=12 L=1 C=3 B=4 STEM=4", files={"image": ("f32", (4, 3, 16, 16), 256), "label": ("i32", (4,), 3)})),
]


def written(name, dtype, shape, limit):
    size = 1
    for dim in shape:
        size *= dim
    values = [(37 * k * k + 11 * k) % limit for k in range(size)]
    sines.write_npy(path(name + ".npy"), dtype, shape, [v / limit for v in values] if dtype == "f32" else values)
    return "%s=%s" % (name, path(name + ".npy"))


def gathered(model, example, gradient):
    """What is held of a gradient after one step."""
    target = example.get("target", "net")
    copy = path("examples/%s-gathers.kiln" % model)
    with open(path("examples/%s.kiln" % model)) as original, open(copy, "w") as file:
        text = original.read()
        file.write(text + ("" if "\ndim MICRO" in text else "\ndim MICRO = 4\n") + "%sstate held: like %s = 0\ntrain gather(%s) -> size: f32 {\n%s%s  g = %s\n  size = norm(g)\n  held <- g\n}\n" % (
            example.get("functions", ""), "net" if target == "w" else target, example["inputs"], example.get("before", ""),
            "  %s\n" % example["few"] if "few" in example else "", gradient % (example["loss"], target)))
    command = [kiln, "run", copy, "--precision", "f64", *(word for pair in example.get("options", "").split() for word in ("--set", pair)), "train", "gather",
               *(written(name, *file) for name, file in example.get("files", {}).items()), "--steps", "1", "--seed", "3", "--save", path("held.safetensors")]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit("%s\n%s" % (" ".join(command), done.stderr))
    return {name: tensor for name, tensor in tensors.load(path("held.safetensors")).items() if name.startswith("held")}


for model, example in EXAMPLES:
    loop = gathered(model, example, "mean[m](grad(%s, %s))")
    whole = gathered(model, dict(example, loss=example["whole"]), "grad(%s, %s)") if "whole" in example else gathered(model, example, "grad(mean[m](%s), %s)")
    assert loop.keys() == whole.keys() and loop
    moved = max(max(map(abs, tensor.values)) for tensor in whole.values())
    off = max(tensors.apart(tensor.values, whole[name].values) for name, tensor in loop.items())
    print("%s, %s: %.1e of %.1e" % (model, example.get("target", "net"), off, moved))
    assert moved > 1e-3 and off <= 1e-12 * max(1, moved), model
covered = {model for model, _ in EXAMPLES} | set(EXCEPT)
for place, _, names in os.walk(os.path.join(root, "examples")):
    for name in names:
        model = os.path.join(os.path.basename(place), os.path.splitext(name)[0])
        if name.endswith(".kiln"):
            with open(os.path.join(place, name)) as file:
                assert model in covered or not re.search(r"^train ", file.read(), flags=re.M), model + " trains, and its gradient is added up nowhere"
