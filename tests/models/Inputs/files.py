# SPDX-License-Identifier: Apache-2.0
"""Files that are not what a model wants, and disks that take no more, with a compiled cnn: files.py KILN SOURCE WORK

The images are declared with an axis of one channel, [B, 1, 28, 28].
"""
import io
import os
import shutil
import struct
import subprocess
import sys
import unittest
import zipfile

KILN, SOURCE, WORK = sys.argv[1:4]
ROWS = 6
PIXELS = bytes(i * i % 251 for i in range(ROWS * 784))
LABELS = bytes(i % 10 for i in range(ROWS))


def npy(dims, body):
    header = "{'descr': '|u1', 'fortran_order': False, 'shape': %s, }" % (tuple(dims),)
    header += " " * (-(len(header) + 11) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + body


def npz(how, **arrays):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as f:
        for name, data in arrays.items():
            f.writestr(name + ".npy", data)
    return file.getvalue()


def write(name, data):
    with open(name, "wb") as f:
        f.write(data)


def read(name):
    with open(name, "rb") as f:
        return f.read()


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(WORK, ignore_errors=True)
        os.makedirs(WORK)
        os.chdir(WORK)
        with open(os.path.join(SOURCE, "examples/fashion/cnn.kiln"), encoding="utf-8") as f:
            model = f.read()
        for old, new in (("[.., S, S]", "[.., 1, S, S]"), ("= image[i, j]", "= image[c, i, j]"), ("u8[B, 28, 28]", "u8[B, 1, 28, 28]")):
            assert old in model
            model = model.replace(old, new)
        write("channel.kiln", model.encode())
        for file, to in (("channel.kiln", "channel"), (os.path.join(SOURCE, "examples/fashion/cnn.kiln"), "cnn")):
            subprocess.run([KILN, "build", file, "--set", "B=3", "-o", to], check=True, capture_output=True)
        write("label.npy", npy([ROWS], LABELS))
        write("image.npy", npy([ROWS, 28, 28], PIXELS))
        write("image1.npy", npy([ROWS, 1, 28, 28], PIXELS))

    def said(self, line, code=0, program="./channel", **how):
        done = subprocess.run([program, *line.split()], capture_output=True, text=True, **how)
        self.assertEqual(done.returncode, code, line + ": " + done.stderr)
        return done

    def refused(self, line, *words, program="./channel", **how):
        done = self.said(line, 1, program, **how)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("error: "), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_unit_axes_may_be_missing_in_a_file(self):
        with_axis = self.said("run evaluate image=image1.npy label=label.npy").stdout
        self.assertEqual(self.said("run evaluate image=image.npy label=label.npy").stdout, with_axis)
        self.assertEqual(self.said("run evaluate image=image.npy label=label.npy", program="./cnn").stdout, with_axis)
        train = "train step image=%s label=label.npy --steps 3 --save %s"
        self.said(train % ("image1.npy", "a.st"))
        self.said(train % ("image.npy", "b.st"))
        self.assertEqual(read("a.st"), read("b.st"))
        # But a file brings none of its own.
        self.refused("run evaluate image=image1.npy label=label.npy", "a row of `image` is [28, 28], but a row of `image1.npy` is [1, 28, 28]",
                     "u8[B, 28, 28]", program="./cnn")
        write("other.npy", npy([ROWS, 28, 1, 28], PIXELS))
        self.refused("run evaluate image=other.npy label=label.npy", "[1, 28, 28]", "[28, 1, 28]")

    def test_npz_truncated_at_every_byte(self):
        for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            whole = npz(how, label=npy([ROWS], LABELS), other=npy([1], b"\0"))
            for size in range(len(whole)):
                write("cut.npz", whole[:size])
                self.refused("run evaluate image=image.npy label=cut.npz --threads 1", "`cut.npz`")
            write("cut.npz", whole)
            self.said("run evaluate image=image.npy label=cut.npz")
        write("other.npz", npz(zipfile.ZIP_STORED, a=npy([1], b"\0"), b=npy([1], b"\0")))
        self.refused("run evaluate image=image.npy label=other.npz", "`label`", "other.npz")

    def test_another_models_checkpoint_names_the_tensors(self):
        subprocess.run([KILN, "build", os.path.join(SOURCE, "examples/fashion/mlp.kiln"), "--set", "B=3", "-o", "mlp"],
                       check=True, capture_output=True)
        self.said("train step image=image.npy label=label.npy --steps 1 --save mlp.st", program="./mlp")
        self.refused("run evaluate image=image.npy label=label.npy --load mlp.st", "`net.conv1.w` is missing", "and 22 more")

    def test_a_full_disk_leaves_nothing(self):
        """RLIMIT_FSIZE ends a write like a full disk does: after so many bytes of a file."""
        import resource
        import signal

        def limited(bytes_):
            def prepare():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))
            return prepare

        self.said("train step image=image.npy label=label.npy --steps 1 --save kept.st --log kept.csv")
        kept = read("kept.st")
        before = sorted(os.listdir("."))
        line = "train step image=image.npy label=label.npy --steps 4 "
        for bytes_ in (0, 1, 4096, 100_000):
            self.refused(line + "--resume kept.st --save kept.st", "cannot write `", "kept.st`: File too large", preexec_fn=limited(bytes_))
            self.assertEqual(read("kept.st"), kept)
        for bytes_ in (0, 20):
            self.refused(line + "--log full.csv", "cannot write `full.csv`: File too large", preexec_fn=limited(bytes_))
            for file in ("full.csv", "full.svg"):
                if os.path.exists(file):
                    os.remove(file)
        for file in ("p.npy", "p.npz", "p.safetensors"):
            for bytes_ in (0, 100, 200):
                self.refused("run predict image=image.npy --out prob=" + file, "cannot write `", file + "`: File too large",
                             preexec_fn=limited(bytes_))
        self.assertEqual(sorted(os.listdir(".")), before)

    def test_build_on_a_full_disk(self):
        """A disk of some pages, mounted where this process alone sees it; where that is not allowed, a limit on the size of files."""
        os.makedirs("small", exist_ok=True)
        script = ("mount -t tmpfs -o size=64k none small || exit 99; cp channel.kiln small/; cd small; %s build channel.kiln -o %s; code=$?; "
                  "ls -A; exit $code")
        for out in ("model", "model.o"):
            done = subprocess.run(["unshare", "-rm", "bash", "-c", script % (KILN, out)], capture_output=True, text=True)
            if done.returncode == 99 or "unshare" in done.stderr:
                script = "ulimit -f 16; trap '' XFSZ; cd small; cp ../channel.kiln .; %s build channel.kiln -o %s; code=$?; ls -A; exit $code"
                done = subprocess.run(["bash", "-c", script % (KILN, out)], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout), (1, "channel.kiln\n"), done.stderr)
            self.assertRegex(done.stderr, r"(?m)^kiln build: .*%s.*: (No space left on device|File too large)\n\Z" % out)

    def test_build_where_nothing_can_be_written(self):
        for out, why in (("nowhere/model", "No such file or directory"), ("small", "it is a folder; name a file in it with -o"), ("channel.kiln/model", "Not a directory")):
            os.makedirs("small", exist_ok=True)
            done = subprocess.run([KILN, "build", "channel.kiln", "-o", out], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertRegex(done.stderr, r"(?m)^kiln build: .*%s.*%s\n\Z" % (out, why))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
