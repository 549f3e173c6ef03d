# SPDX-License-Identifier: Apache-2.0
"""Figures of what models cost: compile time, executables, memory, calls."""
import json
import os
import re
import statistics
import subprocess
import sys
import time

from bench import CLANG, ROOT, figure, files, measured, number, run

sys.path.insert(0, os.path.join(ROOT, "benchmarks"))
import workloads


@figure
def compile_time(bench):
    """Processor time and memory of `kiln build`; 48 layers against 4."""
    seconds = {}
    for model in bench.models:
        runs = [measured([bench.kiln, "build", bench.source(model), "-o", bench.path("timed")]) for _ in range(3)]
        seconds[model], peak = statistics.median(r[0] for r in runs), max(r[1] for r in runs)
        bench.report("compile " + model, "%.2f s of processor and %.0f MB" % (seconds[model], peak), "≤ 2 s and ≤ 500 MB",
                     seconds[model] <= 2 and peak <= 500)
    if "vit" in bench.models:
        with open(bench.source("vit")) as f:
            text = f.read()
        deep, layers = re.subn(r"\bL: 4\b", "L: 48", text)
        deep, counts = re.subn(r"^assert parameters.*\n", "", deep, flags=re.M)
        if (layers, counts) != (1, 1):
            raise RuntimeError("the vit has no `L: 4` or no assertion on its parameters")
        with open(bench.path("deep.kiln"), "w") as f:
            f.write(deep)
        ratio = statistics.median(measured([bench.kiln, "build", bench.path("deep.kiln"), "-o", bench.path("deep")])[0]
                                  for _ in range(3)) / seconds["vit"]
        bench.report("compile vit of 48 layers", "%.2fx of 4 layers" % ratio, "≤ 1.3x", ratio <= 1.3)


def examples():
    """The files with an entry; the others are parts that these use."""
    for folder, _, names in sorted(os.walk(os.path.join(ROOT, "examples"))):
        for name in sorted(names):
            with open(os.path.join(folder, name), errors="replace") as f:
                if name.endswith(".kiln") and re.search("^(train|infer) ", f.read(), flags=re.M):
                    yield f.name


@figure
def compile_examples(bench):
    """Processor time and memory of `kiln build` and `kiln check` for every file of examples with an entry."""
    for model in examples():
        times = range(1 if bench.quick else 3)
        builds = [measured([bench.kiln, "build", model, "-o", bench.path("timed")]) for _ in times]
        checks = [measured([bench.kiln, "check", model]) for _ in times]
        kernels = int(re.search(r"(\d+) distinct kernels", run(bench.kiln, "build", model, "-o", bench.path("timed"), "--time").stderr).group(1))
        seconds, peak = statistics.median(r[0] for r in builds), max(r[1] for r in builds)
        check, bar = statistics.median(r[0] for r in checks), 4 if kernels > 100 else 2
        bench.report("compile " + os.path.relpath(model, os.path.join(ROOT, "examples")),
                     "%.2f s of processor and %.0f MB for %d kernels and %.0f ms to check" % (seconds, peak, kernels, 1e3 * check),
                     "≤ %d s and ≤ 500 MB and ≤ 100 ms" % bar, seconds <= bar and peak <= 500 and check <= 0.1)


@figure
def executable(bench):
    """Size, dependencies and start of the executable."""
    for model in bench.models:
        path = bench.executable(model)
        needed = run("ldd", path).stdout
        foreign = [line.split()[0] for line in needed.splitlines()
                   if not re.match(r"\s*(linux-vdso|libc\.so|libm\.so|/lib.*/ld-linux)", line)]
        size, starts = os.path.getsize(path), []  # the linker has stripped it
        for _ in range(51):
            begin = time.perf_counter()
            run(path)
            starts.append(1e3 * (time.perf_counter() - begin))
        start = statistics.median(starts)
        bench.report("executable " + model, "%d KB starting in %.1f ms with %s" % (
            size // 1024, start, " ".join(foreign) if foreign else "libc and libm alone"),
            "≤ 1024 KB and ≤ 5 ms and libc and libm", size <= 2**20 and start <= 5 and not foreign)


def mapped(pid, bytes_):
    """Whether the process has writable memory without a name, of `bytes_` in whole pages, fenced on both sides."""
    areas = []
    with open("/proc/%d/maps" % pid) as f:
        for line in f:
            fields = line.split()
            begin, end = (int(word, 16) for word in fields[0].split("-"))
            areas.append((begin, end, fields[1], len(fields) > 5))
    wanted = (bytes_ + 4095) // 4096 * 4096
    for i, (begin, end, access, named) in enumerate(areas[:-1]):
        if access != "---p" or named:
            continue
        first = last = end
        for other in areas[i + 1:]:
            if other[0] != last or other[2] != "rw-p" or other[3]:
                break
            last = other[1]
        if last - first == wanted and any(a[0] == last and a[2] == "---p" for a in areas):
            return True
    return False


@figure
def arena(bench):
    """The peak printed by `kiln build` is the arena that the executable maps; a step allocates nothing."""
    for model in bench.models:
        out = bench.path("planned")
        printed = int(re.search(r"peak (\d+) bytes", run(bench.kiln, "build", bench.source(model), "-o", out).stderr).group(1))
        told = int(re.search(r'"peak_bytes": (\d+)', run(out, "--json").stdout).group(1))
        saved = bench.path("arena.safetensors")
        if os.path.exists(saved):
            os.remove(saved)
        child = subprocess.Popen(bench.command(model, "--steps", 10**6, "--save", saved, "--save-every", 1),
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not os.path.exists(saved) and child.poll() is None:
            time.sleep(0.01)
        found = child.poll() is None and mapped(child.pid, printed)
        child.kill()
        child.wait()
        bench.report("arena " + model, "%d bytes printed and %d told and %s" % (
            printed, told, "mapped" if found else "not mapped"), "one number", found and printed == told)
        # A training of more than ten seconds reports its progress, which may allocate: what a step allocates shows each time.
        for _ in range(3):
            counts = []
            for steps in (2, 6) if bench.quick else (20, 60):
                told = bench.path("counts")
                bench.train(model, "--steps", steps, env={**os.environ, "LD_PRELOAD": bench.interposer(), "KILN_COUNTS": told})
                with open(told) as f:
                    counts.append([int(word) for word in f.read().split()])
            calls = [b - a for a, b in zip(*counts)]
            if calls == [0, 0]:
                break
        bench.report("allocations in a step " + model, "%d malloc and %d mmap more in the longer training (of %d and %d)"
                     % (*calls, *counts[0]), "0", calls == [0, 0] and min(counts[0]) > 0)


@figure
def planned(bench):
    """The arena of each entry against the most that is live at once, for the examples and the workloads of the benchmarks."""
    models = [] if bench.quick else [(os.path.relpath(path, ROOT), path, []) for path in examples()]
    for name, (model, _, sizes) in list(workloads.KILN.items())[:2 if bench.quick else None]:
        words = [word for dim, size in sizes.items() for word in ("--set", "%s=%d" % (dim, size))]
        models.append((name, os.path.join(ROOT, "benchmarks", "workloads", model + ".kiln"), words))
    for name, path, words in models:
        entries = json.loads(run(bench.kiln, "explain", path, "--json", "--machine", "100,20", *words).stdout)["entries"]
        worst = max(entries, key=lambda entry: entry["arena_over_lower_bound"])
        ratio = worst["arena_over_lower_bound"]
        bench.report("planned " + name, "%.3f for `%s` of %.1f MB" % (ratio, worst["entry"], 1e-6 * worst["arena_bytes"]), "≤ 1.10", ratio <= 1.1)


@figure
def memory(bench):
    """Peak of the mlp's training against the plan."""
    if "mlp" not in bench.models:
        return
    plan = int(re.search(r'"peak_bytes": (\d+)', run(bench.executable("mlp"), "--json").stdout).group(1)) / 2**20
    # The peak of a child is at least that of this process: small data could not be measured so.
    _, peak = measured([bench.executable("mlp"), "train", "step", *files("train"), "--steps", "200", "--threads", "2"])
    data = 60000 * (784 + 1) / 2**20
    bench.report("memory mlp", "%.1f MiB = plan %.1f + data %.1f + %.1f" % (peak, plan, data, peak - plan - data),
                 "≤ plan + data + 8", peak <= plan + data + 8)


@figure
def dispatch(bench):
    """A call of an entry of one tiny op, through the C interface in a program linked with the model."""
    program = bench.program("tick")
    for entry in ("tick", "next"):
        for threads in (1,) if bench.quick else (1, 2):
            text = run(program, entry, threads, 1000).stdout
            median, calls = number(text, "median_us"), number(text, "allocations") + number(text, "maps")
            bench.report("dispatch `%s` at %d threads" % (entry, threads), "%.2f µs and %d allocations" % (median, calls),
                         "≤ 2 µs and 0", median <= 2 and calls == 0)


@figure
def barrier(bench):
    """Two workers that meet, beside a line of memory that two threads hand to and fro: processors that share no cache take longer for both."""
    program = bench.path("barrier")
    run(CLANG, "-x", "c++", "-std=c++20", "-O2", "-I", ROOT, os.path.join(ROOT, "tests", "long", "barrier.cpp"), "-x", "none",
        os.path.join(bench.build, "lib", "kiln", "libkiln_runtime.a"), "-lstdc++", "-lm", "-o", program)
    text = run(program).stdout
    taken, both = number(text, "barrier"), number(text, "round_trip")
    bench.report("barrier of 2 workers", "%.0f ns and %.0f ns for a line to and fro" % (taken, both), "≤ 500 ns", taken <= 500)
