#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The grammar for editors knows the words that the lexer and the parser know: editor_test.py [ROOT]."""
import json
import os
import re
import sys
import unittest

ROOT = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 and os.path.isdir(sys.argv[1]) else os.path.abspath(
    os.path.join(os.path.dirname(__file__), "..", ".."))


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8") as f:
        return f.read()


class Editor(unittest.TestCase):
    def setUp(self):
        self.rules = json.loads(read("docs/editor/kiln.tmLanguage.json"))["repository"]

    def words(self, rule):
        return re.match(r"\\b\(([\w|]+)\)", self.rules[rule]["match"]).group(1).split("|")

    def testReservedWords(self):
        self.assertEqual(sorted(self.words("keyword")), sorted(re.findall(r'^WORD\(\w+, "(\w+)"\)', read("frontends/kiln/Tokens.def"), re.M)))

    def testWordsAtTheirPlaces(self):
        folder = os.path.join(ROOT, "frontends/kiln")
        parser = "".join(read("frontends/kiln/" + name) for name in sorted(os.listdir(folder)) if name.startswith("Parser"))
        asked = set(re.findall(r'(?:atWord|acceptWord)\("(\w+)"', parser)) - set(self.words("keyword"))
        self.assertEqual(sorted(self.words("word")), sorted(asked))

    def testTypes(self):
        asked = re.findall(r'\{"(\w+)", (?:f64|narrow|builder)', read("frontends/kiln/Emit.cpp"))
        self.assertEqual(sorted(self.words("type")), sorted(asked))

    def testPatternsCompile(self):
        for name, rule in self.rules.items():
            for pattern in rule.get("patterns", [rule]):
                re.compile(pattern["match"])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
