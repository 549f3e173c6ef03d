#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""printed.py KILN ROOT: published multiplications and parameters of the examples, to the digits that are printed."""
import json
import os
import subprocess
import sys

kiln, root = sys.argv[1:]
BASE = "D=512 F=2048 H=8 L=6 B=1"
BIG = "D=1024 F=4096 H=16 L=6 B=1"
OADTR = "I=3072 T=64 D=1024 F=1024 H=8 L=3 G=4 M=5 Q=8 C=22 B=1"
# (file, options, entry, what its multiplications are divided by, as printed)
WORK = [
    # An encoder of 69.2 G, 0.067 G for the distances to 1024 codes and a convolution by 1 x 1; a decoder of 126.4 G.
    ("vqgan/vqgan", "B=1", "encode", 1e9, "69.28"), ("vqgan/vqgan", "B=1", "decode", 1e9, "126.4"),
    # 256 words at once; with a cache one after another, four images of 256 words.
    ("vqgan/prior", "B=1", "evaluate", 1e9, "80.8"), ("vqgan/prior", "B=1", "sample", 4 * 256 * 1e9, "0.316"),
    # 16 images in 1000 steps.
    ("ddpm/ddpm", "B=1", "sample", 16 * 1000 * 1e9, "6.22"),
    ("vae/vae", "B=1", "evaluate", 1e6, "0.65"), ("vqvae/vqvae", "B=1", "evaluate", 1e6, "45.6"),
    ("oadtr/oadtr", OADTR, "evaluate", 32 * 1e9, "2.48"),
    ("transformer/gpt", "V=50257 T=1024 D=768 H=12 L=12 B=1", "evaluate", 1e9, "145.8"),
]
# (file, options, beginning of a path, added by tied words, parameters)
PARTS = [
    ("transformer/transformer", BASE, "net.core.encoders", 0, 18914304), ("transformer/transformer", BASE, "net.core.decoders", 0, 25224192),
    ("transformer/transformer", BASE, ("net.core.encoders", "net.core.decoders"), 0, 44138496),
    ("transformer/transformer", BASE, "net.core", 0, 44140544),
    ("transformer/transformer", BASE, ("net.core.encoders", "net.core.decoders"), 37000 * 512, 63082496),
    ("transformer/transformer", BIG, ("net.core.encoders", "net.core.decoders"), 37000 * 1024, 214245376),
    ("oadtr/oadtr", OADTR, "net.", 0, 74709036), ("gru/gru", "", "net.", 0, 3489), ("lstm/lstm", "", "net.", 0, 4641),
]
reports = {}


def report(file, options):
    if (file, options) not in reports:
        sets = [word for pair in options.split() for word in ("--set", pair)]
        text = subprocess.run([kiln, "analyze", os.path.join(root, "examples", file + ".kiln"), *sets, "--json"], check=True, stdout=subprocess.PIPE,
                              text=True).stdout
        reports[file, options] = json.loads(text)
    return reports[file, options]


for file, options, name, unit, printed in WORK:
    entry = next(entry for entry in report(file, options)["entries"] if entry["entry"] == name)
    assert "%.*f" % (len(printed.split(".")[1]), entry["macs"] / unit) == printed, (file, name, entry["macs"] / unit, printed)
for file, options, begins, words, parameters in PARTS:
    counted = words + sum(row["count"] for row in report(file, options)["table"] if row.get("path", "").startswith(begins))
    assert counted == parameters, (file, begins, counted, parameters)
