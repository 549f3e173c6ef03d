// SPDX-License-Identifier: Apache-2.0
//
// What an entry gives back over all its calls: rows concatenated, scalars combined.
#ifndef KILN_RUNTIME_APP_RESULTS_H
#define KILN_RUNTIME_APP_RESULTS_H

#include "runtime/core/File.h"
#include "runtime/data/Batches.h"

namespace kiln::runtime {

/// One output. A scalar has `isScalar` and its value as number and text; any other its elements.
struct Result {
  const abi::Output *output = nullptr;
  std::string name;
  bool isScalar = false;
  double value = 0;
  std::string shown;      ///< the scalar as plain decimal, `true` or `false`
  FileTensor tensor;      ///< always; `data` points into `storage`
  MappedFile storage;
};

/// Runs all calls that the data of `batches` need, of an infer entry. `out_results` are in program order.
/// One caller at a time.
Status runEntry(Session *session, const abi::Entry &entry, Batches *batches,
                std::vector<Result> *out_results);

/// The scalar in `slot`, as a number and as text.
double scalarAt(const abi::Output &output, const uint8_t *slot);
std::string scalarText(const abi::Output &output, double value);

} // namespace kiln::runtime

#endif // KILN_RUNTIME_APP_RESULTS_H
