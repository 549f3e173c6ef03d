# SPDX-License-Identifier: Apache-2.0
"""lit suites of Kiln: a file with RUN lines under one of the folders below is a test.

Substitutions beside lit's own (%s the test, %S its folder, %t a scratch name):
  %kiln %kiln-opt %kiln-run   the tools just built
  %source %build              the roots of the source and the build tree
  %data                       the folder of Fashion-MNIST (feature `fashion` where it is installed)
  %python                     the Python interpreter (standard library only)
FileCheck, not, count, mlir-opt and the LLVM tools are found by name.
Commands run in bash with pipefail. Files in folders named Inputs are no tests.
"""
import os

import lit.formats

config.name = "kiln"
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".mlir", ".kiln", ".test"]
config.excludes = ["Inputs", "unit", "runtime", "style", "long"]
config.test_source_root = os.path.dirname(os.path.abspath(__file__))
config.test_exec_root = os.path.join(config.kiln_build, "tests")

tools = os.path.join(config.kiln_build, "bin")
config.environment["PATH"] = os.pathsep.join([tools, config.llvm_tools, os.environ.get("PATH", "")])
config.environment["LC_ALL"] = "C.UTF-8"

data = "/usr/share/datasets/fashion-mnist"
if os.path.isdir(data):
    config.available_features.add("fashion")

if os.path.isfile("/usr/share/common-licenses/GPL-3"):
    config.available_features.add("gpl")

for tool in ("kiln-opt", "kiln-run"):
    config.substitutions.append(("%" + tool, os.path.join(tools, tool)))
config.substitutions.append((r"%kiln\b(?!-)", os.path.join(tools, "kiln")))
config.substitutions.append(("%source", config.kiln_source))
config.substitutions.append(("%build", config.kiln_build))
config.substitutions.append(("%data", data))
config.substitutions.append(("%python", config.python))
