#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the figures that Kiln holds itself to, on the three Fashion-MNIST models: figures.py [FIGURE…] [--models mlp …].

Each figure prints one line with the measured value and its bar, and fails the run where the bar is missed.
Standard library only. Ratios against PyTorch are in benchmarks/step.py.
"""
import argparse
import hashlib
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
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KILN = os.path.join(ROOT, "build", "bin", "kiln")
DATA = "/usr/share/datasets/fashion-mnist"
EPOCHS = {"mlp": 5, "cnn": 5, "vit": 10}
ACCURACY = {"mlp": 0.880, "cnn": 0.900, "vit": 0.868}
FIGURES = {}


def figure(function):
    FIGURES[function.__name__] = function
    return function


def files(part):
    return ["%s=%s/%s-%s-ubyte.gz" % (name, DATA, part, kind)
            for name, kind in (("image", "images-idx3"), ("label", "labels-idx1"))]


class Bench:
    def __init__(self, folder, models):
        self.folder, self.models, self.missed, self.built = folder, models, 0, {}

    def path(self, name):
        return os.path.join(self.folder, name)

    def source(self, model):
        return os.path.join(ROOT, "examples", "fashion", model + ".kiln")

    def executable(self, model):
        if model not in self.built:
            self.built[model] = self.path(model)
            subprocess.run([KILN, "build", self.source(model), "-o", self.built[model]], check=True,
                           stdout=subprocess.DEVNULL)
        return self.built[model]

    def train(self, model, *arguments, threads=None, check=True):
        command = [self.executable(model), "train", "step", *files("train"), "--seed", "1", *arguments]
        command += ["--threads", str(threads or os.cpu_count())]
        return subprocess.run(command, check=check, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def report(self, name, value, bar, good):
        self.missed += not good
        print("%-4s %-26s %-44s %s" % ("ok" if good else "MISS", name, value, bar), flush=True)


def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def number(text, name):
    """The value of the line `name value` of a run's results."""
    return float(re.search(r"^%s\s+(\S+)" % re.escape(name), text, flags=re.M).group(1))


@figure
def accuracy(bench):
    """Test accuracy over seeds 1…5."""
    for model in bench.models:
        values = []
        for seed in range(1, 6):
            saved = bench.path("%s-%d.safetensors" % (model, seed))
            bench.train(model, "--epochs", str(EPOCHS[model]), "--seed", str(seed), "--save", saved)
            run = subprocess.run([bench.executable(model), "run", "evaluate", *files("t10k"), "--load", saved],
                                 check=True, stdout=subprocess.PIPE, text=True)
            values.append(number(run.stdout, "accuracy"))
        mean, bar = statistics.mean(values), ACCURACY[model]
        bench.report("accuracy " + model, "mean %.4f, least %.4f" % (mean, min(values)), "mean ≥ %.3f" % bar,
                     mean >= bar and min(values) >= bar - 0.01)


@figure
def first_loss(bench):
    """The first loss is ln 10 within 0.35."""
    for model in bench.models:
        run = bench.train(model, "--steps", "1", "--log", bench.path("first.csv"))
        with open(bench.path("first.csv")) as f:
            rows = [line.rstrip("\n").split(",") for line in f]
        loss = float(rows[1][rows[0].index("loss")])
        bench.report("first loss " + model, "%.4f" % loss, "2.3026 ± 0.35", abs(loss - math.log(10)) <= 0.35)
        del run


@figure
def same_bits(bench):
    """All state is equal for 1, 2, 3, 4 and 8 threads after 50 steps."""
    for model in bench.models:
        seen = set()
        for threads in (1, 2, 3, 4, 8):
            saved = bench.path("bits.safetensors")
            bench.train(model, "--steps", "50", "--save", saved, threads=threads)
            seen.add(digest(saved))
        bench.report("same bits " + model, "%d different" % len(seen), "1, 2, 3, 4, 8 threads", len(seen) == 1)


@figure
def resume(bench):
    """N steps are k steps, a resume and N − k steps, at five split points."""
    for model in bench.models:
        whole, part, rest = (bench.path(n + ".safetensors") for n in ("whole", "part", "rest"))
        bench.train(model, "--steps", "40", "--save", whole)
        good = 0
        for k in (1, 7, 20, 33, 39):
            bench.train(model, "--steps", str(k), "--save", part)
            bench.train(model, "--steps", "40", "--resume", part, "--save", rest)
            good += digest(whole) == digest(rest)
        bench.report("resume " + model, "%d of 5 split points equal" % good, "5", good == 5)


@figure
def artefact(bench):
    """The same input gives the same executable, twice and from two folders."""
    for model in bench.models:
        other = bench.path("elsewhere")
        os.makedirs(other, exist_ok=True)
        copy = shutil.copy(bench.source(model), other)
        out = bench.path("again")
        seen = {digest(bench.executable(model))}
        for source in (bench.source(model), copy):
            subprocess.run([KILN, "build", source, "-o", out], check=True, stdout=subprocess.DEVNULL)
            seen.add(digest(out))
        bench.report("artefact bytes " + model, "%d different" % len(seen), "twice, two folders", len(seen) == 1)


def measured(command):
    """Processor seconds and peak MB of one child."""
    pid = os.posix_spawn(command[0], command, os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                                       (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise RuntimeError("%s: status %d" % (" ".join(command), status))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


@figure
def compile_time(bench):
    """Processor time and memory of `kiln build`; 48 layers against 4."""
    seconds = {}
    for model in bench.models:
        runs = [measured([KILN, "build", bench.source(model), "-o", bench.path("timed")]) for _ in range(3)]
        seconds[model], peak = statistics.median(r[0] for r in runs), max(r[1] for r in runs)
        bench.report("compile " + model, "%.2f s of processor, %.0f MB" % (seconds[model], peak), "≤ 2 s, ≤ 500 MB",
                     seconds[model] <= 2 and peak <= 500)
    if "vit" in bench.models:
        with open(bench.source("vit")) as f:
            text = f.read()
        deep = re.sub(r"\bL:\s*4\b", "L: 48", text)
        if deep == text:
            bench.report("compile vit, 48 layers", "no `L: 4` in the model", "≤ 1.3x of 4 layers", False)
            return
        with open(bench.path("deep.kiln"), "w") as f:
            f.write(deep)
        ratio = statistics.median(measured([KILN, "build", bench.path("deep.kiln"), "-o", bench.path("deep")])[0]
                                  for _ in range(3)) / seconds["vit"]
        bench.report("compile vit, 48 layers", "%.2fx" % ratio, "≤ 1.3x of 4 layers", ratio <= 1.3)


@figure
def executable(bench):
    """Size, dependencies and start of the executable."""
    for model in bench.models:
        path = bench.executable(model)
        needed = subprocess.run(["ldd", path], check=True, stdout=subprocess.PIPE, text=True).stdout
        foreign = [line.split()[0] for line in needed.splitlines()
                   if not re.match(r"\s*(linux-vdso|libc\.so|libm\.so|/lib.*/ld-linux)", line)]
        stripped = bench.path("stripped")
        strip = shutil.which("strip") or "/usr/lib/llvm-22/bin/llvm-strip"
        subprocess.run([strip, "-o", stripped, path], check=True)
        size = os.path.getsize(stripped)
        starts = []
        for _ in range(51):
            begin = time.perf_counter()
            subprocess.run([path], stdout=subprocess.DEVNULL, check=True)
            starts.append(1e3 * (time.perf_counter() - begin))
        bench.report("executable " + model, "%d KB, start %.1f ms, %s" % (
            size // 1024, statistics.median(starts), "needs " + ", ".join(foreign) if foreign else "libc and libm"),
            "≤ 1024 KB, ≤ 5 ms, libc and libm", size <= 2**20 and statistics.median(starts) <= 5 and not foreign)


@figure
def memory(bench):
    """Peak of the mlp's training against the plan."""
    for model in bench.models:
        if model != "mlp":
            continue
        text = subprocess.run([bench.executable(model), "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout
        plan = int(re.search(r'"(?:peak|peak_bytes|arena|arena_bytes|peakBytes)"\s*:\s*(\d+)', text).group(1)) / 2**20
        _, peak = measured([bench.executable(model), "train", "step", *files("train"), "--steps", "500", "--seed", "1",
                            "--threads", "2"])
        data = (60000 * 784 + 60000 + 24) / 2**20
        bench.report("memory mlp", "%.1f MB, plan %.1f + data %.1f MB" % (peak, plan, data), "≤ plan + data + 8 MB",
                     peak <= plan + data + 8)


@figure
def killed(bench):
    """kill -9 at 50 moments, saving every 20 steps: a resume always works and gives the same bits."""
    model, saved, whole = "mlp", bench.path("killed.safetensors"), bench.path("unkilled.safetensors")
    if model not in bench.models:
        return
    bench.train(model, "--steps", "2000", "--save", whole)
    chance = random.Random(1)
    kills, goodResumes = 0, 0
    while kills < 50:
        if os.path.exists(saved):
            os.remove(saved)
        arguments = []
        while True:
            command = [bench.executable(model), "train", "step", *files("train"), "--seed", "1", "--steps", "2000",
                       "--save", saved, "--save-every", "20", "--threads", str(os.cpu_count()), *arguments]
            child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                code = child.wait(chance.uniform(0.2, 1.2) if kills < 50 else None)
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
                child.wait()
                kills += 1
                arguments = ["--resume", saved] if os.path.exists(saved) else []
                continue
            if code != 0:
                bench.report("kill -9", "a resume failed with status %d" % code, "50 kills", False)
                return
            break
        goodResumes += digest(saved) == digest(whole)
        if digest(saved) != digest(whole):
            bench.report("kill -9", "other bits after %d kills" % kills, "50 kills", False)
            return
    bench.report("kill -9", "%d kills, the same bits at the end" % kills, "50 kills", True)


@figure
def rows(bench):
    """Accuracy over 10,000 rows is identical for B = 1, 64, 97 and 128."""
    for model in bench.models:
        saved, seen = bench.path("rows.safetensors"), set()
        bench.train(model, "--steps", "50", "--save", saved)
        for size in (1, 64, 97, 128):
            out = bench.path("rows")
            subprocess.run([KILN, "build", bench.source(model), "--set", "evaluate.B=%d" % size, "-o", out], check=True,
                           stdout=subprocess.DEVNULL)
            run = subprocess.run([out, "run", "evaluate", *files("t10k"), "--load", saved], check=True,
                                 stdout=subprocess.PIPE, text=True)
            seen.add(number(run.stdout, "accuracy"))
        bench.report("accuracy by B " + model, " ".join("%.4f" % v for v in sorted(seen)), "B = 1, 64, 97, 128: one value",
                     len(seen) == 1)


@figure
def gradients(bench):
    """Every gradient agrees with central differences, in f64, first and second order."""
    for model in bench.models:
        run = subprocess.run([KILN, "check", "--gradients", bench.source(model), "--set", "B=2", "--json"], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
        report = json.loads(run.stdout)
        worst = max(max(t["worst"], t["compiled_difference"]) / max(1, t["largest"]) for t in report["tensors"])
        bench.report("gradients " + model, "%d tensors, worst error %.1e" % (len(report["tensors"]), worst), "≤ 1e-6",
                     run.returncode == 0 and report["ok"] and worst <= 1e-6)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES), default=[])
    parser.add_argument("--models", nargs="+", default=["mlp", "cnn", "vit"])
    args = parser.parse_args()
    models = [m for m in args.models if os.path.exists(os.path.join(ROOT, "examples", "fashion", m + ".kiln"))]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder, models)
        for name in args.figures or FIGURES:
            try:
                FIGURES[name](bench)
            except (subprocess.CalledProcessError, RuntimeError, OSError, AttributeError, ValueError) as error:
                detail = getattr(error, "stderr", None) or str(error)
                bench.report(name, "could not be measured", str(detail).strip().splitlines()[-1][:100] if detail else "",
                             False)
        print("%d figures missed" % bench.missed)
    sys.exit(bench.missed > 0)


if __name__ == "__main__":
    main()
