#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""profile.py PROFILE TRACE EXPLANATION WORKERS: rows sum to the call, a worker's spans lie end to end, and what is launched is what
`kiln explain` lists. profile.py --rows FILE writes 64 images."""
import json
import struct
import sys

if sys.argv[1] == "--rows":
    header = "{'descr': '|u1', 'fortran_order': False, 'shape': (64, 28, 28), }"
    header += " " * (-(len(header) + 11) % 64) + "\n"
    with open(sys.argv[2], "wb") as f:
        f.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        f.write(bytes(i * 7 % 251 for i in range(64 * 784)))
    sys.exit()

profile, trace = json.load(open(sys.argv[1])), json.load(open(sys.argv[2]))
(explained,) = json.load(open(sys.argv[3]))["entries"]
workers = int(sys.argv[4])
assert profile["workers"] == workers and profile["rounds"] == 5 and profile["mode"] == "train"
kernels = [kernel for kernel in profile["kernels"] if "flops" in kernel]
assert [kernel["name"] for kernel in profile["kernels"] if "flops" not in kernel] == ["copies and loops", "waiting"]
assert {kernel["name"]: (kernel["launches"], kernel["flops"]) for kernel in kernels} == {
    kernel["name"]: (kernel["launches"], kernel["flops"]) for kernel in explained["kernels"]}
assert all(kernel["line"] > 0 and kernel["file"] for kernel in kernels)
# Medians of parts and the median of their sum belong to different rounds.
total = sum(kernel["ms"] for kernel in profile["kernels"])
assert 0.3 * profile["ms"] < total < 3 * profile["ms"], (total, profile["ms"])
assert profile["peak_gflops"] > 0 and profile["peak_gbs"] > 0

events = trace["traceEvents"]
names = {event["tid"]: event["args"]["name"] for event in events if event["name"] == "thread_name"}
assert names == {worker: "worker %d" % worker for worker in range(workers)}, names
spans = [event for event in events if event["ph"] == "X"]
launches = {}
for worker in range(workers):
    own = [event for event in spans if event["tid"] == worker]
    for before, after in zip(own, own[1:]):
        assert abs(before["ts"] + before["dur"] - after["ts"]) < 1e-3, (before, after)
    whole = own[-1]["ts"] + own[-1]["dur"] - own[0]["ts"]
    assert abs(sum(event["dur"] for event in own) - whole) < 1e-2, worker
    for event in own:
        if event["cat"] == "kernel":
            launches[event["name"], worker] = launches.get((event["name"], worker), 0) + 1
            assert ":" in event["args"]["line"] and "path" in event["args"]
for kernel in kernels:
    for worker in range(workers):
        assert launches.get((kernel["name"], worker), 0) <= kernel["launches"], kernel
