# SPDX-License-Identifier: Apache-2.0
"""fat.py KILN MODEL FOLDER: FOLDER/fat, MODEL for several processors, trains the same as each and as the interpreter does.

A processor that this machine has no instructions of must be refused with the reason. Without a name the executable does the same, bit
for bit, as with the name of the best that is there.
"""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "Inputs"))
import sines
import tensors


def main(kiln, model, folder):
    path = lambda name: os.path.join(folder, name)
    sines.write_npy(path("x.npy"), "f32", (12, 4), sines.values(0, (12, 4), 1.0))
    sines.write_npy(path("label.npy"), "i32", (12,), [i % 3 for i in range(12)])

    def trained(name, command, *options):
        words = [*command, "train", "step", *options, "x=" + path("x.npy"), "label=" + path("label.npy"), "--steps", "7", "--seed", "1",
                 "--save", path(name)]
        done = subprocess.run(words, capture_output=True, text=True)
        return done, done.returncode == 0 and open(path(name), "rb").read()

    fat = [path("fat")]
    _, chosen = trained("chosen.safetensors", fat)
    trained("interpreted.safetensors", [kiln, "run", "--reference", model])
    want, best = tensors.load(path("interpreted.safetensors")), None
    for cpu in ("x86-64-v4", "x86-64-v3", "x86-64-v2"):
        name = cpu + ".safetensors"
        done, bits = trained(name, fat, "--cpu", cpu)
        if not bits:
            if "needs CPU features that this machine lacks" not in done.stderr:
                sys.exit("%s: %s" % (cpu, done.stderr))
            continue
        best = best or bits
        got = tensors.load(path(name))
        for key, value in want.items():
            error = tensors.apart(got[key].values, value.values)
            if not error <= 1e-5 * max(value.greatest(), 1e-3):
                sys.exit("%s: %s differs by %.2g" % (cpu, key, error))
    if not best or chosen != best:
        sys.exit("the best processor was not chosen")


main(*sys.argv[1:])
