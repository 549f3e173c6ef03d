#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""same-training.py KILN FOLDER MODEL: trains MODEL under each optimizer and compares its parameters with the digests
of PyTorch's in Inputs/torch, which torch-training.py makes."""
import os
import sys

import tensors
import variants


def main(kiln, folder, model):
    os.makedirs(folder, exist_ok=True)
    missed = 0
    for optimizer, rate in variants.RATE.items():
        _, after = variants.train(kiln, folder, model, optimizer, variants.ROWS)
        expected = tensors.load(os.path.join(os.path.dirname(__file__), "torch", "%s-%s.safetensors" % (model, optimizer)))
        assert expected.keys() == after.keys()
        worst = (0, "")
        for name, got in variants.digest(after).items():
            greatest, total, *values = expected[name].values
            scale = max(greatest, rate)
            error = max(tensors.apart(got.values[2:], values),
                        tensors.apart(got.values[1:2], [total]) / len(after[name].values)) / scale
            worst = max(worst, (error, name))
        good = worst[0] <= variants.TOLERANCE
        missed += not good
        print("%s %s: %.1e of the greatest value or the rate, in %s%s" % (
            model, optimizer, *worst, "" if good else " — more than %g" % variants.TOLERANCE))
    return missed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
