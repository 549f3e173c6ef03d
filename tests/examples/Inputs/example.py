#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""example.py KILN FILE FOLDER ENTRY STEPS [--bound X] [--seconds S] [name=FILE…] [options of kiln]: what every example holds.

FILE is in its one form and, as it stands, compiled in S (3) seconds of processor time. With the options, which make it small,
its gradients agree with central differences, and in f64 STEPS of the train entry ENTRY and the infer entries that need no
other inputs than the given ones say the same compiled and interpreted: within X (1e-9) of the largest value of a tensor,
or of 1e-3 where all are smaller. Normal draws are f32 numbers, so X is 1e-5 where such enter. Training has the same bits with 1, 2 and 3 threads,
and with --trap-nonfinite, which finds nothing.
"""
import json
import os
import resource
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "Inputs"))
import tensors

SECONDS = 3  # 2 on a machine at rest; processor time grows where other tests run beside


def call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("%s\n%s%s" % (" ".join(command), done.stdout, done.stderr))
    return done.stdout


def processor_time(*command):
    used = lambda: sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    before = used()
    call(*command)
    return used() - before


def compare(what, got, want, bound):
    if got.keys() != want.keys() or not got:
        sys.exit("%s: %s, not %s" % (what, sorted(got), sorted(want)))
    for name in got:
        error = tensors.apart(got[name].values, want[name].values)
        if not error <= bound * max(want[name].greatest(), 1e-3):
            sys.exit("%s: %s differs by %.2g where the largest value is %.2g" % (what, name, error, want[name].greatest()))


def main(kiln, model, folder, entry, steps, *rest):
    rest = list(rest)
    numbers = {"--bound": 1e-9, "--seconds": SECONDS}
    for name in numbers:
        if name in rest:
            at = rest.index(name)
            numbers[name] = float(rest[at + 1])
            del rest[at:at + 2]
    bound, most = numbers["--bound"], numbers["--seconds"]
    files = [word for word in rest if "=" in word and not word.startswith("-") and os.path.exists(word.split("=", 1)[1])]
    options = [word for word in rest if word not in files]
    os.makedirs(folder, exist_ok=True)
    path = lambda name: os.path.join(folder, name)

    call(kiln, "format", "--check", model)
    seconds = processor_time(kiln, "build", model, "-o", path("model"))
    if seconds > most:
        sys.exit("compiled in %.2f s of processor time, more than %g" % (seconds, most))
    call(kiln, "check", "--gradients", model, "--samples", "8", *options)

    small = path("small")
    call(kiln, "build", model, "-o", small, "--precision=f64", *options)
    ways = {"compiled": [small], "interpreted": [kiln, "run", "--reference", model, "--precision=f64", *options]}
    described = json.loads(call(small, "--json"))
    given = {word.split("=")[0] for word in files}
    words = lambda chosen: [word for word in files if word.split("=")[0] in {i["name"] for i in chosen["inputs"]}]
    entries = {e["name"]: e for e in described["entries"]}
    results = {}
    if steps != "0":
        trained = words(entries[entry])
        call(small, "train", entry, *trained, "--steps", "1", "--threads", "1", "--save", path("begin.safetensors"))
        for way, command in ways.items():
            saved = path(way + ".safetensors")
            call(*command, "train", entry, *trained, "--steps", steps, "--threads", "2", "--load", path("begin.safetensors"),
                 "--save", saved)
            results[way] = tensors.load(saved)
        compare("%s steps of %s" % (steps, entry), results["compiled"], results["interpreted"], bound)
        looks = path("looks")
        call(kiln, "build", model, "-o", looks, "--precision=f64", "--trap-nonfinite", *options)
        for program, threads in ((small, "1"), (small, "3"), (looks, "2")):
            saved = path("threads.safetensors")
            call(program, "train", entry, *trained, "--steps", steps, "--threads", threads, "--load", path("begin.safetensors"), "--save", saved)
            with open(saved, "rb") as one, open(path("compiled.safetensors"), "rb") as two:
                if one.read() != two.read():
                    sys.exit("%s steps of %s: other bits from %s with %s threads" % (steps, entry, program, threads))
    for chosen in described["entries"]:
        needed = {i["name"] for i in chosen["inputs"]}
        if chosen["mode"] != "infer" or not needed <= given:
            continue
        for way, command in ways.items():
            out = path("%s-%s.safetensors" % (chosen["name"], way))
            load = ["--load", path("compiled.safetensors")] if steps != "0" else []
            call(*command, "run", chosen["name"], *words(chosen), *load, "--threads", "1",
                 *[w for o in chosen["outputs"] for w in ("--out", "%s=%s" % (o["name"], out))])
            results[way] = tensors.load(out)
        compare(chosen["name"], results["compiled"], results["interpreted"], bound)
    print("%s: %.2f s of processor time, the same compiled and interpreted" % (os.path.basename(model), seconds))


main(*sys.argv[1:])
