#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every message of the frontend is said in a test of tests/frontend or tests/models: diagnostics_test.py [ROOT].

There is no list of exceptions: a message that no program can bring about is to be deleted.
"""
import os
import re
import sys
import unittest

ROOT = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]) else os.path.abspath(
    os.path.join(os.path.dirname(__file__), "..", ".."))


def said():
    ids = set()
    for suite in ("frontend", "models"):
        for folder, _, files in os.walk(os.path.join(ROOT, "tests", suite)):
            for name in files:
                if not name.endswith(".safetensors"):
                    with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as f:
                        ids.update(re.findall(r"(?:error|warning)\[([EW]\d{3})\]", f.read()))
    return ids


class Diagnostics(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(ROOT, "frontends/kiln/Diagnostics.def"), encoding="utf-8") as f:
            self.registered = set(re.findall(r"^DIAG\((\w+),", f.read(), flags=re.M))

    def testEachIsSaid(self):
        self.assertEqual(sorted(self.registered - said()), [], "add its program to docs/errors.md, or to tests/frontend/Inputs/messages.py")

    def testNoOtherIsSaid(self):
        self.assertEqual(sorted(said() - self.registered), [], "it is not in Diagnostics.def")

    def testThereAreMany(self):
        self.assertGreaterEqual(len(self.registered), 120)


if __name__ == "__main__":
    unittest.main()
