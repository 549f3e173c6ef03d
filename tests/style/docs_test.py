#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the documents say about files is true: docs_test.py [ROOT].

Links lead somewhere; a fenced block after `<!-- file: PATH -->` is that file (without its licence line); the paths that the recipes
name exist; the two commands of the README are scripts in the tree.
"""
import os
import re
import sys
import unittest

ROOT = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]) else os.path.abspath(
    os.path.join(os.path.dirname(__file__), "..", ".."))


def documents():
    for folder, below, here in os.walk(ROOT):
        below[:] = sorted(b for b in below if not b.startswith((".git", "build")))
        for name in sorted(here):
            if name.endswith(".md"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as f:
                    yield os.path.relpath(path, ROOT), f.read()


class Docs(unittest.TestCase):
    def testLinks(self):
        broken = []
        for name, text in documents():
            prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.S)
            for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", prose):
                if not re.match(r"[a-z]+:", target):
                    if not os.path.exists(os.path.join(ROOT, os.path.dirname(name), target)):
                        broken.append("%s -> %s" % (name, target))
        self.assertEqual(broken, [])

    def testQuotedFiles(self):
        for name, text in documents():
            for path, block in re.findall(r"<!-- file: (\S+) -->\n+```\w*\n(.*?)```", text, flags=re.S):
                with self.subTest(document=name, file=path):
                    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
                        lines = [line for line in f.read().splitlines() if "SPDX-License-Identifier" not in line]
                    self.assertEqual(block.strip().splitlines(), "\n".join(lines).strip().splitlines())

    def testStandardLibrary(self):
        """The table in docs/language.md names what the files of the library declare, and nothing else."""
        with open(os.path.join(ROOT, "docs/language.md"), encoding="utf-8") as f:
            table = dict(re.findall(r"^\| `?(prelude|std\.\w+)`?[^|]*\|(.*)\|$", f.read(), flags=re.M))
        internal = {"ramp", "half_cosine", "between", "bend", "decayed", "log_constant", "near_zero", "places"}
        folder = os.path.join(ROOT, "frontends/kiln/std")
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                declared = set(re.findall(r"^(?:fn|block) (\w+)", f.read(), flags=re.M)) - internal
            subject = name[:-len(".kiln")]
            row = table["prelude" if subject == "prelude" else "std." + subject]
            self.assertEqual(set(re.findall(r"`(\w+)", row)), declared, name)

    def testCommandsOfTheReadme(self):
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as f:
            commands = re.findall(r"^    bash (\S+)", f.read(), flags=re.M)
        self.assertEqual(len(commands), 2)
        for command in commands:
            self.assertTrue(os.access(os.path.join(ROOT, command), os.X_OK), command)

    def testPlacesOfTheRecipes(self):
        broken = []
        for name, text in documents():
            if name.startswith("docs/recipes/"):
                for path in re.findall(r"^\d+\. `([^`<>*]+)`", text, flags=re.M):
                    if not os.path.exists(os.path.join(ROOT, path)):
                        broken.append("%s names %s" % (name, path))
        self.assertEqual(broken, [])

    def testChangesOfTheRecipes(self):
        """The lines that a recipe changes stand in their file, once and in that order: each change applies."""
        changes = 0
        for name, text in documents():
            if not name.startswith("docs/recipes/"):
                continue
            for path, change in re.findall(r"^\d+\. `([^`]+)`.*?\n```diff\n(.*?)```", text, flags=re.M | re.S):
                with self.subTest(document=name, file=path):
                    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
                        before = f.read()
                    context = "".join(line[1:] + "\n" for line in change.splitlines() if line[:1] == " ")
                    self.assertTrue(context)
                    self.assertEqual(("\n" + before).count("\n" + context), 1, "the change does not apply")
                    changes += 1
        self.assertGreater(changes, 0)


if __name__ == "__main__":
    unittest.main()
