# SPDX-License-Identifier: Apache-2.0
"""The benchmark workloads, once: what Kiln builds, and the same model in PyTorch, which the other peers take from there.

`torch_model(name)` gives (module, inputs, loss or None). Sizes are in the names: b batch, t length, h or d width, s side.
"""

# name: (file, entry, sizes). A workload `…/train` is one step of Adam at 1e-3; so is `…/dispatch`, of ops so small that starting them is what takes time.
KILN = {
    "gemm1024/infer": ("gemm", "call", {}),
    "mlp-b1/infer": ("mlp", "call", {"B": 1}),
    "mlp-b128/infer": ("mlp", "call", {}),
    "cnn-b1/infer": ("cnn", "call", {"B": 1}),
    "cnn-b128/infer": ("cnn", "call", {}),
    "vit-ti16-b1/infer": ("vit", "call", {}),
    "vit-s16-b1/infer": ("vit", "call", {"D": 384, "H": 6, "F": 1536}),
    "vit-b16-b1/infer": ("vit", "call", {"D": 768, "H": 12, "F": 3072}),
    "gpt-d512-t256-b1/infer": ("gpt", "call", {}),
    "lstm-h256-t128-b16/infer": ("lstm", "call", {}),
    "dcgan-g-b8/infer": ("dcgan", "call", {}),
    "vqgan-res-c128-s64-b1/infer": ("residual", "call", {}),
    "mlp-b128/train": ("mlp", "step", {}),
    "cnn-b128/train": ("cnn", "step", {}),
    "vit-d192-s32p4-L6-b64/train": ("vit", "step", {"B": 64, "S": 32, "P": 4, "L": 6, "C": 10}),
    "gpt-d256-t128-L4-b16/train": ("gpt", "step", {"B": 16, "T": 128, "V": 512, "D": 256, "L": 4}),
    "lstm-h128-t50-b64/train": ("lstm", "step", {"B": 64, "T": 50, "I": 2, "N": 128, "O": 1}),
    "vae-b128/train": ("vae", "step", {}),
    "dcgan-g-b16/train": ("dcgan", "step", {"B": 16}),
    "vqgan-res-c128-s32-b4/train": ("residual", "step", {"B": 4, "S": 32, "N": 2}),
    "mlp-w16-L32-b16/dispatch": ("deep", "step", {}),
    "lstm-h32-t16-b8/dispatch": ("lstm", "step", {"B": 8, "T": 16, "I": 8, "N": 32, "O": 1}),
}


def torch_model(name):
    import torch
    from torch import nn
    from torch.nn import functional as F

    torch.manual_seed(0)

    class Layer(nn.Module):
        def __init__(self, width, heads, hidden, causal):
            super().__init__()
            self.heads, self.causal = heads, causal
            self.norm1, self.norm2 = nn.LayerNorm(width, 1e-6), nn.LayerNorm(width, 1e-6)
            self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.up, self.down = nn.Linear(width, hidden), nn.Linear(hidden, width)

        def forward(self, x):
            batch, length, width = x.shape
            parts = self.qkv(self.norm1(x)).reshape(batch, length, 3, self.heads, width // self.heads)
            query, key, value = parts.permute(2, 0, 3, 1, 4)
            mixed = F.scaled_dot_product_attention(query, key, value, is_causal=self.causal)
            x = x + self.out(mixed.transpose(1, 2).reshape(batch, length, width))
            return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))

    class ViT(nn.Module):
        def __init__(self, side, patch, width, heads, hidden, layers, classes):
            super().__init__()
            self.patches = nn.Conv2d(3, width, patch, patch)
            self.cls = nn.Parameter(torch.zeros(1, 1, width))
            self.position = nn.Parameter(0.02 * torch.randn(1, (side // patch) ** 2 + 1, width))
            self.layers = nn.Sequential(*[Layer(width, heads, hidden, False) for _ in range(layers)])
            self.norm, self.head = nn.LayerNorm(width, 1e-6), nn.Linear(width, classes)

        def forward(self, image):
            x = self.patches(image).flatten(2).transpose(1, 2)
            x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], 1) + self.position
            return self.head(self.norm(self.layers(x))[:, 0])

    class GPT(nn.Module):
        def __init__(self, words, length, width, heads, layers):
            super().__init__()
            self.token = nn.Embedding(words, width)
            self.position = nn.Parameter(0.02 * torch.randn(1, length, width))
            self.layers = nn.Sequential(*[Layer(width, heads, 4 * width, True) for _ in range(layers)])
            self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, words)

        def forward(self, tokens):
            return self.head(self.norm(self.layers(self.token(tokens) + self.position)))

    class Recurrent(nn.Module):
        def __init__(self, inputs, width, outputs):
            super().__init__()
            self.cell, self.head = nn.LSTM(inputs, width, batch_first=True), nn.Linear(width, outputs)

        def forward(self, x):
            return self.head(self.cell(x)[0][:, -1])

    class Generator(nn.Module):
        def __init__(self, noise=100, width=64):
            super().__init__()

            def up(inputs, outputs, stride, pad):
                return [nn.ConvTranspose2d(inputs, outputs, 4, stride, pad, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]

            self.layers = nn.Sequential(*up(noise, 8 * width, 1, 0), *up(8 * width, 4 * width, 2, 1), *up(4 * width, 2 * width, 2, 1),
                                        *up(2 * width, width, 2, 1), nn.ConvTranspose2d(width, 3, 4, 2, 1, bias=False), nn.Tanh())

        def forward(self, z):
            return self.layers(z)

    class Vae(nn.Module):
        def __init__(self, hidden=400, code=20):
            super().__init__()
            self.encode, self.mean, self.log_var = nn.Linear(784, hidden), nn.Linear(hidden, code), nn.Linear(hidden, code)
            self.decode, self.out = nn.Linear(code, hidden), nn.Linear(hidden, 784)

        def forward(self, x, noise):
            hidden = F.relu(self.encode(x))
            mean, log_var = self.mean(hidden), self.log_var(hidden)
            logits = self.out(F.relu(self.decode(mean + torch.exp(0.5 * log_var) * noise)))
            rebuilt = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
            return (rebuilt - 0.5 * (1 + log_var - mean * mean - log_var.exp()).sum()) / x.shape[0]

    class Residual(nn.Module):
        def __init__(self, channels):
            super().__init__()
            self.n1, self.n2 = nn.GroupNorm(32, channels, 1e-6), nn.GroupNorm(32, channels, 1e-6)
            self.c1, self.c2 = nn.Conv2d(channels, channels, 3, 1, 1), nn.Conv2d(channels, channels, 3, 1, 1)

        def forward(self, x):
            return x + self.c2(F.silu(self.n2(self.c1(F.silu(self.n1(x))))))

    class Product(nn.Module):
        def forward(self, a, b):
            return a @ b

    def mlp():
        return nn.Sequential(nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))

    def cnn():
        return nn.Sequential(nn.Conv2d(1, 32, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2),
                             nn.Flatten(), nn.Linear(3136, 128), nn.ReLU(), nn.Linear(128, 10))

    def deep(width, layers):
        return nn.Sequential(*[module for _ in range(layers) for module in (nn.Linear(width, width), nn.Tanh())])

    def residuals(count):
        return nn.Sequential(*[Residual(128) for _ in range(count)])

    def whole(high, *shape):
        return torch.randint(0, high, shape)

    draw = torch.randn
    classes = lambda module, x, t: F.cross_entropy(module(x), t)
    words = lambda module, x, t: F.cross_entropy(module(x).flatten(0, 1), t.flatten())
    squares = lambda module, x, t: F.mse_loss(module(x), t)
    table = {
        "gemm1024/infer": lambda: (Product(), (draw(1024, 1024), draw(1024, 1024)), None),
        "mlp-b1/infer": lambda: (mlp(), (draw(1, 1, 28, 28),), None),
        "mlp-b128/infer": lambda: (mlp(), (draw(128, 1, 28, 28),), None),
        "cnn-b1/infer": lambda: (cnn(), (draw(1, 1, 28, 28),), None),
        "cnn-b128/infer": lambda: (cnn(), (draw(128, 1, 28, 28),), None),
        "vit-ti16-b1/infer": lambda: (ViT(224, 16, 192, 3, 768, 12, 1000), (draw(1, 3, 224, 224),), None),
        "vit-s16-b1/infer": lambda: (ViT(224, 16, 384, 6, 1536, 12, 1000), (draw(1, 3, 224, 224),), None),
        "vit-b16-b1/infer": lambda: (ViT(224, 16, 768, 12, 3072, 12, 1000), (draw(1, 3, 224, 224),), None),
        "gpt-d512-t256-b1/infer": lambda: (GPT(1024, 256, 512, 8, 6), (whole(1024, 1, 256),), None),
        "lstm-h256-t128-b16/infer": lambda: (Recurrent(128, 256, 10), (draw(16, 128, 128),), None),
        "dcgan-g-b8/infer": lambda: (Generator(), (draw(8, 100, 1, 1),), None),
        "vqgan-res-c128-s64-b1/infer": lambda: (residuals(4), (draw(1, 128, 64, 64),), None),
        "mlp-b128/train": lambda: (mlp(), (draw(128, 1, 28, 28), whole(10, 128)), classes),
        "cnn-b128/train": lambda: (cnn(), (draw(128, 1, 28, 28), whole(10, 128)), classes),
        "vit-d192-s32p4-L6-b64/train": lambda: (ViT(32, 4, 192, 3, 768, 6, 10), (draw(64, 3, 32, 32), whole(10, 64)), classes),
        "gpt-d256-t128-L4-b16/train": lambda: (GPT(512, 128, 256, 8, 4), (whole(512, 16, 128), whole(512, 16, 128)), words),
        "lstm-h128-t50-b64/train": lambda: (Recurrent(2, 128, 1), (draw(64, 50, 2), draw(64, 1)), squares),
        "vae-b128/train": lambda: (Vae(), (torch.rand(128, 784), draw(128, 20)), lambda module, *inputs: module(*inputs)),
        "dcgan-g-b16/train": lambda: (Generator(), (draw(16, 100, 1, 1), draw(16, 3, 64, 64)), squares),
        "vqgan-res-c128-s32-b4/train": lambda: (residuals(2), (draw(4, 128, 32, 32), draw(4, 128, 32, 32)), squares),
        "mlp-w16-L32-b16/dispatch": lambda: (deep(16, 32), (draw(16, 16), draw(16, 16)), squares),
        "lstm-h32-t16-b8/dispatch": lambda: (Recurrent(8, 32, 1), (draw(8, 16, 8), draw(8, 1)), squares),
    }
    return table[name]()
