// SPDX-License-Identifier: Apache-2.0
//===- Arithmetic.cpp - numbers, alone and in vectors ---------------------===//
#include "compiler/native/translate/Translator.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"

using namespace mlir;
using namespace kiln::native;
using llvm::CmpInst;
using llvm::Instruction;
using llvm::Intrinsic::ID;

namespace {

template <class Op>
void binary(Translator &t, Instruction::BinaryOps code) {
  t.value<Op>([&t, code](Op op) {
    return t.builder.CreateBinOp(code, t[op->getOperand(0)], t[op->getOperand(1)]);
  });
}
template <class Op>
void convert(Translator &t, Instruction::CastOps code) {
  t.value<Op>([&t, code](Op op) {
    return t.builder.CreateCast(code, t[op->getOperand(0)], t.typeOf(op->getResult(0)));
  });
}
/// An intrinsic that is overloaded by its result.
template <class Op>
void intrinsic(Translator &t, ID id) {
  t.value<Op>([&t, id](Op op) {
    return t.builder.CreateIntrinsic(id, {t.typeOf(op->getResult(0))}, t.all(op->getOperands()));
  });
}

CmpInst::Predicate predicateOf(arith::CmpIPredicate predicate) {
  using P = arith::CmpIPredicate;
  switch (predicate) {
  case P::eq: return CmpInst::ICMP_EQ;
  case P::ne: return CmpInst::ICMP_NE;
  case P::slt: return CmpInst::ICMP_SLT;
  case P::sle: return CmpInst::ICMP_SLE;
  case P::sgt: return CmpInst::ICMP_SGT;
  case P::sge: return CmpInst::ICMP_SGE;
  case P::ult: return CmpInst::ICMP_ULT;
  case P::ule: return CmpInst::ICMP_ULE;
  case P::ugt: return CmpInst::ICMP_UGT;
  case P::uge: return CmpInst::ICMP_UGE;
  }
  llvm_unreachable("all predicates are named");
}
CmpInst::Predicate predicateOf(arith::CmpFPredicate predicate) {
  using P = arith::CmpFPredicate;
  switch (predicate) {
  case P::AlwaysFalse: return CmpInst::FCMP_FALSE;
  case P::AlwaysTrue: return CmpInst::FCMP_TRUE;
  case P::OEQ: return CmpInst::FCMP_OEQ;
  case P::OGT: return CmpInst::FCMP_OGT;
  case P::OGE: return CmpInst::FCMP_OGE;
  case P::OLT: return CmpInst::FCMP_OLT;
  case P::OLE: return CmpInst::FCMP_OLE;
  case P::ONE: return CmpInst::FCMP_ONE;
  case P::ORD: return CmpInst::FCMP_ORD;
  case P::UEQ: return CmpInst::FCMP_UEQ;
  case P::UGT: return CmpInst::FCMP_UGT;
  case P::UGE: return CmpInst::FCMP_UGE;
  case P::ULT: return CmpInst::FCMP_ULT;
  case P::ULE: return CmpInst::FCMP_ULE;
  case P::UNE: return CmpInst::FCMP_UNE;
  case P::UNO: return CmpInst::FCMP_UNO;
  }
  llvm_unreachable("all predicates are named");
}

/// Rounds towards minus infinity, where LLVM rounds towards zero.
llvm::Value *floorDivide(llvm::Value *a, llvm::Value *b, llvm::IRBuilder<> &builder) {
  llvm::Value *quotient = builder.CreateSDiv(a, b);
  llvm::Value *rest = builder.CreateSub(a, builder.CreateMul(quotient, b));
  llvm::Value *zero = llvm::Constant::getNullValue(a->getType());
  llvm::Value *isUneven = builder.CreateICmpNE(rest, zero);
  llvm::Value *differs = builder.CreateICmpSLT(builder.CreateXor(a, b), zero);
  llvm::Value *one = llvm::ConstantInt::get(a->getType(), 1);
  return builder.CreateSelect(builder.CreateAnd(isUneven, differs), builder.CreateSub(quotient, one),
                              quotient);
}

/// x * 2^n: x times one half of the power is exact, so that the whole is rounded once.
llvm::Value *scaledByPower(llvm::Value *x, llvm::Value *n, llvm::IRBuilder<> &builder) {
  auto number = [&](int64_t value) { return llvm::ConstantInt::get(n->getType(), value); };
  auto power = [&](llvm::Value *bits) {
    return builder.CreateBitCast(builder.CreateShl(builder.CreateAdd(bits, number(127)), number(23)), x->getType());
  };
  llvm::Value *half = builder.CreateAShr(n, number(1));
  return builder.CreateFMul(builder.CreateFMul(x, power(half)), power(builder.CreateSub(n, half)));
}

void addIntegers(Translator &t) {
  binary<arith::AddIOp>(t, Instruction::Add);
  binary<arith::SubIOp>(t, Instruction::Sub);
  binary<arith::MulIOp>(t, Instruction::Mul);
  binary<arith::DivUIOp>(t, Instruction::UDiv);
  binary<arith::DivSIOp>(t, Instruction::SDiv);
  binary<arith::RemUIOp>(t, Instruction::URem);
  binary<arith::RemSIOp>(t, Instruction::SRem);
  binary<arith::AndIOp>(t, Instruction::And);
  binary<arith::OrIOp>(t, Instruction::Or);
  binary<arith::XOrIOp>(t, Instruction::Xor);
  binary<arith::ShLIOp>(t, Instruction::Shl);
  binary<arith::ShRUIOp>(t, Instruction::LShr);
  binary<arith::ShRSIOp>(t, Instruction::AShr);
  intrinsic<arith::MinUIOp>(t, llvm::Intrinsic::umin);
  intrinsic<arith::MaxUIOp>(t, llvm::Intrinsic::umax);
  intrinsic<arith::MinSIOp>(t, llvm::Intrinsic::smin);
  intrinsic<arith::MaxSIOp>(t, llvm::Intrinsic::smax);
  convert<arith::TruncIOp>(t, Instruction::Trunc);
  convert<arith::ExtUIOp>(t, Instruction::ZExt);
  convert<arith::ExtSIOp>(t, Instruction::SExt);
  t.value<arith::IndexCastOp>([&t](arith::IndexCastOp op) {
    return t.builder.CreateSExtOrTrunc(t[op.getIn()], t.typeOf(op));
  });
  t.value<arith::FloorDivSIOp>([&t](arith::FloorDivSIOp op) {
    return floorDivide(t[op.getLhs()], t[op.getRhs()], t.builder);
  });
  t.value<arith::CmpIOp>([&t](arith::CmpIOp op) {
    return t.builder.CreateICmp(predicateOf(op.getPredicate()), t[op.getLhs()], t[op.getRhs()]);
  });
}

void addFloats(Translator &t) {
  binary<arith::AddFOp>(t, Instruction::FAdd);
  binary<arith::SubFOp>(t, Instruction::FSub);
  binary<arith::MulFOp>(t, Instruction::FMul);
  binary<arith::DivFOp>(t, Instruction::FDiv);
  convert<arith::ExtFOp>(t, Instruction::FPExt);
  convert<arith::TruncFOp>(t, Instruction::FPTrunc);
  convert<arith::SIToFPOp>(t, Instruction::SIToFP);
  convert<arith::UIToFPOp>(t, Instruction::UIToFP);
  convert<arith::FPToSIOp>(t, Instruction::FPToSI);
  convert<arith::FPToUIOp>(t, Instruction::FPToUI);
  t.value<arith::NegFOp>([&t](arith::NegFOp op) { return t.builder.CreateFNeg(t[op.getOperand()]); });
  t.value<arith::CmpFOp>([&t](arith::CmpFOp op) {
    return t.builder.CreateFCmp(predicateOf(op.getPredicate()), t[op.getLhs()], t[op.getRhs()]);
  });
  t.value<LLVM::CallIntrinsicOp>([&t](LLVM::CallIntrinsicOp op) {
    assert(op.getIntrin() == "llvm.ldexp" && "the only one that functions use");
    llvm::Value *x = t[op.getArgs()[0]], *n = t[op.getArgs()[1]];
    return t.has.scaling ? t.builder.CreateIntrinsic(llvm::Intrinsic::ldexp, {x->getType(), n->getType()}, {x, n})
                            : scaledByPower(x, n, t.builder);
  });
  intrinsic<math::AbsFOp>(t, llvm::Intrinsic::fabs);
  intrinsic<math::CeilOp>(t, llvm::Intrinsic::ceil);
  intrinsic<math::CopySignOp>(t, llvm::Intrinsic::copysign);
  intrinsic<math::CosOp>(t, llvm::Intrinsic::cos);
  intrinsic<math::ExpOp>(t, llvm::Intrinsic::exp);
  intrinsic<math::FloorOp>(t, llvm::Intrinsic::floor);
  if (t.has.fma)
    intrinsic<math::FmaOp>(t, llvm::Intrinsic::fma);
  else
    t.value<math::FmaOp>([&t](math::FmaOp op) {
      return t.builder.CreateFAdd(t.builder.CreateFMul(t[op.getA()], t[op.getB()]), t[op.getC()]);
    });
  intrinsic<math::LogOp>(t, llvm::Intrinsic::log);
  intrinsic<math::PowFOp>(t, llvm::Intrinsic::pow);
  intrinsic<math::RoundEvenOp>(t, llvm::Intrinsic::roundeven);
  intrinsic<math::SinOp>(t, llvm::Intrinsic::sin);
  intrinsic<math::SqrtOp>(t, llvm::Intrinsic::sqrt);
  intrinsic<math::TanhOp>(t, llvm::Intrinsic::tanh);
}

} // namespace

void kiln::native::addArithmetic(Translator &t) {
  t.value<arith::ConstantOp>([&t](arith::ConstantOp op) {
    return t.valueOf(op);
  });
  t.value<arith::SelectOp>([&t](arith::SelectOp op) {
    return t.builder.CreateSelect(t[op.getCondition()], t[op.getTrueValue()], t[op.getFalseValue()]);
  });
  convert<arith::BitcastOp>(t, Instruction::BitCast);
  addIntegers(t);
  addFloats(t);
}
