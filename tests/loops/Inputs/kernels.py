#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kernels.py MODEL.mlir [--vector-bytes N] [--report]: compiled kernels against the interpreter.

Each entry of the file has one group whose operands are the entry's arguments and whose results are the entry's.
The kernel is compiled, called for 1 and for 3 workers, and compared with what kiln-opt --kiln-interpret prints.
Values of floats may differ by the sum of the tolerances that docs/numerics.md gives for the ops of the group, of
max(1, abs value); results for 1 and 3 workers must have the same bits. --report prints the greatest difference of each op.
"""
import ctypes
import math
import os
import re
import struct
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
# f16 and bf16 are packed as such by hand.
FORMAT = {"f16": "e", "bf16": "H", "f32": "f", "f64": "d", "i32": "i", "i64": "q", "i8": "b", "ui8": "B", "ui32": "I", "i1": "B"}
MASK = (1 << 64) - 1


def run(*command, text=None):
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("%s\n%s" % (" ".join(command), done.stderr))
    return done.stdout


def tolerances():
    """By op and dtype, from the table of docs/numerics.md."""
    table, dtypes = {}, None
    for line in open(os.path.join(ROOT, "docs", "numerics.md"), encoding="utf-8"):
        cells = [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]
        if cells[0] == "op":
            dtypes = cells[1:5]
        elif not line.startswith("|"):
            dtypes = None
        elif dtypes and not cells[0].startswith("-"):
            for op in cells[0].split(", "):
                table[op] = {dtype: float(cell) for dtype, cell in zip(dtypes, cells[1:]) if cell}
    return table


def tensors(signature):
    signature = re.sub(r"kiln\.expected = dense<[^>]*> : tensor<[^>]*>", "", signature)
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
        values.append(float(z >> 41) * 2.0**-22 - 1 if "f" in element else z % below)
    return rounded(values, element)


def number(text):
    return int(text) if re.fullmatch(r"-?\d+", text) else float(text)


def pack(values, element):
    if element == "bf16":
        values = [struct.unpack("I", struct.pack("f", v))[0] >> 16 for v in values]
    return struct.pack("%d%s" % (len(values), FORMAT[element]), *values)


def unpack(raw, element):
    values = struct.unpack("%d%s" % (len(raw) // struct.calcsize(FORMAT[element]), FORMAT[element]), raw)
    if element == "bf16":
        values = [struct.unpack("f", struct.pack("I", v << 16))[0] for v in values]
    return values


def rounded(values, element):
    """Draws as the narrow floats hold them: to the nearest, ties to even."""
    if element in ("f16", "f32"):
        return [struct.unpack(FORMAT[element], struct.pack(FORMAT[element], v))[0] for v in values]
    if element == "bf16":
        words = [struct.unpack("I", struct.pack("f", v))[0] for v in values]
        return [struct.unpack("f", struct.pack("I", (w + 0x7FFF + (w >> 16 & 1)) >> 16 << 16))[0] for w in words]
    return values


def constant(text, element, size):
    """The elements of a `dense<…>` that is no splat."""
    values = []
    for word in re.findall(r"true|false|0x[0-9A-F]+|[-+.\deE]+", text):
        if word.startswith("0x") and element[0] != "i":
            value = struct.unpack("f" if element == "f32" else "d", struct.pack("I" if element == "f32" else "Q", int(word, 16)))[0]
        else:
            value = word == "true" if word in ("true", "false") else float(word) if "f" in element else int(word)
        values.append(value)
    return values if len(values) == size else values * size


def main():
    path, extra = sys.argv[1], sys.argv[2:]
    report = "--report" in extra
    option = "--kiln-lower-groups" + ("=vector-bytes=" + extra[extra.index("--vector-bytes") + 1] if "--vector-bytes" in extra else "")
    table, worst = tolerances(), {}
    source = open(path).read()
    lowered = run("kiln-opt", option, path)
    kernels = lowered[lowered.index("  func.func private"):lowered.rindex("}")].replace("func.func private", "func.func")
    kernels = re.sub(r"chosen = #loc\d*, ", "", kernels) # where a schedule was chosen
    failures = tested = 0
    with tempfile.TemporaryDirectory() as folder:
        library = os.path.join(folder, "kernels.so")
        ir = os.path.join(folder, "kernels.ll")
        run("kiln-opt", "--kiln-print-llvm=output=" + ir, "-o", os.devnull, text="module {\n" + kernels + "\n}")
        # The passes of the compiler itself, then code generation alone: a vector of 64 bytes whose upper half no lane of a mask reaches comes
        # out of the passes that -O1 has more as a load without a mask, on processors with vectors of 32 bytes.
        optimized = os.path.join(folder, "optimized.ll")
        run("opt", "-passes=function(sroa,early-cse,instsimplify,simplifycfg)", "-S", ir, "-o", optimized)
        run("clang-22", "-O1", "-Xclang", "-disable-llvm-passes", "-march=native", "-mprefer-vector-width=512", "-Wno-everything",
            "-shared", "-fPIC", optimized, "-o", library, "-lm")
        code = ctypes.CDLL(library)
        expected = {}
        for line in run("kiln-opt", "--kiln-interpret", path, "-o", os.devnull).splitlines():
            found = re.match(r"(\w+)\.(\w+) = \[(.*)\] : ", line)
            if found:
                expected[found.group(1), found.group(2)] = [number(v) for v in found.group(3).split(", ")] if found.group(3) else []
        for entry in re.finditer(r"kiln\.entry infer @(\w+)\((.*?)\) -> \((.*?)\)\s*\{\n(.*?)kiln\.return", source, re.S):
            name, arguments, results, text = entry.groups()
            tested += 1
            ops = [op for op in re.findall(r"= kiln\.(\w+)", text) if op != "group"]
            if "winograd = 4" in source[entry.start():entry.end()]:
                ops = [op.replace("contract", "contract by Winograd F(4 x 4)") for op in ops]
            if not table.keys() >= set(ops):
                sys.exit("docs/numerics.md has no tolerance for " + ", ".join(set(ops) - table.keys()))
            # What was computed in a narrow float stays coarse when it is widened.
            dtypes = ("f64", "f32", "f16", "bf16")
            dtype = dtypes[max(dtypes.index(t) for t in re.findall(r"bf16|f64|f32|f16", "f64 " + text))]
            body, kernel, operands = re.search(r"@%s(\(.*?)kiln\.launch @(\w+)\((.*?)\)" % name, lowered, re.S).groups()
            inputs = tensors(arguments)
            limits = [4] * len(inputs)
            for i, text in enumerate(re.split(r"%\w+: tensor", arguments)[1:]):
                limit = re.search(r"kiln\.limit = (\d+)", text)
                limits[i] = int(limit.group(1)) if limit else 2 if inputs[i][1] == "i1" else 4
            # The kernel's operands: arguments of the entry, by number, and constants.
            handed = []
            for operand in filter(None, operands.split(", ")):
                if operand.startswith("%arg"):
                    i = int(operand[4:])
                    shape, element = inputs[i]
                    handed.append((element, draw(i, 1, count(shape), element, limits[i])))
                    continue
                text, kind = re.search(r"%s = kiln\.constant dense<(.*?)> : (tensor<[^>]*>)" % re.escape(operand), body, re.S).groups()
                (shape, element), = tensors(kind)
                handed.append((element, constant(text, element, count(shape))))
            outputs = tensors(results)
            names = re.findall(r'kiln\.output = "(\w+)"', results)
            seen = None
            for workers in (1, 3):
                buffers = []
                for element, values in handed:
                    buffers.append(ctypes.create_string_buffer(pack(values, element)))
                for shape, element in outputs:
                    size = struct.calcsize(FORMAT[element]) * count(shape)
                    buffers.append(ctypes.create_string_buffer(b"\x55" * size + b"\x66" * 64, size + 64))
                # A kernel of any length is told the elements of its results.
                flat = re.search(r"@%s\([^)]*memref<\?x" % kernel, kernels)
                length = [ctypes.c_int64(count(tensors(results)[0][0]))] if flat else []
                for worker in reversed(range(workers)):
                    getattr(code, kernel)(*buffers, *length, ctypes.c_int64(worker), ctypes.c_int64(workers))
                bits = [b.raw for b in buffers[len(handed):]]
                if any(b[-64:] != b"\x66" * 64 for b in bits):
                    failures += 1
                    print("%s writes behind a result" % name)
                if seen and seen != bits:
                    failures += 1
                    print("%s: results depend on the number of workers" % name)
                seen = bits
            for (shape, element), output, raw in zip(outputs, names, seen):
                got = unpack(raw[:-64], element)
                want = expected[name, output]
                if "f" in element: # printed with fewer digits than it has
                    want = rounded(want, element)
                tolerance = sum(table[op][dtype] for op in ops) if "f" in element else 0
                for i, (a, b) in enumerate(zip(got, want)):
                    if report and a != b:
                        key = name.split("_")[0], dtype
                        worst[key] = max(worst.get(key, 0), abs(a - b) / max(1, abs(b)))
                    same = a == b or (math.isnan(a) and math.isnan(b)) or abs(a - b) <= tolerance * max(1, abs(b))
                    if not same:
                        failures += 1
                        print("%s.%s[%d] of %s is %r, not %r (kernel %s)" % (name, output, i, shape, a, b, kernel))
                        break
    for (op, dtype), error in sorted(worst.items()):
        print("%-12s %-5s %.1e" % (op, dtype, error))
    entries = source.count("kiln.entry")
    print("%d failures, %d of %d entries" % (failures, tested, entries))
    sys.exit(failures > 0 or tested != entries)


main()
