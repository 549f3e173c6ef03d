#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the figures that Kiln holds itself to, on the three Fashion-MNIST models but where a figure says otherwise: figures.py [FIGURE…] [--models mlp …].

Each figure prints one line `figure: measured, bar, ok|missed`; the exit status says whether all bars are met.
With --quick fewer steps, splits and kills: what tests/models runs with every change. Bars of time and of processor
time hold on an idle machine. Standard library only, and clang for small programs in C.
"""
import argparse
import json
import math
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import resources # registers its figures
from bench import CLANG, EPOCHS, FIGURES, INPUTS, ROOT, Bench, digest, figure, files, number, run

ACCURACY = {"mlp": 0.880, "cnn": 0.900, "vit": 0.868}


@figure
def accuracy(bench):
    """Test accuracy over seeds 1…5."""
    for model in bench.models:
        values = []
        for seed in range(1, 6):
            saved = bench.path("%s-%d.safetensors" % (model, seed))
            bench.train(model, "--epochs", EPOCHS[model], "--seed", seed, "--save", saved)
            values.append(number(run(bench.executable(model), "run", "evaluate", *files("t10k"), "--load", saved).stdout,
                                 "accuracy"))
        mean, bar = statistics.mean(values), ACCURACY[model]
        bench.report("accuracy " + model, "mean %.4f, least %.4f" % (mean, min(values)), "mean ≥ %.3f" % bar,
                     mean >= bar and min(values) >= bar - 0.01)


@figure
def first_loss(bench):
    """The first loss is ln 10 within 0.35."""
    for model in bench.models:
        bench.train(model, "--steps", 1, "--log", bench.path("first.csv"))
        with open(bench.path("first.csv")) as f:
            rows = [line.rstrip("\n").split(",") for line in f]
        loss = float(rows[1][rows[0].index("loss")])
        bench.report("first loss " + model, "%.4f" % loss, "2.3026 ± 0.35", abs(loss - math.log(10)) <= 0.35)


@figure
def same_bits(bench):
    """All state is equal for 1, 2, 3, 4 and 8 threads after 50 steps."""
    steps = 3 if bench.quick else 50
    for model in bench.models:
        seen = set()
        for threads in (1, 2, 3, 4, 8):
            saved = bench.path("bits.safetensors")
            bench.train(model, "--steps", steps, "--save", saved, threads=threads)
            seen.add(digest(saved))
        bench.report("same bits " + model, "%d checkpoints after %d steps at 1 2 3 4 8 threads" % (len(seen), steps),
                     "1", len(seen) == 1)


@figure
def resume(bench):
    """N steps are k steps, a resume and N − k steps, at five split points; shuffled, with optimizer and draws."""
    steps, splits = (4, (1, 3)) if bench.quick else (40, (1, 7, 20, 33, 39))
    for model in bench.models:
        whole, part, rest = (bench.path(n + ".safetensors") for n in ("whole", "part", "rest"))
        bench.train(model, "--steps", steps, "--save", whole)
        good = 0
        for k in splits:
            bench.train(model, "--steps", k, "--save", part)
            bench.train(model, "--steps", steps, "--resume", part, "--save", rest)
            good += digest(whole) == digest(rest)
        bench.report("resume " + model, "%d of %d splits of %d steps give the same bits" % (good, len(splits), steps),
                     len(splits), good == len(splits))


@figure
def artefact(bench):
    """The same input gives the same executable, twice and from two folders."""
    for model in bench.models:
        other = bench.path("elsewhere")
        os.makedirs(other, exist_ok=True)
        copy = shutil.copy(bench.source(model), other)
        out = bench.path("again")
        seen = {digest(bench.executable(model))}
        builds = [(os.path.basename(copy), other), (copy, ROOT), (bench.source(model), ROOT)][:1 if bench.quick else 3]
        for source, folder in builds:
            run(bench.kiln, "build", source, "-o", out, cwd=folder)
            seen.add(digest(out))
        bench.report("artefact bytes " + model, "%d executables from %d builds in 2 folders" % (len(seen), len(builds) + 1), "1", len(seen) == 1)


@figure
def killed(bench):
    """kill -9 at 50 moments, saving every 20 steps: a resume always works and gives the same bits."""
    if "mlp" not in bench.models:
        return
    steps, kills = (100, 5) if bench.quick else (1000, 50)
    whole, saved = bench.path("unkilled.safetensors"), bench.path("killed.safetensors")
    bench.train("mlp", "--steps", steps, "--save", whole)
    chance, done, rounds, late = random.Random(1), {}, 0, 0.4
    calls = ("write", "fsync", "rename", "renamed")
    while sum(done.values()) < kills:
        if os.path.exists(saved):
            os.remove(saved)
        while True:
            environment, moment, wait = dict(os.environ), None, None
            if sum(done.values()) < kills and chance.random() < 0.5 or bench.quick and len(done) < 4:
                # A save has some 25 writes, two syncs (of the file and its folder) and one rename.
                moment = calls[len(done)] if len(done) < 4 else chance.choice(calls)
                environment.update(LD_PRELOAD=bench.interposer(), KILN_KILL="%s:%d" % (moment, chance.randint(2, 6)))
            elif sum(done.values()) < kills:
                moment, wait = "any time", chance.uniform(0.2 * late, late)
            resumed = ["--resume", saved] if os.path.exists(saved) else ["--seed", 1]
            child = subprocess.Popen(bench.command("mlp", "--steps", steps, "--save", saved, "--save-every", 20, *resumed),
                                     stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, text=True)
            try:
                error = child.communicate(timeout=wait)[1]
            except subprocess.TimeoutExpired:
                child.kill()
                error = child.communicate()[1]
            if child.returncode == -signal.SIGKILL:
                done[moment] = done.get(moment, 0) + 1
            elif child.returncode != 0:
                bench.report("kill -9", "after %d kills: %s" % (sum(done.values()), error.strip()), kills, False)
                return
            else:
                late *= 0.8 if wait else 1  # the training was faster than the kill
                break
        rounds += 1
        if digest(saved) != digest(whole):
            bench.report("kill -9", "other bits after %d kills" % sum(done.values()), kills, False)
            return
    told = " + ".join("%d at %s" % (n, what) for what, n in sorted(done.items()))
    bench.report("kill -9", "%d kills (%s) and the same bits in %d trainings" % (sum(done.values()), told, rounds),
                 "≥ %d" % kills, all(call in done for call in calls))


@figure
def rows(bench):
    """Accuracy over 10,000 rows is identical for B = 1, 64, 97 and 128, and so are all probabilities."""
    for model in bench.models:
        saved, accuracies, outputs = bench.path("rows.safetensors"), set(), set()
        bench.train(model, "--steps", 5 if bench.quick else 50, "--save", saved)
        for size in (1, 64, 97, 128):
            out, prob = bench.path("rows"), bench.path("prob.npy")
            run(bench.kiln, "build", bench.source(model), "--set", "evaluate.B=%d" % size, "--set", "predict.B=%d" % size, "-o", out)
            accuracies.add(number(run(out, "run", "evaluate", *files("t10k"), "--load", saved).stdout, "accuracy"))
            run(out, "run", "predict", files("t10k")[0], "--load", saved, "--out", "prob=" + prob)
            outputs.add(digest(prob))
        bench.report("rows " + model, "accuracy %s and %d of probabilities at B = 1 64 97 128" % (
            " ".join("%.4f" % v for v in sorted(accuracies)), len(outputs)), "one of each", len(accuracies) == len(outputs) == 1)


@figure
def gradients(bench):
    """Every gradient agrees with central differences, in f64, first and second order."""
    for model in bench.models:
        done = subprocess.run([bench.kiln, "check", "--gradients", bench.source(model), "--set", "B=2", "--json"], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
        report = json.loads(done.stdout)
        worst = max(max(t["worst"], t["compiled_difference"]) / max(1, t["largest"]) for t in report["tensors"])
        bench.report("gradients " + model, "%d tensors, worst error %.1e" % (len(report["tensors"]), worst), "≤ 1e-6",
                     done.returncode == 0 and report["ok"] and worst <= 1e-6)


@figure
def ulp(bench):
    """Elementary functions in f32 over all floats, on each level of x86-64 that this machine has."""
    functions, stride, digests = ["exp", "expm1", "log", "log1p", "tanh", "erf", "sigmoid", "rsqrt"], 997 if bench.quick else 1, {}
    with open(bench.path("functions.kiln"), "w") as text:
        for name in functions:
            for entry, size in ("whole", 65536), ("tail", 1021):
                text.write("infer %s_%s(x: f32[%d]) -> y: f32[%d] {\n  y = %s(x)\n}\n" % (entry, name, size, size, name))
    for cpu in "x86-64-v4", "x86-64-v3", "x86-64-v2":
        path = bench.path("ulp-" + cpu)
        run(bench.kiln, "build", bench.path("functions.kiln"), "--cpu", cpu, "-o", path + ".o")
        run(CLANG, "-O2", "-fno-builtin", "-I", ROOT, os.path.join(ROOT, "tests", "long", "ulp.c"), path + ".o",
            os.path.join(bench.build, "lib", "kiln", "libkiln_runtime.a"), "-lm", "-o", path)
        done = subprocess.run([path, str(stride), *functions], capture_output=True, text=True)
        if "needs CPU features" in done.stderr:
            continue
        if done.returncode:
            raise RuntimeError(done.stderr)
        for line in done.stdout.splitlines():
            name, worst, where, digest_ = line.split()
            bench.report("ulp %s %s" % (cpu, name), "%s at %s" % (worst, where), "≤ 2", float(worst) <= 2)
            digests.setdefault(name, {})[cpu] = digest_
    # Without instructions for a * b + c in one rounding the bits are others.
    apart = [name for name, own in digests.items() if len({d for cpu, d in own.items() if cpu != "x86-64-v2"}) > 1]
    bench.report("ulp bits", "other bits on another level: " + ", ".join(apart) if apart else "the same on all levels with FMA", "the same", not apart)


@figure
def programs(bench):
    """Random programs mean the same on the interpreter, optimised and not, before and behind `kiln format`."""
    count = 24 if bench.quick else 5000
    script = os.path.join(INPUTS, "programs.py")
    done = subprocess.run([sys.executable, script, bench.kiln, bench.path("programs"), str(count)], capture_output=True, text=True)
    bench.report("programs", done.stdout.strip().splitlines()[-1], "all", done.returncode == 0)


@figure
def fuzz(bench):
    """Mutated models from the lexer to verified IR, under ASan and UBSan (needs Debian's libclang-rt-22-dev)."""
    count, build = 2000 if bench.quick else 2000000, bench.path("fuzz")
    run("cmake", "-S", ROOT, "-B", build, "-G", "Ninja", "-DKILN_FUZZ=ON")
    run("ninja", "-C", build, "fuzz-compile")
    run(sys.executable, os.path.join(ROOT, "tests", "fuzz", "seeds.py"), bench.path("seeds"))
    os.makedirs(bench.path("corpus"), exist_ok=True)
    # One process after another, each with a share: a context keeps what it made.
    done, found = 0, ""
    while done < count and not found:
        part = min(100000, count - done)
        child = subprocess.run([os.path.join(build, "tests", "bin", "fuzz-compile"), "-runs=%d" % part, "-max_len=4000", "-seed=%d" % (done + 1),
                                "-dict=" + os.path.join(ROOT, "tests", "fuzz", "kiln.dict"), bench.path("corpus"), bench.path("seeds")],
                               cwd=bench.folder, stderr=subprocess.PIPE, text=True, errors="replace",
                               env={**os.environ, "ASAN_OPTIONS": "detect_container_overflow=0:malloc_context_size=6"})
        done += part
        if child.returncode:
            found = " and found: " + " ".join(re.findall(r"^SUMMARY: .*|^Base64: .*", child.stderr, flags=re.M))
    bench.report("fuzz", "%d executions%s" % (done, found), "nothing found", not found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES), default=[])
    parser.add_argument("--models", nargs="+", default=["mlp", "cnn", "vit"])
    parser.add_argument("--quick", action="store_true", help="small versions, seconds each")
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="the build folder")
    args = parser.parse_args()
    models = [m for m in args.models if os.path.exists(os.path.join(ROOT, "examples", "fashion", m + ".kiln"))]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder, models, args.quick, os.path.abspath(args.build))
        for name in args.figures or FIGURES:
            try:
                FIGURES[name](bench)
            except (subprocess.CalledProcessError, RuntimeError, OSError, AttributeError, ValueError) as error:
                detail = getattr(error, "stderr", None) or str(error)
                bench.report(name, "could not be measured", str(detail).strip().splitlines()[-1] if detail else "",
                             False)
        print("%d figures missed" % bench.missed)
    sys.exit(bench.missed > 0)


if __name__ == "__main__":
    main()
