# SPDX-License-Identifier: Apache-2.0
"""accumulated.py KILN MODEL FOLDER: of a model of examples/fashion the gradient that a loop over micro-batches adds up, against that of the full batch."""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines

ENTRY = """
infer accumulated(image: u8[8, 28, 28], label: i32[8]) -> (gap: f32, size: f32) {
  some[m, b, i, j] = image[(m: 4, b), i, j]
  of[m, b] = label[(m: 4, b)]
  g    = mean[m](grad(mean[b](cross_entropy(net(%s)[b], of[m, b])), net))
  full = grad(mean[b](cross_entropy(net(%s)[b], label[b])), net)
  gap  = norm(g - full) / norm(full)
  size = norm(full)
}
"""
kiln, model, folder = sys.argv[1:4]
os.makedirs(folder, exist_ok=True)
with open(os.path.join(HERE, "..", "..", "..", "examples", "fashion", model + ".kiln")) as file:
    text = file.read()
bytes_of = "pixels(%s)" if model == "mlp" else "f32(%s) / 255"
path = os.path.join(folder, model + ".kiln")
with open(path, "w") as file:
    file.write(text + ENTRY % (bytes_of % "some[m]", bytes_of % "image"))
image, label = (os.path.join(folder, name) for name in ("image.npy", "label.npy"))
sines.write_npy(image, "u8", [8, 28, 28], [(37 * k * k + 11 * k) % 256 for k in range(8 * 784)])
sines.write_npy(label, "i32", [8], [(3 * k) % 10 for k in range(8)])
for words, bound in (([], 1e-5), (["--precision", "f64"], 1e-13)):
    done = subprocess.run([kiln, "run", path] + words + ["run", "accumulated", "image=" + image, "label=" + label, "--seed", "1"],
                          capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    seen = dict(line.split() for line in done.stdout.splitlines())
    if not (float(seen["gap"]) < bound and float(seen["size"]) > 0.1):
        sys.exit(f"{model}: {seen}, bound {bound}")
print("the same gradient")
