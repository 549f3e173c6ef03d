# SPDX-License-Identifier: Apache-2.0
"""What the figures are measured with: programs of the models, children and their cost, the lines that are printed."""
import hashlib
import os
import re
import shutil
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
INPUTS = os.path.join(ROOT, "tests", "models", "Inputs")
CLANG = shutil.which("clang-22") or "clang"
DATA = "/usr/share/datasets/fashion-mnist"
EPOCHS = {"mlp": 5, "cnn": 5, "vit": 10}
FIGURES = {}


def figure(function):
    FIGURES[function.__name__] = function
    return function


def files(part):
    return ["%s=%s/%s-%s-ubyte.gz" % (name, DATA, part, kind)
            for name, kind in (("image", "images-idx3"), ("label", "labels-idx1"))]


def run(*command, **options):
    """Runs to the end, quietly; a failure is a CalledProcessError with what was said."""
    options.setdefault("stderr", subprocess.PIPE)
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True, **options)


class Bench:
    def __init__(self, folder, models, quick, build):
        self.folder, self.models, self.quick, self.missed, self.built = folder, models, quick, 0, {}
        self.part = "t10k" if quick else "train"
        self.build, self.kiln = build, os.path.join(build, "bin", "kiln")

    def path(self, name):
        return os.path.join(self.folder, name)

    def source(self, model):
        folder = os.path.join(ROOT, "examples", "fashion") if model in EPOCHS else INPUTS
        return os.path.join(folder, model + ".kiln")

    def executable(self, model):
        if model not in self.built:
            self.built[model] = self.path(model)
            run(self.kiln, "build", self.source(model), "-o", self.built[model])
        return self.built[model]

    def program(self, model):
        """tests/models/Inputs/interface.c, linked with the model."""
        path = self.path(model + "-interface")
        run(self.kiln, "build", self.source(model), "-o", path + ".o")
        run(CLANG, "-O1", "-I", os.path.join(ROOT, "runtime", "include"), os.path.join(INPUTS, "interface.c"), path + ".o",
            os.path.join(self.build, "lib", "kiln", "libkiln_runtime.a"), "-lm", "-o", path)
        return path

    def interposer(self):
        path = self.path("interpose.so")
        if not os.path.exists(path):
            run(CLANG, "-O1", "-shared", "-fPIC", os.path.join(INPUTS, "interpose.c"), "-o", path)
        return path

    def command(self, model, *arguments, threads=None):
        return [self.executable(model), "train", "step", *files(self.part), "--threads", str(threads or os.cpu_count()),
                *(str(word) for word in arguments)]

    def train(self, model, *arguments, threads=None, **options):
        if "--resume" not in arguments and "--seed" not in arguments:
            arguments += ("--seed", 1)
        return run(*self.command(model, *arguments, threads=threads), **options)

    def report(self, name, value, bar, good):
        self.missed += not good
        print("%s: %s, %s, %s" % (name, value, bar, "ok" if good else "missed"), flush=True)


def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def number(text, name):
    """The value of the line `name value` of a run's results."""
    return float(re.search(r"^%s\s+(\S+)" % re.escape(name), text, flags=re.M).group(1))


def measured(command):
    """Processor seconds and peak MB of one child."""
    pid = os.posix_spawn(command[0], command, os.environ,
                         file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                                       (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise RuntimeError("%s: status %d" % (" ".join(command), status))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
