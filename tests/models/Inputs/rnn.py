# SPDX-License-Identifier: Apache-2.0
"""Makes rnn.expected.json beside it: PyTorch's RNN, LSTM and GRU in float64 on sines. Needs torch; run it by hand."""
import json
import os

import sines
import torch

torch.set_default_dtype(torch.float64)
B, T, I, H = 3, 5, 4, 6
number = 0


def parameter(*shape):
    global number
    made = torch.tensor(sines.weight(number, shape)).reshape(shape).requires_grad_()
    number += 1
    return made


def layer(gates):
    shape = (gates,) if gates > 1 else ()
    return [parameter(I, *shape, H), parameter(H, *shape, H), parameter(*shape, H), parameter(*shape, H)]


plain, long, gated, before = layer(1), layer(4), layer(3), layer(3)
x = torch.tensor(sines.given(0, (B, T, I))).reshape(B, T, I).requires_grad_()


def by_module(module, weights):
    """Runs a module of torch.nn with our weights: theirs are [gates * H, I]."""
    gates = weights[0].numel() // (I * H)
    stacked = [weights[0].reshape(I, gates * H).T, weights[1].reshape(H, gates * H).T,
               weights[2].reshape(-1), weights[3].reshape(-1)]
    names = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
    return torch.func.functional_call(module, dict(zip(names, stacked)), (x,))[0]


def reset_before(x, weights):
    wx, wh, bx, bh = weights
    u = torch.einsum("bti,igj->btgj", x, wx) + bx + bh
    h, rows = torch.zeros(B, H), []
    for t in range(T):
        r = torch.sigmoid(u[:, t, 0] + h @ wh[:, 0])
        z = torch.sigmoid(u[:, t, 1] + h @ wh[:, 1])
        n = torch.tanh(u[:, t, 2] + (r * h) @ wh[:, 2])
        h = (1 - z) * n + z * h
        rows.append(h)
    return torch.stack(rows, 1)


def rnn_step(row, h):
    return torch.tanh(row @ plain[0] + plain[2] + plain[3] + h @ plain[1])


def gru_step(row, h):
    wx, wh, bx, bh = gated
    u = torch.einsum("bi,igj->bgj", row, wx) + bx
    v = torch.einsum("bi,igj->bgj", h, wh) + bh
    r, z = torch.sigmoid(u[:, 0] + v[:, 0]), torch.sigmoid(u[:, 1] + v[:, 1])
    return (1 - z) * torch.tanh(u[:, 2] + r * v[:, 2]) + z * h


def grads(y, *wrt, more=False):
    return torch.autograd.grad(y, wrt, create_graph=more)


expected = {}
modules = {"plain": by_module(torch.nn.RNN(I, H, batch_first=True), plain),
           "long": by_module(torch.nn.LSTM(I, H, batch_first=True), long),
           "gated": by_module(torch.nn.GRU(I, H, batch_first=True), gated),
           "early": reset_before(x, before)}
for name, y in modules.items():
    expected["values." + name] = y
for name, g in zip(("dx", "dwx", "dwh", "dbh"), grads((modules["long"] ** 3).sum(), x, long[0], long[1], long[3])):
    expected["gradients." + name] = g
for name, g in zip(("dx", "dwh", "dbh"), grads((modules["gated"] ** 3).sum(), x, gated[1], gated[3])):
    expected["gated." + name] = g
expected["gated.before_dwh"] = grads((modules["early"] ** 3).sum(), before[1])[0]

h, rows = torch.zeros(B, H), []
for t in range(T):
    h = rnn_step(x[:, t], h)
    rows.append(h)
slope = grads((torch.stack(rows) ** 3).sum(), x, more=True)[0]
expected["second.dx"], expected["second.dwh"] = grads((slope ** 2).sum(), x, plain[1])

length = torch.tensor(sines.wholes(1, (B,)))
h = torch.zeros(B, H)
for t in range(T):
    h = torch.where((t < length)[:, None], gru_step(x[:, t], h), h)
expected["lengths.y"], expected["lengths.dx"] = h, grads(h.sum(), x)[0]

h = torch.zeros(B, H)
for t in range(T):
    if t % 2 == 0 and t > 0:
        h = h.detach()
    h = rnn_step(x[:, t], h)
expected["window.y"] = h
expected["window.dx"], expected["window.dwh"] = grads(h.sum(), x, plain[1])

h, rows = torch.zeros(B, H), []
for t in reversed(range(T)):
    h = rnn_step(x[:, t], h)
    rows.insert(0, h)
y = torch.stack(rows, 1)
expected["backwards.y"], expected["backwards.dx"] = y, grads((y ** 3).sum(), x)[0]



def run(module, weights, x, length=None):
    """A module with our layers, one a direction, over sequences of these lengths; 0 behind their ends."""
    given = {}
    for end, layer in zip(("", "_reverse"), weights):
        width = layer[0].shape[0]
        shapes = [("weight_ih_l0", (width, -1)), ("weight_hh_l0", (H, -1)), ("bias_ih_l0", (-1,)), ("bias_hh_l0", (-1,))]
        for (name, shape), values in zip(shapes, layer):
            given[name + end] = values.reshape(shape).T if len(shape) > 1 else values.reshape(-1)
    if length is None:
        return torch.func.functional_call(module, given, (x,))[0]
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, length, batch_first=True, enforce_sorted=False)
    y = torch.func.functional_call(module, given, (packed,))[0]
    return torch.nn.utils.rnn.pad_packed_sequence(y, batch_first=True, total_length=T)[0]


def reverse_each(x, length):
    return torch.stack([torch.cat([row[:n].flip(0), row[n:]]) for row, n in zip(x, length.tolist())])


number = 36  # behind the layers of which only the size counts
ahead, behind, gated_ahead, gated_behind = layer(4), layer(4), layer(3), layer(3)
upper = [parameter(2 * H, 3, H), parameter(H, 3, H), parameter(3, H), parameter(3, H)]
length = 1 + torch.tensor(sines.wholes(1, (B,)))
both = run(torch.nn.LSTM(I, H, batch_first=True, bidirectional=True), (ahead, behind), x, length)
middle = run(torch.nn.GRU(I, H, batch_first=True, bidirectional=True), (gated_ahead, gated_behind), x, length)
top = run(torch.nn.GRU(2 * H, H, batch_first=True), (upper,), middle)
within = (torch.arange(T) < length[:, None])[:, :, None]
flipped = reverse_each(x, length)
expected["directions.long"], expected["directions.top"] = both, top
expected["directions.plain"] = reverse_each(run(torch.nn.RNN(I, H, batch_first=True), (plain,), flipped), length) * within
expected["directions.early"] = reverse_each(reset_before(flipped, before), length) * within
expected["directions.dx"], expected["directions.dwh"] = grads((both ** 3).sum() + (top ** 3).sum(), x, behind[1])

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "rnn.expected.json"), "w") as file:
    json.dump({name: value.tolist() for name, value in sorted(expected.items())}, file, separators=(",", ":"))
    file.write("\n")
