#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tune.py KILN MODEL: searches a little, with and without a tolerance, and stopped on its way; builds with what was written."""
import os
import re
import signal
import subprocess
import sys
import time

KILN, MODEL = sys.argv[1:]
HERE = os.path.dirname(os.path.abspath(__file__))


def run(*words):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, (words, done)
    return done


def result(name, *options):
    run(KILN, "build", MODEL, "-o", name, *options)
    run("./" + name, "run", "call", "x=x.npy", "w=w.npy", "--out", "y=%s.npy" % name, "--threads", "2")
    return "%s.npy" % name


def check(done, output):
    """What was said, and that it was written where something was found."""
    lines = done.stderr.splitlines()
    assert re.match(r"call of tuned.kiln: 2 workers, ", lines[0]), lines
    assert any(re.match(r"[12] of 2: (up|line 10) contraction 40x\d+x\d+, [0-9.]+ ms a call: tile \d+ x \d+", line) for line in lines), lines
    assert sum(bool(re.match(r"  \d+ candidates?, \d+ that the kernel cannot be", line)) for line in lines) >= 1, lines
    if "nothing is faster" in done.stdout:
        assert not os.path.exists(output)
        return
    assert re.search(r"^kernel +alone, ms +tuned, ms +gain +noise +schedule$", done.stdout, re.M), done.stdout
    assert re.search(r"^entry call +[0-9.]+ +[0-9.]+ +-?[0-9.]+ % +[0-9.]+ % +(the same bits|results differ by)", done.stdout, re.M), done.stdout
    assert "written to " + output in done.stdout
    text = open(output).read()
    assert re.search(r"^cpu \S+, caches ", text, re.M) and re.search(r"^call (up|line 10) contraction 40x\d+x\d+: \S", text, re.M), text


own = result("own", "--no-tune")
check(run(KILN, "tune", MODEL, "--trials", "12", "--time", "20", "--threads", "2", "--output", "bits.tune"), "bits.tune")
if os.path.exists("bits.tune"):
    run(sys.executable, os.path.join(HERE, "tuned.py"), "compare", own, result("bits", "--tune", "bits.tune"))
check(run(KILN, "tune", MODEL, "--trials", "12", "--time", "20", "--threads", "2", "--tolerance", "1e-4", "--output", "near.tune"), "near.tune")
if os.path.exists("near.tune"):
    assert open("near.tune").read().splitlines()[1] == "tolerance 0.0001"
    result("near", "--tune", "near.tune")

# A file is added to; its tolerance holds.
open("mine.tune", "w").write("# mine\ntolerance 1e-3\ncall chains: off\n")
done = subprocess.run([KILN, "tune", MODEL, "--tolerance", "1e-4", "--output", "mine.tune"], stderr=subprocess.PIPE, text=True)
assert done.returncode == 1 and "mine.tune says `tolerance 0.001" in done.stderr, done
run(KILN, "tune", MODEL, "--trials", "2", "--time", "10", "--output", "mine.tune")
assert open("mine.tune").read().startswith("# mine\ntolerance 1e-3\ncall chains: off\n")

# Stopped by Ctrl-C it ends well.
stopped = subprocess.Popen([KILN, "tune", MODEL, "--time", "600", "--trials", "100000", "--output", "stopped.tune"], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE, text=True)
first = stopped.stderr.readline()
time.sleep(0.5)
stopped.send_signal(signal.SIGINT)
out, said = stopped.communicate(timeout=120)
assert stopped.returncode == 0 and "2 workers" in first or "worker" in first, (first, out, said)
assert "interrupted: what was found so far is kept" in said or "candidates" in said, said
assert "written to stopped.tune" in out or "nothing is faster" in out, out
