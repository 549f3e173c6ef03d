# SPDX-License-Identifier: Apache-2.0
"""perceptual.py KILN MODEL FOLDER [--write]: the perceptual distance of two images, and its derivative, against PyTorch.

--write makes perceptual.expected.json with torch. Weights are sines, so that every layer counts; the sizes are small.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines
import tensors

kiln, model, folder = sys.argv[1:4]
expected = os.path.join(HERE, "perceptual.expected.json")
C, S, B = 2, 16, 2
STAGES = [(3, C, 2), (C, 2 * C, 2), (2 * C, 4 * C, 3), (4 * C, 8 * C, 3), (8 * C, 8 * C, 3)]
shapes = {}
for number, (i, o, n) in enumerate(STAGES, 1):
    for layer in range(n):
        name = "eye.s%d.%s" % (number, "first" if layer == 0 else "more[%d].conv" % (layer - 1))
        shapes[name + ".w"], shapes[name + ".b"] = (o, i if layer == 0 else o, 3, 3), (o,)
    shapes["eye.w%d" % number] = (o,)
# Kernels of deviation about sqrt(2 / fan in), so that features neither vanish nor grow; channels weigh between 0.1 and 0.9.
weights = {}
for number, (name, shape) in enumerate(shapes.items()):
    fan = shape[1] * 9 if len(shape) == 4 else 1
    values = sines.values(number, shape, 2 / fan ** 0.5 if len(shape) == 4 else 0.4)
    weights[name] = [v + 0.5 for v in values] if len(name) == 6 else list(values)
x, y = (list(sines.values(50 + k, (B, 3, S, S), 1.0)) for k in range(2))

if "--write" in sys.argv:
    import torch
    import torch.nn.functional as F
    tensor = lambda v, shape: torch.tensor(v, dtype=torch.float64).reshape(shape)
    w = {name: tensor(weights[name], shape) for name, shape in shapes.items()}
    shift, scale = (tensor(v, (3, 1, 1)) for v in ([-0.030, -0.088, -0.188], [0.458, 0.448, 0.450]))
    a, b = tensor(x, (B, 3, S, S)).requires_grad_(), tensor(y, (B, 3, S, S))
    p, q, total = (a - shift) / scale, (b - shift) / scale, 0
    unit = lambda f: f / (torch.sqrt((f ** 2).sum(1, keepdim=True) + 1e-20) + 1e-10)
    for number, (i, o, n) in enumerate(STAGES, 1):
        if number > 1:
            p, q = F.max_pool2d(p, 2), F.max_pool2d(q, 2)
        for layer in range(n):
            name = "eye.s%d.%s" % (number, "first" if layer == 0 else "more[%d].conv" % (layer - 1))
            p, q = (F.relu(F.conv2d(f, w[name + ".w"], w[name + ".b"], padding=1)) for f in (p, q))
        total = total + ((unit(p) - unit(q)) ** 2 * w["eye.w%d" % number].reshape(1, o, 1, 1)).sum(1).mean((1, 2))
    slope = torch.autograd.grad(total.sum(), a)[0]
    with open(expected, "w") as file:
        json.dump({"d": total.tolist(), "slope": [float((slope[n] ** 2).sum() ** 0.5) for n in range(B)], "row": slope[0, 1, 5].tolist()}, file)
    sys.exit()

os.makedirs(folder, exist_ok=True)
path = lambda name: os.path.join(folder, name)
tensors.save(path("weights.safetensors"), {name: tensors.Tensor("F32", shape, weights[name]) for name, shape in shapes.items()})
for name, values in (("x", x), ("y", y)):
    sines.write_npy(path(name + ".npy"), "f32", (B, 3, S, S), values)
with open(expected) as file:
    wanted = json.load(file)
for way in ([], ["--reference"]):
    done = subprocess.run([kiln, "run", *way, model, "--set", "SIDE=%d" % S, "--set", "WIDTH=%d" % C, "--set", "B=%d" % B, "--precision", "f64", "run", "slope",
                           "x=" + path("x.npy"), "y=" + path("y.npy"), "--load", path("weights.safetensors"), "--json"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    got = json.loads(done.stdout)
    for name, values in wanted.items():
        worst = max(abs(a - b) for a, b in zip(got[name], values, strict=True)) / max(map(abs, values))
        if worst > 1e-5:  # weights and images are f32
            sys.exit("%s: %g apart" % (name, worst))
print("perceptual")
