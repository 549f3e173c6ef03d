// SPDX-License-Identifier: Apache-2.0
//
// Numbers as people and other programs read them: plain decimals, never an exponent.
#ifndef KILN_RUNTIME_APP_NUMBERS_H
#define KILN_RUNTIME_APP_NUMBERS_H

#include "runtime/core/Element.h"

namespace kiln::runtime {

/// The shortest plain decimal that reads back as `value` (as a float where `single`): `0.8912`, `nan`.
std::string decimal(double value, bool single);

/// `93312` as `93,312`.
std::string grouped(uint64_t value);

/// `12.3 MB`.
std::string byteSize(uint64_t bytes);

/// `8 s`, `3:07`, `1:02:15`.
std::string duration(double seconds);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_APP_NUMBERS_H
