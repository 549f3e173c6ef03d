#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""explain.py JSON HTML of one entry: the rows sum to the whole, the buffers fit the arena and no two that live at once overlap."""
import json
import sys
import xml.dom.minidom

(entry,) = json.load(open(sys.argv[1]))["entries"]
kernels, model = entry["kernels"], entry["model"]
times = [kernel["expected_ms"] for kernel in kernels]
assert times == sorted(times, reverse=True)
assert abs(sum(times) - entry["expected_ms"]) < 1e-9 * sum(times)
assert sum(kernel["launches"] for kernel in kernels) == entry["launches"]
for kernel in kernels:
    expected = max(kernel["flops"] / model["gflops"], kernel["bytes"] / model["gbs"]) * 1e-6
    assert abs(kernel["expected_ms"] - expected) < 1e-9 + 1e-6 * expected, kernel
    assert kernel["places"] and all(place["line"] > 0 for place in kernel["places"]), kernel
    assert kernel["schedule"] and (not kernel["scalar"] or kernel["lanes"] == 1), kernel
assert any(kernel["kind"] == "contraction" or kernel["kind"] == "chain" for kernel in kernels)
assert any("net.layers" in kernel["path"] for kernel in kernels), [kernel["path"] for kernel in kernels]

buffers = entry["buffers"]
assert sum(b["bytes"] for b in buffers if b["kind"] == "storage") == entry["storage_bytes"]
assert {"image", "label", "loss"} <= {b["name"] for b in buffers if b["kind"] in ("input", "output")}
for i, a in enumerate(buffers):
    assert a["offset"] + a["bytes"] <= entry["arena_bytes"], a
    for b in buffers[:i]:
        together = a["first"] <= b["last"] and b["first"] <= a["last"]
        assert not together or a["offset"] >= b["offset"] + b["bytes"] or b["offset"] >= a["offset"] + a["bytes"], (a, b)
assert entry["lower_bound_bytes"] <= entry["arena_bytes"]
assert abs(entry["arena_over_lower_bound"] * entry["lower_bound_bytes"] / entry["arena_bytes"] - 1) < 1e-9
named = [b for b in buffers if b["name"]]
assert len(named) * 10 >= len(buffers) * 9, "%d of %d buffers have a name" % (len(named), len(buffers))
assert entry["apart"] and all(refusal["reason"] and refusal["reader"]["line"] for refusal in entry["apart"])

page = open(sys.argv[2]).read()
assert "http" not in page.replace("http://www.w3.org/2000/svg", ""), "the page needs nothing beside itself"
svg = xml.dom.minidom.parseString(page[page.index("<svg"):page.index("</svg>") + 6]).documentElement
assert len(svg.getElementsByTagName("rect")) == len(buffers)
for kernel in kernels:
    assert ">%s<" % kernel["name"] in page
