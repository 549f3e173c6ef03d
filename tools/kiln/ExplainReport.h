// SPDX-License-Identifier: Apache-2.0
//===- ExplainReport.h - an explanation as text, JSON and HTML ------------===//
#pragma once

#include "compiler/Explain.h"
#include "runtime/cpu/Peak.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace kiln {

/// What the times are expected by.
struct CostModel {
  runtime::Peak peak;
  std::string source; ///< where its two numbers come from

  double seconds(const ExplainedKernel &kernel) const { return peak.seconds(kernel.flops, kernel.bytes); }
  double seconds(const EntryExplanation &entry) const;
};

/// Puts the kernels with the most expected time first.
void sortByTime(EntryExplanation &entry, const CostModel &model);

void printText(const EntryExplanation &entry, const CostModel &model, llvm::raw_ostream &os);
llvm::json::Object toJson(const EntryExplanation &entry, const CostModel &model);
/// One page that needs nothing beside itself.
void printHtml(llvm::StringRef file, llvm::ArrayRef<std::pair<EntryExplanation, CostModel>> entries, llvm::raw_ostream &os);

} // namespace kiln
