#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One peer on one workload: peer.py PEER WORKLOAD THREADS. Each line of input is a number of calls; the answer is their seconds.

Peers: torch (eager), inductor (torch.compile, of a training step the optimizer too), jax (jit), onnxruntime, openvino. f32, each in its mode of
least latency.
"""
import os
import sys
import tempfile
import time

import workloads


def torch_call(name, compiled):
    import torch

    module, inputs, loss = workloads.torch_model(name)
    if loss is None:
        module.eval()
        run = torch.compile(module) if compiled else module

        def call():
            with torch.no_grad():
                run(*inputs)

        return call
    optimizer = torch.optim.Adam(module.parameters(), 1e-3)
    value, update = lambda: loss(module, *inputs), lambda: optimizer.step()
    if compiled:
        value, update = torch.compile(value), torch.compile(update)

    def step():
        optimizer.zero_grad(set_to_none=True)
        value().backward()
        update()

    return step


def jax_call(name, threads):
    flags = "--xla_cpu_multi_thread_eigen=%s intra_op_parallelism_threads=%d" % (str(threads > 1).lower(), threads)
    os.environ.update(XLA_FLAGS=flags, JAX_PLATFORMS="cpu")
    import jax_models

    return jax_models.jax_call(name, workloads.torch_model(name)[1])


def exported(name):
    """The path of the workload's ONNX file, and its inputs."""
    import torch

    module, inputs, _ = workloads.torch_model(name)
    path = os.path.join(tempfile.mkdtemp(), "model.onnx")
    torch.onnx.export(module.eval(), inputs, path, dynamo=False, opset_version=17)
    return path, [x.numpy() for x in inputs]


def onnxruntime_call(name, threads):
    import onnxruntime

    path, inputs = exported(name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    feed = {given.name: x for given, x in zip(session.get_inputs(), inputs)}
    return lambda: session.run(None, feed)


def openvino_call(name, threads):
    import openvino

    path, inputs = exported(name)
    core = openvino.Core()
    hints = {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"}
    request = core.compile_model(core.read_model(path), "CPU", hints).create_infer_request()
    return lambda: request.infer(inputs, share_inputs=True, share_outputs=True)


def main():
    peer, name, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])
    import torch

    torch.set_num_threads(threads)
    call = {"torch": lambda: torch_call(name, False), "inductor": lambda: torch_call(name, True),
            "jax": lambda: jax_call(name, threads), "onnxruntime": lambda: onnxruntime_call(name, threads), "openvino": lambda: openvino_call(name, threads)}[peer]()
    for line in sys.stdin:
        begin = time.perf_counter()
        for _ in range(int(line)):
            call()
        print("%.9f" % (time.perf_counter() - begin), flush=True)


if __name__ == "__main__":
    main()
