# SPDX-License-Identifier: Apache-2.0
"""The command line of a real executable, sentence by sentence of docs/runtime.md: command_line.py KILN MODEL.kiln

Trains on the first 1,000 test images of Fashion-MNIST, so that a run takes some 50 ms.
"""
import gzip
import json
import math
import os
import pty
import re
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
import zlib

DATA = "/usr/share/datasets/fashion-mnist"
ROWS = 1000


def idx(dims, body, kind=8):
    return struct.pack(">HBB", 0, kind, len(dims)) + b"".join(struct.pack(">I", d) for d in dims) + bytes(body)


def npy(dtype, dims, body):
    shape = "(%s)" % "".join("%d," % d for d in dims)
    header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" % (dtype, shape)
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + bytes(body)


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def tensors(data):
    """Header and body of a safetensors file."""
    size = struct.unpack("<Q", data[:8])[0]
    return json.loads(data[8:8 + size]), data[8 + size:]


def safetensors(header, body):
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


class Executable(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        os.chdir(cls.scratch.name)
        subprocess.run([KILN, "build", MODEL, "-o", "mlp"], check=True, stderr=subprocess.DEVNULL)
        with gzip.open(DATA + "/t10k-images-idx3-ubyte.gz") as f:
            cls.pixels = f.read()[16:16 + ROWS * 784]
        with gzip.open(DATA + "/t10k-labels-idx1-ubyte.gz") as f:
            cls.labels = f.read()[8:8 + ROWS]
        write("image", idx([ROWS, 28, 28], cls.pixels))
        write("label", idx([ROWS], cls.labels))

    @classmethod
    def tearDownClass(cls):
        os.chdir("/")
        cls.scratch.cleanup()

    def run_(self, line, code=0, program="./mlp"):
        done = subprocess.run([program, *line.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, code, line + ": " + done.stderr)
        return done

    def train(self, rest, code=0):
        return self.run_("train step image=image label=label --threads 2 " + rest, code)

    def refused(self, line, *words, code=1):
        """One error line that says all of `words`, and no result."""
        done = self.run_(line, code)
        self.assertEqual(done.stdout, "", line)
        errors = [l for l in done.stderr.splitlines() if l.startswith("error: ")]
        self.assertEqual(len(errors), 1, done.stderr)
        for word in words:
            self.assertIn(word, errors[0])

    def value(self, done, name):
        return re.search(r"^%s (\S+)$" % re.escape(name), done.stdout, flags=re.M).group(1)

    # What it is

    def test_describes_itself(self):
        text = self.run_("").stdout
        self.assertIn("mlp: 535,818 parameters, ", text)
        self.assertIn("train step(image: u8[B, 28, 28], label: i32[B]) -> loss: f32\n", text)
        self.assertIn("infer predict(image: u8[B, 28, 28]) -> prob: f32[B, 10]\n", text)
        self.assertIn("\nwhere B = 128\n", text)
        self.assertEqual(text.count("B = "), 1)
        about = json.loads(self.run_("--json").stdout)
        self.assertEqual(about["parameters"], 535818)
        self.assertEqual(about["dims"], {"B": 128})
        self.assertEqual([e["name"] for e in about["entries"]], ["step", "predict", "evaluate"])
        self.assertEqual(about["entries"][0]["inputs"][0]["shape"], [128, 28, 28])

    # Totals, resumes, saves

    def test_steps_and_epochs_are_totals(self):
        self.train("--steps 3 --save t.st")
        self.assertEqual(self.value(self.train("--steps 5 --resume t.st --save t.st"), "step"), "5")
        done = self.train("--epochs 2 --resume t.st --save t.st")
        self.assertEqual((self.value(done, "step"), self.value(done, "epoch")), ("14", "2"))  # 7 whole batches an epoch
        self.assertIn("104 rows at the end of each epoch are left out", done.stderr)
        again = self.train("--epochs 2 --resume t.st")
        self.assertEqual(self.value(again, "step"), "14")
        self.assertNotIn("loss", again.stdout)
        self.assertEqual(self.value(self.train("--epochs 1 --steps 3"), "step"), "3")
        self.assertEqual(self.value(self.train("--epochs 1 --steps 30"), "step"), "7")

    def test_resume_is_the_uninterrupted_training(self):
        self.train("--epochs 3 --seed 5 --save whole.st")
        for split in (1, 6, 7, 8, 20):
            self.train("--steps %d --seed 5 --save part.st" % split)
            self.run_("train step image=image label=label --threads 3 --epochs 3 --resume part.st --save part.st")
            self.assertEqual(read("part.st"), read("whole.st"), split)

    def test_bytes_depend_on_data_seed_and_step_alone(self):
        self.train("--steps 9 --seed 2 --save a.st")
        os.makedirs("sub", exist_ok=True)
        write("sub/other.gz", gzip.compress(read("image")))
        write("sub/l.npy", npy("|u1", [ROWS], self.labels))
        self.run_("train step image=sub/other.gz label=sub/l.npy --threads 1 --steps 9 --seed 2 --save sub/b.st "
                  "--save-every 2 --log sub/b.csv")
        self.assertEqual(read("a.st"), read("sub/b.st"))
        self.train("--steps 9 --seed 3 --save b.st")
        self.assertNotEqual(read("a.st"), read("b.st"))
        self.train("--steps 9 --seed 2 --no-shuffle --save b.st")
        self.assertNotEqual(read("a.st"), read("b.st"))

    def test_checkpoint_holds_declared_paths(self):
        self.train("--steps 9 --seed 2 --save a.st")
        header, body = tensors(read("a.st"))
        meta = header.pop("__metadata__")
        self.assertEqual(header["net.l1.w"], {"dtype": "F32", "shape": [784, 512], "data_offsets": header["net.l1.w"]["data_offsets"]})
        self.assertEqual(header["opt.n"]["shape"], [])
        begin, end = header["opt.n"]["data_offsets"]
        self.assertEqual(struct.unpack("<i", body[begin:end])[0], 9)
        self.assertEqual(set(header), {"opt.n"} | {"%s.l%d.%s" % (t, i, p) for t in ("net", "opt.m", "opt.v")
                                                   for i in (1, 2, 3) for p in "wb"})
        expected = {"kiln.format": "1", "kiln.seed": "2", "kiln.step.step": "9", "kiln.step.epoch": "1",
                    "kiln.step.row": "256", "kiln.step.data.image.rows": "1000",
                    "kiln.step.data.image.crc": "%08x" % zlib.crc32(self.pixels)}
        self.assertEqual({key: meta[key] for key in expected}, expected)

    def test_resume_and_load_refuse_what_differs(self):
        self.train("--steps 9 --seed 2 --save a.st")
        train = "train step image=image label=label --steps 20 "
        write("image2", idx([ROWS, 28, 28], bytes(1) + self.pixels[1:-1] + bytes([9])))
        self.refused("train step image=image2 label=label --steps 20 --resume a.st", "other data for `image`", "--force")
        self.run_("train step image=image2 label=label --steps 20 --resume a.st --force")
        self.refused(train + "--resume a.st --no-shuffle", "--shuffle")
        self.refused(train + "--resume a.st --seed 3", "seed 2", code=2)
        subprocess.run([KILN, "build", MODEL, "--set", "B=64", "-o", "mlp64"], check=True, stderr=subprocess.DEVNULL)
        self.assertIn("batches of 128 rows", self.run_(train + "--resume a.st", 1, "./mlp64").stderr)
        header, body = tensors(read("a.st"))

        def changed(**changes):
            copy = {k: dict(v) for k, v in header.items()}
            for name, change in changes.items():
                change(copy)
            write("b.st", safetensors(copy, body))

        changed(shape=lambda h: h["net.l3.b"].update(shape=[2, 5]))
        self.refused(train + "--load b.st", "`net.l3.b` is f32[2, 5] in the file and f32[10] in the model")
        changed(dtype=lambda h: h["net.l3.b"].update(dtype="I32"))
        self.refused(train + "--resume b.st", "`net.l3.b` is i32[10]")
        changed(name=lambda h: h.update({"net.l3.bias": h.pop("net.l3.b")}))
        self.refused(train + "--load b.st", "`net.l3.b` is missing", "`net.l3.bias` is not in the model")
        partial = self.run_(train + "--load b.st --partial").stderr
        self.assertIn("not loaded: `net.l3.b` is missing\nnot loaded: `net.l3.bias` is not in the model\n", partial)
        changed(plain=lambda h: h.pop("__metadata__"))
        self.refused(train + "--resume b.st", "no training to resume")
        self.run_(train + "--load b.st")
        changed(newer=lambda h: h["__metadata__"].update({"kiln.format": "2"}))
        for how in ("--resume", "--load"):
            self.refused(train + how + " b.st", "checkpoint version 2", "up to 1")

    # Evaluation, log, results

    def test_evaluation_joins_log_and_best(self):
        line = ("--epochs %d --seed 1 --save e.safetensors --eval evaluate image=image label=label --log e.csv "
                "--keep-best accuracy --log-every 3 ")
        done = self.train(line % 2)
        self.assertEqual(self.value(done, "evaluate.accuracy"), self.value(
            self.run_("run evaluate image=image label=label --load e.safetensors"), "accuracy"))
        self.assertRegex(done.stderr, r"(?m)^epoch 1/2  step 7  loss \S+  evaluate.accuracy \S+  evaluate.loss ")
        log = read("e.csv").decode().splitlines()
        self.assertEqual(log[0], "step,epoch,row,seconds,rows_per_second,loss,evaluate.accuracy,evaluate.loss")
        self.assertEqual([l.split(",")[0] for l in log[1:]], ["1", "3", "6", "7", "9", "12", "14"])
        filled = [l.split(",")[0] for l in log[1:] if l.split(",")[6]]
        self.assertEqual(filled, ["7", "14"])
        self.assertIn(b"evaluate.accuracy", read("e.svg"))
        best = tensors(read("e.best.safetensors"))[0]["__metadata__"]
        self.assertEqual(best["best.accuracy"], max((l.split(",")[6] for l in log[1:] if l.split(",")[6]), key=float))
        # A resume cuts what is behind its step, and goes on.
        with open("e.csv", "a") as f:
            f.write("15,2,128,9.9,1,0.5,,\n16,2,256,9")
        self.run_("train step image=image label=label " + (line % 3).replace("--seed 1 ", "") + "--resume e.safetensors")
        longer = read("e.csv").decode().splitlines()
        self.assertEqual(longer[:len(log)], log)
        self.assertEqual([l.split(",")[0] for l in longer[len(log):]], ["15", "18", "21"])
        self.assertNotIn("9.9", longer[len(log)])
        self.assertGreaterEqual(float(longer[-1].split(",")[3]), float(log[-1].split(",")[3]))
        self.refused("train step image=image label=label --steps 99 --resume e.safetensors --log e.csv", "other columns")

    def test_results_are_plain_decimals_or_json(self):
        done = self.train("--steps 9")
        for line in done.stdout.splitlines():
            self.assertRegex(line, r"^\S+ -?\d+(\.\d+)?$")
        about = json.loads(self.train("--steps 9 --json").stdout)
        self.assertEqual(about["loss"], float(self.value(done, "loss")))
        self.assertEqual((about["step"], about["epoch"]), (9, 1))
        self.assertNotIn("\r", done.stderr)
        self.assertNotIn("\x1b", done.stderr)
        probabilities = json.loads(self.run_("run predict image=image --json").stdout)["prob"]
        self.assertEqual((len(probabilities), len(probabilities[0])), (ROWS, 10))
        self.assertAlmostEqual(sum(probabilities[999]), 1, places=5)
        saved = json.loads(self.run_("run predict image=image --json --out prob=p.npy").stdout)
        self.assertEqual(saved, {"prob": {"file": "p.npy"}})
        floats = struct.unpack("<10000f", read("p.npy")[-40000:])
        for mine, other in zip(floats, sum(probabilities, [])):
            self.assertEqual(mine, struct.unpack("<f", struct.pack("<f", other))[0])

    def test_terminal_gets_a_bar(self):
        # Fewer and smaller than an epoch: every report names the true last step.
        main, other = pty.openpty()
        child = subprocess.Popen(["./mlp", "train", "step", "image=image", "label=label", "--epochs", "40", "--threads", "1"],
                                 stdout=subprocess.DEVNULL, stderr=other)
        os.close(other)
        seen = b""
        while True:
            try:
                piece = os.read(main, 4096)
            except OSError:  # how a terminal ends
                break
            if not piece:
                break
            seen += piece
        os.close(main)
        self.assertEqual(child.wait(), 0)
        bars = re.findall(r"\[[= ]{20}\] epoch \d+/40  step \d+/(\d+)  loss \S+  \S+ rows/s  \d+ s left", seen.decode())
        self.assertTrue(bars)
        self.assertEqual(set(bars), {"280"})

    def test_interrupted_saves_and_exits_130(self):
        for sent in (signal.SIGINT, signal.SIGTERM):
            if os.path.exists("i.st"):
                os.remove("i.st")
            child = subprocess.Popen(["./mlp", "train", "step", "image=image", "label=label", "--epochs", "100000", "--save", "i.st"],
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            while not os.path.exists("i.st"):
                time.sleep(0.01)
            child.send_signal(sent)
            out = child.communicate()[0]
            self.assertEqual(child.returncode, 130)
            step = int(re.search(r"^step (\d+)", out, flags=re.M).group(1))
            self.assertEqual(tensors(read("i.st"))[0]["__metadata__"]["kiln.step.step"], str(step))
            self.train("--steps %d --resume i.st" % (step + 1))

    def test_usage_is_2(self):
        for line in ("fly", "train", "train stepp image=image label=label --steps 1", "train evaluate --steps 1", "run step",
                     "train step image=image label=label", "train step image=image --steps 1",
                     "train step image=image label=label --steps 0", "train step imag=image label=label --steps 1",
                     "train step image=image label=label --steps 1 --keep-best accuracy",
                     "train step image=image label=label --steps 1 --save s.st --eval evaluate image=image label=label --keep-best acc",
                     "run predict image=image --out p=p.npy", "run predict image=image --steps 3"):
            self.refused(line, code=2)
        done = subprocess.run(["./mlp", "train", "step", "image=image", "label=label", "--steps", "1", "--save", ""],
                              stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn("`--save` must be followed by FILE", done.stderr)

    # Faults

    def test_a_loss_that_is_not_finite_ends_the_training(self):
        self.train("--steps 9 --seed 2 --save a.st --log a.csv")
        kept = read("a.st")
        header, body = tensors(kept)
        begin, _ = header["net.l2.b"]["data_offsets"]
        write("nan.st", safetensors(header, body[:begin] + struct.pack("<f", math.nan) + body[begin + 4:]))
        for threads in (1, 2, 4):
            self.refused("train step image=image label=label --steps 5 --load nan.st --save a.st --threads %d" % threads,
                         "mlp.kiln:30:", "`loss` is not finite, in step 1")
            self.assertEqual(read("a.st"), kept)
        self.refused("train step image=image label=label --steps 50 --resume nan.st --save a.st", "in step 10")
        self.assertEqual(read("a.st"), kept)

    def test_labels_are_checked_before_any_update(self):
        broken = bytearray(self.labels)
        broken[812] = 10
        write("broken", idx([ROWS], broken))
        self.refused("train step image=image label=broken --steps 5 --save never.st", "row 812 of `broken`", "`label` is 10, outside 0 … 9")
        self.refused("train step image=image label=label --steps 5 --save never.st --eval evaluate image=image label=broken",
                     "row 812 of `broken`")
        self.refused("run evaluate image=image label=broken", "row 812 of `broken`")
        self.assertFalse(os.path.exists("never.st"))

    def test_files_that_cannot_be_written(self):
        self.train("--steps 3 --save a.st")
        kept = read("a.st")
        train = "train step image=image label=label --steps 6 "
        self.refused(train + "--save nowhere/a.st", "cannot write `nowhere/a.st`: No such file")
        self.refused(train + "--save .", "`.`: it is not a regular file")
        self.refused(train + "--log nowhere/a.csv", "cannot write `nowhere/a.csv`")
        self.refused("run predict image=image --out prob=nowhere/p.npy", "cannot write `nowhere/p.npy`")
        os.symlink("a.st", "link.st")
        self.train("--steps 6 --save link.st")
        self.assertTrue(os.path.islink("link.st"))
        self.assertNotEqual(read("a.st"), kept)
        kept = read("a.st")
        # A disk that is full, as a limit on the size of files: 1 MB, where a checkpoint has 6.
        limited = subprocess.run(["./mlp", *(train + "--save a.st").split()], stderr=subprocess.PIPE, text=True,
                                 preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)))
        self.assertEqual(limited.returncode, 1)
        self.assertIn("cannot write `a.st`: File too large", limited.stderr.replace(os.getcwd() + "/", ""))
        self.assertEqual(read("a.st"), kept)
        self.assertEqual([n for n in os.listdir(".") if n.endswith(".part")], [])
        with open("/dev/full", "w") as full:
            done = subprocess.run(["./mlp", "run", "evaluate", "image=image", "label=label"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot write the results", done.stderr)

    def test_package_and_processor_are_checked_first(self):
        program = read("mlp")
        at = program.index(b"KILNPKG\0")
        total, _, crc = struct.unpack("<QII", program[at + 16:at + 32])
        self.assertEqual(crc, zlib.crc32(program[at + 192:at + total]))

        def patched(change):
            package = bytearray(program[at:at + total])
            change(package)
            package[28:32] = struct.pack("<I", zlib.crc32(package[192:]))
            write("patched", program[:at] + package + program[at + total:])
            os.chmod("patched", 0o755)
            return self.run_("run evaluate image=image label=label", 1, "./patched").stderr

        def feature(package):
            name = package.index(b"fma", 192)
            package[name:name + 3] = b"xyz"

        self.assertIn("needs CPU features that this machine lacks (xyz)", patched(feature))
        newer = patched(lambda package: package.__setitem__(slice(8, 12), struct.pack("<I", 3)))
        self.assertEqual(newer.count("\n"), 1)
        self.assertIn("version 3", newer)
        damaged = bytearray(program)
        damaged[at + 300] ^= 1
        write("patched", damaged)
        self.assertIn("damaged", self.run_("run evaluate image=image label=label", 1, "./patched").stderr)

    # Rows and readers

    def test_files_fit_or_are_refused_in_the_models_names(self):
        evaluate = "run evaluate image=image label=%s"
        expected = self.run_(evaluate % "label").stdout
        for name, bytes_ in (("l.u1", npy("|u1", [ROWS], self.labels)), ("l.i4", npy("<i4", [ROWS], struct.pack("<1000i", *self.labels))),
                             ("l.i2", npy("<i2", [ROWS], struct.pack("<1000h", *self.labels))),
                             ("l.unit", npy("|u1", [ROWS, 1], self.labels)), ("l.gz", gzip.compress(idx([ROWS], self.labels)))):
            write(name, bytes_)
            if name == "l.unit":
                self.refused(evaluate % name, "a row of `label` is [], but a row of `l.unit` is [1]", "i32[B]")
            else:
                self.assertEqual(self.run_(evaluate % name).stdout, expected, name)
        for name, bytes_, words in (
                ("l.f4", npy("<f4", [ROWS], bytes(4 * ROWS)), "`label` is i32[B], but `l.f4` holds f32[1000]"),
                ("l.i8", npy("<i8", [ROWS], bytes(8 * ROWS)), "`label` is i32[B], but `l.i8` holds i64[1000]"),
                ("l.few", npy("|u1", [999], self.labels[:999]), "the numbers of rows disagree: 1000 of `image` in `image`, 999 of `label`"),
                ("l.none", npy("|u1", [0], b""), "holds no rows"),
                ("l.scalar", npy("|u1", [], b"\1"), "a single u8")):
            write(name, bytes_)
            self.refused(evaluate % name, words)
        write("narrow", idx([ROWS, 28, 27], self.pixels[:ROWS * 28 * 27]))
        self.refused("run evaluate image=narrow label=label", "a row of `image` is [28, 28], but a row of `narrow` is [28, 27]", "u8[B, 28, 28]")
        self.refused("run evaluate image=nothing label=label", "cannot open `nothing`")
        write("empty", b"")
        self.refused("run evaluate image=empty label=label", "`empty` is empty")
        self.refused("train step image=few label=few --steps 1", "cannot open `few`")
        write("few.i", idx([100, 28, 28], self.pixels[:100 * 784]))
        write("few.l", idx([100], self.labels[:100]))
        self.refused("train step image=few.i label=few.l --steps 1", "100 rows, fewer than one step of `step` takes (128)")
        self.assertEqual(self.value(self.run_("run evaluate image=few.i label=few.l"), "accuracy")[:2], "0.")

    def test_truncated_at_every_byte(self):
        few = 3
        image, label = idx([few, 28, 28], self.pixels[:few * 784]), idx([few], self.labels[:few])
        write("three", image)
        array = npy("|u1", [few], self.labels[:few])
        stored = safetensors({"label": {"dtype": "U8", "shape": [few], "data_offsets": [0, few]}}, self.labels[:few])
        huge = struct.pack("<Q", 1 << 60) + stored[8:]
        for name, whole in (("idx", label), ("npy", array), ("st", stored), ("gz", gzip.compress(label))):
            for size in range(len(whole)):
                write("cut", whole[:size])
                done = subprocess.run(["./mlp", "run", "evaluate", "image=three", "label=cut", "--threads", "1"],
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                self.assertEqual((done.returncode, done.stdout), (1, ""), "%s cut at %d" % (name, size))
                self.assertRegex(done.stderr, r"^error: .*cut.*\n$")
            write("cut", whole)
            self.run_("run evaluate image=three label=cut")
        write("cut", huge)
        self.refused("run evaluate image=three label=cut", "`cut`", "header")


if __name__ == "__main__":
    KILN, MODEL = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
