// SPDX-License-Identifier: Apache-2.0
#include "runtime/data/Batches.h"

#include <algorithm>
#include <string.h>
#include <zlib.h>

namespace kiln::runtime {

using namespace abi;

namespace {

/// Batches up to this size the caller copies alone: that is shorter than a barrier.
constexpr uint64_t kAlone = 16 << 10;

unsigned long long show(uint64_t value) { return value; }

DType typeOf(const Input &input) { return static_cast<DType>(input.dtype); }

/// Whether `file` is `wanted` with any of its unit axes left out.
bool sameButUnits(const uint64_t *file, size_t fileRank, const Axis *wanted, size_t rank) {
  size_t at = 0;
  for (size_t axis = 0; axis != rank; ++axis) {
    if (at != fileRank && file[at] == wanted[axis].size)
      ++at;
    else if (wanted[axis].size != 1)
      return false;
  }
  return at == fileRank;
}

std::string axes(const Package &package, const Axis *first, size_t count) {
  std::string result = "[";
  for (size_t i = 0; i != count; ++i) {
    std::string_view name = package.text(first[i].name);
    std::string size = text("%llu", show(first[i].size));
    result += i == 0 ? "" : ", ";
    result += name.empty() || name == size ? size : std::string(name) + " = " + size;
  }
  return result + "]";
}

/// Bytes of a text, as rows of `input` one after the other; what fills no row is left out.
void cutRows(const Input &input, FileTensor *tensor) {
  uint64_t row = 1;
  for (size_t axis = size_t(input.rowAxis) + 1; axis != input.rank; ++axis)
    row *= input.axes[axis].size;
  tensor->dims = {tensor->size / row};
  for (size_t axis = size_t(input.rowAxis) + 1; axis != input.rank; ++axis)
    tensor->dims.push_back(input.axes[axis].size);
  tensor->size = tensor->dims[0] * row;
}

std::string dims(const uint64_t *first, size_t count) {
  std::string result = "[";
  for (size_t i = 0; i != count; ++i)
    result += text("%s%llu", i == 0 ? "" : ", ", show(first[i]));
  return result + "]";
}

} // namespace

Status Batches::bind(const Package &package, const Entry &entry, const std::vector<NamedFile> &files) {
  Batches next;
  next.entry_ = &entry;
  auto inputs = package.inputs(entry);
  for (size_t i = 0; i != files.size(); ++i) {
    auto matches = [&](const Input &input) { return package.text(input.name) == files[i].name; };
    if (std::none_of(inputs.begin(), inputs.end(), matches)) {
      std::string known;
      for (const Input &input : inputs)
        known += (known.empty() ? "" : ", ") + std::string(package.text(input.name));
      return error(Code::Usage, "`%s` has no input `%s` (it has: %s)", package.c(entry.name),
                   files[i].name.c_str(), known.empty() ? "none" : known.c_str());
    }
    for (size_t k = 0; k != i; ++k)
      if (files[k].name == files[i].name)
        return error(Code::Usage, "input `%s` is given twice", files[i].name.c_str());
  }
  for (const Input &input : inputs) {
    auto given = std::find_if(files.begin(), files.end(), [&](const NamedFile &file) {
      return package.text(input.name) == file.name;
    });
    if (given != files.end()) {
      KILN_TRY(next.bindOne(package, input, *given));
    } else if (input.hasDefault) {
      Bound bound = {&input, {}, true, 0, slotBytes(input) / dtypeSize(typeOf(input)), {}};
      bound.array.tensor.element = elementOf(typeOf(input));
      bound.array.tensor.data = package.defaultValue(input);
      bound.array.tensor.size = slotBytes(input);
      next.bound_.push_back(std::move(bound));
    } else {
      return error(Code::Usage, "input `%s` of `%s` is not given: add `%s=FILE` (%s)",
                   package.c(input.name), package.c(entry.name), package.c(input.name),
                   package.type(input).c_str());
    }
  }
  KILN_TRY(next.checkRows(package));
  for (const Bound &bound : next.bound_)
    KILN_TRY(next.checkValues(package, bound));
  *this = std::move(next);
  return ok();
}

Status Batches::bindOne(const Package &package, const Input &input, const NamedFile &file) {
  Bound bound = {&input, {}, false, 0, 1, file};
  KILN_TRY(openArray(file.path.c_str(), file.name, &bound.array, typeOf(input) == DType::U8));
  if (bound.array.isText && input.rowAxis >= 0)
    cutRows(input, &bound.array.tensor);
  const FileTensor &tensor = bound.array.tensor;
  const char *name = package.c(input.name), *path = file.path.c_str();
  bool widen = package.header().precision == static_cast<uint8_t>(Precision::F64);
  if (!convertible(tensor.element, typeOf(input), widen))
    return error(Code::Mismatch, "`%s` is %s, but `%s` holds %s", name, package.type(input).c_str(), path,
                 typeText(tensor.element, tensor.dims).c_str());
  size_t rank = input.rank;
  if (input.rowAxis < 0) {
    if (!sameButUnits(tensor.dims.data(), tensor.dims.size(), input.axes, rank))
      return error(Code::Mismatch, "`%s` is %s with axes %s, but `%s` holds %s", name,
                   package.type(input).c_str(), axes(package, input.axes, rank).c_str(), path,
                   typeText(tensor.element, tensor.dims).c_str());
    bound.perRow = slotBytes(input) / dtypeSize(typeOf(input));
  } else {
    size_t inner = size_t(input.rowAxis) + 1;
    if (tensor.dims.empty())
      return error(Code::Mismatch, "`%s` is %s, one row after another, but `%s` holds a single %s", name,
                   package.type(input).c_str(), path, elementName(tensor.element));
    if (!sameButUnits(tensor.dims.data() + 1, tensor.dims.size() - 1, input.axes + inner, rank - inner))
      return error(Code::Mismatch, "a row of `%s` is %s, but a row of `%s` is %s (`%s` is %s)", name,
                   axes(package, input.axes + inner, rank - inner).c_str(), path,
                   dims(tensor.dims.data() + 1, tensor.dims.size() - 1).c_str(), name,
                   package.type(input).c_str());
    bound.factor = slotRows(input) / entry_->rowSize;
    for (size_t axis = inner; axis != rank; ++axis)
      bound.perRow *= input.axes[axis].size;
  }
  bound_.push_back(std::move(bound));
  return ok();
}

Status Batches::checkRows(const Package &package) {
  const Bound *leader = nullptr;
  for (const Bound &bound : bound_) {
    if (bound.factor == 0)
      continue;
    uint64_t rows = bound.array.tensor.dims[0];
    const char *name = package.c(bound.input->name);
    if (rows == 0)
      return error(Code::Mismatch, "`%s` holds no rows", bound.file.path.c_str());
    if (rows % bound.factor != 0)
      return error(Code::Mismatch, "`%s` takes %llu rows at a time, and `%s` holds %llu, no multiple",
                   name, show(bound.factor), bound.file.path.c_str(), show(rows));
    rows /= bound.factor;
    if (leader && rows != rows_)
      return error(Code::Mismatch, "the numbers of rows disagree: %llu of `%s` in `%s`, %llu of `%s` in "
                                   "`%s`",
                   show(rows_), package.c(leader->input->name), leader->file.path.c_str(), show(rows), name,
                   bound.file.path.c_str());
    if (bound.factor > 1 && rows % entry_->rowSize != 0 &&
        entry_->mode == static_cast<uint8_t>(Mode::Infer))
      return error(Code::Mismatch, "`%s` takes %llu rows in one call, and `%s` holds %llu, no multiple",
                   name, show(slotRows(*bound.input)), bound.file.path.c_str(),
                   show(bound.array.tensor.dims[0]));
    leader = &bound;
    rows_ = rows;
    hasRows_ = true;
  }
  if (!hasRows_)
    return ok();
  if (rows_ > UINT32_MAX)
    return error(Code::Mismatch, "%llu rows are more than the %u that are supported", show(rows_),
                 UINT32_MAX);
  if (entry_->mode == static_cast<uint8_t>(Mode::Train) && rows_ < entry_->rowSize)
    return error(Code::Mismatch, "`%s` holds %llu rows, fewer than one step of `%s` takes (%llu)",
                 leader->file.path.c_str(), show(rows_), package.c(entry_->name), show(entry_->rowSize));
  return ok();
}

Status Batches::checkValues(const Package &package, const Bound &bound) const {
  bool isBool = typeOf(*bound.input) == DType::Bool;
  int64_t limit = isBool ? 2 : bound.input->indexLimit;
  if (limit < 0 || bound.isDefault || isFloat(typeOf(*bound.input)))
    return ok();
  const FileTensor &tensor = bound.array.tensor;
  uint32_t unit = elementSize(tensor.element);
  uint64_t count = tensor.size / unit;
  for (uint64_t i = 0; i != count; ++i) {
    int64_t value = integerAt(tensor.element, tensor.data + i * unit);
    bool inside = value >= 0 && value < limit;
    if (inside)
      continue;
    std::string place = bound.factor ? text("row %llu of `%s`", show(i / bound.perRow), bound.file.path.c_str())
                                     : text("element %llu of `%s`", show(i), bound.file.path.c_str());
    return error(Code::BadData, "%s: `%s` is %lld, outside 0 … %lld", place.c_str(),
                 package.c(bound.input->name), static_cast<long long>(value),
                 static_cast<long long>(limit - 1));
  }
  return ok();
}

std::vector<DataMark> Batches::marks() const {
  std::vector<DataMark> marks;
  for (const Bound &bound : bound_) {
    if (bound.isDefault)
      continue;
    DataMark mark;
    mark.input = bound.file.name;
    mark.rows = bound.factor ? bound.array.tensor.dims[0] : 0;
    mark.crc = static_cast<uint32_t>(crc32_z(0, bound.array.tensor.data, bound.array.tensor.size));
    marks.push_back(std::move(mark));
  }
  return marks;
}

Prologue Batches::gather(Session *session, uint64_t first, uint64_t count, const uint32_t *order) {
  pending_ = {session, first, count, order};
  uint64_t bytes = 0;
  for (const Bound &bound : bound_)
    bytes += slotBytes(*bound.input);
  if (bytes <= kAlone) {
    run(this, 0, 1);
    return {};
  }
  return {run, this};
}

void Batches::run(void *context, int64_t worker, int64_t workers) {
  const Batches *batches = static_cast<const Batches *>(context);
  for (const Bound &bound : batches->bound_)
    batches->copyRows(bound, batches->pending_.session->slot(*bound.input), worker, workers);
}

void Batches::copyRows(const Bound &bound, uint8_t *slot, int64_t worker, int64_t workers) const {
  const FileTensor &tensor = bound.array.tensor;
  DType type = typeOf(*bound.input);
  uint64_t fileUnit = elementSize(tensor.element), unit = dtypeSize(type);
  uint64_t share = uint64_t(worker), shares = uint64_t(workers);
  if (bound.factor == 0) {
    uint64_t from = bound.perRow * share / shares, to = bound.perRow * (share + 1) / shares;
    convert(tensor.element, tensor.data + from * fileUnit, type, slot + from * unit, to - from);
    return;
  }
  uint64_t held = slotRows(*bound.input), valid = pending_.count * bound.factor;
  uint64_t from = held * share / shares, to = held * (share + 1) / shares;
  for (uint64_t row = from; row != to; ++row) {
    uint8_t *target = slot + row * bound.perRow * unit;
    // Behind a short last batch its last row goes on: what is computed of it is as valid as that row, and not kept.
    uint64_t taken = row < valid ? row : valid - 1;
    uint64_t place = pending_.first + taken / bound.factor;
    uint64_t source = pending_.order ? pending_.order[place] : place;
    source = source * bound.factor + taken % bound.factor;
    convert(tensor.element, tensor.data + source * bound.perRow * fileUnit, type, target, bound.perRow);
  }
}

} // namespace kiln::runtime
