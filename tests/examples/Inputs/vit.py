#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""vit.py KILN MODEL FOLDER: the published counts of vision transformers, and properties that hold for any weights."""
import json
import math
import os
import resource
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "Inputs"))
import sines
import tensors

kiln, model, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
path = lambda name: os.path.join(folder, name)

# Parameters from the test of the reference code; GMAC of one image by N P^2 C d + L (4 n d^2 + 2 n^2 d + 2 n d m) + d K. Of L/16, for which 61.56 is printed,
# that is 196 * 768 * 1024 + 24 * (826,277,888 + 79,480,832 + 1,652,555,776) + 1,024,000 = 61,554,712,576.
SMALL, BASE, LARGE = "D=384 H=6 F=1536", "", "D=1024 H=16 F=4096 L=24"
PUBLISHED = [("D=192 H=3 F=768", 5717416, 1.254), (SMALL, 22050664, 4.599), (SMALL + " P=32", 22878952, 1.143), (BASE, 86567656, 17.564),
             ("P=32", 88224232, 4.409), ("P=8", 86576872, 78.15), (LARGE, 304326632, 61.55), (LARGE + " P=32", 306535400, 15.38),
             ("D=1280 H=16 F=5120 L=32 P=14", 632045800, 167.3), ("STEM=1", 98659112, None), ("STEM=2", 101383976, None),
             ("STEM=2 " + SMALL, 36431912, None), ("STEM=3 " + LARGE, 328994856, None), ("STEM=4 P=8 D=192 H=3 F=768", 6337704, None)]
# The same at 384 pixels.
PUBLISHED += [(text + " S=384", None, macs) for text, macs in (
    ("D=192 H=3 F=768", 4.68), (SMALL, 15.49), (SMALL + " P=32", 3.44), (BASE, 55.48), ("P=32", 13.04), ("P=8", 294.0), (LARGE, 191.1), (LARGE + " P=32", 45.28))]


def call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("%s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
    return done.stdout


def sets(text):
    return [word for pair in text.split() for word in ("--set", pair)]


for text, parameters, macs in PUBLISHED:
    described = os.path.join(os.path.dirname(model), "hybrid.kiln") if "STEM" in text else model
    report = json.loads(call(kiln, "analyze", described, "predict", "--set", "B=1", *sets(text), "--json"))
    assert parameters in (None, report["parameters"]), (text, report["parameters"])
    got = report["entries"][0]["macs"] / 1e9
    assert macs is None or "%.*f" % (len(str(macs).split(".")[1]), got) == str(macs), (text, got, macs)
used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
before = used()
call(kiln, "build", model, *sets(LARGE), "-o", path("large"))
assert used() - before <= 2, used() - before

# A small one with weights that tell images apart.
TINY = "S=8 P=2 D=16 H=2 F=24 L=2 C=10 B=4"
image = sines.given(0, (4, 3, 8, 8))
sines.write_npy(path("image.npy"), "f32", (4, 3, 8, 8), image)
sines.write_npy(path("label.npy"), "i32", (4,), [1, 0, 2, 1])
run = [kiln, "run", model, *sets(TINY), "--precision", "f64"]
files = ["image=" + path("image.npy"), "label=" + path("label.npy")]
begun = json.loads(call(*run, "run", "evaluate", *files, "--json"))
assert abs(begun["loss"] - math.log(10)) < 1e-12, begun  # a head of zeros says nothing
call(*run, "train", "step", *files, "--steps", "1", "--save", path("begin.safetensors"))
weights = tensors.load(path("begin.safetensors"))
for number, (name, tensor) in enumerate(sorted(weights.items())):
    if name in ("net.head", "net.class.word"):
        weights[name] = tensors.Tensor(tensor.dtype, tensor.shape, sines.values(number, tensor.shape, 0.5))


def predict(pixels, held):
    sines.write_npy(path("other.npy"), "f32", (4, 3, 8, 8), pixels)
    tensors.save(path("held.safetensors"), held)
    out = path("out.safetensors")
    call(*run, "run", "predict", "image=" + path("other.npy"), "--load", path("held.safetensors"), "--out", "prob=" + out)
    return tensors.load(out)["prob"].values


order = [(7 * n + 3) % 16 for n in range(16)]  # of the squares
moved = [0.0] * len(image)
for place in range(len(image)):
    rest, j = divmod(place, 8)
    rest, i = divmod(rest, 8)
    square = order[i // 2 * 4 + j // 2]
    moved[rest * 64 + (square // 4 * 2 + i % 2) * 8 + square % 4 * 2 + j % 2] = image[place]
position = weights["net.position"]
turned = list(position.values)
for square, to in enumerate(order):
    turned[16 * (1 + to):16 * (2 + to)] = position.values[16 * (1 + square):16 * (2 + square)]
both = dict(weights, **{"net.position": tensors.Tensor(position.dtype, position.shape, turned)})
none = dict(weights, **{"net.position": tensors.Tensor(position.dtype, position.shape, [0.0] * len(turned))})
apart = lambda a, b: tensors.apart(a, b)
plain = predict(image, weights)
assert apart(predict(moved, both), plain) < 1e-12  # squares and their positions moved together
assert apart(predict(moved, weights), plain) > 1e-4
assert apart(predict(moved, none), predict(image, none)) < 1e-12  # without positions a sentence is a bag of words

# The model again, with nothing dropped at random.
with open(model) as file, open(path("still.kiln"), "w") as still:
    still.write(file.read().replace("drop = 0.1", "drop = 0"))

# The mean of all words instead of one in front: without positions, squares that are moved leave it as it is too.
with open(path("gap.kiln"), "w") as file:
    file.write('''use "still.kiln" (ViT)
part net = ViT(3, 8, 2, 16, 2, 24, 2, 10, lead: false, drop: 0)
infer predict(image: f32[4, 3, 8, 8]) -> prob: f32[4, 10] {
  logits     = net(image)
  prob[b, c] = softmax[c](logits[b, c])
}
''')
run = [kiln, "run", path("gap.kiln"), "--precision", "f64"]
gap = {name: t for name, t in weights.items() if name.startswith("net.") and "class" not in name}
gap["net.position"] = tensors.Tensor(position.dtype, (16, 16), position.values[16:])
none = dict(gap, **{"net.position": tensors.Tensor(position.dtype, (16, 16), [0.0] * 256)})
assert apart(predict(moved, none), predict(image, none)) < 1e-12
assert apart(predict(moved, gap), predict(image, gap)) > 1e-4
run = [kiln, "run", model, *sets(TINY), "--precision", "f64"]

# The rate of fine-tuning: linear for 500 updates, then half a cosine to 0 at 10,000.
sines.write_npy(path("step.npy"), "i32", (4,), [250, 500, 5250, 10000])
with open(path("rates.kiln"), "w") as file:
    file.write("use std.optim (cosine)\ninfer rates(step: i32[4]) -> rate: f32[4] {\n"
               "  rate[k] = cosine(peak: 0.03, total: 10_000, warmup: 500, first: 0)(step[k])\n}\n")
rates = json.loads(call(kiln, "run", path("rates.kiln"), "--precision", "f64", "run", "rates", "step=" + path("step.npy"), "--json"))["rate"]
assert all(abs(a - b) < 1e-12 for a, b in zip(rates, [0.015, 0.03, 0.015, 0])), rates

# Micro-batches add up to the step of the full batch; and the loss falls.
ends = []
for micro in ("1", "2", "4"):
    saved = path("micro%s.safetensors" % micro)
    call(kiln, "run", path("still.kiln"), *sets(TINY), "--set", "MICRO=" + micro, "--precision", "f64", "train", "step", *files, "--steps", "20",
         "--seed", "2", "--save", saved)
    ends.append(tensors.load(saved))
for other in ends[1:]:
    for name, tensor in other.items():
        assert apart(tensor.values, ends[0][name].values) < 1e-11, name
call(*run, "train", "step", *files, "--steps", "150", "--save", path("end.safetensors"))
end = json.loads(call(*run, "run", "evaluate", *files, "--load", path("end.safetensors"), "--json"))
assert end["loss"] < 0.5 * math.log(10), end
