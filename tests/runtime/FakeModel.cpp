// SPDX-License-Identifier: Apache-2.0
#include "tests/runtime/FakeModel.h"

namespace kiln::test {

using namespace abi;

namespace {

template <typename Slot>
Slot slot(PackageBuilder *builder, const char *name, DType type, uint64_t offset,
          std::initializer_list<std::pair<uint64_t, const char *>> axes, int rowAxis) {
  Slot result = {};
  result.name = builder->string(name);
  result.dtype = static_cast<uint8_t>(type);
  result.offset = offset;
  result.rowAxis = static_cast<int8_t>(rowAxis);
  result.line = 7;
  builder->axes(&result, axes);
  return result;
}

} // namespace

PackageBuilder fakeModel(uint64_t rows) {
  fakeRows = static_cast<int64_t>(rows);
  PackageBuilder builder;
  Header &header = builder.header;
  header.model = builder.string("fake");
  header.source = builder.string("fake.kiln");
  header.compiler = builder.string("0.1.0");
  header.rowDim = builder.string("B");
  header.rowSize = rows;
  header.arenaSize = (kArena + 63) / 64 * 64;
  header.parameterCount = kFeatures * kClasses + kLayers * kBias;
  header.functionCount = kFunctions;
  builder.dims.push_back({builder.string("B"), rows});

  auto storage = [&](const char *path, StorageKind kind, DType type, uint64_t offset,
                     std::vector<uint64_t> dims) -> Storage & {
    Storage record = {};
    record.path = builder.string(path);
    record.kind = static_cast<uint8_t>(kind);
    record.dtype = static_cast<uint8_t>(type);
    record.offset = offset;
    record.size = dtypeSize(type);
    for (uint64_t dim : dims) {
      record.dims[record.rank++] = dim;
      record.size *= dim;
    }
    record.checkpoint = kind != StorageKind::SessionState;
    builder.storages.push_back(record);
    return builder.storages.back();
  };
  Storage &w = storage("net.w", StorageKind::Param, DType::F32, kWeight, {kFeatures, kClasses});
  w.layout.kind = static_cast<uint8_t>(LayoutKind::Panels);
  w.layout.nFirst = 1;
  w.layout.nCount = 1;
  w.layout.kCount = 1;
  w.layout.kAxes[0] = 0;
  w.layout.nr = 2;
  w.size = 2 * kFeatures * 2 * 4;
  storage("net.layers[*].b", StorageKind::Param, DType::F32, kBiases, {kLayers, kBias}).stacked = 1;
  storage("opt.m", StorageKind::TrainState, DType::F32, kMoment, {kFeatures, kClasses});
  storage("opt.n", StorageKind::TrainState, DType::I32, kCounter, {});
  storage("scratch", StorageKind::SessionState, DType::F32, kScratch, {4});

  auto entry = [&](const char *name, Mode mode, uint32_t function, uint64_t rowSize,
                   std::vector<Input> inputs, std::vector<Output> outputs) {
    Entry record = {};
    record.name = builder.string(name);
    record.mode = static_cast<uint8_t>(mode);
    record.function = function;
    record.rowSize = rowSize;
    record.inputFirst = static_cast<uint32_t>(builder.inputs.size());
    record.inputCount = static_cast<uint32_t>(inputs.size());
    record.outputFirst = static_cast<uint32_t>(builder.outputs.size());
    record.outputCount = static_cast<uint32_t>(outputs.size());
    record.faultCount = mode == Mode::Train ? 2 : 0;
    record.file = builder.string("fake.kiln");
    record.line = 5;
    builder.entries.push_back(record);
    builder.inputs.insert(builder.inputs.end(), inputs.begin(), inputs.end());
    builder.outputs.insert(builder.outputs.end(), outputs.begin(), outputs.end());
  };
  auto x = [&] {
    Input input = slot<Input>(&builder, "x", DType::F32, kInputX, {{rows, "B"}, {kFeatures, "D"}}, 0);
    input.indexLimit = -1;
    return input;
  };
  auto label = [&] {
    Input input = slot<Input>(&builder, "label", DType::I32, kInputLabel, {{rows, "B"}}, 0);
    input.indexLimit = kClasses;
    return input;
  };
  auto scalar = [&](const char *name, DType type, uint64_t offset, Combine combine) {
    Output output = slot<Output>(&builder, name, type, offset, {}, -1);
    output.combine = static_cast<uint8_t>(combine);
    return output;
  };
  entry("init", Mode::Init, kInit, 0, {}, {});
  entry("step", Mode::Train, kStep, rows, {x(), label()},
        {scalar("loss", DType::F32, kLoss, Combine::Mean)});
  Output y = slot<Output>(&builder, "y", DType::F32, kOutputY, {{rows, "B"}, {kClasses, "C"}}, 0);
  y.combine = static_cast<uint8_t>(Combine::Rows);
  entry("score", Mode::Infer, kScore, rows, {x(), label()},
        {y, scalar("accuracy", DType::F32, kAccuracy, Combine::Mean),
         scalar("hits", DType::I32, kHits, Combine::Sum),
         scalar("worst", DType::F32, kWorst, Combine::Max)});
  entry("echo", Mode::Infer, kEchoEntry, rows, {x()},
        {scalar("first", DType::F32, kEcho, Combine::None)});
  entry("tiny", Mode::Infer, kTiny, 0, {}, {scalar("count", DType::F32, kEcho, Combine::None)});

  for (const char *kernel : {"update_0", "norm_0"}) {
    Launch launch = {};
    launch.kernel = builder.string(kernel);
    launch.path = builder.string(builder.launches.empty() ? "net" : "");
    launch.file = builder.string("fake.kiln");
    launch.line = 12;
    launch.entry = 1;
    launch.flops = 2 * rows * kFeatures * kClasses;
    launch.bytes = 4 * rows * kFeatures;
    builder.launches.push_back(launch);
  }
  for (const char *message : {"index `a` of `table[a]` left its axis of 10", "index `b` left its axis"}) {
    FaultSite site = {};
    site.kind = static_cast<uint8_t>(FaultKind::Index);
    site.line = 9;
    site.column = 3;
    site.file = builder.string("fake.kiln");
    site.message = builder.string(message);
    site.path = builder.string("net");
    builder.faults.push_back(site);
  }
  return builder;
}

} // namespace kiln::test
