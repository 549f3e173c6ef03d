#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The style rules can fail: each case below breaks one rule in a small tree, and that rule alone must say so."""
import os
import subprocess
import sys
import tempfile
import unittest

STYLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "style_test.py")
SPDX = "// SPDX-License-Identifier: Apache-2.0\n"
GOOD = {
    "dialects/kiln/Kiln.h": SPDX,
    "compiler/graph/Simplify.cpp": SPDX + '#include "dialects/kiln/Kiln.h"\n',
    "runtime/core/session.c": SPDX + "#include <stdio.h>\n",
}
CASES = {
    "testLayering": {"compiler/graph/A.cpp": SPDX + '#include "compiler/loops/B.h"\n',
                     "compiler/loops/B.h": SPDX},
    "testRuntimeStaysSmall": {"runtime/core/a.cpp": SPDX + "#include <iostream>\n"},
    "testFmtOnlyInFrontends": {"compiler/graph/A.cpp": SPDX + "#include <fmt/format.h>\n"},
    "testIncludesFromTheRoot": {"compiler/graph/A.cpp": SPDX + '#include "A.h"\n'},
    "testSizes": {"compiler/graph/A.cpp": SPDX + "\n" * 501},
    "testLicence": {"compiler/graph/A.cpp": "// nothing\n"},
    "testNames": {"compiler/graph/GraphUtils.cpp": SPDX},
    "testSpeaksOfItselfAlone": {"docs/a.md": "see /home/me/kiln\n"},
    "testStageWords": {"compiler/middle/A.cpp": SPDX},
    "testOneWordInEveryHome": {"compiler/loops/lower/Matmul.cpp": SPDX},
    "testExamplesAreAPage": {"examples/x/x.kiln": SPDX.replace("//", "#") + "\n" * 100},
    "testPassesAreOneWord": {"compiler/graph/Passes.td": SPDX + 'def FusePass : Pass<"fuse"> {}\n'},
}


def failures(tree):
    with tempfile.TemporaryDirectory() as root:
        for name, text in tree.items():
            path = os.path.join(root, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as f:
                f.write(text)
        run = subprocess.run([sys.executable, STYLE, root], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        lines = run.stdout.decode().splitlines()
    return {line.split()[1] for line in lines if line.startswith(("FAIL: ", "ERROR: "))}


class Rules(unittest.TestCase):
    def testGoodTreePasses(self):
        self.assertEqual(failures(GOOD), set())

    def testEachRuleFails(self):
        for rule, broken in CASES.items():
            with self.subTest(rule):
                self.assertEqual(failures({**GOOD, **broken}), {rule})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
