#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""characters.py KILN ROOT TEXT FOLDER: statistics of the text of the GPL, as printed; and GPT's loss on its last tenth, below what pairs of bytes tell."""
import json
import lzma
import os
import subprocess
import sys

kiln, root, text, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
path = lambda name: os.path.join(folder, name)
HERE = os.path.dirname(os.path.abspath(__file__))


def call(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


with open(text, "rb") as file:
    content = file.read()
assert len(content) == 35149 and "%.2f" % (8 * len(lzma.compress(content)) / len(content)) == "2.60"
tell = lambda file, *words: json.loads(call(kiln, "run", *words, os.path.join(HERE, "characters.kiln"), "--precision", "f64", "run", "tell", "text=" + file, "--json"))
told = tell(text)
got = [told["symbols"], *("%.*f" % pair for pair in ((4, told["uniform_"]), (4, told["single"][0]), (3, told["single"][1]), (4, told["pair"][0]),
                                                    (3, told["pair"][1])))]
assert got == [76, "4.3307", "3.1700", "4.573", "2.4224", "3.495"], got
# The interpreter has a row for each pair there may be: of the beginning alone.
with open(path("begins"), "wb") as file:
    file.write(content[:300])
few = [tell(path("begins"), *way, "--set", "N=300") for way in ([], ["--reference"])]
assert few[0]["symbols"] == few[1]["symbols"] and all(abs(a - b) < 1e-12 for name in ("single", "pair") for a, b in zip(few[0][name], few[1][name])), few

for name, piece in (("train", content[:-3515]), ("held", content[-3515:])):
    with open(path(name), "wb") as file:
        file.write(piece)
call(kiln, "build", os.path.join(root, "examples/transformer/gpt.kiln"), "-o", path("gpt"))
call(path("gpt"), "train", "step", "text=" + path("train"), "--steps", "600", "--seed", "1", "--threads", "1", "--save", path("gpt.safetensors"))
loss = json.loads(call(path("gpt"), "run", "evaluate", "text=" + path("held"), "--load", path("gpt.safetensors"), "--json"))["loss"]
assert loss < 2.4224, loss  # 2.31
print("%.3f nats a byte" % loss)
