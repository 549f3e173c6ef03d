// SPDX-License-Identifier: Apache-2.0
//===- Winograd.cpp -------------------------------------------------------===//
#include "compiler/loops/contraction/Winograd.h"
#include "compiler/loops/contraction/Emitter.h"

#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

#include <functional>

using namespace mlir;
using namespace kiln;
using namespace kiln::loops;

/// Bytes of transformed data and products of one block: half of the second-level cache.
static constexpr int64_t kBlockBytes = 512 * 1024;
/// The same at most, where one row of tiles is larger: all that a kernel makes is on its worker's stack.
static constexpr int64_t kMostBlockBytes = 4 * 1024 * 1024;
/// Bytes of transformed kernels that a worker keeps, of tiles of 2 x 2 and of 4 x 4: of as many channels.
static constexpr int64_t kKernelBytes = 1024 * 1024, kLargeKernelBytes = 2304 * 1024;
/// Tiles of all images below which transforming the kernel does not pay, and of a block below which its products wait for it.
static constexpr int64_t kTiles = 16, kBlockTiles = 8;
/// Tiles of a block beyond which images are left to other units of work.
static constexpr int64_t kManyTiles = 48;
/// Products that one sum takes at most.
static constexpr int64_t kDepth = 1024;
/// Channels in a unit of the gradient of a kernel at most: a block has room for more tiles, and a sum runs over those of a block.
static constexpr int64_t kDepthBlock = 128;
/// Tiles of all images that are few: the kernels of some channels alone are transformed for them, and what is made of these stays in so
/// many bytes.
static constexpr int64_t kFewTiles = 64, kFewBytes = 384 * 1024;
/// Units of work that there should be at least.
static constexpr int64_t kUnits = 4;
/// Multiplications that are left of those of the sums at most.
static constexpr double kLeft = 0.75;

//===----------------------------------------------------------------------===//
// The plan
//===----------------------------------------------------------------------===//

/// What each label is, if the data is one operand and the lanes are of the other.
static std::optional<WinogradPlan> matchLabels(const Contraction &c, bool swapped, int64_t size, ContractionSchedule &s) {
  const LinearForm &data = (swapped ? c.b : c.a).offset, &other = (swapped ? c.a : c.b).offset;
  const SmallVector<bool, 8> &inData = swapped ? c.inB : c.inA, &inOther = swapped ? c.inA : c.inB;
  unsigned labels = c.sizes.size();
  WinogradPlan plan;
  plan.taps = size;
  // A tap and its position move the data by the same distance. Of a convolution the result has the positions and the other
  // operand the taps; of the gradient of a kernel it is the other way round.
  SmallVector<unsigned> taps, positions;
  for (unsigned t = 0; t < labels; ++t)
    if (inData[t] && c.sizes[t] == size)
      for (unsigned p = 0; p < labels; ++p)
        if (p != t && inData[p] && c.inC[p] != c.inC[t] && inOther[p] != inOther[t] && data.coefficient[t] != 0 &&
            std::abs(data.coefficient[t]) == std::abs(data.coefficient[p]) && taps.size() < 3) {
          taps.push_back(t);
          positions.push_back(p);
        }
  if (taps.size() != 2 || positions[0] == positions[1] || taps[0] == taps[1] || c.inC[taps[0]] != c.inC[taps[1]] ||
      positions[0] == taps[1] || positions[1] == taps[0])
    return std::nullopt;
  plan.ofKernel = c.inC[taps[0]];
  plan.tapY = taps[0], plan.tapX = taps[1], plan.y = positions[0], plan.x = positions[1];
  plan.flipsY = data.coefficient[plan.tapY] != data.coefficient[plan.y];
  plan.flipsX = data.coefficient[plan.tapX] != data.coefficient[plan.x];
  if (data.coefficient[plan.y] < 0 || data.coefficient[plan.x] < 0)
    return std::nullopt;
  for (unsigned l = 0; l < labels; ++l) {
    LabelAxis axis{{l}, c.sizes[l], 1};
    if (c.sizes[l] == 1 || llvm::is_contained(taps, l) || llvm::is_contained(positions, l))
      continue;
    if (!inData[l] && !s.lanes.labels.empty())
      return std::nullopt;
    if (!inData[l])
      s.lanes = axis;
    else if (c.inC[l] && inOther[l])
      plan.phases.push_back(axis);
    else
      (c.inC[l] == plan.ofKernel ? plan.depths : plan.images).push_back(axis);
  }
  llvm::sort(plan.depths, [&](const LabelAxis &x, const LabelAxis &y) {
    return std::abs(x.step(data)) > std::abs(y.step(data));
  });
  if (plan.ofKernel && plan.depths.size() > 1) {
    plan.phases.append(plan.depths.begin(), plan.depths.end() - 1);
    plan.depths.erase(plan.depths.begin(), plan.depths.end() - 1);
  }
  bool fits = !s.lanes.labels.empty() && c.inC[s.lanes.labels.front()] && s.lanes.step(c.results.front().offset) != 0 &&
              !plan.depths.empty() && plan.depths.back().step(data) == 1 &&
              (!plan.ofKernel || s.lanes.step(other) == 1);
  for (auto [form, label] : {std::pair(&plan.row, plan.y), std::pair(&plan.column, plan.x)}) {
    form->coefficient.assign(labels, 0);
    form->coefficient[label] = 1;
  }
  return fits ? std::optional(plan) : std::nullopt;
}

/// Whether the data has what the last tiles read, of which those of odd sizes reach beyond the last window.
static bool holdsTiles(const Contraction &c, const WinogradPlan &plan, const Access &data) {
  int64_t last = data.offset.constant;
  for (auto [label, size] : llvm::enumerate(c.sizes))
    last += std::max<int64_t>(0, data.offset.coefficient[label]) * (size - 1);
  for (unsigned label : {plan.y, plan.x})
    last += data.offset.coefficient[label] * (c.sizes[label] % 2);
  auto group = cast<GroupOp>(c.op->getParentOp());
  return last < cast<RankedTensorType>(group.getOperand(data.memref).getType()).getNumElements();
}

std::optional<WinogradPlan> loops::planWinograd(const Contraction &c, unsigned elementBits, unsigned vectorBits,
                                                int64_t tile, const ScheduleChoices &choices, ContractionSchedule &s) {
  int64_t length = vectorBits / elementBits;
  for (bool swapped : {false, true})
    for (int64_t size : {3, 2}) {
      if (tile == 4 && size == 2)
        continue;
      s = ContractionSchedule();
      s.vectorLength = length;
      s.swapped = swapped;
      std::optional<WinogradPlan> plan = matchLabels(c, swapped, size, s);
      if (!plan)
        continue;
      plan->tile = tile;
      int64_t depth = plan->depth(), width = s.lanes.size, rows = c.sizes[plan->y], columns = c.sizes[plan->x];
      // A tile of 4 x 4 is what somebody has asked for: whether it pays is theirs to know.
      bool mustPay = tile == 2;
      if (plan->depths.back().size % length != 0 || width % length != 0 || depth > kDepth)
        continue;
      if (mustPay && (depth < 2 * length || width < 2 * length || !holdsTiles(c, *plan, swapped ? c.b : c.a)))
        continue;
      int64_t vectors = width / length;
      s.laneVectors = vectors % 2 == 0 ? 2 : vectors == 3 ? 3 : 1;
      if (auto chosen = choices.of("lanes")) {
        if (*chosen % length != 0 || width % *chosen != 0)
          return std::nullopt;
        s.laneVectors = *chosen / length;
      }
      int64_t lanes = s.laneVectors * length, placeBytes = plan->places() * elementBits / 8;
      plan->depthBlock = depth;
      if (plan->ofKernel)
        plan->depthBlock = length * largestDivisor(depth / length, std::clamp<int64_t>(width / lanes * depth / length / kUnits, 1, kDepthBlock / length));
      plan->laneBlock = lanes;
      if (!plan->ofKernel)
        plan->laneBlock *= largestDivisor(width / lanes, std::max<int64_t>(1, (mustPay ? kKernelBytes : kLargeKernelBytes) / (placeBytes * depth * lanes)));
      int64_t tileBytes = placeBytes * (plan->depthBlock + plan->laneBlock), room = std::max<int64_t>(1, kBlockBytes / tileBytes);
      plan->tileColumnsOfImage = llvm::divideCeil(columns, tile);
      plan->tileColumns = largestDivisor(plan->tileColumnsOfImage, std::max<int64_t>(1, kMostBlockBytes / tileBytes));
      plan->tileRowsOfImage = llvm::divideCeil(rows, tile);
      plan->tileRows = largestDivisor(plan->tileRowsOfImage, std::max<int64_t>(1, room / plan->tileColumns));
      plan->imageBlock = 1;
      int64_t all = plan->tileRowsOfImage * plan->tileColumnsOfImage;
      if (mustPay && double(all * plan->places()) > kLeft * double(rows * columns * size * size))
        continue;
      if (plan->tileRows == plan->tileRowsOfImage && plan->tileColumns == plan->tileColumnsOfImage && !plan->images.empty())
        plan->imageBlock = largestDivisor(plan->images.back().size, std::max<int64_t>(1, (plan->ofKernel ? room : std::min(room, kManyTiles)) / all));
      for (const LabelAxis &axis : plan->images)
        all *= axis.size;
      if (!plan->ofKernel && plan->laneBlock < width && all <= kFewTiles && plan->images.size() <= 1) {
        plan->tileRows = plan->tileRowsOfImage;
        plan->tileColumns = plan->tileColumnsOfImage;
        plan->imageBlock = plan->images.empty() ? 1 : plan->images.back().size;
        plan->laneBlock = width / lanes % 2 == 0 && width / (2 * lanes) >= kUnits ? 2 * lanes : lanes;
        int64_t channels = plan->depths.back().size / length, bytes = placeBytes * depth / channels * (all + plan->laneBlock);
        plan->depthBlocks = channels / largestDivisor(channels, std::max<int64_t>(1, kFewBytes / bytes));
      }
      if (mustPay && (all < kTiles || plan->tiles() < kBlockTiles))
        continue;
      int64_t accumulators = sumRegisters(s.laneVectors, vectorBits);
      int64_t walked = plan->ofKernel ? plan->depthBlock : plan->tiles();
      int64_t target = std::min<int64_t>({14, accumulators / s.laneVectors, walked});
      s.rowCount = target > 0 ? llvm::divideCeil(walked, llvm::divideCeil(walked, target)) : 1;
      if (auto chosen = choices.of("rows")) {
        if (*chosen > walked)
          return std::nullopt;
        s.rowCount = *chosen;
      }
      if (s.rowCount * s.laneVectors > accumulators)
        return std::nullopt;
      return plan;
    }
  return std::nullopt;
}

// The channels of a convolution are added up place by place, in blocks of them; the positions of a gradient block by block.
bool loops::haveSameSums(const WinogradPlan &a, const WinogradPlan &b) {
  return a.tile == b.tile && a.depthBlocks == b.depthBlocks && (!a.ofKernel || (a.imageBlock == b.imageBlock && a.tileRows == b.tileRows && a.tileColumns == b.tileColumns));
}

//===----------------------------------------------------------------------===//
// The kernel
//===----------------------------------------------------------------------===//

/// The number of vectors in `elements` made odd where it would be a multiple of eight: what lies powers of two apart shares
/// a few sets of a cache.
static int64_t spread(int64_t elements, int64_t length) {
  return elements / length % 8 == 0 ? elements + length : elements;
}

void Emitter::winograd(const WinogradPlan &plan) {
  Value worker = kernel.getArgument(kernel.getNumArguments() - 2), workers = kernel.getArguments().back();
  int64_t tiles = plan.tiles(), depth = plan.depth(), lanes = rowElements(), places = plan.places();
  Access row{0, plan.row}, column{0, plan.column};
  if (c.sizes[plan.y] % plan.tile != 0 || c.sizes[plan.x] % plan.tile != 0)
    accesses.append({&row, &column}); // so that their cursors count positions
  Cursors start = origin();
  // Taps that run against the positions are walked from their end.
  if (plan.flipsY)
    start[0].constant += (plan.taps - 1) * form(0).coefficient[plan.tapY];
  if (plan.flipsX)
    start[0].constant += (plan.taps - 1) * form(0).coefficient[plan.tapX];
  auto blocked = [](const LabelAxis &axis, int64_t size) { return LabelAxis{axis.labels, axis.size / size, axis.stride * size}; };
  // Blocks of tiles, and those of them that are walked within a unit of work.
  SmallVector<LabelAxis, 4> blocks(plan.images), within;
  if (!blocks.empty())
    blocks.back() = blocked(blocks.back(), plan.imageBlock);
  blocks.push_back({{plan.y}, plan.tileRowsOfImage / plan.tileRows, plan.tile * plan.tileRows});
  if (plan.tileColumns < plan.tileColumnsOfImage)
    blocks.push_back({{plan.x}, plan.tileColumnsOfImage / plan.tileColumns, plan.tile * plan.tileColumns});
  SmallVector<LabelAxis, 4> units(plan.phases);
  auto count = [](ArrayRef<LabelAxis> axes) {
    int64_t n = 1;
    for (const LabelAxis &axis : axes)
      n *= axis.size;
    return n;
  };
  auto walk = [&](ArrayRef<LabelAxis> axes, const Cursors &cursors, llvm::function_ref<void(const Cursors &)> body) {
    std::function<void(unsigned, const Cursors &)> step = [&](unsigned axis, const Cursors &now) {
      if (axis == axes.size())
        return body(now);
      loop(axes[axis].size, [&](Value i) { step(axis + 1, moved(now, axes[axis], i)); });
    };
    step(0, cursors);
  };
  auto forUnits = [&](llvm::function_ref<void(const Cursors &)> body) {
    units = inOrderOfResult(units);
    loop(worker, index(count(units)), workers, [&](Value number) {
      Cursors now = start;
      for (const LabelAxis &axis : llvm::reverse(units)) {
        if (axis.size == 1)
          continue;
        now = moved(now, axis, arith::RemUIOp::create(b, number, index(axis.size)));
        number = arith::DivUIOp::create(b, number, index(axis.size));
      }
      body(now);
    });
  };

  if (!plan.ofKernel) {
    WinogradPlan part = plan; // of a block of channels
    part.depths.back().size /= plan.depthBlocks;
    depth = part.depth();
    dataStep = spread(depth, s.vectorLength);
    dataPlace = spread(tiles * dataStep, s.vectorLength);
    productPlace = spread(tiles * plan.laneBlock, s.vectorLength);
    Value kernels = prepared ? prepared : allocate(part.kernelElements());
    Value data = allocate(places * dataPlace), products = allocate(places * productPlace);
    units.push_back(blocked(s.lanes, plan.laneBlock));
    bool keepsKernels = plan.keepsKernels(s);
    if (keepsKernels) {
      if (!prepared)
        transformKernels(plan, start[1], kernels);
      units = blocks;
    } else {
      // Images are divided where the rest leaves too few units.
      for (const LabelAxis &axis : blocks) {
        int64_t parts = smallestDivisor(axis.size, llvm::divideCeil(2 * kUnits, count(units)));
        units.push_back(blocked(axis, axis.size / parts));
        within.push_back({axis.labels, axis.size / parts, axis.stride});
      }
    }
    forUnits([&](const Cursors &unit) {
      if (!keepsKernels && plan.depthBlocks == 1)
        transformKernels(part, unit[1], kernels);
      walk(within, unit, [&](const Cursors &now) {
        if (plan.depthBlocks > 1) {
          Value zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
          loop(index(0), index(places * productPlace), index(s.vectorLength),
               [&](Value i) { vector::StoreOp::create(b, zero, products, i); });
        }
        loop(plan.depthBlocks, [&](Value block) {
          LabelAxis channels{part.depths.back().labels, plan.depthBlocks, part.depths.back().size};
          Cursors here = plan.depthBlocks == 1 ? now : moved(now, channels, block);
          if (plan.depthBlocks > 1)
            transformKernels(part, here[1], kernels);
          transformData(part, here, data, depth);
          // products[place][tile][lane] = sum over d of data[place][tile][d] * kernels[place][lane tile][d][lane]
          loop(places, [&](Value place) {
            loop(plan.laneBlock / lanes, [&](Value tile) {
              Cursor k = moved(moved(Cursor(), place, part.kernelPlace()), tile, depth * lanes);
              Cursor p = moved(moved(Cursor(), place, productPlace), tile, lanes);
              rowBlocks(tiles, [&](Value first, int64_t rows) {
                Cursor from = moved(moved(Cursor(), place, dataPlace), first, dataStep);
                SmallVector<Value, 16> sums = multiplyRows(data, from, dataStep, 1, kernels, k, depth, rows);
                Cursor to = moved(p, first, plan.laneBlock);
                for (int64_t r = 0; r < rows; ++r)
                  for (int64_t v = 0; v < s.laneVectors; ++v) {
                    Value slot = at(moved(to, r * plan.laneBlock + v * s.vectorLength)), sum = sums[r * s.laneVectors + v];
                    if (plan.depthBlocks > 1)
                      sum = arith::AddFOp::create(b, vector::LoadOp::create(b, vectorType, products, slot), sum);
                    vector::StoreOp::create(b, sum, products, slot);
                  }
              });
            });
          });
        });
        transformResult(plan, now, products);
      });
    });
    return;
  }

  dataStep = spread(plan.depthBlock, s.vectorLength);
  dataPlace = spread(tiles * dataStep, s.vectorLength);
  productPlace = spread(tiles * lanes, s.vectorLength);
  Value data = allocate(places * dataPlace), gradients = allocate(places * productPlace),
        sums = allocate(places * plan.depthBlock * lanes);
  units.push_back(blocked(plan.depths.back(), plan.depthBlock));
  units.push_back(blocked(s.lanes, lanes));
  forUnits([&](const Cursors &unit) {
    Value zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
    loop(index(0), index(places * plan.depthBlock * lanes), index(s.vectorLength),
         [&](Value i) { vector::StoreOp::create(b, zero, sums, i); });
    walk(blocks, unit, [&](const Cursors &now) {
      transformData(plan, now, data, plan.depthBlock);
      transformGradients(plan, now, gradients);
      // sums[place][d][lane] += sum over tiles of data[place][tile][d] * gradients[place][tile][lane]
      loop(places, [&](Value place) {
        Cursor g = moved(Cursor(), place, productPlace);
        rowBlocks(plan.depthBlock, [&](Value first, int64_t rows) {
          Cursor from = moved(moved(Cursor(), place, dataPlace), first, 1);
          SmallVector<Value, 16> partial = multiplyRows(data, from, 1, dataStep, gradients, g, tiles, rows);
          Cursor to = moved(moved(Cursor(), place, plan.depthBlock * lanes), first, lanes);
          for (auto [i, sum] : llvm::enumerate(partial)) {
            Value slot = at(moved(to, i * s.vectorLength));
            Value before = vector::LoadOp::create(b, vectorType, sums, slot);
            vector::StoreOp::create(b, arith::AddFOp::create(b, before, sum), sums, slot);
          }
        });
      });
    });
    transformKernelGradient(plan, unit, sums);
  });
}

/// Runs `body(first, count)` over [0, size) in blocks of `rowCount`, the last one shorter.
void Emitter::rowBlocks(int64_t size, llvm::function_ref<void(Value, int64_t)> body) {
  int64_t whole = size / s.rowCount, rest = size % s.rowCount;
  if (whole)
    loop(whole, [&](Value i) { body(times(i, s.rowCount), s.rowCount); });
  if (rest)
    body(index(whole * s.rowCount), rest);
}

/// Sums over `steps` of rows[r * rowDistance + k * rowStep] times the lanes at k of `lanes`, for `count` rows.
SmallVector<Value, 16> Emitter::multiplyRows(Value rows, Cursor row, int64_t rowDistance, int64_t rowStep, Value lanes, Cursor lane,
                                             int64_t steps, int64_t count) {
  Value zero = arith::ConstantOp::create(b, vectorType, b.getZeroAttr(vectorType));
  SmallVector<Value> sums(count * s.laneVectors, zero);
  // Channels of one pass; four are hardly faster than two, and more code. Rows side by side are those of a kernel's gradient, where the sums would
  // have to leave their registers.
  int64_t atOnce = rowStep == 1 && steps % 2 == 0 && !isWide() ? 2 : 1;
  auto loop = scf::ForOp::create(b, index(0), index(steps), index(atOnce), sums);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  sums.assign(loop.getRegionIterArgs().begin(), loop.getRegionIterArgs().end());
  Cursor here = moved(row, loop.getInductionVar(), rowStep), there = moved(lane, loop.getInductionVar(), rowElements());
  for (int64_t step = 0; step < atOnce; ++step) {
    SmallVector<Value> vectors;
    for (int64_t v = 0; v < s.laneVectors; ++v)
      vectors.push_back(vector::LoadOp::create(b, vectorType, lanes, at(moved(there, step * rowElements() + v * s.vectorLength))));
    for (int64_t r = 0; r < count; ++r) {
      Value scalar = memref::LoadOp::create(b, rows, at(moved(here, step * rowStep + r * rowDistance)));
      Value factor = vector::BroadcastOp::create(b, vectorType, scalar);
      for (auto [v, vector] : llvm::enumerate(vectors)) {
        Value &sum = sums[r * s.laneVectors + v];
        sum = math::FmaOp::create(b, factor, vector, sum);
      }
    }
  }
  scf::YieldOp::create(b, sums);
  return SmallVector<Value, 16>(loop.getResults());
}
