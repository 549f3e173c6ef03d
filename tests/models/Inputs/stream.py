# SPDX-License-Identifier: Apache-2.0
"""stream.py KILN FOLDER: frames one by one against all of them at once; a session begins with zeros, a checkpoint has none of its state."""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines

kiln, folder = sys.argv[1:3]
os.makedirs(folder, exist_ok=True)
os.chdir(folder)
model = os.path.join(HERE, "stream.kiln")


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(" ".join(command) + "\n" + done.stderr)
    return done.stdout


sines.write_npy("x.npy", "f32", [11, 3], sines.given(0, [11, 3]))
run([kiln, "build", model, "-o", "model"])
for program in (["./model"], [kiln, "run", "--reference", model]):
    # Twice the same: each run opens a session of its own.
    seen = [json.loads(run(program + ["run", entry, "x=x.npy", "--json", "--seed", "1"]))["prob"] for entry in ("frame", "frame", "whole")]
    if seen[0] != seen[1]:
        sys.exit("the second session does not begin with zeros")
    worst = max(abs(a - b) for x, y in zip(seen[0], seen[2]) for a, b in zip(x, y))
    if len(seen[0]) != 11 or worst > 1e-6:
        sys.exit(f"frame by frame differs from all at once by {worst}")
    run(program + ["train", "step", "--steps", "1", "--save", "model.safetensors"])
    with open("model.safetensors", "rb") as file:
        names = json.loads(file.read()[8:].split(b"}}")[0] + b"}}").keys() - {"__metadata__"}
    if names != {"net.w", "net.b"}:
        sys.exit(f"the checkpoint holds {sorted(names)}")
print("stream")
