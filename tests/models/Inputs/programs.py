# SPDX-License-Identifier: Apache-2.0
"""programs.py KILN FOLDER COUNT [FIRST]: random small programs, numbers FIRST … FIRST + COUNT - 1 (from 0).

Each program is well typed by construction. For each: `kiln format` is stable and keeps the meaning; the interpreter,
the optimised and the unoptimised (-O0) executable give the same values, in f64, so that a difference is a mistake and no
rounding. A program that fails stays in FOLDER, with its number. Program number N is the same wherever it is made.
"""
import json
import os
import random
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import sines

SIZES = (1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 33)
BOUND = 1e-9


class Value:
    def __init__(self, name, dtype, dims, smooth=True, below=None):
        self.name, self.dtype, self.dims, self.smooth = name, dtype, tuple(dims), smooth
        self.below = below  # of an i32: elements lie in [0, below), the name of a dim


class Program:
    """One file: dims, parameters and entries, each statement made of values that are in scope before it."""

    def __init__(self, number):
        self.random = random.Random(1000003 * number + 17)
        self.dims = {name: self.random.choice(SIZES) for name in ("A", "B", "C")}
        self.params = [Value("w%d" % k, "f32", self.some_dims(self.random.randint(1, 3))) for k in range(2)]
        self.entries = [self.entry("run%d" % k) for k in range(2)]

    def some_dims(self, count):
        names = list(self.dims)
        self.random.shuffle(names)
        return names[:count]

    def text(self):
        lines = ["dim " + ", ".join("%s = %d" % item for item in self.dims.items())]
        lines += ["param %s: %s ~ normal(sd: 0.5)" % (p.name, spelled(p)) for p in self.params]
        return "\n".join(lines + [""] + self.entries)

    # Entries

    def entry(self, name):
        pick = self.random
        self.scope, self.lines, self.count = list(self.params), [], 0
        inputs = [Value("x%d" % k, "f32", self.some_dims(pick.randint(0, 3))) for k in range(2)]
        inputs.append(Value("n0", "i32", self.some_dims(pick.randint(0, 1))))
        self.scope += inputs
        for _ in range(pick.randint(3, 9)):
            self.statement()
        self.gradient()
        outputs = [v for v in self.scope if v.name.startswith("v")]
        results = ["r%d: %s" % (k, spelled(v)) for k, v in enumerate(outputs)]
        body = ["  " + line for line in self.lines] + ["  r%d = %s" % (k, v.name) for k, v in enumerate(outputs)]
        given = ", ".join("%s: %s" % (v.name, spelled(v)) for v in inputs)
        return "infer %s(%s) -> (%s) {\n%s\n}\n" % (name, given, ", ".join(results), "\n".join(body))

    def add(self, expression, dtype, dims, smooth=True, below=None, indices=None):
        value = Value("v%d" % self.count, dtype, dims, smooth, below)
        self.count += 1
        places = indices if indices is not None else [d.lower() for d in dims]
        left = value.name + ("[%s]" % ", ".join(places) if places else "")
        self.lines.append("%s = %s" % (left, expression))
        self.scope.append(value)
        return value

    def statement(self):
        makers = (self.elementwise, self.elementwise, self.contraction, self.reduction, self.reduction, self.keeper, self.shifted, self.gathered,
                  self.selected, self.counted, self.joined, self.grouped, self.loop, self.whole)
        self.random.choice(makers)()

    def value(self, dtype="f32", least=0, smooth=False):
        fit = [v for v in self.scope if v.dtype == dtype and len(v.dims) >= least and (v.smooth or not smooth)]
        # What was made last is taken most often, so that chains grow long.
        return self.random.choice(fit + fit[-2:]) if fit else None

    def term(self, smooth=False):
        """An expression without reducers, and the dims that its indices have."""
        pick = self.random
        dims = []
        text = None
        for _ in range(pick.randint(1, 3)):
            v = self.value(smooth=smooth)
            piece = read(v)
            wrap = pick.choice(("%s", "%s", "tanh(%s)", "sigmoid(%s)", "sin(%s)", "abs(%s)", "relu(%s)", "exp(-abs(%s))", "sqrt(1 + %s^2)", "erf(%s)",
                                "log1p(abs(%s))", "-%s", "0.5 * %s"))
            piece = wrap % piece
            if text is not None:
                piece = pick.choice(("(%s + %s)", "(%s - %s)", "%s * %s", "%s / (2 + abs(%s))", "max(%s, %s)", "min(%s, %s)")) % (text, piece)
            text = piece
            dims += [d for d in v.dims if d not in dims]
        return text, dims

    def elementwise(self):
        text, dims = self.term()
        self.random.shuffle(dims)
        self.add("tanh(%s)" % text if self.random.random() < 0.5 else text, "f32", dims)

    def contraction(self):
        a, b = self.value(least=1), self.value(least=1)
        shared = [d for d in a.dims if d in b.dims]
        if not shared:
            return self.elementwise()
        over = self.random.sample(shared, self.random.randint(1, len(shared)))
        kept = [d for d in dict.fromkeys(a.dims + b.dims) if d not in over]
        self.random.shuffle(kept)
        text = "sum[%s](%s * %s)" % (", ".join(d.lower() for d in over), read(a), read(b))
        if self.random.random() < 0.5:
            text = "tanh(0.3 * %s)" % text
        self.add(text, "f32", kept)

    def reduction(self):
        text, dims = self.term()
        if not dims:
            return self.elementwise()
        over = self.random.sample(dims, self.random.randint(1, len(dims)))
        kept = [d for d in dims if d not in over]
        self.random.shuffle(kept)
        word = self.random.choice(("sum", "mean", "max", "min", "logsumexp", "norm"))
        mask = ""
        if word in ("sum", "mean", "logsumexp") and self.random.random() < 0.3:
            mask = " where %s %s %d" % (over[0].lower(), self.random.choice(("<=", "!=", ">=")), self.random.randrange(3))
        if word == "logsumexp" and mask:
            word = "sum"
        self.add("%s[%s%s](%s)" % (word, ", ".join(d.lower() for d in over), mask, text), "f32", kept)

    def keeper(self):
        v = self.value(least=1)
        along = self.random.choice(v.dims).lower()
        word = self.random.choice(("softmax", "log_softmax", "cumsum", "cummax", "sort", "cumprod"))
        self.add("%s[%s](%s)" % (word, along, "tanh(%s)" % read(v) if word == "cumprod" else read(v)), "f32", v.dims)

    def shifted(self):
        v = self.value(least=1)
        axis = self.random.randrange(len(v.dims))
        places = [d.lower() for d in v.dims]
        i = places[axis]
        places[axis] = self.random.choice(("%s + 1", "%s - 2", "2 * %s", "2 * %s - 1", "-%s + 1")) % i
        ranges = [d.lower() for d in v.dims]
        ranges[axis] = "%s: %s" % (i, v.dims[axis])
        fill = self.random.choice(("0", "1", "-0.5"))
        self.add("%s[%s else %s]" % (v.name, ", ".join(places), fill), "f32", v.dims, indices=ranges)

    def gathered(self):
        v = self.value(least=1)
        axis = self.random.randrange(len(v.dims))
        n = self.value("i32")
        if n is None or any(d in v.dims[:axis] + v.dims[axis + 1:] for d in n.dims):
            return self.elementwise()
        at = read(n) if n.below == v.dims[axis] else "%s %% %d" % (read(n), self.dims[v.dims[axis]])
        places = [d.lower() for d in v.dims]
        places[axis] = at
        dims = list(v.dims[:axis]) + [d for d in n.dims] + list(v.dims[axis + 1:])
        self.add("%s[%s]" % (v.name, ", ".join(places)), "f32", dims)

    def selected(self):
        a, b = self.term()
        c, d = self.term()
        p, q = self.term()
        dims = list(dict.fromkeys(b + d + q))
        self.add("if %s > %s then %s else tanh(%s)" % (a, c, p, a), "f32", dims, smooth=False)

    def counted(self):
        v = self.value(least=1)
        along = self.random.choice(v.dims)
        kept = [d for d in v.dims if d != along]
        word = self.random.choice(("argmax", "argmin", "count"))
        if word == "count":
            self.add("count[%s](%s > 0.1)" % (along.lower(), read(v)), "i32", kept, smooth=False)
        else:
            self.add("%s[%s](%s)" % (word, along.lower(), read(v)), "i32", kept, smooth=False, below=along)

    def joined(self):
        v = self.value(least=1)
        axis = self.random.randrange(len(v.dims))
        i = v.dims[axis].lower()
        both = "join[%s](%s, tanh(%s))" % (i, read(v), read(v))
        twice = self.add(both, "f32", v.dims, indices=[d.lower() for d in v.dims])
        # Its axis is twice as long: back to the dim by adding halves.
        size = self.dims[v.dims[axis]]
        self.scope.pop()
        places = [d.lower() for d in v.dims]
        ahead = list(places)
        places[axis] = "%d - %s" % (size - 1, i)
        ahead[axis] = "%s + %d" % (i, size)
        ranges = [d.lower() for d in v.dims]
        ranges[axis] = "%s: %s" % (i, v.dims[axis])
        self.add("%s[%s] * %s[%s]" % (twice.name, ", ".join(places), twice.name, ", ".join(ahead)), "f32", v.dims, indices=ranges)

    def grouped(self):
        v = self.value(least=2)
        if v is None:
            return self.elementwise()
        i, j = v.dims[-2].lower(), v.dims[-1].lower()
        front = ["%s" % d.lower() for d in v.dims[:-2]]
        flat = self.add(read(v), "f32", v.dims[:-2], indices=front + ["(%s, %s)" % (i, j)])
        self.scope.pop()
        order = self.random.choice(((i, j), (j, i)))
        sizes = {i: v.dims[-2], j: v.dims[-1]}
        split = ", ".join("%s: %s" % (k, sizes[k]) for k in order)
        self.add("0.5 * %s[%s]" % (flat.name, ", ".join(front + ["(%s)" % split])), "f32", list(v.dims[:-2]) + [sizes[k] for k in order])

    def loop(self):
        v = self.value(least=1)
        t, rest = v.dims[0], list(v.dims[1:])
        inner = "[%s]" % ", ".join(d.lower() for d in rest) if rest else ""
        carry, rows = "h%d" % self.count, "v%d" % self.count
        kind = "f32[%s]" % ", ".join(rest) if rest else "f32"
        way = self.random.choice(("", "reverse "))
        self.lines.append("scan s in %s%s with %s: %s = 0.1 {" % (way, t, carry, kind))
        # No step draws values apart that were near: a recurrence that does has no digit in common with itself after some steps.
        step = self.random.choice(("tanh(%s + %s)", "0.5 * %s + %s", "sin(%s) * tanh(%s)"))
        at = "%s[s%s]" % (v.name, "".join(", " + d.lower() for d in rest))
        self.lines.append("  %s%s <- %s" % (carry, inner, step % (carry + inner, at)))
        self.lines.append("  %s[s%s] = %s%s * 2" % (rows, "".join(", " + d.lower() for d in rest), carry, inner))
        self.lines.append("}")
        self.count += 1
        self.scope.append(Value(rows, "f32", v.dims))

    def whole(self):
        v = self.value()
        word = self.random.choice(("tanh(%s)", "%s * 0.5", "%s + 1", "stop(%s)", "-%s"))
        self.add(word % v.name, "f32", v.dims, indices=[])

    def gradient(self):
        """The derivative of a scalar made of what is there, and one of the derivative."""
        text, dims = self.term()
        bound = "mean[%s](%s)" % (", ".join(d.lower() for d in dims), text) if dims else text
        leaf = self.random.choice([v for v in self.scope if v.dtype == "f32" and not v.name.startswith("v")])
        extra = "sum[%s](%s^2)" % (", ".join(d.lower() for d in leaf.dims), read(leaf)) if leaf.dims else leaf.name + "^2"
        y = self.add("%s + 0.1 * %s" % (bound, extra), "f32", [], smooth=False)
        slope = self.add("grad(%s, %s)" % (y.name, leaf.name), "f32", leaf.dims, indices=[])
        if self.random.random() < 0.5:
            again = "sum[%s](%s^2)" % (", ".join(d.lower() for d in leaf.dims), read(slope)) if leaf.dims else slope.name + "^2"
            z = self.add(again, "f32", [])
            self.add("grad(%s, %s)" % (z.name, leaf.name), "f32", leaf.dims, indices=[])


def read(v):
    return v.name + ("[%s]" % ", ".join(d.lower() for d in v.dims) if v.dims else "")


def spelled(v):
    return v.dtype + ("[%s]" % ", ".join(v.dims) if v.dims else "")


class Failure(Exception):
    pass


def call(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise Failure("%s: exit %d\n%s" % (" ".join(command), done.returncode, done.stderr[:3000]))
    return done.stdout


def flat(value):
    if isinstance(value, list):
        return [x for item in value for x in flat(item)]
    return [float("nan") if value is None else float(value)]


def compare(what, got, want):
    for name, value in want.items():
        a, b = flat(got[name]), flat(value)
        largest = max([1.0] + [abs(x) for x in b if x == x and abs(x) != float("inf")])
        for k, (x, y) in enumerate(zip(a, b)):
            if not (x == y or (x != x and y != y) or abs(x - y) <= BOUND * largest):
                raise Failure("%s: %s, element %d is %r, not %r" % (what, name, k, x, y))


def check(kiln, path, folder):
    formatted = os.path.join(folder, "formatted.kiln")
    with open(path) as source, open(formatted, "w") as target:
        target.write(source.read())
    call(kiln, "format", formatted)
    call(kiln, "format", "--check", formatted)
    options = ["--precision", "f64"]
    described = json.loads(call(kiln, "run", "--reference", path, *options, "--json"))
    weights = [(s["path"], s["dtype"], s["shape"], sines.weight(k, s["shape"])) for k, s in enumerate(described["storages"])]
    load = os.path.join(folder, "weights.safetensors")
    sines.write_safetensors(load, weights)
    plain, best = os.path.join(folder, "plain"), os.path.join(folder, "best")
    call(kiln, "build", path, "-o", plain, "-O0", *options)
    call(kiln, "build", formatted, "-o", best, *options)
    for entry in described["entries"]:
        words = ["run", entry["name"], "--json", "--load", load]
        for number, given in enumerate(entry["inputs"]):
            file = os.path.join(folder, given["name"] + ".npy")
            make = sines.given if given["dtype"] in ("f32", "f64") else sines.wholes
            sines.write_npy(file, given["dtype"], given["shape"], make(number, given["shape"]))
            words.append("%s=%s" % (given["name"], file))
        meant = json.loads(call(kiln, "run", "--reference", path, *options, *words))
        compare(entry["name"] + ", -O0 against the interpreter", json.loads(call(plain, *words, "--threads", "1")), meant)
        compare(entry["name"] + ", optimised against the interpreter", json.loads(call(best, *words, "--threads", "2")), meant)


def main():
    kiln, folder, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    first = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    os.makedirs(folder, exist_ok=True)
    failed = 0
    for number in range(first, first + count):
        path = os.path.join(folder, "program%d.kiln" % number)
        with open(path, "w") as file:
            file.write(Program(number).text())
        try:
            check(kiln, path, folder)
            os.remove(path)
        except (Failure, subprocess.TimeoutExpired) as problem:
            failed += 1
            print("program %d: %s" % (number, problem), flush=True)
            if failed == 10:
                sys.exit("enough")
        if sys.stderr.isatty() and number % 20 == 0:
            print("%d of %d" % (number - first, count), file=sys.stderr)
    print("%d of %d programs mean the same everywhere" % (count - failed, count))
    sys.exit(1 if failed else 0)


main()
