// SPDX-License-Identifier: Apache-2.0
//===- Target.cpp ---------------------------------------------------------===//
#include "compiler/native/Target.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/TargetParser/X86TargetParser.h"

using namespace llvm;

static constexpr StringLiteral checkedFeatures[] = {
#define KILN_CPU_FEATURE(name, leaf, subleaf, reg, bit, state) name,
#include "runtime/abi/CpuFeatures.def"
};

// Code is made for the plain architecture plus the features that are listed; the name only tunes.
static constexpr StringLiteral baseCpu = "x86-64";

std::string kiln::Cpu::featureString() const {
  std::string text;
  for (const std::string &feature : features)
    text += "+" + feature + ",";
  // Some processors are tuned to half of their vector width, which halves contractions.
  return text + "-prefer-256-bit";
}

Expected<kiln::Cpu> kiln::findCpu(StringRef name) {
  StringSet<> available;
  Cpu cpu;
  if (name == "native") {
    cpu.name = sys::getHostCPUName().str();
    for (const auto &feature : sys::getHostCPUFeatures())
      if (feature.getValue())
        available.insert(feature.getKey());
  } else if (name == kFatCpu) {
    return createStringError("`fat` is several processors in one executable, which `kiln build` makes; here one is needed, such as x86-64-v3");
  } else {
    cpu.name = name.str();
    if (X86::parseArchX86(name, /*Only64Bit=*/true) == X86::CK_None) {
      SmallVector<StringRef> known;
      X86::fillValidCPUArchList(known, /*Only64Bit=*/true);
      std::string list;
      for (StringRef each : known)
        list += " " + each.str();
      return createStringError("unknown processor `" + name + "`; known: native" + list);
    }
    SmallVector<StringRef> features;
    X86::getFeaturesForCPU(name, features);
    StringMap<bool> implied; // the list leaves out what others bring along, such as the avx512f of x86-64-v4
    for (StringRef feature : features) {
      available.insert(feature);
      X86::updateImpliedFeatures(feature, /*Enabled=*/true, implied);
    }
    for (const auto &feature : implied)
      if (feature.getValue())
        available.insert(feature.getKey());
  }
  for (StringRef feature : checkedFeatures)
    if (available.contains(feature))
      cpu.features.push_back(feature.str());
  return cpu;
}

Expected<std::unique_ptr<TargetMachine>> kiln::createTargetMachine(const Cpu &cpu, bool optimise) {
  InitializeNativeTarget();
  InitializeNativeTargetAsmPrinter();
  Triple triple("x86_64-unknown-linux-gnu");
  std::string problem;
  const Target *target = TargetRegistry::lookupTarget(triple, problem);
  if (!target)
    return createStringError("no code generator for " + triple.str() + ": " + problem);
  TargetOptions options;
  options.FunctionSections = true;
  return std::unique_ptr<TargetMachine>(target->createTargetMachine(
      triple, baseCpu, cpu.featureString(), options, Reloc::PIC_, std::nullopt,
      optimise ? CodeGenOptLevel::Default : CodeGenOptLevel::None));
}
