// SPDX-License-Identifier: Apache-2.0
//===- PassTimes.h - processor time by pass -------------------------------===//
#pragma once

#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassInstrumentation.h"
#include "llvm/ADT/STLExtras.h"

#include <ctime>
#include <string>
#include <vector>

namespace kiln {

/// Steps by name in the order of their first run; one that runs again adds up.
class PassTimes {
public:
  struct Row {
    std::string name;
    double milliseconds = 0;
    unsigned runs = 0;
  };
  std::vector<Row> rows;

  static double now() { return 1e3 * double(std::clock()) / CLOCKS_PER_SEC; }
  void add(llvm::StringRef name, double milliseconds) {
    auto row = llvm::find_if(rows, [&](const Row &known) { return known.name == name; });
    if (row == rows.end())
      row = rows.insert(rows.end(), {name.str()});
    row->milliseconds += milliseconds;
    ++row->runs;
  }
};

/// Adds each pass of a pass manager to `times`; what a pass spends in passes below it is theirs.
class TimePasses : public mlir::PassInstrumentation {
public:
  explicit TimePasses(PassTimes &times) : times(times) {}
  void runBeforePass(mlir::Pass *, mlir::Operation *) override { open.push_back({PassTimes::now(), 0}); }
  void runAfterPass(mlir::Pass *pass, mlir::Operation *) override { close(pass); }
  void runAfterPassFailed(mlir::Pass *pass, mlir::Operation *) override { close(pass); }

private:
  void close(mlir::Pass *pass) {
    auto [begin, below] = open.back();
    open.pop_back();
    double whole = PassTimes::now() - begin;
    if (!open.empty())
      open.back().second += whole;
    if (!pass->getArgument().empty()) // those without run others only
      times.add(pass->getArgument(), whole - below);
  }

  PassTimes &times;
  llvm::SmallVector<std::pair<double, double>> open; // since when, how much of it below
};

} // namespace kiln
