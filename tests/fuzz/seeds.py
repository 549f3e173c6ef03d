# SPDX-License-Identifier: Apache-2.0
"""seeds.py FOLDER: texts to begin with, for the targets that read models: examples, tests and what the documents show."""
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MODELS = ("examples/*/*.kiln", "tests/frontend/errors/*.kiln", "tests/frontend/values/*.kiln", "tests/models/Inputs/*.kiln",
          "tests/models/probes/*.kiln", "tests/frontend/Inputs/**/*.kiln")
DOCUMENTS = ("README.md", "docs/*.md", "docs/rationale/*.md", "examples/*/*.md")


def texts():
    for pattern in MODELS:
        for path in sorted(glob.glob(os.path.join(ROOT, pattern), recursive=True)):
            with open(path, encoding="utf-8") as f:
                # Without the comments, RUN lines among them: they say nothing to the compiler.
                yield re.sub(r"^ *#.*\n", "", f.read(), flags=re.M)
    for pattern in DOCUMENTS:
        for path in sorted(glob.glob(os.path.join(ROOT, pattern))):
            with open(path, encoding="utf-8") as f:
                yield from re.findall(r"^```[a-z ]*\n(.*?)^```$", f.read(), flags=re.M | re.S)


folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
found = dict.fromkeys(text for text in texts() if text.strip())
for number, text in enumerate(found):
    with open(os.path.join(folder, "%03d.kiln" % number), "w", encoding="utf-8") as f:
        f.write(text)
print("%d seeds" % len(found))
