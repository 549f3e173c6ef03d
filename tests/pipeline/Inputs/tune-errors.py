#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tune-errors.py KILN MODEL: each .tune file below gives its one error, at its place, and exit code 1."""
import subprocess
import sys

KILN, MODEL = sys.argv[1:]
UP = "call up contraction 40x200x96: "

# text, line:column, error, repair
CASES = [
    (UP + "tiel 4 x 16", "1:32", "a contraction has no choice `tiel 4 x 16`", "help: `tile N x N`"),
    (UP + "fast", "1:32", "a contraction has no choice `fast`", "help: `tile N x N`, `sums of N`"),
    (UP + "tiles of 32 queries", "1:32", "a contraction has no choice `tiles of 32 queries`", "`tile N x N`"),
    (UP + "tile 400 x 16", "1:37", "`400` is out of range", "help: a number from 1 to 64"),
    (UP + "tile 4 x 99999999999999999999", "1:41", "`99999999999999999999` is out of range", "help: a number from 1 to 1024"),
    (UP + "tile 4 x 20", "1:1", "a tile has whole vectors of 16 lanes", "208 at most here"),
    (UP + "tile 50 x 16", "1:1", "this kernel has 40 rows", ""),
    (UP + "tile 14 x 64", "1:1", "`tile 14 x 64` needs 56 vectors of sums; beside 4 of lanes there is room for 26", ""),
    (UP + "packed, unpacked", "1:40", "`unpacked`: this has been chosen in the line already", "help: keep one of them"),
    (UP + "packed,", "1:39", "a choice is missing", "help: `tile N x N`"),
    (UP, "1:31", "a line without a choice", "help: `tile N x N`"),
    (UP + "Winograd F(2 x 2)", "1:1", "this is no such convolution", ""),
    (UP + "Winograd F(4 x 4)", "1:1", "`Winograd F(4 x 4)`: this is no such convolution, of 3 x 3 taps", ""),
    (UP + "Winograd F(3 x 3)", "1:32", "a contraction has no choice `Winograd F(3 x 3)`", "help: `Winograd off`, `Winograd F(2 x 2)`, `Winograd F(4 x 4)`"),
    (UP + "packed\n# twice\n" + UP + "unpacked", "3:1", "a second line about up contraction 40x200x96", "help: the first is line 1"),
    ("call op contraction *: packed", "1:1", "no contraction of `call` comes from `op`", "there is `up`"),
    ("call line 11 contraction *: packed", "1:1", "no contraction of `call` comes from `line 11`", "there is `line 10`"),
    ("coll up contraction *: packed", "1:1", "the model has no entry `coll`", "there is `call`"),
    ("coll chains: off", "1:1", "the model has no entry `coll`", "there is `call`"),
    ("call up attention *: tiles of 16 queries", "1:1", "no attention of `call` comes from `up`", "`kiln explain` lists the kernels"),
    ("call up elementwise *: packed", "1:9", "there is nothing to choose for kernels of kind `elementwise`", "help: `contraction` and `attention`"),
    ("call up contracton *: packed", "1:9", "there is nothing to choose for kernels of kind `contracton`", "help: `contraction`"),
    ("call up contraction 1x2xq: packed", "1:21", "`1x2xq` is no size of a kernel", "help: such as `128x512x784`"),
    ("call contraction *: packed", "1:1", "before `:` stand an entry, a path, a kind and sizes", "help: `ENTRY PATH KIND SIZES:`"),
    ("call chains: most", "1:14", "`most` is nothing that chains can be", "help: `chains: off`"),
    ("call chains: off\ncall chains: off", "2:1", "a second line about the chains of `call`", "help: the first is line 1"),
    ("tolerance 2", "1:11", "a tolerance is one number above 0 and below 1", "help: `tolerance 1e-5`"),
    ("tolerance 1e-5\ntolerance 1e-6", "2:1", "a second tolerance", "help: one holds for the whole file"),
    (UP + "packed\ntolerance 1e-5", "2:1", "the tolerance stands behind what it is for", "help: move it to the top"),
    ("tolerence 1e-5", "1:1", "`tolerence 1e-5` is no line of a .tune file", "help: `tolerance`"),
    ("cpu", "1:1", "a `cpu` line has one name", "help: `cpu znver5, caches 48K 1M 32M`"),
    ("cpu a\ncpu a", "2:5", "a second part for `a`", "help: put its lines into the first"),
    ("cpu a, caches 48Q", "1:15", "`48Q` is no size of a cache", "help: up to four"),
    ("{\"schedule\": 3}", "1:1", "before `:` stand an entry", "help: `ENTRY PATH KIND SIZES:`"),
    ("\x01\x02", "1:1", "`??` is no line of a .tune file", "help: `ENTRY PATH KIND SIZES: CHOICE, CHOICE`"),
]

for text, place, error, repair in CASES:
    with open("wrong.tune", "w") as f:
        f.write(text)
    done = subprocess.run([KILN, "build", MODEL, "--cpu", "x86-64-v4", "--tune", "wrong.tune", "-o", "wrong"], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 1, (text, done)
    assert "wrong.tune:%s: error: " % place in done.stdout and error in done.stdout and repair in done.stdout, (text, done.stdout)
    assert done.stdout.count("error: ") == 1, done.stdout

with open("wrong.tune", "wb") as f:
    f.write(b"\xff\xfe")
done = subprocess.run([KILN, "build", MODEL, "--tune", "wrong.tune", "-o", "wrong"], stderr=subprocess.PIPE, text=True)
assert done.returncode == 1 and "the text is not UTF-8" in done.stderr, done
