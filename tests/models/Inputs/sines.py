# SPDX-License-Identifier: Apache-2.0
"""Numbers for the models of these tests, the same here and in the scripts that make expected values.

Element k of tensor number n is sin(0.7 k + n) times a scale, whole numbers are (k + n) % 3. Tensors are numbered
by their place in what `kiln run MODEL --json` lists.
"""
import json
import math
import struct


def elements(shape):
    return math.prod(shape)


def values(number, shape, scale):
    return [scale * math.sin(0.7 * k + number) for k in range(elements(shape))]


def wholes(number, shape):
    return [(k + number) % 3 for k in range(elements(shape))]


def weight(number, shape):
    return values(number, shape, 0.5)


def given(number, shape):
    return values(number, shape, 0.8)


def layers(storage, numbers):
    """The tensors of a checkpoint for a storage: (name, dtype, shape, numbers), one for each layer where layers are stacked."""
    stacked = storage["path"].count("[*]")
    count, shape = elements(storage["shape"][:stacked]), storage["shape"][stacked:]
    tensors = []
    for n in range(count):
        path, rest, size = storage["path"], n, count
        for axis in storage["shape"][:stacked]:
            size //= axis
            path = path.replace("[*]", "[%d]" % (rest // size), 1)
            rest %= size
        tensors.append((path, storage["dtype"], shape, numbers[n * elements(shape):(n + 1) * elements(shape)]))
    return tensors


FLOATS = ("f64", "f32", "bf16", "f16")
CODES = {"bf16": (None, "BF16", "H"), "f16": ("<f2", "F16", "e"), "f32": ("<f4", "F32", "f"), "f64": ("<f8", "F64", "d"), "i32": ("<i4", "I32", "i"), "i64": ("<i8", "I64", "q"), "u8": ("|u1", "U8", "B")}


def bf16(number):
    """The bits of the nearest bf16."""
    bits = struct.unpack("<I", struct.pack("<f", number))[0]
    return (bits + 0x7fff + (bits >> 16 & 1)) >> 16


def packed(dtype, numbers):
    if dtype == "bf16":
        numbers = [bf16(number) for number in numbers]
    return struct.pack("<%d%s" % (len(numbers), CODES[dtype][2]), *numbers)


def write_npy(path, dtype, shape, numbers):
    text = repr({"descr": CODES[dtype][0], "fortran_order": False, "shape": tuple(shape)})
    text += " " * (63 - (10 + len(text)) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode() + packed(dtype, numbers))


def write_safetensors(path, tensors):
    """`tensors` is a list of (name, dtype, shape, numbers)."""
    header, data = {}, b""
    for name, dtype, shape, numbers in tensors:
        more = packed(dtype, numbers)
        header[name] = {"dtype": CODES[dtype][1], "shape": shape, "data_offsets": [len(data), len(data) + len(more)]}
        data += more
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
