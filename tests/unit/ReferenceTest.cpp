// SPDX-License-Identifier: Apache-2.0
//===- ReferenceTest.cpp - the interpreter from C++ -----------------------===//
#include "dialects/kiln/reference/Base.h"
#include "dialects/kiln/reference/Interpreter.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"

#include <gtest/gtest.h>

using namespace mlir;
using namespace kiln;
using namespace kiln::reference;

namespace {
struct ReferenceTest : testing::Test {
  MLIRContext context{MLIRContext::Threading::DISABLED};
  OwningOpRef<ModuleOp> module;

  EntryOp parse(StringRef text) {
    context.loadDialect<KilnDialect>();
    module = parseSourceString<ModuleOp>(text, &context);
    return module ? *module->getOps<EntryOp>().begin() : EntryOp();
  }
};
} // namespace

// Salmon et al. 2011, known answers of the authors' Random123.
TEST_F(ReferenceTest, PhiloxKnownAnswers) {
  using Words = std::array<uint32_t, 4>;
  EXPECT_EQ(philox({0, 0, 0, 0}, 0, 0),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({~0u, ~0u, ~0u, ~0u}, ~0u, ~0u),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST_F(ReferenceTest, RoundsToTheElementTypeUnlessPrecise) {
  EntryOp entry = parse(R"(
    kiln.entry infer @f(%x: tensor<1xf32> {kiln.input = "x"}) -> (tensor<1xf32> {kiln.output = "y"}) {
      %y = kiln.exp %x : tensor<1xf32>
      kiln.return %y : tensor<1xf32>
    })");
  ASSERT_TRUE(entry);
  HostTensor x(cast<RankedTensorType>(entry.getArgumentTypes()[0]));
  x.floats = {1};
  EXPECT_EQ((*interpret(entry, x))[0].floats[0], double(float(std::exp(1.0))));
  InterpretOptions options;
  options.precise = true;
  EXPECT_EQ((*interpret(entry, x, options))[0].floats[0], std::exp(1.0));
}

TEST_F(ReferenceTest, CallsBackAfterEachOpAndReportsFaults) {
  EntryOp entry = parse(R"(
    kiln.entry infer @f(%x: tensor<3xf32> {kiln.input = "x"}, %i: tensor<2xi32> {kiln.input = "i"})
        -> (tensor<2xf32> {kiln.output = "y"}) {
      %p = kiln.gather %x[%i] axes [0] batch 0 : tensor<3xf32>, tensor<2xi32> -> tensor<2xf32>
      %y = kiln.neg %p : tensor<2xf32>
      kiln.return %y : tensor<2xf32>
    })");
  ASSERT_TRUE(entry);
  HostTensor x(cast<RankedTensorType>(entry.getArgumentTypes()[0]));
  HostTensor i(cast<RankedTensorType>(entry.getArgumentTypes()[1]));
  x.floats = {1, 2, 3};
  i.ints = {1, 7};
  std::vector<std::string> names;
  SmallVector<Operation *> faults;
  InterpretOptions options;
  auto note = [&](Operation *op, ArrayRef<const HostTensor *> results) {
    names.push_back(op->getName().getStringRef().str());
    EXPECT_EQ(results.size(), 1u);
  };
  options.afterOp = note;
  options.faults = &faults;
  auto results = interpret(entry, {x, i}, options);
  ASSERT_TRUE(succeeded(results));
  EXPECT_EQ((*results)[0].floats, (std::vector<double>{-2, -3}));
  EXPECT_EQ(names, (std::vector<std::string>{"kiln.gather", "kiln.neg"}));
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_TRUE(isa<GatherOp>(faults[0]));
}

TEST_F(ReferenceTest, BytesComeBackAsTheyWent) {
  MLIRContext *c = &context;
  std::vector<char> bytes(64);
  for (size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = char(i * 37 % 59);
  for (Type element : {Type(Float64Type::get(c)), Type(Float32Type::get(c)),
                       Type(BFloat16Type::get(c)), Type(Float16Type::get(c)),
                       Type(IntegerType::get(c, 8, IntegerType::Unsigned)),
                       Type(IntegerType::get(c, 32, IntegerType::Unsigned)),
                       Type(IntegerType::get(c, 8)), Type(IntegerType::get(c, 64))}) {
    auto type = RankedTensorType::get({64 / bytesOf(element)}, element);
    EXPECT_EQ(HostTensor::fromBytes(type, bytes)->toBytes(), bytes);
  }
  EXPECT_TRUE(failed(HostTensor::fromBytes(RankedTensorType::get({3}, Float32Type::get(c)), bytes)));
}

// A training step of the smallest real model has to be quick enough for tests.
TEST_F(ReferenceTest, LayerOfAModelIsQuick) {
  EntryOp entry = parse(R"(
    kiln.entry infer @f(%x: tensor<128x784xf32> {kiln.input = "x"}, %w: tensor<784x512xf32> {kiln.input = "w"})
        -> (tensor<128x512xf32> {kiln.output = "y"}) {
      %y = kiln.contract %x [0, 2], %w [2, 1] -> [0, 1]
        : tensor<128x784xf32>, tensor<784x512xf32> -> tensor<128x512xf32>
      kiln.return %y : tensor<128x512xf32>
    })");
  ASSERT_TRUE(entry);
  HostTensor x(cast<RankedTensorType>(entry.getArgumentTypes()[0]));
  HostTensor w(cast<RankedTensorType>(entry.getArgumentTypes()[1]));
  llvm::fill(x.floats, 2);
  llvm::fill(w.floats, 0.5);
  auto start = std::chrono::steady_clock::now();
  auto results = interpret(entry, {x, w});
  std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  ASSERT_TRUE(succeeded(results));
  EXPECT_EQ((*results)[0].floats[4711], 784);
  RecordProperty("milliseconds", int(taken.count() * 1000));
  EXPECT_LT(taken.count(), 5.0);
}
