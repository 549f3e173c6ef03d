#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules of the house, as tests: style_test.py [ROOT].

Each rule reads the files that git tracks (or would track) and names every place that breaks it, with the repair.
"""
import os
import re
import subprocess
import sys
import unittest

ROOT = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]) else os.path.abspath(
    os.path.join(os.path.dirname(__file__), "..", ".."))

STAGES = ["graph", "loops", "memory", "native"]
FAMILIES = ["Elementwise", "Contraction", "Reduction", "Movement", "Random", "Structure"]
SHARED = ["Base", "HostTensor", "Interpreter", "Replay", "Session", "Trace"]  # what the families of one home have in common, where a home needs such a file
OURS = ("dialects/", "frontends/", "compiler/", "runtime/", "tools/")

# Files that were let past 500 lines by a reviewer. The list may only shrink; nothing may pass 800.
LARGE = {
    "frontends/kiln/Ast.h",  # every node of the syntax, one after another
}

# Homes of a family that do not exist yet. The list may only shrink.
MISSING_HOMES = set()


def files():
    try:
        out = subprocess.run(["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard", "-z"], check=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()
        names = [n for n in out.split("\0") if n]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, below, here in os.walk(ROOT):
            below[:] = [b for b in below if b != ".git" and not (folder == ROOT and b.startswith("build"))]
            names += [os.path.relpath(os.path.join(folder, n), ROOT) for n in here]
    return sorted(n for n in names if os.path.isfile(os.path.join(ROOT, n)))


def read(name):
    with open(os.path.join(ROOT, name), "rb") as f:
        data = f.read()
    return None if b"\0" in data else data.decode("utf-8", "replace").splitlines()


FILES = files()
TEXT = {n: lines for n, lines in ((n, read(n)) for n in FILES) if lines is not None}


def isScript(name):
    return bool(TEXT.get(name)) and TEXT[name][0].startswith("#!")


def isSource(name):
    """Code that people write and read: not data, not prose, not the inputs of lit tests."""
    if os.path.basename(name) == "CMakeLists.txt" or isScript(name):
        return True
    ending = os.path.splitext(name)[1]
    return ending in (".cpp", ".h", ".c", ".td", ".def", ".py", ".cmake", ".awk") or (
        ending == ".kiln" and not name.startswith("tests/"))


def isCpp(name):
    return os.path.splitext(name)[1] in (".cpp", ".h", ".c")


def allowedFolders(name):
    """The folders of ours that a C++ file may include, or None where all are allowed."""
    parts = name.split("/")
    if parts[0] == "dialects":
        return ["dialects/"]
    if parts[0] == "frontends":
        return ["dialects/", "/".join(parts[:2]) + "/"]
    if parts[0] == "compiler":
        if len(parts) > 2 and parts[1] in STAGES:
            earlier = STAGES[:STAGES.index(parts[1]) + 1]
            return ["dialects/", "runtime/abi/", "compiler/CompileOptions.h", "compiler/Contracts.h"] + [
                "compiler/%s/" % s for s in earlier]
        return ["dialects/", "runtime/abi/", "compiler/"]
    if parts[0] == "runtime":
        base = ["runtime/include/", "runtime/abi/"]
        return {
            "include": base, "abi": base,
            "core": base + ["runtime/core/"],
            "cpu": base + ["runtime/core/", "runtime/cpu/"],
            "gpu": base + ["runtime/core/", "runtime/gpu/"],
            "data": base + ["runtime/core/", "runtime/data/"],
            "app": base + ["runtime/core/", "runtime/data/", "runtime/cpu/", "runtime/gpu/", "runtime/app/"],
        }.get(parts[1], base)
    return None


class Style(unittest.TestCase):
    maxDiff = None

    def none(self, broken, repair):
        self.assertFalse(broken, "\n  " + "\n  ".join(broken) + "\n  repair: " + repair)

    def includes(self, name):
        for number, line in enumerate(TEXT[name], 1):
            found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if found:
                yield number, found.group(1), found.group(2)

    def testLayering(self):
        broken = []
        for name in filter(isCpp, TEXT):
            allowed = allowedFolders(name)
            if allowed is None:
                continue
            for number, _, path in self.includes(name):
                if path.startswith(OURS) and not path.startswith(tuple(allowed)):
                    broken.append("%s:%d includes %s" % (name, number, path))
        self.none(broken, "move the code, or the declaration, to the folder that both sides may see")

    def testRuntimeStaysSmall(self):
        broken = []
        banned = r"(llvm|mlir|fmt)[-/].*|iostream|locale|regex|sstream|fstream|iomanip"
        for name in filter(isCpp, TEXT):
            if name.startswith("runtime/"):
                broken += ["%s:%d includes %s" % (name, number, path) for number, _, path in self.includes(name)
                           if re.fullmatch(banned, path)]
        self.none(broken, "the runtime is linked into every executable: C headers and small C++ headers only")

    def testFmtOnlyInFrontends(self):
        broken = ["%s:%d" % (name, number) for name in filter(isCpp, TEXT)
                  if name.startswith(("dialects/", "compiler/")) for number, _, path in self.includes(name)
                  if path.startswith("fmt/")]
        self.none(broken, "dialects and compiler print through llvm::raw_ostream")

    def testIncludesFromTheRoot(self):
        broken = []
        for name in filter(isCpp, TEXT):
            if not name.startswith(OURS + ("tests/",)):
                continue
            for number, quote, path in self.includes(name):
                generated = path.endswith(".inc")
                foreign = path.startswith(("mlir/", "llvm/", "llvm-c/", "mlir-c/", "lld/", "gtest/", "gmock/", "fmt/"))
                if quote == '"' and not foreign and not generated and not path.startswith(OURS + ("tests/",)):
                    broken.append('%s:%d includes "%s"' % (name, number, path))
                if path.startswith(OURS) and not generated and path not in TEXT and not os.path.exists(
                        os.path.join(ROOT, "build", path)):
                    broken.append("%s:%d includes %s, which is not in the tree" % (name, number, path))
        self.none(broken, 'write the path from the root of the tree: #include "dialects/kiln/Kiln.h"')

    def testSizes(self):
        broken = []
        for name in filter(isSource, TEXT):
            lines = len(TEXT[name])
            if lines > 800:
                broken.append("%s has %d lines, more than 800" % (name, lines))
            elif lines > 500 and name not in LARGE:
                broken.append("%s has %d lines, more than 500, and is not in LARGE" % (name, lines))
        broken += ["%s is in LARGE and need not be" % n for n in sorted(LARGE) if n in TEXT and len(TEXT[n]) <= 500]
        self.none(broken, "split the file by noun (things) or by verb (passes)")

    def testExamplesAreAPage(self):
        most = {"examples/": 100, "tests/models/probes/": 40}
        broken = ["%s has %d lines, more than %d" % (name, len(TEXT[name]), lines) for name in TEXT for folder, lines in most.items()
                  if name.startswith(folder) and name.endswith(".kiln") and len(TEXT[name]) > lines]
        self.none(broken, "what others can use goes into the library, a model of its own into a file beside it")

    def testLicence(self):
        broken = []
        for name in filter(isSource, TEXT):
            head = TEXT[name][:2] if isScript(name) else TEXT[name][:1]
            if not any("SPDX-License-Identifier: Apache-2.0" in line for line in head):
                broken.append(name)
        self.none(broken, "first line (after #!): SPDX-License-Identifier: Apache-2.0, as a comment")

    def testNames(self):
        broken = [n for n in FILES
                  if re.search(r"(^|[^a-z])(utils?|helpers?|common|misc)([^a-z]|$)",
                               re.sub(r"([a-z])([A-Z])", r"\1-\2", n).lower())]
        self.none(broken, "name the file after the thing it holds")

    def testSpeaksOfItselfAlone(self):
        words = re.compile(
            r"/work/|/root\b|/home/\w|\bissues? #?\d|#\d+\b(?=.*\bissue)|deb\.debian\.org|pypi\.org|pythonhosted|"
            r"crates\.io|registry\.npmjs|artifactory|\b(claude|anthropic|chatgpt|openai|copilot|sub-?agents?|agents?)\b|"
            r"\b(TODO|FIXME|XXX|HACK)\b", re.IGNORECASE)
        broken = []
        for name, lines in TEXT.items():
            if name.startswith("tests/style/") or name == "LICENSE":
                continue
            broken += ["%s:%d: %s" % (name, number, line.strip()[:100]) for number, line in enumerate(lines, 1)
                       if words.search(line)]
        self.none(broken, "no paths of one machine, no registries, no notes to oneself: say what is, or leave it out")

    def testStageWords(self):
        stages = sorted({n.split("/")[1] for n in FILES if n.startswith("compiler/") and n.count("/") > 1})
        self.none([s for s in stages if s not in STAGES], "a folder of compiler/ is one of the four stage words")

    def testOneWordInEveryHome(self):
        homes = ["dialects/kiln/ops/%s.td", "dialects/kiln/ops/%s.cpp", "dialects/kiln/reference/%s.cpp",
                 "compiler/graph/gradients/%s.cpp", "compiler/loops/lower/%s.cpp"]
        broken = []
        for home in homes:
            folder, ending = os.path.split(home)
            here = {n for n in FILES if os.path.dirname(n) == folder and n.endswith(ending[2:])}
            if not here:
                continue
            expected = {home % f for f in FAMILIES}
            broken += ["%s is missing" % n for n in sorted(expected - here - MISSING_HOMES)]
            broken += ["%s is in MISSING_HOMES and exists" % n for n in sorted(expected & here & MISSING_HOMES)]
            shared = {home % f for f in SHARED}
            broken += ["%s is named after no family" % n for n in sorted(here - expected - shared)]
        self.none(broken, "a family has the same word in each of its homes: " + ", ".join(FAMILIES))

    def testPassesAreOneWord(self):
        broken = []
        for name in TEXT:
            if not (name.startswith("compiler/") and name.endswith(".td")):
                continue
            text = "\n".join(TEXT[name])
            for word, flag in re.findall(r'def (\w+)Pass\s*:\s*(?:Interface)?Pass<"([^"]+)"', text):
                dashed = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", word).lower()
                if flag != "kiln-" + dashed:
                    broken.append("%s: %sPass has the flag %s, not kiln-%s" % (name, word, flag, dashed))
                # InvertWindows and PadWindows may share Windows.cpp and windows.mlir: several verbs, one noun.
                nouns = [word[i:] for i in range(len(word)) if word[i].isupper()]
                source = "%s/%%s.cpp" % os.path.dirname(name)
                if not any(source % noun in TEXT for noun in nouns):
                    broken.append("%s: %sPass has no source %s" % (name, word, source % word))
                test = "tests/%s/%%s.mlir" % name.split("/")[1]
                if not any(test % re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", noun).lower() in TEXT for noun in nouns):
                    broken.append("%s: %sPass has no test %s" % (name, word, test % dashed))
        self.none(broken, "FuseGroups.cpp, FuseGroupsPass, --kiln-fuse-groups, tests/graph/fuse-groups.mlir")


if __name__ == "__main__":
    unittest.main()
