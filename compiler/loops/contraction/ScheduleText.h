// SPDX-License-Identifier: Apache-2.0
//===- ScheduleText.h - a schedule in one line ----------------------------===//
#pragma once

#include "compiler/loops/contraction/Winograd.h"

#include <string>

namespace kiln::loops {

/// `tile 12 x 32, vectors of 16, sums of 784, packed, 16 units`: rows x lanes of one register tile, lanes of a vector, products
/// of one sum in registers, whether the lane operand is copied into panels, pieces that workers share out.
std::string textOf(const ContractionSchedule &schedule, const WinogradPlan *plan);

} // namespace kiln::loops
