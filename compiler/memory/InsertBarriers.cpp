// SPDX-License-Identifier: Apache-2.0
//===- InsertBarriers.cpp - where workers must meet -----------------------===//
// Two steps between which no worker waits for the others run in any order and at once. So a step may
// not touch bytes that a step since the last meeting wrote, nor write bytes that one of them read:
// whatever values the bytes hold, freed and reused ones included.
//===----------------------------------------------------------------------===//
#include "compiler/memory/EntryPlan.h"

using namespace kiln;

namespace {

struct Access {
  Slot slot;
  bool write;
};

class Barriers {
public:
  explicit Barriers(EntryPlan &plan) : plan(plan) {}

  void run(std::vector<Step> &steps) {
    for (Step &step : steps) {
      llvm::SmallVector<Access> accesses;
      collect(step, accesses);
      if (!step.barrier && dependsOnPending(accesses)) {
        step.barrier = true;
        ++count;
      }
      if (step.barrier)
        pending.clear();
      if (step.kind == Step::Kind::Loop) {
        // Once as the first iteration, then as one that follows another, until nothing is new.
        int before;
        run(step.body);
        do {
          before = count;
          run(step.body);
        } while (count != before);
      } else {
        pending.append(accesses);
      }
    }
  }

private:
  void collect(const Step &step, llvm::SmallVectorImpl<Access> &accesses) {
    for (auto [number, slot] : llvm::enumerate(step.slots))
      accesses.push_back({slot, int64_t(number) >= step.written});
    for (const Step &inner : step.body)
      collect(inner, accesses);
  }
  bool dependsOnPending(llvm::ArrayRef<Access> accesses) {
    for (const Access &access : accesses)
      for (const Access &other : pending)
        if ((access.write || other.write) && 
            mayOverlap(plan, access.slot, other.slot, /*sameIteration=*/false))
          return true;
    return false;
  }

  EntryPlan &plan;
  llvm::SmallVector<Access> pending;
  int count = 0;
};

} // namespace

void kiln::insertBarriers(EntryPlan &plan) { Barriers(plan).run(plan.steps); }
