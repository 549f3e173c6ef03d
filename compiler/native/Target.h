// SPDX-License-Identifier: Apache-2.0
//===- Target.h - the processor that code is made for ---------------------===//
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Target/TargetMachine.h"

#include <memory>
#include <string>
#include <vector>

namespace kiln {

/// A processor: its name, which is for tuning and display, and the features that code may use.
struct Cpu {
  std::string name;
  /// Names from runtime/abi/CpuFeatures.def, in its order: what the package asks of the machine
  /// that runs it. No other feature is ever enabled, since the runtime could not check it.
  std::vector<std::string> features;

  /// The features as LLVM takes them.
  std::string featureString() const;
};

/// The processors of `--cpu fat`, best first: the levels of x86-64.
inline constexpr llvm::StringLiteral kFatCpu = "fat", kFatCpus[] = {"x86-64-v4", "x86-64-v3", "x86-64-v2"};

/// The processor called `name`; `native` is this machine's.
llvm::Expected<Cpu> findCpu(llvm::StringRef name);

llvm::Expected<std::unique_ptr<llvm::TargetMachine>> createTargetMachine(const Cpu &cpu, bool optimise);

} // namespace kiln
