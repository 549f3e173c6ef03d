# SPDX-License-Identifier: Apache-2.0
"""pixelcnn.py KILN FOLDER: what PixelCNN reads, and how many parameters it has.

The logits of a place read the codes before it, row by row, and of these all in the L + 1 rows above and L + 1 columns to both sides that its
windows of 3 reach: no other derivative is a number but 0, and none of these is 0.
"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines
import tensors

H, W = 4, 5
kiln, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
out = os.path.join(folder, "far.safetensors")
sines.write_npy(os.path.join(folder, "label.npy"), "i32", [], [1])


def call(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(" ".join(command) + "\n" + done.stderr)
    return done.stdout


# Layers, width: three do not see the whole grid, five do; 32 channels go other ways through the compiler than 8.
for reference, layers, width in ((False, 1, 8), (True, 1, 8), (False, 4, 8), (False, 2, 32), (False, 4, 48)):
    given = os.path.join(folder, "e%d.npy" % width)
    sines.write_npy(given, "f32", [H, W, width], sines.given(0, [H, W, width]))
    call(kiln, "run", *(["--reference"] if reference else []), os.path.join(HERE, "pixelcnn.kiln"), "--set", "L=%d" % layers, "--set", "D=%d" % width,
         "run", "reads", "e=" + given, "label=" + os.path.join(folder, "label.npy"), "--seed", "1", "--out", "far=" + out)
    far = tensors.load(out)["far"].values
    for t in range(H * W):
        for s in range(H * W):
            (i, j), (p, r) = divmod(t, W), divmod(s, W)
            read = s < t and i - p <= layers + 1 and abs(j - r) <= layers + 1
            value = far[t * H * W + s]
            if (value > 1e-7) != read or (value != 0) != read:
                sys.exit("layers %d, width %d: logits of (%d, %d) by the code at (%d, %d): %g" % (layers, width, i, j, p, r, value))


def parameters(V, D, K, L, C):
    """Counted layer by layer: each stack has D channels twice, as what a gate opens and as the gate."""
    def gated(K):
        seen = K // 2 + 1
        vertical, horizontal = 2 * D * (D * seen * K), 2 * D * (D * seen)
        return vertical + horizontal + 2 * D * 2 * D + C * 2 * 2 * D + (D * D + D)
    return V * D + gated(K) + L * gated(3) + (D * V + V)


example = os.path.join(HERE, "..", "..", "..", "examples", "vqvae", "pixelcnn.kiln")
for V, D, K, L, C in ((512, 64, 7, 6, 10), (7, 4, 5, 2, 3)):
    sizes = dict(V=V, D=D, K=K, L=L, C=C)
    described = json.loads(call(kiln, "run", "--reference", example, *("--set=%s=%d" % size for size in sizes.items()), "--set=TOP=3", "--json"))
    found = sum(sines.elements(s["shape"]) for s in described["storages"] if s["kind"] == "param")
    if found != parameters(**sizes):
        sys.exit("%d parameters, not %d" % (found, parameters(**sizes)))
print("every place before, none behind")
