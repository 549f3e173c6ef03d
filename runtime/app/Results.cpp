// SPDX-License-Identifier: Apache-2.0
#include "runtime/app/Results.h"

#include "runtime/app/Numbers.h"
#include "runtime/core/Size.h"

#include <math.h>
#include <string.h>

namespace kiln::runtime {

using namespace abi;

namespace {

DType typeOf(const Output &output) { return static_cast<DType>(output.dtype); }
Combine combineOf(const Output &output) { return static_cast<Combine>(output.combine); }

/// One call of an entry.
struct Batch {
  uint64_t number, first, rows;
};

/// A mean over `rows` rows times `rows`. A mean of whole numbers (a share of hits) was rounded to the
/// output's dtype; where `value` is exactly such a rounded quotient the whole number is taken, so that
/// the result over all batches does not depend on the batch size. It moves nothing by more than half a
/// unit in the last place of `value`.
double sumOfMean(double value, uint64_t rows, bool single) {
  double sum = value * double(rows), whole = nearbyint(sum);
  double again = whole / double(rows);
  bool same = single ? static_cast<float>(again) == static_cast<float>(value) : again == value;
  return same ? whole : sum;
}

class Collector {
public:
  Collector(const Output &output, Result *result) : output(output), result(*result) {}

  Status begin(const Package &package, const Entry &entry, uint64_t rows, uint64_t calls) {
    result.output = &output;
    result.name = package.text(output.name);
    result.isScalar = output.rank == 0;
    FileTensor &tensor = result.tensor;
    tensor.name = result.name;
    tensor.element = elementOf(typeOf(output));
    bool combines = result.isScalar && combineOf(output) != Combine::None;
    if (output.rowAxis < 0 && calls > 1 && !combines && combineOf(output) != Combine::Last)
      return error(Code::Mismatch,
                   "%s:%u: `%s` of `%s` cannot be combined over %llu batches: make it a sum, mean, min, "
                   "max, any or all over `%s`, or give at most %llu rows",
                   package.c(entry.file), output.line, result.name.c_str(), package.c(entry.name),
                   static_cast<unsigned long long>(calls), package.c(package.header().rowDim),
                   static_cast<unsigned long long>(entry.rowSize));
    if (result.isScalar && calls > 1 && typeOf(output) == DType::F16)
      return error(Code::Unsupported, "%s:%u: `%s` is f16, which is not combined over batches: make it f32",
                   package.c(entry.file), output.line, result.name.c_str());
    for (unsigned axis = 0; axis != output.rank; ++axis)
      tensor.dims.push_back(output.axes[axis].size);
    perRow = slotBytes(output);
    if (output.rowAxis >= 0) {
      uint64_t held = slotRows(output);
      factor = held / entry.rowSize;
      perRow /= held;
      tensor.dims.erase(tensor.dims.begin(), tensor.dims.begin() + output.rowAxis);
      tensor.dims[0] = rows * factor;
    }
    if (!product(tensor.dims.data(), tensor.dims.size(), elementSize(tensor.element), &tensor.size))
      return error(Code::OutOfMemory, "`%s` would be too large", result.name.c_str());
    if (tensor.size != 0)
      KILN_TRY(MappedFile::buffer(tensor.size, &result.storage));
    tensor.data = result.storage.data();
    return ok();
  }

  void take(const uint8_t *slot, const Batch &batch, uint64_t rowSize) {
    if (output.rowAxis >= 0) {
      memcpy(result.storage.writable() + batch.first * factor * perRow, slot,
             batch.rows * factor * perRow);
      return;
    }
    if (!result.isScalar) {
      memcpy(result.storage.writable(), slot, result.tensor.size);
      return;
    }
    memcpy(result.storage.writable(), slot, result.tensor.size);
    double value = scalarAt(output, slot);
    uint64_t weight = rowSize == 0 ? 1 : batch.rows;
    bool first = batch.number == 0;
    switch (combineOf(output)) {
    case Combine::Sum:
      total = first ? value : total + value;
      break;
    case Combine::Mean:
      total += sumOfMean(value, weight, typeOf(output) != DType::F64);
      break;
    case Combine::Min:
      total = first || isnan(value) || value < total ? value : total;
      break;
    case Combine::Max:
      total = first || isnan(value) || value > total ? value : total;
      break;
    case Combine::Any:
      total = first ? value : value != 0 || total != 0;
      break;
    case Combine::All:
      total = first ? value : value != 0 && total != 0;
      break;
    default:
      total = value;
      break;
    }
    rows += weight;
    ++calls;
  }

  void finish() {
    if (!result.isScalar)
      return;
    // The result of a single call keeps its bits.
    double value = combineOf(output) != Combine::Mean ? total
                   : calls == 1                       ? scalarAt(output, result.tensor.data)
                                                      : total / double(rows);
    if (calls > 1)
      store(value);
    result.value = value;
    result.shown = scalarText(output, value);
  }

private:
  /// The combined scalar as an element of the output's dtype.
  void store(double value) {
    uint8_t *data = result.storage.writable();
    auto put = [&](auto typed) { memcpy(data, &typed, sizeof typed); };
    switch (typeOf(output)) {
    case DType::F64:
      return put(value);
    case DType::F32:
      return put(static_cast<float>(value));
    case DType::I32:
      return put(static_cast<int32_t>(value));
    case DType::I64:
      return put(static_cast<int64_t>(value));
    case DType::U32:
      return put(static_cast<uint32_t>(value));
    case DType::BF16: {
      float single = static_cast<float>(value);
      uint32_t bits;
      memcpy(&bits, &single, sizeof bits);
      return put(static_cast<uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16));
    }
    default:
      return put(static_cast<int8_t>(value));
    }
  }

  const Output &output;
  Result &result;
  uint64_t factor = 1, perRow = 0, rows = 0, calls = 0;
  double total = 0;
};

} // namespace

double scalarAt(const Output &output, const uint8_t *slot) {
  return numberAt(elementOf(typeOf(output)), slot);
}

std::string scalarText(const Output &output, double value) {
  if (typeOf(output) == DType::Bool)
    return value != 0 ? "true" : "false";
  return decimal(value, typeOf(output) != DType::F64 && isFloat(typeOf(output)));
}

Status runEntry(Session *session, const Entry &entry, Batches *batches,
                std::vector<Result> *out_results) {
  const Package &package = session->package();
  uint64_t total = batches->hasRows() ? batches->rows() : entry.rowSize;
  uint64_t calls = 1;
  if (batches->hasRows())
    calls = (total + entry.rowSize - 1) / entry.rowSize;
  auto outputs = package.outputs(entry);
  std::vector<Result> results(outputs.size());
  std::vector<Collector> collectors;
  collectors.reserve(outputs.size());
  for (size_t i = 0; i != outputs.size(); ++i) {
    collectors.emplace_back(outputs[i], &results[i]);
    KILN_TRY(collectors[i].begin(package, entry, total, calls));
  }
  for (uint64_t call = 0; call != calls; ++call) {
    Batch batch = {call, call * entry.rowSize, entry.rowSize};
    if (batch.rows > total - batch.first)
      batch.rows = total - batch.first;
    Prologue gather = batches->gather(session, batch.first, batch.rows, nullptr);
    Status status = session->call(entry, call, static_cast<int64_t>(batch.rows), gather);
    if (!status.isOk())
      return batches->hasRows() ? error(status.code(), "%s, in rows %llu … %llu", status.message().c_str(),
                                        static_cast<unsigned long long>(batch.first),
                                        static_cast<unsigned long long>(batch.first + batch.rows - 1))
                                : status;
    for (size_t i = 0; i != outputs.size(); ++i)
      collectors[i].take(session->slot(outputs[i]), batch, entry.rowSize);
  }
  for (Collector &collector : collectors)
    collector.finish();
  *out_results = std::move(results);
  return ok();
}

} // namespace kiln::runtime
