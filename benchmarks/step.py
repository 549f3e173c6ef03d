#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times a training step of Kiln's executables against PyTorch eager, alternating in one run.

    python3 benchmarks/step.py [mlp cnn vit] [--threads 1 2] [--rounds 9] [--kiln build/bin/kiln]

Same model, batch of 128, optimizer, rows in memory. One round of Kiln is the difference between a run of a few steps and a run of
many, so that start-up, inflating the data and saving are not counted; one round of PyTorch is as many steps in this process.
The result is the median over the rounds of (PyTorch's time / Kiln's time), with the smallest and greatest ratio.
Needs torch and numpy.
"""
import argparse
import os
import statistics
import subprocess
import tempfile
import time

import torch

import fashion

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
STEPS = {"mlp": 400, "cnn": 40, "vit": 30}


def kiln_seconds(executable, steps, threads):
    files = ["%s=%s/train-%s-ubyte.gz" % (name, fashion.DATA, part)
             for name, part in (("image", "images-idx3"), ("label", "labels-idx1"))]
    begin = time.perf_counter()
    subprocess.run([executable, "train", "step", *files, "--steps", str(steps), "--seed", "1", "--no-shuffle",
                    "--threads", str(threads)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def kiln_step(executable, steps, threads):
    few = 4
    return (kiln_seconds(executable, few + steps, threads) - kiln_seconds(executable, few, threads)) / steps


def torch_step(model, opt, batches, steps):
    begin = time.perf_counter()
    for i in range(steps):
        fashion.train_step(model, opt, *batches[i % len(batches)])
    return (time.perf_counter() - begin) / steps


def measure(name, executable, threads, rounds):
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    model = fashion.MODELS[name]()
    opt = fashion.optimizer(name, model)
    images, labels = fashion.load("train")
    batches = list(zip(images.split(fashion.BATCH)[:64], labels.split(fashion.BATCH)[:64]))
    steps = STEPS[name]
    torch_step(model, opt, batches, max(4, steps // 4))
    kiln_step(executable, max(4, steps // 4), threads)
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(kiln_step(executable, steps, threads))
        time.sleep(0.2)  # let the workers of one side go to sleep before the other side is timed
        theirs.append(torch_step(model, opt, batches, steps))
        time.sleep(0.2)
    ratios = [t / k for k, t in zip(ours, theirs)]
    print("%s  threads %d  kiln %8.3f ms  torch %8.3f ms  ratio %.2f  (%.2f … %.2f, %d rounds of %d steps)" % (
        name, threads, 1e3 * statistics.median(ours), 1e3 * statistics.median(theirs), statistics.median(ratios),
        min(ratios), max(ratios), rounds, steps), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="*", default=["mlp", "cnn", "vit"])
    parser.add_argument("--threads", nargs="+", type=int, default=[1, 2])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--kiln", default=os.path.join(ROOT, "build", "bin", "kiln"))
    args = parser.parse_args()
    print("torch %s, %d cores" % (torch.__version__, os.cpu_count()))
    with tempfile.TemporaryDirectory() as folder:
        for name in args.models:
            executable = os.path.join(folder, name)
            source = os.path.join(ROOT, "examples", "fashion", name + ".kiln")
            subprocess.run([args.kiln, "build", source, "-o", executable], check=True, stdout=subprocess.DEVNULL)
            for threads in args.threads:
                measure(name, executable, threads, args.rounds)


if __name__ == "__main__":
    main()
