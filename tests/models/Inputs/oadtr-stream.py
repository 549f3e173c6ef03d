# SPDX-License-Identifier: Apache-2.0
"""oadtr-stream.py KILN SOURCE FOLDER: frame by frame the example says what whole windows say."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines

kiln, source, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
frames = os.path.join(folder, "frames.npy")
sines.write_npy(frames, "f32", [24, 8], sines.given(0, [24, 8]))


def run(model, *words):
    done = subprocess.run([kiln, "run", model, "run", *words, "--seed", "3", "--json"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)["prob"]


watched = run(os.path.join(source, "examples/oadtr/oadtr.kiln"), "watch", "frame=" + frames)
whole = run(os.path.join(HERE, "oadtr-stream.kiln"), "windows", "x=" + frames)
apart = [max(abs(a - b) for a, b in zip(x, y)) for x, y in zip(watched, whole)]
moves = max(abs(a - b) for x, y in zip(watched[15:], watched[16:]) for a, b in zip(x, y))
if len(watched) != 24 or max(apart[15:]) > 1e-6 or moves < 1e-4:
    sys.exit("apart %s, moves %g" % (apart, moves))
print("apart %g behind the first window" % max(apart[15:]))
