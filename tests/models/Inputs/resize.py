# SPDX-License-Identifier: Apache-2.0
"""resize.py KILN SOURCE FOLDER [--write]: positions of a ViT sampled anew against PyTorch's, and a whole ViT that takes them.

--write makes resize.expected.json with torch: {"old grid, new grid, kind": rows}.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines
import tensors

kiln, source, folder = sys.argv[1:4]
expected = os.path.join(HERE, "resize.expected.json")
CASES = [(3, 5, 1), (3, 5, 2), (6, 4, 1), (6, 4, 2), (4, 4, 1), (4, 4, 2)]
D = 2
old = lambda g: list(sines.values(0, (g * g + 1, D), 1.0))

if "--write" in sys.argv:
    import torch
    rows = {}
    for g, h, kind in CASES:
        x = torch.tensor(old(g), dtype=torch.float64).reshape(g * g + 1, D)
        grid = x[1:].reshape(g, g, D).permute(2, 0, 1)[None]
        how = {"mode": "bilinear", "align_corners": True} if kind == 1 else {"mode": "bicubic", "align_corners": False}
        new = torch.nn.functional.interpolate(grid, size=(h, h), **how)[0].permute(1, 2, 0).reshape(h * h, D)
        rows["%d, %d, %d" % (g, h, kind)] = [round(v, 9) for v in torch.cat([x[:1], new]).reshape(-1).tolist()]
    with open(expected, "w") as file:
        json.dump(rows, file, indent=0)
    sys.exit()

os.makedirs(folder, exist_ok=True)
os.chdir(folder)
vit, resize = (os.path.join(source, "examples/vit", name + ".kiln") for name in ("vit", "resize"))


def run(model, sets, *words):
    options = [word for pair in sets.split() for word in ("--set", pair)]
    done = subprocess.run([kiln, "run", model, *options, *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done


with open(expected) as file:
    wanted = json.load(file)
for g, h, kind in CASES:
    tensors.save("old.safetensors", {"net.position": tensors.Tensor("F32", (g * g + 1, D), old(g))})
    out = run(resize, "S=%d NEW=%d P=2 D=%d KIND=%d" % (2 * g, 2 * h, D, kind), "run", "resize", "--load", "old:net.position=old.safetensors", "--json")
    got = [v for row in json.loads(out.stdout)["position"] for v in row]
    worst = max(abs(a - b) for a, b in zip(got, wanted["%d, %d, %d" % (g, h, kind)], strict=True))
    if worst > 3e-6:
        sys.exit("from %d to %d, kind %d: %g apart" % (g, h, kind, worst))

# A ViT for 8 pixels becomes one for 12: all but the positions from its file, these from `resize`.
SIZES = "P=4 D=8 H=2 F=12 L=1 C=3 B=2"
for s in (8, 12):
    sines.write_npy("image%d.npy" % s, "f32", (2, 3, s, s), sines.given(0, (2, 3, s, s)))
sines.write_npy("label.npy", "i32", (2,), [0, 1])
run(vit, SIZES + " S=8", "train", "step", "image=image8.npy", "label=label.npy", "--steps", "1", "--save", "small.safetensors")
run(resize, "S=8 NEW=12 P=4 D=8", "run", "resize", "--load", "old:net.position=small.safetensors", "--out", "position=position.safetensors")
done = run(vit, SIZES + " S=12", "train", "step", "image=image12.npy", "label=label.npy", "--steps", "1", "--load", "small.safetensors", "--partial",
           "--load", "net.position:position=position.safetensors", "--save", "large.safetensors")
left = [line for line in done.stderr.splitlines() if line.startswith("not loaded")]
if left != ["not loaded: `net.position` is f32[5, 8] in the file and f32[10, 8] in the model"]:
    sys.exit("\n".join(left))
# One step with a head of zeros moves positions by nothing.
a, b = tensors.load("position.safetensors")["position"], tensors.load("large.safetensors")["net.position"]
if list(a.values) != list(b.values):
    sys.exit("the positions are not those that `resize` gave")
print("resize")
