#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""receptive.py KILN EXAMPLE: the table of Araujo, Norris and Sim 2019 ("Computing Receptive Fields of Convolutional Neural Networks").

Sizes, strides and paddings are those of TensorFlow-Slim at 224 pixels; the last two forms of ResNet are the paper's and torchvision's.
"""
import json
import os
import subprocess
import sys

# (file, options, tensor, size, stride, padding)
TABLE = [
    ("alexnet", [], "net.conv1", 11, 4, 0), ("alexnet", [], "net.pool1", 19, 8, 0), ("alexnet", [], "net.conv2", 51, 8, 16),
    ("alexnet", [], "net.conv3", 99, 16, 32), ("alexnet", [], "net.conv4", 131, 16, 48), ("alexnet", [], "net.conv5", 163, 16, 64),
    ("alexnet", [], "net.pool5", 195, 32, 64),
    ("vgg", [], "net.pool1", 6, 2, 2), ("vgg", [], "net.pool2", 16, 4, 6), ("vgg", [], "net.pool3", 44, 8, 18),
    ("vgg", [], "net.pool4", 100, 16, 42), ("vgg", [], "net.s5.more.units[0].y", 164, 16, 74), ("vgg", [], "net.pool5", 212, 32, 90),
    ("vgg", ["DEPTH=11"], "net.pool5", 150, 32, 59),
    ("inception", [], "net.mixed5b", 63, 8, 18), ("inception", [], "net.mixed6a", 159, 16, 58), ("inception", [], "net.mixed6e", 927, 16, 442),
    ("inception", [], "net.mixed7a", 1055, 32, 490), ("inception", [], "net.mixed7c", 1311, 32, 618),
    ("mobilenet", [], "net.units[12].y", 315, 32, 126), ("mobilenet", ["S=321"], "net.units[12].y", 315, 32, 157),
    ("resnet", [], "net.block1", 35, 8, 15), ("resnet", [], "net.block2", 99, 16, 47), ("resnet", [], "net.block3", 291, 32, 143),
    ("resnet", [], "net.block4", 483, 32, 239),
    ("resnet", ["DEPTH=101"], "net.block4", 1027, 32, 511), ("resnet", ["DEPTH=152"], "net.block4", 1507, 32, 751),
    ("resnet", ["DEPTH=200"], "net.block4", 1763, 32, 879), ("resnet", ["FORM=2"], "net.block4", 483, 32, 239),
    ("resnet", ["POOL=2"], "net.block4", 483, 32, 241), ("resnet", ["FORM=2", "POOL=2"], "net.block4", 483, 32, 241),
    ("resnet", ["FORM=3"], "net.block4", 427, 32, 213), ("resnet", ["FORM=3", "DEPTH=101"], "net.block4", 971, 32, 485),
    ("resnet", ["FORM=3", "DEPTH=152"], "net.block4", 1451, 32, 725),
]
# GFLOPs of the same table, of contractions, as printed; parameters as published. What was counted there besides, or not: VGG's row is that of its
# convolutions with their biases; Inception's has the means of 3 x 3 and of all places, and the head beside its last 12 x 12 (the profiler counted what
# the code builds).
VGG_DENSE = 2 * (512 * 7 * 7 * 4096 + 4096 * 4096 + 4096 * 1000)
VGG_BIASES = sum(2 * c * (224 >> l) ** 2 for l, c in enumerate((64, 128))) + sum(3 * c * (56 >> l) ** 2 for l, c in enumerate((256, 512, 512)))
MEANS = 9 * (25**2 * (192 + 256 + 288) + 12**2 * 4 * 768 + 5**2 * (1280 + 2048)) + 5**2 * 2048
AUXILIARY = 2 * (3**2 * 768 * 128 + 3**2 * 128 * 768 + 768 * 1001)
COSTS = [("resnet", [], 25557032, "6.96", 0), ("resnet", ["DEPTH=101"], 44549160, "14.39", 0), ("resnet", ["DEPTH=152"], 60192808, None, 0),
         ("mobilenet", [], 4231976, "1.14", 0), ("vgg", [], 138357544, "30.71", VGG_BIASES - VGG_DENSE), ("inception", [], 23834568, None, 0),
         ("inception", ["S=224"], None, "5.69", MEANS + AUXILIARY)]
kiln, example = sys.argv[1:]


def call(command, file, options, *words):
    path = os.path.join(example, file + ".kiln")
    sets = [word for option in options for word in ("--set", option)]
    return subprocess.run([kiln, command, path, *sets, *words], check=True, stdout=subprocess.PIPE, text=True).stdout


for file in ("alexnet", "vgg", "resnet", "mobilenet", "inception"):
    subprocess.run([kiln, "format", "--check", os.path.join(example, file + ".kiln")], check=True)
    call("check", file, [])
groups = {}
for file, options, *row in TABLE:
    groups.setdefault((file, *options), []).append(row)
for (file, *options), rows in groups.items():
    words = [word for tensor, *_ in rows for word in ("--receptive", tensor + ",image")]
    fields = json.loads(call("analyze", file, options, "--json", *words))["receptive"]
    for (tensor, *expected), field in zip(rows, fields, strict=True):
        channels, high, wide = field["axes"]
        assert field["of"] == tensor and high["kind"] == "moving", field
        assert channels["kind"] == "whole", field
        for axis in (high, wide):
            got = [axis["size"], axis["stride"], axis["padding"]]
            assert got == expected, (file, options, tensor, got, expected)
for file, options, parameters, printed, besides in COSTS:
    report = json.loads(call("analyze", file, options, "--json"))
    assert parameters in (None, report["parameters"]), (file, options, report["parameters"])
    counted = report["entries"][0]["families"]["contraction"]["flops"]
    assert printed is None or "%.2f" % ((counted + besides) / 1e9) == printed, (file, options, counted, besides, printed)
