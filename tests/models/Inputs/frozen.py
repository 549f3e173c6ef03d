# SPDX-License-Identifier: Apache-2.0
"""frozen.py KILN FOLDER: trains tokens.kiln, takes its part frozen into prior.kiln, trains that, and looks at what changed."""
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


def run(command, fails=False):
    done = subprocess.run(command, capture_output=True, text=True)
    if (done.returncode != 0) != fails:
        sys.exit(" ".join(command) + "\n" + done.stderr)
    return done.stderr if fails else done.stdout


def tensors(path):
    with open(path, "rb") as file:
        data = file.read()
    size = int.from_bytes(data[:8], "little")
    return {name: data[8 + size:][slice(*about["data_offsets"])]
            for name, about in json.loads(data[8:8 + size]).items() if name != "__metadata__"}


def check(what, good):
    if not good:
        sys.exit("not so: " + what)


sines.write_npy("x.npy", "f32", [4, 3], sines.given(0, [4, 3]))
for how in ([], ["--reference"]):
    first, second = ([kiln, "run"] + how + [os.path.join(HERE, name)] for name in ("tokens.kiln", "prior.kiln"))
    run(first + "train step x=x.npy --steps 5 --seed 2 --save first.safetensors".split())
    a = tensors("first.safetensors")
    begin = "train step x=x.npy --steps 6 --seed 3 --load".split()

    # `ema` of the first file has the parameters too, but not the state of `net`: one part fits.
    out = run(second + begin + ["net.tokens=first.safetensors", "--save", "second.safetensors"])
    b = tensors("second.safetensors")
    scalars = dict(line.split() for line in out.splitlines() if len(line.split()) == 2)
    check("norms leave the frozen part out", abs(float(scalars["gap"])) < 1e-5)
    check("the derivative runs through it", float(scalars["slope"]) > 0)
    for name in ("w", "codes.code", "codes.hits"):
        check(name + " is as it was saved", a["net." + name] == b["net.tokens." + name])
    check("no other tree holds it", not any("tokens" in name for name in b if not name.startswith("net.")))
    run(second + "train step x=x.npy --steps 1 --seed 3 --load net.tokens:net=first.safetensors --save one.safetensors".split())
    c = tensors("one.safetensors")
    check("the rest is trained", all(b[n] != c[n] for n in ("net.before.w", "net.head.w", "net.head.b")))

    # The second file infers what the first does, from a checkpoint of its own.
    inferred = [json.loads(run(command + ["run", "encode", "x=x.npy", "--json", "--load", path]))
                for command, path in ((first, "first.safetensors"), (second, "second.safetensors"))]
    for name in ("q", "id", "hits"):
        check(name + " is the same in both files", inferred[0][name] == inferred[1][name])
    check("uses were counted in the first training alone", sum(inferred[0]["hits"]) == 20)

    for words, message in (
            ("net.head=first.safetensors", "`first.safetensors` has no part with all tensors of `net.head`"),
            ("net.tokens:ema=first.safetensors", "`ema.codes.hits` is missing"),
            ("net.nothing=first.safetensors", "the model has no part `net.nothing` with parameters"),
    ):
        said = run(second + begin + [words], fails=True)
        check(message + "\n" + said, message in said)
print("frozen")
