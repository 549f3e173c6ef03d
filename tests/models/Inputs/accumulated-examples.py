#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""accumulated-examples.py KILN ROOT FOLDER: a gradient added up over micro-batches is that of all rows, draws included, for the examples without
batch statistics. Each gets an entry that keeps its gradient, once as a loop over micro-batches and once of their mean, and is run in f64."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines
import tensors

kiln, root, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
path = lambda name: os.path.join(folder, name)

ADDING = ("x: f32[MICRO, B, T, 2] from adding, y: f32[MICRO, B] from adding", "squared_error(net(x[m])[b], y[m, b])", "mean[b](%s)")
RECURRENT = "T=6 B=3 H=4"
# The file, its options, inputs of M micro-batches, the loss of one and what stands before it, files.
EXAMPLES = {
    "rnn/rnn": (RECURRENT, ADDING[0], ADDING[2] % ADDING[1], "", {}),
    "lstm/lstm": (RECURRENT, ADDING[0], ADDING[2] % ADDING[1], "", {}),
    "gru/gru": (RECURRENT, ADDING[0], ADDING[2] % ADDING[1], "", {}),
    "transformer/gpt": ("T=5 P=3 D=12 H=2 L=2 B=12", "text: u8[B, T + 1]", "read(few[m])", """
fn read(text: u8[R, T + 1]) -> loss: f32 {
  now[b, t]     = i32(text[b, 0 .. T][t])
  next[b, t: T] = i32(text[b, t + 1])
  logits        = net(now)
  loss          = mean[b, t](cross_entropy(logits[b, t], next[b, t]))
}
""", {"text": ("u8", (12, 6), 128)}),
    "transformer/transformer": (
        "D=4 F=3 H=2 L=2 V=5 S=4 T=3 B=3", "source: i32[MICRO, B, S] from copies", "words(source[m])", """
fn words(source: i32[N, S]) -> loss: f32 {
  ahead[b, t]   = source[b, 0 .. T][t]
  next[b, t: T] = source[b, t + 1]
  logits = net.decode(ahead, net.encode(source), source)
  loss   = sum[b, t where next[b, t] != PAD](cross_entropy(logits[b, t], next[b, t], smoothing: 0.1))
}
""", {}),
    "vae/vae": ("B=12 S=4 H=6 Z=3", "image: u8[B, S, S]", "bound(few[m])", """
fn bound(image: u8[N, S, S]) -> loss: f32 {
  far, away = terms(pixels(image))
  loss = mean[*](far) + mean[*](away)
}
""", {"image": ("u8", (12, 4, 4), 256)}),
    "vqgan/prior": ("B=12 P=3 V=7 N=10 D=4 H=2 L=2 TOP=3 Q=2", "id: i32[B, P, P]", "codes(few[m])", """
fn codes(id: i32[R, P, P]) -> loss: f32 {
  code[b, (i, j)] = id[b, i, j]
  before[b, t: T] = code[b, t - 1 else 0]
  logits = net(before)
  loss   = mean[b, t](cross_entropy(logits[b, t], code[b, t]))
}
""", {"id": ("i32", (12, 3, 3), 7)}),
    "ddpm/ddpm": ("B=12 S=4 N=3 C=4 R=1 G=1 L=2 T=4 Q=2 WARM=2", "image: u8[B, N, N]", "denoised(few[m])", """
fn denoised(image: u8[ROWS, N, N]) -> loss: f32 {
  t: i32[ROWS] ~ below(T)
  e: f32[ROWS, 3, S, S] ~ normal
  x = framed(image)
  noisy[b, c, i, j] = sqrt(alpha[t[b]]) * x[b, c, i, j] + sqrt(1 - alpha[t[b]]) * e[b, c, i, j]
  loss = mean[*]((net(noisy, t) - e)^2)
}
""", {"image": ("u8", (12, 3, 3), 256)}),
}
for model, (options, inputs, loss, lines, files) in EXAMPLES.items():
    words = []
    for name, (dtype, shape, limit) in files.items():
        size = 1
        for dim in shape:
            size *= dim
        sines.write_npy(path(name + ".npy"), dtype, shape, [(37 * k * k + 11 * k) % limit for k in range(size)])
        words.append("%s=%s" % (name, path(name + ".npy")))
    ends = []
    for gradient in ("mean[m](grad(%s, net))" % loss, "grad(mean[m](%s), net)" % loss):
        copy = os.path.join(folder, os.path.basename(model) + ".kiln")
        # Beside the files that it takes parts from.
        for name in os.listdir(os.path.join(root, "examples", os.path.dirname(model))):
            if name.endswith(".kiln"):
                with open(os.path.join(root, "examples", os.path.dirname(model), name)) as original, open(path(name), "w") as file:
                    file.write(original.read())
        with open(copy, "a") as file:
            few = "".join("  few[m, b, %s] = %s[(m: MICRO, b), %s]\n" % (axes, name, axes) for name in files for axes in ["i, j"[:3 * len(files[name][1]) - 5]])
            file.write("%s\ndim MICRO = 4\nstate held: like net = 0\ntrain gather(%s) -> size: f32 {\n%s  g = %s\n  size = norm(g)\n  held <- g\n}\n" % (
                lines, inputs, few, gradient))
        saved = path("held.safetensors")
        command = [kiln, "run", copy, "--precision", "f64", *(word for pair in options.split() for word in ("--set", pair)),
                   "train", "gather", *words, "--steps", "1", "--seed", "3", "--save", saved]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit("%s\n%s" % (" ".join(command), done.stderr))
        ends.append({name: tensor for name, tensor in tensors.load(saved).items() if name.startswith("held")})
    loop, whole = ends
    assert loop.keys() == whole.keys() and loop
    moved = max(max(map(abs, tensor.values)) for tensor in whole.values())
    off = max(tensors.apart(tensor.values, whole[name].values) for name, tensor in loop.items())
    print("%s: %.1e of %.1e" % (model, off, moved))
    assert moved > 1e-3 and off <= 1e-12 * max(1, moved), model
