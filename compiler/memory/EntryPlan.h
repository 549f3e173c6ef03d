// SPDX-License-Identifier: Apache-2.0
//===- EntryPlan.h - an entry as steps over slots of the arena ------------===//
#pragma once

#include "dialects/kiln/Kiln.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace kiln {

/// Bytes of one element in the arena; i1 takes a byte.
int64_t elementBytes(mlir::Type element);
int64_t tensorBytes(mlir::Type tensor);

/// A run of bytes with one lifetime, in positions of the entry's steps.
struct Buffer {
  enum class Home {
    Arena,     ///< to be placed by lifetime
    Storage,   ///< where the storage lies, in every entry
    Constants, ///< in the read-only constants
    Call,      ///< in KilnCall
  };
  Home home = Home::Arena;
  int64_t size = 0;
  int64_t offset = 0; ///< in its home; of `Arena` known once placed
  int first = std::numeric_limits<int>::max();
  int last = -1;
  mlir::Value value; ///< the first that it holds, to name it by

  void liveAt(int position) {
    first = std::min(first, position);
    last = std::max(last, position);
  }
};

/// Part of a buffer: `shift` bytes behind its start and, inside of loops, some more for each term.
struct Slot {
  struct Term {
    enum class Kind {
      Row,   ///< step number times stride
      Carry, ///< stride in odd iterations
      Next,  ///< stride in even iterations
    };
    mlir::Operation *loop;
    Kind kind;
    int64_t stride;
  };
  int buffer = -1;
  int64_t shift = 0;
  int64_t size = 0;
  llvm::SmallVector<Term, 2> terms;

  explicit operator bool() const { return buffer >= 0; }
};

/// What an entry does, in order. Workers share each step; before one with `barrier` they meet.
struct Step {
  enum class Kind {
    Launch, ///< runs a kernel on `slots`: operands, then results
    Copy,   ///< slots[1] = slots[0]
    Fill,   ///< slots[0] = the splat of a kiln.constant
    Check,  ///< worker 0 records fault `fault` if the scalar in slots[0] is not finite, or is a true bool
    Clear,  ///< slots[0] = zeros
    Loop,   ///< a kiln.scan
    Leave,  ///< the last of a loop's body: whether the flag in slots[0] ends it
  };
  Kind kind;
  mlir::Operation *op;
  int position = 0;
  llvm::SmallVector<Slot> slots;
  int64_t written = 0; ///< the slots from this one on are written, those before read
  int fault = -1; ///< of Check, and of a Launch whose results are looked at
  mlir::Type element; ///< of Check
  std::vector<Step> body;
  bool barrier = false;
};

/// All constants of a module that kernels read from memory.
struct ConstantPool {
  std::vector<char> bytes;
  llvm::DenseMap<mlir::Attribute, int64_t> offsets;

  /// Offset of the elements, 64-byte aligned.
  int64_t add(mlir::DenseElementsAttr value);
  /// Offset of the i32 numbers 0 … count-1.
  int64_t addSteps(int64_t count, mlir::MLIRContext *context);
};

struct EntryPlan {
  EntryOp entry;
  std::vector<Buffer> buffers;
  std::vector<Step> steps;
  llvm::SmallVector<Slot> arguments; ///< of the entry
  llvm::SmallVector<Slot> results;   ///< of the entry
  llvm::SmallVector<mlir::DictionaryAttr> faults;
  int64_t lowerBound = 0; ///< most bytes live at one position
};

/// Gives every storage its offset from 0 on, and returns the end of the last one.
int64_t placeStorages(mlir::ModuleOp module, llvm::DenseMap<mlir::StringAttr, int64_t> &offsets);

/// Decides for each value of `entry` which slot holds it. Storages lie at `storageOffsets`.
mlir::FailureOr<EntryPlan>
assignSlots(EntryOp entry, const llvm::DenseMap<mlir::StringAttr, int64_t> &storageOffsets,
            ConstantPool &constants, int firstFault, bool trapNonFinite = false);

/// Gives buffers of home `Arena` offsets from `base` on and returns the end of the last one: largest
/// first or in the order that leaves the fewest holes, each into the smallest gap between buffers that live at the same time.
int64_t placeBuffers(EntryPlan &plan, int64_t base);

/// Marks the steps before which workers must meet.
void insertBarriers(EntryPlan &plan);

/// All entries of a module behind the loops stage, placed; they run one after the other and share the arena.
struct ArenaPlan {
  std::vector<EntryPlan> entries;
  ConstantPool constants;
  int64_t size = 0, lowerBound = 0; ///< bytes, storages included
};
/// Plans slots, offsets and barriers; of the module it changes the offsets of its storages alone.
mlir::FailureOr<ArenaPlan> planArena(mlir::ModuleOp module, bool trapNonFinite = false);

/// Whether two slots can share bytes, in the same iteration of the loops around them or in any two;
/// known once buffers are placed.
bool mayOverlap(const EntryPlan &plan, const Slot &a, const Slot &b, bool sameIteration);

} // namespace kiln
