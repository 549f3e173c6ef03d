// SPDX-License-Identifier: Apache-2.0
//===- Random.cpp - draws depend on nothing that has a derivative ---------===//
#include "compiler/graph/gradients/Gradients.h"

using namespace kiln;

void kiln::addRandomGradients(GradientRules &rules) { rules.addNone<RandomOp>(); }
