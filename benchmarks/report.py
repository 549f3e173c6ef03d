#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A table (Markdown, on stdout) and a picture (SVG) of what `benchmarks/run --json` printed.

    benchmarks/report.py LINES.json [--picture FILE.svg]
"""
import argparse
import json
import math
import statistics


def geometric_mean(values):
    return math.exp(statistics.fmean(map(math.log, values)))


def read(path):
    """For each (workload, threads) its rows, the fastest peer first."""
    cases = {}
    with open(path) as lines:
        for line in lines:
            row = json.loads(line)
            cases.setdefault((row["workload"], row["threads"]), []).append(row)
    return {case: sorted(rows, key=lambda row: row["peer_ms"]) for case, rows in cases.items()}


def ratio(rows):
    return rows[0]["peer_ms"] / rows[0]["kiln_ms"]


def share(rows):
    return 1e3 * rows[0]["gflop"] / rows[0]["kiln_ms"] / rows[0]["fma_gflops"]


def number(value):
    return "%.3g" % value if value < 100 else "%.0f" % value


def table(cases, threads):
    print("| workload | Kiln, ms | best peer, ms | ratio | of the FMA peak | others, ms |\n|---|---|---|---|---|---|")
    for (workload, count), rows in cases.items():
        if count == threads:
            print("| %s | %s | %s %s | %.2f | %.0f %% | %s |" % (
                workload, number(rows[0]["kiln_ms"]), rows[0]["peer"], number(rows[0]["peer_ms"]), ratio(rows), 100 * share(rows),
                ", ".join("%s %s" % (row["peer"], number(row["peer_ms"])) for row in rows[1:])))
    print()
    for mode in ("infer", "train"):
        found = [ratio(rows) for (workload, count), rows in cases.items() if count == threads and workload.endswith("/" + mode)]
        if found:
            print("Geometric mean of the ratios, %s: %.2f of %d workloads." % (mode, geometric_mean(found), len(found)))


def scaling(cases):
    print("| workload | one thread over two | FMA loop | read loop |\n|---|---|---|---|")
    for (workload, count), two in cases.items():
        one = cases.get((workload, 1))
        if count == 2 and one:
            print("| %s | %.2f | %.2f | %.2f |" % (workload, one[0]["kiln_ms"] / two[0]["kiln_ms"],
                                                   two[0]["fma_gflops"] / one[0]["fma_gflops"], two[0]["read_gbs"] / one[0]["read_gbs"]))


def picture(cases, threads):
    """A bar for each workload: how many times as fast as the best peer. The axis is logarithmic, so that 2 and 1/2 are as long."""
    rows = [(workload, ratio(found), found[0]["peer"]) for (workload, count), found in cases.items() if count == threads]
    least, greatest = min(0.5, *(r for _, r, _ in rows)), max(2, *(r for _, r, _ in rows))
    left, width, line = 250, 560, 22

    def at(value):
        return left + width * math.log(value / least) / math.log(greatest / least)

    height = line * (len(rows) + 2)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">' % (left + width + 150, height),
           '<rect width="100%" height="100%" fill="white"/>']
    for mark in (0.5, 1, 2, 4, 8):
        if least <= mark <= greatest:
            out.append('<path d="M%.1f %dV%d" stroke="%s"/>' % (at(mark), line, height - line, "black" if mark == 1 else "#ccc"))
            out.append('<text x="%.1f" y="%d" text-anchor="middle" fill="#555">%g</text>' % (at(mark), height - 6, mark))
    for i, (workload, value, peer) in enumerate(rows):
        y = line * (i + 1)
        begin, end = sorted((at(1), at(value)))
        out.append('<text x="%d" y="%d" text-anchor="end">%s</text>' % (left - 10, y + 15, workload))
        out.append('<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>' % (begin, y + 3, end - begin, line - 6,
                                                                                "#2a7" if value >= 1 else "#c63"))
        out.append('<text x="%.1f" y="%d">%.2f, %s</text>' % (max(end, at(1)) + 6, y + 15, value, peer))
    return "\n".join(out + ["</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lines")
    parser.add_argument("--picture", metavar="FILE.svg")
    args = parser.parse_args()
    cases = read(args.lines)
    for threads in sorted({threads for _, threads in cases}):
        print("%d thread%s\n" % (threads, "s"[: threads > 1]))
        table(cases, threads)
        print()
    scaling(cases)
    if args.picture:
        with open(args.picture, "w") as file:
            file.write(picture(cases, min(threads for _, threads in cases)))


if __name__ == "__main__":
    main()
