# SPDX-License-Identifier: Apache-2.0
"""The benchmark workloads as a user of JAX writes them: one jitted function each, parameters as nested dicts and lists.

`jax_call(name, inputs)` gives a function that makes one call, or one step of Adam at 1e-3, and waits for its end.
"""
import itertools

import jax
import jax.numpy as jnp
import numpy
from jax import lax

_seed = itertools.count()


def draw(*shape, scale=None):
    sizes = numpy.random.RandomState(next(_seed)).randn(*shape).astype("f4")
    return jnp.asarray(sizes * (shape[0] ** -0.5 if scale is None else scale))


def linear_parameters(inputs, outputs):
    return {"w": draw(inputs, outputs), "b": jnp.zeros(outputs)}


def linear(p, x):
    return x @ p["w"] + p["b"]


def norm_parameters(*shape):
    return {"g": jnp.ones(shape), "b": jnp.zeros(shape)}


def layer_norm(p, x):
    mean = x.mean(-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) * lax.rsqrt(variance + 1e-6) * p["g"] + p["b"]


def layer_parameters(width, hidden):
    return {"norm1": norm_parameters(width), "qkv": linear_parameters(width, 3 * width), "out": linear_parameters(width, width),
            "norm2": norm_parameters(width), "up": linear_parameters(width, hidden), "down": linear_parameters(hidden, width)}


def layer(p, x, heads, causal):
    batch, length, width = x.shape
    parts = linear(p["qkv"], layer_norm(p["norm1"], x)).reshape(batch, length, 3, heads, width // heads)
    query, key, value = jnp.moveaxis(parts, 2, 0)
    scores = jnp.einsum("bqhd,bkhd->bhqk", query, key) / (width // heads) ** 0.5
    if causal:
        scores = jnp.where(jnp.tril(jnp.ones((length, length), bool)), scores, -jnp.inf)
    mixed = jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(scores, -1), value).reshape(batch, length, width)
    x = x + linear(p["out"], mixed)
    return x + linear(p["down"], jax.nn.gelu(linear(p["up"], layer_norm(p["norm2"], x))))


def vit_parameters(side, patch, width, hidden, layers, classes):
    return {"patch": linear_parameters(3 * patch * patch, width), "cls": jnp.zeros((1, 1, width)),
            "position": draw(1, (side // patch) ** 2 + 1, width, scale=0.02),
            "layers": [layer_parameters(width, hidden) for _ in range(layers)], "norm": norm_parameters(width),
            "head": linear_parameters(width, classes)}


def vit(p, x, patch, heads):
    batch, channels, side, _ = x.shape
    n = side // patch
    x = x.reshape(batch, channels, n, patch, n, patch).transpose(0, 2, 4, 1, 3, 5).reshape(batch, n * n, channels * patch * patch)
    x = linear(p["patch"], x)
    x = jnp.concatenate([jnp.broadcast_to(p["cls"], (batch, 1, x.shape[-1])), x], 1) + p["position"]
    for q in p["layers"]:
        x = layer(q, x, heads, False)
    return linear(p["head"], layer_norm(p["norm"], x)[:, 0])


def gpt_parameters(words, length, width, layers):
    return {"token": draw(words, width, scale=1), "position": draw(1, length, width, scale=0.02),
            "layers": [layer_parameters(width, 4 * width) for _ in range(layers)], "norm": norm_parameters(width),
            "head": linear_parameters(width, words)}


def gpt(p, tokens, heads=8):
    x = p["token"][tokens] + p["position"]
    for q in p["layers"]:
        x = layer(q, x, heads, True)
    return linear(p["head"], layer_norm(p["norm"], x))


def mlp_parameters():
    return [linear_parameters(784, 512), linear_parameters(512, 256), linear_parameters(256, 10)]


def mlp(p, x):
    x = x.reshape(x.shape[0], -1)
    for q in p[:-1]:
        x = jax.nn.relu(linear(q, x))
    return linear(p[-1], x)


def deep(p, x):
    return lax.scan(lambda x, q: (jnp.tanh(linear(q, x)), None), x, p)[0]


def deep_parameters(width, layers):
    return {"w": draw(layers, width, width, scale=width**-0.5), "b": jnp.zeros((layers, width))}


def convolve(x, w, pads=(1, 1), dilation=1, weights="OIHW"):
    return lax.conv_general_dilated(x, w, (1, 1), [pads, pads], lhs_dilation=(dilation, dilation),
                                    dimension_numbers=("NCHW", weights, "NCHW"))


def cnn_parameters():
    return {"c1": draw(32, 1, 3, 3, scale=0.3), "b1": jnp.zeros((32, 1, 1)), "c2": draw(64, 32, 3, 3, scale=0.06),
            "b2": jnp.zeros((64, 1, 1)), "l1": linear_parameters(3136, 128), "l2": linear_parameters(128, 10)}


def cnn(p, x):
    def pool(x):
        return lax.reduce_window(x, -jnp.inf, lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")

    x = pool(jax.nn.relu(convolve(x, p["c1"]) + p["b1"]))
    x = pool(jax.nn.relu(convolve(x, p["c2"]) + p["b2"]))
    return linear(p["l2"], jax.nn.relu(linear(p["l1"], x.reshape(x.shape[0], -1))))


def lstm_parameters(inputs, width, outputs):
    return {"x": linear_parameters(inputs, 4 * width), "h": draw(width, 4 * width), "head": linear_parameters(width, outputs)}


def lstm(p, x):
    def cell(carry, gates):
        h, c = carry
        i, f, g, o = jnp.split(gates + h @ p["h"], 4, -1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

    zero = jnp.zeros((x.shape[0], p["h"].shape[0]))
    (h, _), _ = lax.scan(cell, (zero, zero), jnp.swapaxes(linear(p["x"], x), 0, 1))
    return linear(p["head"], h)


def dcgan_parameters(noise=100, width=64):
    channels = [noise, 8 * width, 4 * width, 2 * width, width, 3]
    return [{"w": draw(4, 4, outputs, inputs, scale=0.02), **norm_parameters(outputs, 1, 1)}
            for inputs, outputs in itertools.pairwise(channels)]


def dcgan(p, x, train):
    for i, q in enumerate(p):
        x = convolve(x, q["w"], (2, 2) if i else (3, 3), 2 if i else 1, weights="HWOI")
        if i == len(p) - 1:
            return jnp.tanh(x)
        mean = x.mean((0, 2, 3), keepdims=True) if train else 0.0
        variance = x.var((0, 2, 3), keepdims=True) if train else 1.0
        x = jax.nn.relu((x - mean) * lax.rsqrt(variance + 1e-5) * q["g"] + q["b"])


def vae_parameters():
    return {"encode": linear_parameters(784, 400), "mean": linear_parameters(400, 20), "log_var": linear_parameters(400, 20),
            "decode": linear_parameters(20, 400), "out": linear_parameters(400, 784)}


def vae_loss(p, x, noise):
    hidden = jax.nn.relu(linear(p["encode"], x))
    mean, log_var = linear(p["mean"], hidden), linear(p["log_var"], hidden)
    logits = linear(p["out"], jax.nn.relu(linear(p["decode"], mean + jnp.exp(0.5 * log_var) * noise)))
    rebuilt = jnp.sum(jnp.maximum(logits, 0) - logits * x + jnp.log1p(jnp.exp(-jnp.abs(logits))))
    return (rebuilt - 0.5 * jnp.sum(1 + log_var - mean * mean - jnp.exp(log_var))) / x.shape[0]


def residual_parameters(count, channels=128):
    def square():
        return draw(channels, channels, 3, 3, scale=0.03)

    return [{"n1": norm_parameters(channels, 1, 1), "c1": square(), "b1": jnp.zeros((channels, 1, 1)),
             "n2": norm_parameters(channels, 1, 1), "c2": square(), "b2": jnp.zeros((channels, 1, 1))} for _ in range(count)]


def residual(p, x):
    def group_norm(q, x):
        y = x.reshape(x.shape[0], 32, -1)
        y = (y - y.mean(-1, keepdims=True)) * lax.rsqrt(y.var(-1, keepdims=True) + 1e-6)
        return y.reshape(x.shape) * q["g"] + q["b"]

    for q in p:
        y = convolve(jax.nn.silu(group_norm(q["n1"], x)), q["c1"]) + q["b1"]
        x = x + convolve(jax.nn.silu(group_norm(q["n2"], y)), q["c2"]) + q["b2"]
    return x


def cross_entropy(logits, labels):
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], 1).mean()


# name: (forward, its parameters), and of a training step the loss.
MODELS = {
    "gemm1024/infer": (lambda p, a, b: a @ b, dict),
    "mlp-b1/infer": (mlp, mlp_parameters),
    "mlp-b128/infer": (mlp, mlp_parameters),
    "cnn-b1/infer": (cnn, cnn_parameters),
    "cnn-b128/infer": (cnn, cnn_parameters),
    "vit-ti16-b1/infer": (lambda p, x: vit(p, x, 16, 3), lambda: vit_parameters(224, 16, 192, 768, 12, 1000)),
    "vit-s16-b1/infer": (lambda p, x: vit(p, x, 16, 6), lambda: vit_parameters(224, 16, 384, 1536, 12, 1000)),
    "vit-b16-b1/infer": (lambda p, x: vit(p, x, 16, 12), lambda: vit_parameters(224, 16, 768, 3072, 12, 1000)),
    "gpt-d512-t256-b1/infer": (gpt, lambda: gpt_parameters(1024, 256, 512, 6)),
    "lstm-h256-t128-b16/infer": (lstm, lambda: lstm_parameters(128, 256, 10)),
    "dcgan-g-b8/infer": (lambda p, z: dcgan(p, z, False), dcgan_parameters),
    "vqgan-res-c128-s64-b1/infer": (residual, lambda: residual_parameters(4)),
    "mlp-b128/train": (lambda p, x, t: cross_entropy(mlp(p, x), t), mlp_parameters),
    "cnn-b128/train": (lambda p, x, t: cross_entropy(cnn(p, x), t), cnn_parameters),
    "vit-d192-s32p4-L6-b64/train": (lambda p, x, t: cross_entropy(vit(p, x, 4, 3), t), lambda: vit_parameters(32, 4, 192, 768, 6, 10)),
    "gpt-d256-t128-L4-b16/train": (lambda p, x, t: cross_entropy(gpt(p, x).reshape(-1, 512), t.reshape(-1)),
                                   lambda: gpt_parameters(512, 128, 256, 4)),
    "lstm-h128-t50-b64/train": (lambda p, x, t: ((lstm(p, x) - t) ** 2).mean(), lambda: lstm_parameters(2, 128, 1)),
    "vae-b128/train": (vae_loss, vae_parameters),
    "dcgan-g-b16/train": (lambda p, z, t: ((dcgan(p, z, True) - t) ** 2).mean(), dcgan_parameters),
    "vqgan-res-c128-s32-b4/train": (lambda p, x, t: ((residual(p, x) - t) ** 2).mean(), lambda: residual_parameters(2)),
    "mlp-w16-L32-b16/dispatch": (lambda p, x, t: ((deep(p, x) - t) ** 2).mean(), lambda: deep_parameters(16, 32)),
    "lstm-h32-t16-b8/dispatch": (lambda p, x, t: ((lstm(p, x) - t) ** 2).mean(), lambda: lstm_parameters(8, 32, 1)),
}


def adam_step(loss):
    def step(state, *inputs):
        p, m, v, n = state
        g, n = jax.grad(loss)(p, *inputs), n + 1
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        p = jax.tree.map(lambda p, m, v: p - 1e-3 * (m / (1 - 0.9**n)) / (jnp.sqrt(v / (1 - 0.999**n)) + 1e-8), p, m, v)
        return p, m, v, n

    return jax.jit(step, donate_argnums=0)


def jax_call(name, inputs):
    inputs = [jnp.asarray(x.numpy()) for x in inputs]
    function, parameters = MODELS[name]
    p = parameters()
    if name.endswith("/infer"):
        compiled = jax.jit(function)
        return lambda: jax.block_until_ready(compiled(p, *inputs))
    step = adam_step(function)
    state = p, jax.tree.map(jnp.zeros_like, p), jax.tree.map(jnp.zeros_like, p), jnp.float32(0)

    def call():
        nonlocal state
        state = jax.block_until_ready(step(state, *inputs))

    return call
