# SPDX-License-Identifier: Apache-2.0
"""One slip in one line of a model: mutants.py KILN SOURCE WORK [--all | --write | --step=N] [MODEL…].

Each rule below changes lines of models (of the three of examples/fashion, or those named: vae/vae) in the ways in which a hand slips. Of each mutant `kiln check` must say, in its
first message, a place or a note on the changed line; where a line was taken out, the name that went with it. What compiles is a right program and stands
in mutants.expected, which --write makes anew, to be read before it is kept; so do those few that are right up to another line. `kiln format` must leave a mutant that does not parse as it is, and put one
that does into a form that it then keeps, with all comments. Without --all or --write every fifth mutant is tried, or every Nth.
"""
import glob
import os
import re
import resource
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

KILN, SOURCE, WORK = sys.argv[1:4]
EXPECTED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mutants.expected")
MODELS = [word for word in sys.argv[4:] if not word.startswith("--")] or ["fashion/mlp", "fashion/cnn", "fashion/vit"]
SLOW = 1.0  # seconds of processor time
WRITE = "--write" in sys.argv
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))  # of each process: none hangs
ELSEWHERE = "the place is another line, or does not name what is missing"
STEP = 1 if WRITE or "--all" in sys.argv else next((int(word[7:]) for word in sys.argv if word.startswith("--step=")), 5)

NAME = r"[A-Za-z_]\w*"
# An index list right behind a name that is no type, and no further list in it.
LIST = r"(?<=\w)(?<!32)(?<!u8)\[([^\[\]()]+)\]"
REDUCER = r"\b(?:sum|mean|softmax|join)\[[^\]]*\]"


with open(EXPECTED, encoding="utf-8") as f:
    ROWS = f.read().splitlines()
HEAD = [row for row in ROWS if row.startswith("#")]
KEPT = [row for row in ROWS if not row.startswith("#")]


def spans(pattern, line):
    return [(m, m.start(), m.end()) for m in re.finditer(pattern, line)]


def replaced(line, begin, end, by):
    return line[:begin] + by + line[end:]


def names(line):
    """Each use of a name, misspelt."""
    words = "use as block part param const rows assert train infer where is"
    for m, begin, end in spans(NAME, line):
        if m.group() not in words.split() and len(m.group()) > 1 and line[begin - 1:begin] not in ".0123456789":
            yield replaced(line, begin, end, m.group()[:-1] + "q" + m.group()[-1])


def droppedIndex(line):
    for m, begin, end in spans(LIST, line):
        items = m.group(1).split(",")
        for i in range(len(items)):
            rest = [item.strip() for item in items[:i] + items[i + 1:]]
            yield replaced(line, begin, end, "[%s]" % ", ".join(rest) if rest else "")


def swappedIndices(line):
    for m, begin, end in spans(LIST, line):
        items = [item.strip() for item in m.group(1).split(",")]
        for i in range(len(items) - 1):
            other = items[:i] + [items[i + 1], items[i]] + items[i + 2:]
            yield replaced(line, begin, end, "[%s]" % ", ".join(other))


def unboundIndex(line):
    """A new index, in the place of one and beside the others."""
    if "=" not in line:
        return
    for m, begin, end in spans(LIST, line):
        if begin < line.index("="):
            continue
        items = [item.strip() for item in m.group(1).split(",")]
        yield replaced(line, begin, end, "[%s]" % ", ".join(items + ["q"]))
        yield replaced(line, begin, end, "[%s]" % ", ".join(items[:-1] + ["q"]))


def dims(line):
    """One size of a shape, or one number, grown by one."""
    for m, begin, end in spans(r"(?<=[\[ (])(\d+)(?=[\], )]|$)", line):
        yield replaced(line, begin, end, str(int(m.group()) + 1))
    for m, begin, end in spans(r"(?<=[fu]\d)\d?\[[^\]]*?\b([A-Z]\w*)(?=[\],])", line):
        yield replaced(line, m.start(1), m.end(1), m.group(1) + " + 1")


def dtypes(line):
    other = {"f32": "i32", "u8": "f32", "i32": "f32"}
    for m, begin, end in spans(r"\b(f32|u8|i32)\b", line):
        yield replaced(line, begin, end, other[m.group()])


def brackets(line):
    for _, begin, end in spans(r"[()\[\]{}]", line):
        yield replaced(line, begin, end, "")


def imports(line):
    if line.startswith("use ") and "\"" not in line:
        m = re.match(r"use (\w+)\.(\w+)", line)
        yield line.replace(m.group(1), m.group(1) + "x", 1)
        yield line.replace("." + m.group(2), "." + m.group(2)[:-1], 1)
        yield line.replace("use ", "import ", 1)


def secondUpdate(line):
    if "<-" in line:
        yield line + "\n" + line


def updateForName(line):
    """`=` where storage is updated, `<-` where a value is named."""
    if "<-" in line:
        yield line.replace("<-", "= ")
    elif re.match(r" +\w+(\[[^\]]*\])? +=", line):
        yield line.replace("= ", "<- ", 1)


def withoutReducer(line):
    for _, begin, end in spans(REDUCER, line):
        yield replaced(line, begin, end, "")


def otherReducer(line):
    """The reducer over an index of another name."""
    for _, begin, end in spans(REDUCER, line):
        yield replaced(line, begin, end, line[begin:line.index("[", begin)] + "[q]")


def operators(line):
    for m, begin, end in spans(r"(?<= )(\+|\*|/|//|%|==|\|>|->)(?= )", line):
        yield replaced(line, begin, end + 1, "")
    for m, begin, end in spans(r",", line):
        yield replaced(line, begin, end, "")


def twice(line):
    """The same declaration again."""
    if re.match(r"(part|param|block|train|infer|rows|const|fn) ", line.strip()) and "{" not in line:
        yield line + "\n" + line


def arguments(line):
    """One argument of a call less."""
    for m, begin, end in spans(r"(?<=[a-zA-Z0-9_])\(([^()]+)\)", line):
        if re.match(r"(use|block|train|infer|fn) ", line):
            return
        items = [item.strip() for item in m.group(1).split(",")]
        for i in range(len(items)):
            yield replaced(line, begin, end, "(%s)" % ", ".join(items[:i] + items[i + 1:]))


RULES = [names, droppedIndex, swappedIndices, unboundIndex, dims, dtypes, brackets, imports, secondUpdate, updateForName, withoutReducer, otherReducer,
         operators, twice, arguments]


def mutants():
    """(model, line from 1, rule, changed text of the line or None, whole text)."""
    for model in MODELS:
        with open(os.path.join(SOURCE, "examples", model + ".kiln"), encoding="utf-8") as f:
            lines = f.read().splitlines()
        seen = set()
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            changes = [(rule.__name__, new) for rule in RULES for new in rule(line)]
            # The name that a line gives is missed by those that use it.
            if re.match(r" *(\w+ +)?\w+.*=", line) and not re.match("block|assert", line):
                changes.append(("missing", None))
            for rule, new in changes:
                text = "\n".join(lines[:number - 1] + ([] if new is None else [new]) + lines[number:]) + "\n"
                if text not in seen:
                    seen.add(text)
                    yield model, number, rule, new, line, text


def placesOf(message):
    """The lines of model.kiln that a message shows."""
    lines, file = set(), None
    for row in message.splitlines():
        at = re.fullmatch(r"  (\S+?):(\d+)(?::\d+)?", row)
        if at:
            file = at.group(1)
            if file == "model.kiln":
                lines.add(int(at.group(2)))
        shown = re.match(r" *(\d+) \| ", row)
        if shown and file == "model.kiln":
            lines.add(int(shown.group(1)))
    return lines


def run(words, folder):
    """Exit code, what it says, seconds of processor time."""
    with open(os.path.join(folder, "said"), "w+b") as said:
        child = subprocess.Popen([KILN] + words, cwd=folder, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return child.returncode, said.read().decode(), used.ru_utime + used.ru_stime


def comments(text):
    return [c.strip() for c in re.findall(r"#.*", text)]


def judged(mutant):
    number, (model, line, rule, new, old, text) = mutant
    folder = os.path.join(WORK, str(number))
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "model.kiln")
    for other in glob.glob(os.path.join(SOURCE, "examples", os.path.dirname(model), "*.kiln")):  # which it may use
        shutil.copy(other, folder)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    title = "%s:%d %s: %s" % (model.removeprefix("fashion/"), line, rule, " / ".join(s.strip() for s in (old if new is None else new).split("\n")))
    code, said, seconds = run(["check", "model.kiln"], folder)
    problems = []
    if seconds > SLOW:
        problems.append("%.1f s" % seconds)
    legal = code == 0
    if code not in (0, 1) or (code == 1) != said.startswith("error["):
        problems.append("exit code %d" % code)
    elif not legal:
        first = said.split("\n\n")[0]
        if new is None:
            name = re.match(r" *(?:(?:part|param|const|rows|block) +)?(\w+)", old).group(1)
            if "`%s`" % name not in first:
                problems.append(ELSEWHERE)
        elif not ({line} if new.strip() else {line - 1, line, line + 1}) & placesOf(first):  # an empty line is shown by those around it
            problems.append(ELSEWHERE)
    # The form.
    code, said_of_format, _ = run(["format", "model.kiln"], folder)
    with open(path, encoding="utf-8") as f:
        formatted = f.read()
    if code == 1 and not (formatted == text and said_of_format.startswith("error[")):
        problems.append("refused by format, and changed")
    if code == 0 and (run(["format", "--check", "model.kiln"], folder)[0] or comments(formatted) != comments(text)):
        problems.append("format does not keep its own form, or a comment")
    if code not in (0, 1):
        problems.append("format ends with %d" % code)
    if problems == [ELSEWHERE]:
        return title + "  # the error is elsewhere", True, [] if title + "  # the error is elsewhere" in KEPT else [title + "\n" + said]
    return title, legal, ["%s: %s\n%s" % (title, p, said) for p in problems]


chosen = list(mutants())[::STEP]
with ThreadPoolExecutor(2) as pool:
    results = list(pool.map(judged, enumerate(chosen)))
problems = [problem for _, _, some in results for problem in some]
right = [title for title, legal, _ in results if legal]
if WRITE:
    with open(EXPECTED, "w", encoding="utf-8") as f:
        f.write("\n".join(HEAD + right) + "\n")
problems += ["compiles, and is not in mutants.expected: " + title for title in right if title not in KEPT and "elsewhere" not in title]
problems += ["is in mutants.expected, and does not compile: " + title for title, legal, _ in results if title in KEPT and not legal]
print("\n".join(problems))
print("%d mutants, %d of them right programs, %d problems" % (len(chosen), len(right), len(problems)))
sys.exit(1 if problems or len(chosen) < 100 else 0)
