#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""recompute.py KILN FOLDER: a model with `recompute` and the same without it train alike, an LSTM with the same bits; the first needs less memory, as planned and as taken."""
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sines
import tensors

kiln, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
path = lambda name: os.path.join(folder, name)


def call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("%s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
    return done.stdout + done.stderr


def given(name, shape):
    sines.write_npy(path(name + ".npy"), "f32", shape, sines.given(0, shape))
    return "x=" + path(name + ".npy")


def without(model):
    with open(os.path.join(HERE, model + ".kiln")) as file, open(path(model + "-plain.kiln"), "w") as plain:
        text = file.read()
        assert "recompute" in text
        plain.write(text.replace("recompute ", ""))
    return [os.path.join(HERE, model + ".kiln"), path(model + "-plain.kiln")]


def bytes_of(file):
    with open(file, "rb") as f:
        return f.read()


def most_taken(*command):
    """The most bytes that a training has had in memory when a step is done."""
    saved = path("taken.safetensors")
    if os.path.exists(saved):
        os.remove(saved)
    child = subprocess.Popen([*command, "--steps", "1000000", "--save", saved, "--save-every", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not os.path.exists(saved) and child.poll() is None:
        time.sleep(0.01)
    with open("/proc/%d/status" % child.pid) as status:
        taken = int(re.search(r"VmHWM:\s*(\d+) kB", status.read()).group(1)) << 10
    child.kill()
    child.wait()
    return taken


# An LSTM over 512 steps: the arena that is planned is what a run takes, besides 8 MiB of program and data. `most` is 0.7 and 0.2 of the
# 64399424 and 43485248 bytes that the plain models would take with the sums of all gates and their inputs kept; they keep the gates alone.
x = given("long", (32, 512, 16))
for keep, drop, most in (("step", "last", 45079596), ("last", "step", 8697049)):
    plans, ends = [], []
    for kind, model in zip(("again", "plain"), without("recompute")):
        # The other entry as small as it gets.
        with open(model) as file, open(path("one.kiln"), "w") as one:
            one.write(re.sub(r"train %s\(.*?\n}\n" % drop, "", file.read(), flags=re.S))
        out = path(kind)
        plan = int(re.search(r"peak (\d+) bytes", call(kiln, "build", path("one.kiln"), "-o", out)).group(1))
        saved = path(kind + ".safetensors")
        call(out, "train", keep, x, "--steps", "2", "--seed", "1", "--threads", "2", "--save", saved)
        taken = most_taken(out, "train", keep, x)
        assert taken <= plan + (8 << 20), (keep, kind, taken, plan)
        plans.append((plan, taken))
        ends.append(bytes_of(saved))
    print("%s: %d bytes planned and %d taken, without `recompute` %d and %d" % (keep, *plans[0], *plans[1]))
    (plan, taken), (plan_without, taken_without) = plans
    assert plan < min(most, plan_without) and taken_without - taken > 0.95 * (plan_without - plan), plans
    assert ends[0] == ends[1], "other bits"

# All sorts of parts and scans, with draws and running statistics, of first and second order; compiled, without optimisation, interpreted.
x = given("short", (3, 12, 4))
again, plain = without("recompute-parts")
ends = {}
for kind, model in (("again", again), ("plain", plain)):
    for way in ([], ["-O0"]):
        saved = path("parts.safetensors")
        out = path("parts")
        call(kiln, "build", model, *way, "-o", out)
        for threads in ("1", "3"):
            call(out, "train", "step", x, "--steps", "3", "--seed", "1", "--threads", threads, "--save", saved)
            ends[kind, tuple(way), threads] = tensors.load(saved)
    call(kiln, "run", "--reference", model, "train", "step", x, "--steps", "3", "--seed", "1", "--save", saved)
    ends[kind, "interpreted"] = tensors.load(saved)
    assert list(ends[kind, (), "1"]["both.norm.running_mean"].values) != [0] * 4
for kind, *way in ends:
    if kind == "again":
        for name, tensor in ends["plain", *way].items():
            assert tensors.apart(tensor.values, ends["again", *way][name].values) <= 2e-7, (way, name)
first = ends["plain", (), "1"]
for kind, end in ends.items():
    assert end.keys() == first.keys(), kind
    for name, tensor in end.items():
        off = tensors.apart(tensor.values, first[name].values)
        assert off <= 2e-5, (kind, name, off)

# Gradients of first order have the same bits: here a value that is computed twice has no derivative but one.
ends = []
for kind, model in (("again", again), ("plain", plain)):
    with open(model) as file, open(path("first-%s.kiln" % kind), "w") as first:
        text = file.read()
        for whole, without_bend in (("(grad(loss, layers) + g)", "grad(loss, layers)"), ("(grad(loss, turns) + grad(bend, turns))", "grad(loss, turns)"),
                                    ("  g    = grad(bend, layers)\n", "")):
            assert whole in text
            text = text.replace(whole, without_bend)
        first.write(text)
    for way in ([], ["-O0"]):
        call(kiln, "build", path("first-%s.kiln" % kind), *way, "-o", path("first"))
        call(path("first"), "train", "step", x, "--steps", "2", "--seed", "1", "--threads", "2", "--save", path("first.safetensors"))
        ends.append(bytes_of(path("first.safetensors")))
assert ends[:2] == ends[2:], "other bits of first order"
