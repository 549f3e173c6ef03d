# SPDX-License-Identifier: Apache-2.0
"""The trainings that are compared with PyTorch's: the three models, without dropout, under four optimizers, from the
same weights and rows. In f64; `STEPS` steps of `ROWS` rows in the order of the files."""
import array
import math
import os
import random
import re
import subprocess

import tensors
from first_rows import first_rows

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
DATA = "/usr/share/datasets/fashion-mnist"
MODELS = ("mlp", "cnn", "vit")
OPTIMIZERS = {
    "sgd": "SGD(net, rate: 0.05)",
    "momentum": "SGD(net, rate: 0.02, momentum: 0.9)",
    "adam": "Adam(net, rate: cosine(peak: 1e-3, warmup: 50, total: 2340))",
    "adamw": "AdamW(net, rate: cosine(peak: 1e-3, warmup: 200, total: 4680), decay: 0.01)",
}
RATE = {"sgd": 0.05, "momentum": 0.02, "adam": 1e-3, "adamw": 1e-3}
STEPS, ROWS = 100, 4
TOLERANCE = 1e-9  # of max(greatest value of the tensor, rate)


def text(model, optimizer):
    with open(os.path.join(ROOT, "examples", "fashion", model + ".kiln")) as f:
        source = f.read()
    source, count = re.subn(r"part opt = .*", "part opt = " + OPTIMIZERS[optimizer], source)
    assert count == 1
    source = source.replace("drop = 0.1", "drop = 0")
    source, count = re.subn(r"(use std\.optim *)\(.*\)", r"\1(Adam, AdamW, SGD, cosine)", source)
    assert count == 1
    return source


def weight(name, shape):
    """Seeded by the name: f32 values, the same on every machine."""
    draw = random.Random(name).random
    last = name.split(".")[-1]
    if last in ("w", "wq", "wk", "wv"):
        fan = math.prod(shape[1:]) if len(shape) == 4 else 16 if name == "net.w" else shape[0]
        middle, wide = 0, 1 / math.sqrt(fan)
    elif last == "wo":
        middle, wide = 0, 1 / math.sqrt(shape[0] * shape[1])
    else:
        middle, wide = (1, 0.1) if last == "scale" else (0, 0.02)
    return tensors.Tensor("F32", shape, (middle + wide * (2 * draw() - 1) for _ in range(math.prod(shape))))


def files(folder, count):
    return ["%s=%s" % (name, first_rows("%s/train-%s-ubyte.gz" % (DATA, kind), count, os.path.join(folder, name)))
            for name, kind in (("image", "images-idx3"), ("label", "labels-idx1"))]


def train(kiln, folder, model, optimizer, rows):
    """Trains the variant; returns its parameters, before and after."""
    path = os.path.join(folder, "%s-%s" % (model, optimizer))
    with open(path + ".kiln", "w") as f:
        f.write(text(model, optimizer))
    run = dict(check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    subprocess.run([kiln, "build", path + ".kiln", "--precision=f64", "--set=B=%d" % rows, "-o", path], **run)
    command = [path, "train", "step", *files(folder, rows * STEPS), "--no-shuffle", "--threads", "1", "--steps"]
    subprocess.run([*command, "1", "--save", path + ".safetensors"], **run)
    before = {name: weight(name, tensor.shape) for name, tensor in tensors.load(path + ".safetensors").items()
              if name.startswith("net.")}
    tensors.save(path + ".weights", before)
    subprocess.run([*command, str(STEPS), "--load", path + ".weights", "--save", path + ".safetensors"], **run)
    after = tensors.load(path + ".safetensors")
    return before, {name: after[name] for name in before}


# A digest holds of each tensor: greatest absolute value, sum, then SAMPLES of its values.
SAMPLES = 32


def samples(name, size):
    return random.Random(name).sample(range(size), min(SAMPLES, size))


def digest(parameters):
    return {name: tensors.Tensor("F64", (2 + min(SAMPLES, len(t.values)),), array.array(
        "d", [t.greatest(), math.fsum(t.values), *(t.values[i] for i in samples(name, len(t.values)))]))
        for name, t in parameters.items()}
