#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""ops_page.py ROOT: prints docs/ops.md, the page of all ops, from their ODS; fails where an op lacks one of its homes.

    python3 tests/dialect/Inputs/ops_page.py . > docs/ops.md
"""
import glob
import json
import os
import re
import subprocess
import sys
import textwrap

FAMILIES = ["Elementwise", "Contraction", "Reduction", "Movement", "Random", "Structure"]
# Ops that carry others: what they mean is their regions, and what makes them run is a pass of a later stage.
STRUCTURE = {"entry": "memory", "return": "memory", "storage": "memory", "yield": "its parent", "scan": "memory", "composite": "inlined",
             "grad": "expanded by its pass", "stop": "gone behind it", "grad_as": "gone behind it", "group": "loops", "launch": "memory"}
# Ops without a kernel: the bytes of the value are those of another, or in the executable.
NO_KERNEL = {"reshape": "another value's bytes", "constant": "in the executable or the kernel"}


def read(root, pattern):
    return {os.path.relpath(path, root): open(path, encoding="utf-8").read()
            for path in sorted(glob.glob(os.path.join(root, pattern), recursive=True))}


def records(root):
    llvm = subprocess.run(["llvm-config", "--includedir"], stdout=subprocess.PIPE, text=True).stdout.strip()
    done = subprocess.run(["llvm-tblgen", "--dump-json", "-I", root, "-I", llvm, os.path.join(root, "dialects/kiln/KilnOps.td")],
                          stdout=subprocess.PIPE, check=True)
    tables = json.loads(done.stdout)
    ops = [r for r in tables.values() if isinstance(r, dict) and "Kiln_Op" in r.get("!superclasses", [])]
    # Where a record stands: its own line, or that of its `def` where a class made it.
    place = {name: (FAMILIES.index(family), text.index("def Kiln_%s :" % name))
             for family in FAMILIES for text in [open(os.path.join(root, "dialects/kiln/ops/%s.td" % family), encoding="utf-8").read()]
             for name in re.findall(r"^def Kiln_(\w+Op) :", text, re.M)}
    return sorted(((place[r["!name"][5:]], r) for r in ops), key=lambda pair: pair[0])


def homes(root, name, op):
    """(gradient, lowering, missing homes)."""
    missing = []
    word = re.compile(r"(?<!::)\b%s\b" % name)  # arith::SelectOp is another

    def has(pattern):
        return any(word.search(text) for text in read(root, pattern).values())
    if op in STRUCTURE:
        lowering = STRUCTURE[op]
    elif op in NO_KERNEL:
        lowering = NO_KERNEL[op]
    elif op == "contract":  # whose elements are a way out where it is not linear
        lowering = "kernel" if has("compiler/loops/contraction/*.cpp") else "none"
    else:
        ways = {"element": has("compiler/loops/lower/*.cpp"), "kernel": has("compiler/loops/kernels/*.cpp")}
        lowering = " or ".join(way for way in ways if ways[way]) or "none"
    if lowering == "none":
        missing.append("lowering (compiler/loops)")
    if op not in STRUCTURE and not has("dialects/kiln/reference/*.cpp"):
        missing.append("meaning (dialects/kiln/reference)")
    gradients = "\n".join(read(root, "compiler/graph/gradients/*.cpp").values()) + "\n".join(read(root, "compiler/graph/*.cpp").values())
    if re.search(r"addNone<[^>]*\b%s\b" % name, gradients):
        gradient = "0"
    elif re.search(r"rules\.add<%s>" % name, gradients):
        gradient = "rule"
    elif op in STRUCTURE:
        gradient = "—"
    else:
        gradient = "none"
        missing.append("gradient (compiler/graph/gradients)")
    if op not in STRUCTURE and op != "constant" and not os.path.exists(os.path.join(root, "tests/conformance/%s.mlir" % op)):
        missing.append("conformance file (tests/conformance)")
    return gradient, lowering, missing


def main():
    root = sys.argv[1]
    lacking = []
    print(textwrap.dedent("""\
        # The ops of the dialect

        <!-- Written by tests/dialect/Inputs/ops_page.py from dialects/kiln/ops/*.td; a test compares. -->

        Every op has five homes: what it is (`dialects/kiln/ops`), what it means (`dialects/kiln/reference`, the interpreter), how it differentiates
        (`compiler/graph/gradients`), how it runs (`compiler/loops`) and how we know (`tests/conformance`, values of numpy and torch on the interpreter and compiled).
        *Gradient*: `rule`, or `0` where there is nothing to differentiate. *Runs as*: `element`, computed where it is used, vectorised and fused into the loops
        of its neighbours; `kernel`, loops of its own; `element or kernel`, loops of its own where it stands alone and gains by them. Which ops there are and which
        there need not be: [rationale/dialect.md](rationale/dialect.md)."""))
    family = None
    for (number, _), record in records(root):
        if number != family:
            family = number
            print("\n## %s\n" % FAMILIES[family])
        op, name = record["opName"], record["!name"][5:]
        gradient, lowering, missing = homes(root, name, op)
        lacking += ["%s has no %s" % (op, home) for home in missing]
        operands = [(argument[0]["printable"], argument[1]) for argument in record["arguments"]["args"]]
        print("**`kiln.%s`** %s  " % (op, ", ".join("`%s`" % name for _, name in operands)))
        print("%s. *Gradient* %s · *runs as* %s" % (record["summary"].rstrip("."), gradient, lowering))
        description = " ".join((record.get("description") or "").split())
        if description:
            for line in textwrap.wrap(description.replace("C1:", "**C1**").replace("C2:", "**C2**").replace("C3:", "**C3**").replace(
                    "C4:", "**C4**").replace("C5:", "**C5**").replace("C6:", "**C6**"), 160, break_long_words=False, break_on_hyphens=False):
                print(line)
        print()
    for line in lacking:
        print("error: " + line, file=sys.stderr)
    sys.exit(bool(lacking))


main()
