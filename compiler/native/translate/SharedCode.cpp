// SPDX-License-Identifier: Apache-2.0
//===- SharedCode.cpp -----------------------------------------------------===//
#include "compiler/native/translate/SharedCode.h"

#include "compiler/graph/FormGroups.h"
#include "compiler/loops/KernelAttributes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/xxhash.h"

#include <map>

using namespace mlir;
using namespace kiln;
using namespace kiln::native;

namespace {

/// Below, a call is not worth it: ops of the text, and of a loop ops that one pass through it runs.
constexpr unsigned kFewestOpsOfLoop = 24, kFewestOpsOfKernel = 8;
constexpr double kLeastWork = 8000;
/// What is handed to a function: a loop is called often, a kernel once a launch.
constexpr size_t kMostOfLoop = 20, kMostOfKernel = 40;

using Token = uint64_t;
template <class T>
Token token(T value) {
  return Token(reinterpret_cast<uintptr_t>(value.getAsOpaquePointer()));
}

/// Of views of a worker's memory the element counts alone.
bool isFlat(Type type) {
  auto memref = dyn_cast<MemRefType>(type);
  return memref && memref.getRank() == 1 && memref.getLayout().isIdentity();
}

/// What a piece of code is, but for the numbers that may be handed to it.
class Description {
public:
  /// `isContraction`: what an address is shifted by, and all numbers of innermost loops, stay constants.
  void describe(Operation *piece, bool isContraction) {
    root = piece, keepsShifts = isContraction;
    tokens.clear(), captures.clear(), constants.clear(), operations.clear(), numbers.clear();
    ops = 0, isWhole = true;
    if (auto function = dyn_cast<func::FuncOp>(piece)) {
      for (auto [number, argument] : llvm::enumerate(function.getArguments())) {
        bool isRecast = llvm::all_of(argument.getUsers(), [](Operation *user) { return isa<memref::ReinterpretCastOp>(user); });
        tokens.push_back(isRecast ? token(cast<ShapedType>(argument.getType()).getElementType()) : token(argument.getType()));
        tokens.push_back(token(function.getArgAttrDict(number)));
        numberOf(argument);
      }
      work = bodyOf(function.getBody());
    } else {
      work = step(*piece);
    }
  }

  std::vector<Token> tokens;
  SmallVector<Value, 8> captures;
  SmallVector<arith::ConstantOp, 32> constants; ///< of indices and of what calls are given, in the order in which they are used first
  SmallVector<Operation *, 64> operations;
  unsigned ops = 0;
  double work = 0;
  bool isWhole = true; ///< no vector comes in from outside

private:
  Token numberOf(Value value) { return numbers.try_emplace(value, numbers.size()).first->second; }

  /// Whether operand `number` of `op` must be the same everywhere.
  bool isFixed(Operation &op, unsigned number, bool isInnermost) {
    if (isa<arith::DivUIOp, arith::RemUIOp, arith::DivSIOp, arith::RemSIOp, arith::FloorDivSIOp, arith::ShLIOp, arith::ShRUIOp,
            arith::ShRSIOp>(op))
      return number == 1; // cheap by a constant only
    return keepsShifts && (isInnermost || !isa<scf::ForOp, arith::MulIOp, arith::MinUIOp, arith::CmpIOp, func::CallOp>(op));
  }

  void use(Operation &op, unsigned number, bool isInnermost) {
    Value value = op.getOperand(number);
    auto constant = value.getDefiningOp<arith::ConstantOp>();
    bool isNumber = value.getType().isIndex() || (isa<func::CallOp>(op) && value.getType().isInteger());
    if (constant && !isNumber) {
      tokens.push_back(token(Attribute(constant.getValue())));
      return;
    }
    auto [place, isNew] = numbers.try_emplace(value, numbers.size());
    tokens.push_back(place->second);
    if (constant) {
      if (isNew)
        constants.push_back(constant);
      if (isFixed(op, number, isInnermost))
        tokens.push_back(Token(cast<IntegerAttr>(constant.getValue()).getInt()));
      return;
    }
    if (!isNew)
      return;
    captures.push_back(value);
    typeOf(value.getType());
    isWhole &= !isa<VectorType>(value.getType());
  }

  void typeOf(Type type) {
    if (isFlat(type))
      tokens.push_back(token(cast<MemRefType>(type).getElementType()));
    else
      tokens.push_back(token(type));
  }

  /// The ops that one pass through `op` runs.
  double step(Operation &op, bool isInnermost = false) {
    ++ops;
    tokens.push_back(token(op.getName()));
    tokens.push_back(op.getNumOperands());
    operations.push_back(&op);
    for (unsigned i = 0; i < op.getNumOperands(); ++i)
      use(op, i, isInnermost);
    if (auto recast = dyn_cast<memref::ReinterpretCastOp>(op))
      tokens.push_back(Token(recast.getStaticOffsets().front()));
    else
      tokens.push_back(size_t(op.hashProperties()));
    if (isa<memref::CopyOp>(op)) // of so many bytes as the type says
      for (Type type : op.getOperandTypes())
        tokens.push_back(token(type));
    for (Value result : op.getResults()) {
      isa<memref::AllocaOp>(op) ? tokens.push_back(token(result.getType())) : typeOf(result.getType());
      numberOf(result);
    }
    double inner = 1;
    for (Region &region : op.getRegions())
      inner += bodyOf(region);
    if (auto loop = dyn_cast<scf::ForOp>(op)) {
      auto from = getConstantIntValue(loop.getLowerBound()), to = getConstantIntValue(loop.getUpperBound()),
           by = getConstantIntValue(loop.getStep());
      if (from && to && by && *by > 0)
        inner *= double(std::max<int64_t>(0, llvm::divideCeil(std::max<int64_t>(0, *to - *from), *by)));
    }
    return inner;
  }

  double bodyOf(Region &region) {
    double sum = 0;
    for (Block &block : region) {
      tokens.push_back(block.getNumArguments());
      if (block.getParentOp() != root || isa<scf::ForOp>(root))
        for (BlockArgument argument : block.getArguments()) {
          typeOf(argument.getType());
          numberOf(argument);
        }
      bool isInnermost = isa<scf::ForOp>(block.getParentOp()) && llvm::none_of(block, [](Operation &op) { return op.getNumRegions(); });
      for (Operation &op : block)
        if (!isa<arith::ConstantOp>(op))
          sum += step(op, isInnermost);
      tokens.push_back(~Token(0));
    }
    return sum;
  }

  Operation *root = nullptr;
  bool keepsShifts = false;
  llvm::DenseMap<Value, unsigned> numbers;
};

bool sameProperties(ArrayRef<Operation *> a, ArrayRef<Operation *> b) {
  return llvm::equal(a, b, [](Operation *one, Operation *other) {
    return isa<memref::ReinterpretCastOp>(one) ||
           one->getName().compareOpProperties(one->getPropertiesStorage(), other->getPropertiesStorage());
  });
}

int64_t valueOf(arith::ConstantOp constant) { return cast<IntegerAttr>(constant.getValue()).getInt(); }

struct Candidate {
  Operation *op;
  bool isContraction, isWorthACall;
  unsigned ops;
};

} // namespace

SharedCode::SharedCode(ModuleOp module) {
  llvm::MapVector<Token, SmallVector<Candidate, 2>> alike;
  Description description;
  auto consider = [&](Operation *op, bool isContraction) {
    description.describe(op, isContraction);
    bool isLoop = isa<scf::ForOp>(op);
    size_t most = isLoop ? kMostOfLoop : kMostOfKernel;
    if (!description.isWhole || description.ops < (isLoop ? kFewestOpsOfLoop : kFewestOpsOfKernel) || description.captures.size() > most)
      return;
    ArrayRef<uint8_t> bytes(reinterpret_cast<const uint8_t *>(description.tokens.data()), description.tokens.size() * sizeof(Token));
    alike[llvm::xxh3_64bits(bytes)].push_back({op, isContraction, !isLoop || description.work >= kLeastWork, description.ops});
  };
  for (auto function : module.getOps<func::FuncOp>()) {
    auto about = function->getAttrOfType<DictionaryAttr>(kernel::kKernel);
    auto kind = about ? about.getAs<StringAttr>(kernel::kKind) : StringAttr();
    if (!kind || kind == kChainGroup || kind == kAttentionGroup || function.isExternal())
      continue;
    if (kind == kContractionGroup)
      function.walk<WalkOrder::PreOrder>([&](scf::ForOp loop) {
        if (!loop.getNumResults())
          consider(loop, /*isContraction=*/true);
      });
    else
      consider(function, /*isContraction=*/false);
  }

  // The largest first: of what they hold, one copy is left.
  auto classes = alike.takeVector();
  llvm::erase_if(classes, [](auto &each) { return each.second.size() < 2; });
  SmallVector<std::pair<int64_t, size_t>> largestFirst;
  for (auto [i, each] : llvm::enumerate(classes))
    largestFirst.push_back({-int64_t(each.second.front().ops), i});
  llvm::sort(largestFirst);
  llvm::DenseSet<Operation *> gone;
  for (auto [ops, i] : largestFirst) {
    ArrayRef<Candidate> candidates = classes[i].second;
    // What is gone counts too: the copy that is left is called with its numbers.
    std::vector<Description> found;
    SmallVector<const Candidate *> members;
    for (const Candidate &candidate : candidates) {
      Description each;
      each.describe(candidate.op, candidate.isContraction);
      if (!found.empty() && (each.tokens != found.front().tokens || !sameProperties(each.operations, found.front().operations)))
        continue;
      found.push_back(std::move(each));
      members.push_back(&candidate);
    }
    auto calls = [&](const Candidate *member) { return member->isWorthACall && !gone.contains(member->op); };
    if (llvm::count_if(members, calls) < 2)
      continue;
    Piece piece{nullptr};
    std::map<SmallVector<int64_t>, unsigned> numbers;
    SmallVector<size_t> holders; // of the numbers
    SmallVector<std::pair<size_t, unsigned>> sizes;
    for (size_t i = 0; i < found.front().constants.size(); ++i) {
      SmallVector<int64_t> values = llvm::map_to_vector(found, [&](const Description &each) { return valueOf(each.constants[i]); });
      if (llvm::all_equal(values))
        continue;
      Type type = found.front().constants[i].getType();
      values.push_back(type.isIndex() ? 64 : type.getIntOrFloatBitWidth()); // one number has one type
      auto [place, isNew] = numbers.try_emplace(values, numbers.size());
      if (isNew)
        holders.push_back(i);
      sizes.push_back({i, place->second});
    }
    size_t most = isa<scf::ForOp>(members.front()->op) ? kMostOfLoop : kMostOfKernel;
    if (numbers.size() + found.front().captures.size() > most)
      continue;
    piece.numbers = numbers.size();
    Piece &made = pieces.emplace_back(std::move(piece));
    for (auto [member, each] : llvm::zip_equal(members, found)) {
      if (!calls(member))
        continue;
      Operation *op = member->op;
      Place &place = places[op];
      place.piece = &made;
      place.captures = each.captures;
      for (size_t i : holders)
        place.constants.push_back(each.constants[i]);
      if (made.first) {
        op->walk([&](scf::ForOp inner) {
          if (inner != op)
            gone.insert(inner);
        });
        continue;
      }
      made.first = op;
      for (auto [i, number] : sizes)
        made.sizes.push_back({each.constants[i], number});
    }
  }
}
