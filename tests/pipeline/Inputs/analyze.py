#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""analyze.py KILN SOURCE SCRATCH, the JSON of `kiln analyze mlp.kiln predict --set B=1` on stdin: its sums are the model's."""
import json
import subprocess
import sys

report = json.load(sys.stdin)
assert report["parameters"] == 535818
rows = [row for row in report["table"] if "path" in row]
assert sum(row["count"] for row in rows) == 535818, rows
parts = {row["part"]: row["count"] for row in report["table"] if "part" in row}
assert parts == {"net": 535818, "net.l1": 401920, "net.l2": 131328, "net.l3": 2570}, parts
(predict,) = report["entries"]
assert predict["macs"] == 784 * 512 + 512 * 256 + 256 * 10, predict
assert predict["flops"] >= 2 * predict["macs"]
assert sum(family["flops"] for family in predict["families"].values()) == predict["flops"]
assert predict["input_bytes"] == 784 and predict["output_bytes"] == 40
# What is planned for the entry alone is what an executable with that entry alone maps, but for the place of the first draws.
assert predict["storage_bytes"] <= predict["planned_bytes"]
kiln, source, scratch = sys.argv[1:]
said = subprocess.run([kiln, "build", source + "/examples/fashion/mlp.kiln", "--set", "B=1", "-o", scratch + ".exe"],
                      check=True, stderr=subprocess.PIPE, text=True).stderr
assert predict["planned_bytes"] <= int(said.split("peak ")[1].split()[0]), said
