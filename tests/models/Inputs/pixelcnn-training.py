# SPDX-License-Identifier: Apache-2.0
"""pixelcnn-training.py KILN EXAMPLES DATA FOLDER: codes of photographs by a VQ-VAE that was trained for moments, then PixelCNN over them.

What it says of a code in the mean must be far below the entropy of how often each code is used; what it draws are codes that are used.
"""
import collections
import math
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines
import tensors

kiln, examples, data, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
path = lambda name: os.path.join(folder, name)
images, labels = ("=%s/t10k-%s-ubyte.gz" % (data, kind) for kind in ("images-idx3", "labels-idx1"))


def call(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(" ".join(command) + "\n" + done.stderr)
    return done.stdout


def built(name, **sizes):
    call(kiln, "build", os.path.join(examples, name + ".kiln"), *("--set=%s=%d" % size for size in sizes.items()), "-o", path(name))
    return path(name)


vqvae, prior = built("vqvae", B=16, C=32, R=8, D=8, K=32), built("pixelcnn", V=32, D=24, K=5, L=2, TOP=32)
call(vqvae, "train", "step", "image" + images, "--steps", "150", "--threads", "1", "--seed", "1", "--save", path("vqvae.safetensors"))
call(vqvae, "run", "encode", "image" + images, "--load", path("vqvae.safetensors"), "--out", "id=" + path("codes.safetensors"))
words = ["id=" + path("codes.safetensors"), "label" + labels]
call(prior, "train", "step", *words, "--steps", "120", "--threads", "1", "--seed", "1", "--save", path("prior.safetensors"))
told = float(call(prior, "run", "evaluate", *words, "--load", path("prior.safetensors")).split()[1])
codes = tensors.load(path("codes.safetensors"))["id"].values
uses = collections.Counter(codes)
entropy = -sum(n / len(codes) * math.log(n / len(codes)) for n in uses.values())
if not told < 0.7 * entropy:
    sys.exit("%g nats a code, where %g need no prior" % (told, entropy))
sines.write_npy(path("label.npy"), "i32", [4], [0, 1, 7, 8])
call(prior, "run", "sample", "label=" + path("label.npy"), "--load", path("prior.safetensors"), "--out", "id=" + path("drawn.safetensors"))
drawn = collections.Counter(tensors.load(path("drawn.safetensors"))["id"].values)
strange = sum(n for code, n in drawn.items() if uses[code] < len(codes) / 1000)
if len(drawn) < 3 or strange > 10:
    sys.exit("%d of 256 drawn codes are nearly never used; %d different ones" % (strange, len(drawn)))
call(vqvae, "run", "decode", "id=" + path("drawn.safetensors"), "--load", path("vqvae.safetensors"), "--out", "image=" + path("images.npy"))
print("%.3f nats a code, where %.3f need no prior" % (told, entropy))
