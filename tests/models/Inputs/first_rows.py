#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""first_rows.py IN.gz COUNT OUT: the first COUNT rows of a gzipped IDX file as an IDX file."""
import gzip
import math
import struct
import sys


def first_rows(source, count, out):
    with gzip.open(source) as f:
        head = f.read(4)
        shape = struct.unpack(">%dI" % head[3], f.read(4 * head[3]))
        rows = f.read(count * math.prod(shape[1:]))
    with open(out, "wb") as f:
        f.write(head + struct.pack(">%dI" % len(shape), count, *shape[1:]) + rows)
    return out


if __name__ == "__main__":
    first_rows(sys.argv[1], int(sys.argv[2]), sys.argv[3])
