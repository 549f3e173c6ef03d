# SPDX-License-Identifier: Apache-2.0
"""Draws, from Philox-4x32-10 written a second time."""
import numpy as np
from case import Case, typed


def philox(counter, key):
    """The blocks at `counter` (four arrays of words) under the key: Salmon et al. 2011."""
    x = [np.asarray(c, np.uint64) for c in counter]
    k = list(key)
    low = np.uint64(0xFFFFFFFF)
    for _ in range(10):
        a, b = np.uint64(0xD2511F53) * x[0], np.uint64(0xCD9E8D57) * x[2]
        x = [(b >> np.uint64(32)) ^ x[1] ^ np.uint64(k[0]), b & low, (a >> np.uint64(32)) ^ x[3] ^ np.uint64(k[1]), a & low]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return x


KNOWN = [((0, 0, 0, 0), (0, 0), (0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)),
         ((0xffffffff,) * 4, (0xffffffff,) * 2, (0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)),
         ((0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), (0xa4093822, 0x299f31d0), (0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1))]
for _counter, _key, _words in KNOWN:  # Random123's known answers
    assert tuple(int(w) for w in philox(_counter, _key)) == _words


def words(shape, seed, count, layer, stream):
    e = np.arange(int(np.prod(shape)), dtype=np.uint64)
    block, word = e // 64 * 16 + e % 16, (e // 16) % 4
    all_words = philox([block, np.full_like(e, layer), np.full_like(e, count & 0xFFFFFFFF), np.full_like(e, count >> 32)], (seed, stream))
    return np.choose(word.astype(int), all_words).reshape(shape), [w.reshape(shape) for w in all_words], word.reshape(shape)


def bits(*at):
    return words(*at)[0]


def uniform(*at):
    return (bits(*at) >> np.uint64(8)).astype(np.float64) * 2.0**-24


def normal(*at):
    _, w, word = words(*at)
    pair = word >= 2
    even, odd = np.where(pair, w[2], w[0]), np.where(pair, w[3], w[1])
    u = ((even >> np.uint64(8)).astype(np.float64) + 1) * 2.0**-24
    v = (odd >> np.uint64(8)).astype(np.float64) * 2.0**-24
    angle = 2 * np.pi * v
    return (np.sqrt(-2 * np.log(u)) * np.where(word % 2 == 0, np.cos(angle), np.sin(angle))).astype(np.float32)


def draw(kind, shape, element, oracle, stream):
    body = "%%y = kiln.random %s %%x0, %%x1, %%x2 stream %d : tensor<ui32>, tensor<i64>, tensor<i32> -> %s" % (
        kind, stream, typed(element, shape))
    return Case("%s_%s_%d" % (kind, element, stream), [("ui32", (), 2**31), ("i64", (), 2**40), ("i32", (), 2**20)], [(element, shape)], body,
                lambda seed, count, layer: oracle(shape, int(seed), int(count), int(layer), stream))


RANDOM = {"random": [draw(kind, shape, element, oracle, stream)
                     for kind, oracle, elements in (("bits", bits, ("ui32",)), ("uniform", uniform, ("f32", "f64")),
                                                    ("normal", normal, ("f32", "f64")))
                     for element in elements for shape, stream in (((), 3), ((5, 15), 77), ((1,), 2166136261))]}
