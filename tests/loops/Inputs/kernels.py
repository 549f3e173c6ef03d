#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kernels.py MODEL.mlir [--vector-bytes N]: compiled kernels against the interpreter.

Each entry of the file has one group whose operands are the entry's arguments and whose results are the entry's.
The kernel is compiled, called for 1 and for 3 workers, and compared with what kiln-opt --kiln-interpret prints.
An entry may bear `tolerance = …` of max(1, abs value); results for 1 and 3 workers must have the same bits.
"""
import ctypes
import math
import os
import re
import struct
import subprocess
import sys
import tempfile

FORMAT = {"f32": "f", "f64": "d", "i32": "i", "i64": "q", "i8": "b", "ui8": "B", "ui32": "I", "i1": "B"}
MASK = (1 << 64) - 1


def run(*command, text=None):
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("%s\n%s" % (" ".join(command), done.stderr))
    return done.stdout


def tensors(signature):
    return [(tuple(int(d) for d in t.split("x")[:-1]), t.split("x")[-1]) for t in re.findall(r"tensor<([^>]*)>", signature)]


def count(shape):
    return math.prod(shape)


def draw(index, seed, size, element, below):
    """As kiln-opt --kiln-interpret draws inputs."""
    state = ((seed << 32) + index * 0x9E3779B97F4A7C15 + 1) & MASK
    values = []
    for _ in range(size):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        values.append(float(z >> 41) * 2.0**-22 - 1 if element[0] == "f" else z % below)
    return values


def main():
    path, extra = sys.argv[1], sys.argv[2:]
    option = "--kiln-lower-groups" + ("=vector-bytes=" + extra[1] if extra else "")
    source = open(path).read()
    lowered = run("kiln-opt", option, path)
    kernels = lowered[lowered.index("  func.func private"):lowered.rindex("}")].replace("func.func private", "func.func")
    llvm = run("kiln-opt", "--kiln-native", text="module {\n" + kernels + "\n}")
    failures = tested = 0
    with tempfile.TemporaryDirectory() as folder:
        library = os.path.join(folder, "kernels.so")
        ir = os.path.join(folder, "kernels.ll")
        open(ir, "w").write(run("mlir-translate", "--mlir-to-llvmir", text=llvm))
        run("clang-22", "-O1", "-march=native", "-mprefer-vector-width=512", "-Wno-everything",
            "-shared", "-fPIC", ir, "-o", library, "-lm")
        code = ctypes.CDLL(library)
        expected = {}
        for line in run("kiln-opt", "--kiln-interpret", path, "-o", os.devnull).splitlines():
            found = re.match(r"(\w+)\.(\w+) = \[(.*)\] : ", line)
            if found:
                expected[found.group(1), found.group(2)] = [float(v) for v in found.group(3).split(", ")] if found.group(3) else []
        for entry in re.finditer(r"kiln\.entry infer @(\w+)\((.*?)\) -> \((.*?)\)\s*(?:attributes \{.*?tolerance = ([\d.e-]+).*?\} )?\{\n(.*?)kiln\.return", source, re.S):
            name, arguments, results, tolerance, _ = entry.groups()
            tested += 1
            tolerance = float(tolerance or 2e-6)
            kernel = re.search(r"@%s\(.*?kiln\.launch @(\w+)" % name, lowered, re.S).group(1)
            inputs = tensors(arguments)
            limits = [4] * len(inputs)
            for i, text in enumerate(re.split(r"%\w+: tensor", arguments)[1:]):
                limit = re.search(r"kiln\.limit = (\d+)", text)
                limits[i] = int(limit.group(1)) if limit else 2 if inputs[i][1] == "i1" else 4
            outputs = tensors(results)
            names = re.findall(r'kiln\.output = "(\w+)"', results)
            seen = None
            for workers in (1, 3):
                buffers = []
                for i, (shape, element) in enumerate(inputs):
                    values = draw(i, 1, count(shape), element, limits[i])
                    buffers.append(ctypes.create_string_buffer(struct.pack("%d%s" % (len(values), FORMAT[element]), *values)))
                for shape, element in outputs:
                    size = struct.calcsize(FORMAT[element]) * count(shape)
                    buffers.append(ctypes.create_string_buffer(b"\x55" * size + b"\x66" * 64, size + 64))
                for worker in reversed(range(workers)):
                    getattr(code, kernel)(*buffers, ctypes.c_int64(worker), ctypes.c_int64(workers))
                bits = [b.raw for b in buffers[len(inputs):]]
                if any(b[-64:] != b"\x66" * 64 for b in bits):
                    failures += 1
                    print("%s writes behind a result" % name)
                if seen and seen != bits:
                    failures += 1
                    print("%s: results depend on the number of workers" % name)
                seen = bits
            for (shape, element), output, raw in zip(outputs, names, seen):
                got = struct.unpack("%d%s" % (count(shape), FORMAT[element]), raw[:-64])
                want = expected[name, output]
                for i, (a, b) in enumerate(zip(got, want)):
                    same = a == b or (math.isnan(a) and math.isnan(b)) or abs(a - b) <= tolerance * max(1, abs(b))
                    if not same:
                        failures += 1
                        print("%s.%s[%d] of %s is %r, not %r (kernel %s)" % (name, output, i, shape, a, b, kernel))
                        break
    entries = source.count("kiln.entry")
    print("%d failures, %d of %d entries" % (failures, tested, entries))
    sys.exit(failures > 0 or tested != entries)


main()
