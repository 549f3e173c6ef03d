# SPDX-License-Identifier: Apache-2.0
"""Checkpoints, which are safetensors files, with the standard library alone."""
import array
import json
import math
import struct

CODES = {"F64": "d", "F32": "f", "I32": "i", "I64": "q", "U8": "B", "I8": "b", "U32": "I", "BOOL": "B"}


class Tensor:
    def __init__(self, dtype, shape, values):
        self.dtype, self.shape = dtype, tuple(shape)
        self.values = values if isinstance(values, array.array) else array.array(CODES[dtype], values)
        assert len(self.values) == math.prod(shape)

    def greatest(self):
        return max(map(abs, self.values), default=0)


def load(path):
    """The tensors of a file by name."""
    with open(path, "rb") as f:
        data = f.read()
    size = struct.unpack_from("<Q", data)[0]
    result = {}
    for name, entry in json.loads(data[8:8 + size]).items():
        if name != "__metadata__":
            first, last = entry["data_offsets"]
            dtype, raw = entry["dtype"], data[8 + size + first:8 + size + last]
            if dtype in ("BF16", "F16"):  # as the f32 that they are
                halves = struct.unpack("<%d%s" % (len(raw) // 2, "H" if dtype == "BF16" else "e"), raw)
                wide = [number << 16 for number in halves] if dtype == "BF16" else halves
                dtype, raw = "F32", struct.pack("<%d%s" % (len(wide), "I" if dtype == "BF16" else "f"), *wide)
            result[name] = Tensor(dtype, entry["shape"], array.array(CODES[dtype], raw))
    return result


def save(path, tensors):
    header, offset = {}, 0
    for name, tensor in tensors.items():
        size = len(tensor.values) * tensor.values.itemsize
        header[name] = {"dtype": tensor.dtype, "shape": tensor.shape, "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            f.write(tensor.values.tobytes())


def apart(a, b):
    """max abs(a - b); infinite where one is not a number and the other is."""
    difference = max(map(abs, map(float.__sub__, map(float, a), map(float, b))), default=0)
    return difference if difference == difference else math.inf
