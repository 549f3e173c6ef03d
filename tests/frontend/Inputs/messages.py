# SPDX-License-Identifier: Apache-2.0
"""Every message of the frontend in full: messages.py KILN SOURCE WORK [--write].

The programs are the wrong examples of docs/errors.md, and those below where an example would be no text to read. What `kiln check` says of each must be
messages.expected, which --write makes anew (to be read before it is kept). Every error has a place, and a repair.
"""
import difflib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

KILN, SOURCE, WORK = sys.argv[1:4]
WRITE = "--write" in sys.argv
EXPECTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "messages.expected")

CALLS = "fn f0(x) = x\n" + "".join("fn f%d(x) = f%d(x)\n" % (i + 1, i) for i in range(70))
LAYER = """block Counter(D) {
  state n: i32 = 0
  (x: f32[.., D]) -> y: f32[.., D] {
    y = x
    n <- n + 1
  }
}
part layers[3] = Counter(4)
train step(x: f32[4]) -> y: f32[4] {
  y = layers[1](x)
}
"""
OTHER = "param w: f32[4] = 1\n"  # of the file other.kiln beside each
RIGHT = "dim N = 4\ninfer f(x: f32[N]) -> y: f32 {\n  y = sum[n](x[n])\n}\n"

# (id, text, further words of the command)
SPECIAL = [
    ("E001", None, []),
    ("E002", "# a model\n" * 120_000, []),
    ("E003", "".join("const A%d = 1\n" % i for i in range(60_000)), []),
    ("E004", "const A = " + "(" * 300 + "1" + ")" * 300 + "\n", []),
    ("E005", "const " + "a" * 101 + " = 1\n", []),
    ("E006", b"const A = 1\nconst \xff = 2\n", []),
    ("E101", "infer f(x: f32) -> y: f32, z: f32 {\n  y = x\n  z = x\n}\n", []),
    ("E107", "block B {\n  (x: f32) -> y: f32 {\n    y = x\n}\npart b = B\n\ninfer f(x: f32) -> y: f32 {\n  y = b(x)\n}\n", []),
    ("E202", "data rings -> x: f32 {\n  x ~ normal\n}\ninfer f(x: f32[3] from ring) -> y: f32 {\n  y = x[0]\n}\n", []),
    ("E232", "use std.nn (Linear)\nparam w: f32[3] = 1\npart n = Linear(2, 3)\n"
     + "".join("const k%d = %s\n" % pair for pair in enumerate((
         "w == 1", "w + 1", "-w", "norm(w)", "max(w, 1)", "exp(w)", "norm(n)", "n.w[0, 0]", "n(3)", "dot(n, n)", "f32(n)", "-n", "grad(w, w)",
         "if w > 0 then 1 else 2", "[w, 1]", "sum[i: 3](w[i])", "n - 1", "is_finite(w)")))
     + "infer f(x: f32) -> y: f32 {\n  y = x\n}\n", []),
    ("E249", "infer f(x: f32) -> y: f32 {\n  for l in 0 .. 2 {\n    keep[l + 1] = x\n  }\n  y = keep[0]\n}\n", []),
    ("E340", "param w: f32[3] = 1\ntrain f(x: f32[3]) -> y: f32[3] {\n  y = w * x\n  w <- grad(y, w)\n}\n", []),
    ("E327", LAYER, []),
    ("E339", 'use "other.kiln" (w)\ninfer f() -> y: f32[4] {\n  y = 2 * w\n}\n', []),
    ("E402", CALLS + "infer f(x: f32) -> y: f32 {\n  y = f70(x)\n}\n", []),
    ("E504", RIGHT, ["--set", "M=3"]),
    ("E504", RIGHT, ["--set", "g.N=3"]),
    ("E505", "dim N = 4\nconst M = 2 * N\nparam w: f32[M] = 0\n" + RIGHT.split("\n", 1)[1], ["--set", "f.N=3"]),
    ("E306", "dim N = 4\nconst M = N / 2\ninfer f(x: f32[N]) -> y: f32[M] {\n  y[m] = x[2 * m]\n}\n", ["--set", "f.N=3"]),
    ("E507", RIGHT, ["--dump", "yy"]),
]
# What the command line is about has no place in a file; no other error goes without.
NO_PLACE = {"E001", "E504", "E507"}


def examples():
    with open(os.path.join(SOURCE, "docs/errors.md"), encoding="utf-8") as f:
        for section in re.split(r"^### ", f.read(), flags=re.M)[1:]:
            for text in re.findall(r"^```kiln-wrong\n(.*?)^```", section, flags=re.M | re.S):
                yield section[:4], text, []


def withoutLibraryLines(text):
    """Where in the library a declaration stands is no matter of a message."""
    rows, library = [], False
    for row in text.splitlines():
        place = re.fullmatch(r"  (\S+):\d+:\d+", row)
        if place:
            library = place.group(1).startswith("std/")
        if library:
            row = re.sub(r"^  (\S+):\d+:\d+$", r"  \1", row)
            row = re.sub(r"^ *\d+ \|", "      |", row)
            row = re.sub(r"^ *\|", "      |", row)
        rows.append(row)
    return "\n".join(rows) + "\n"


def said(case):
    number, (name, text, words) = case
    folder = os.path.join(WORK, str(number))
    os.makedirs(folder, exist_ok=True)
    if text is not None:
        with open(os.path.join(folder, "model.kiln"), "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
    with open(os.path.join(folder, "other.kiln"), "w") as f:
        f.write(OTHER)
    run = subprocess.run([KILN, "check", "model.kiln"] + words, cwd=folder, capture_output=True, timeout=20)
    text = run.stderr.decode()
    problems = []
    if run.returncode != (0 if name[0] == "W" else 1) or (run.stdout and name[0] != "W"):
        problems.append("exit code %d" % run.returncode)
    if not text.startswith(("warning[%s]: " if name[0] == "W" else "error[%s]: ") % name):
        problems.append("it is another one")
    for one in re.split(r"\n(?=error\[)", text):
        if one.startswith("error["):
            if name not in NO_PLACE and not re.search(r"^  \S+:\d+:\d+$", one, flags=re.M):
                problems.append("no place")
            if name != "E001" and not re.search(r"^   help: ", one, flags=re.M):
                problems.append("no repair")
    return "=== %s\n%s" % (name, withoutLibraryLines(text)), ["%s: %s\n%s" % (name, p, text) for p in problems]


cases = sorted([*examples(), *SPECIAL], key=lambda case: case[0])
with ThreadPoolExecutor(2) as pool:
    results = list(pool.map(said, enumerate(cases)))
whole = "\n".join(text for text, _ in results)
problems = [problem for _, some in results for problem in some]
if WRITE:
    with open(EXPECTED, "w", encoding="utf-8") as f:
        f.write(whole)
with open(EXPECTED, encoding="utf-8") as f:
    problems += difflib.unified_diff(f.read().splitlines(), whole.splitlines(), "messages.expected", "now", lineterm="")
print("\n".join(problems))
sys.exit(1 if problems else 0)
