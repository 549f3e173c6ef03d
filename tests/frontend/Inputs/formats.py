# SPDX-License-Identifier: Apache-2.0
"""`kiln format` over every .kiln file of the tree: formats.py KILN SOURCE WORK

A file that parses keeps its syntax tree and its comments, and its form is kept by a second run; one that does not parse stays as it is. Files that are no
tests are in their form already.
"""
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

KILN, SOURCE, WORK = sys.argv[1:4]


def files():
    for folder, below, here in os.walk(SOURCE):
        below[:] = sorted(b for b in below if not b.startswith((".", "build")))
        yield from (os.path.relpath(os.path.join(folder, name), SOURCE) for name in sorted(here) if name.endswith(".kiln"))


def run(*words):
    done = subprocess.run([KILN, *words], capture_output=True)
    return done.returncode, done.stdout, done.stderr.decode()


def read(path):
    with open(path, "rb") as f:
        return f.read()


def comments(text):
    return [c.rstrip() for c in re.findall(rb"#.*", text)]


def problem(numbered):
    number, name = numbered
    path = os.path.join(WORK, "%d.kiln" % number)
    shutil.copyfile(os.path.join(SOURCE, name), path)
    before = read(path)
    parses, tree, _ = run("check", "--syntax", path)
    code, out, said = run("format", path)
    after = read(path)
    if parses != 0:
        return None if code == 1 and after == before and said.startswith("error[") else "an error changes it"
    if code != 0 or out:
        return "it is refused: " + said
    if run("check", "--syntax", path)[1] != tree:
        return "another tree"
    if comments(after) != comments(before):
        return "other comments"
    if run("format", "--check", path)[0] != 0:
        return "its form is not kept"
    if after != before and not name.startswith("tests/"):
        return "not formatted"
    return None


shutil.rmtree(WORK, ignore_errors=True)
os.makedirs(WORK)
everything = list(files())
with ThreadPoolExecutor(2) as pool:
    problems = ["%s: %s" % (name, found) for name, found in zip(everything, pool.map(problem, enumerate(everything))) if found]
print("\n".join(problems))
sys.exit(1 if problems or len(everything) < 50 else 0)
