// SPDX-License-Identifier: Apache-2.0
#include "runtime/core/Session.h"

#include "runtime/core/Element.h"

#include <errno.h>
#include <algorithm>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

namespace kiln::runtime {

using namespace abi;

namespace {

/// Arenas of at least this size are aligned to it and offered to the kernel for large pages.
constexpr size_t kLargePage = 2 << 20;
constexpr size_t kPage = 4 << 10;

struct CallRegion {
  KilnCall call;
  KilnEntryFn function;
  Prologue prologue;
};

void runCall(void *context, int64_t worker, int64_t workers) {
  CallRegion *region = static_cast<CallRegion *>(context);
  if (region->prologue.region) {
    region->prologue.region(region->prologue.context, worker, workers);
    kiln_barrier(&region->call, worker, workers);
  }
  region->function(&region->call, worker, workers);
}

bool finite(const uint8_t *data, DType type) {
  if (type == DType::F32) {
    float value;
    memcpy(&value, data, sizeof value);
    return isfinite(value);
  }
  if (type == DType::F64) {
    double value;
    memcpy(&value, data, sizeof value);
    return isfinite(value);
  }
  uint16_t bits;
  memcpy(&bits, data, sizeof bits);
  uint16_t exponent = type == DType::BF16 ? 0x7f80 : 0x7c00;
  return (bits & exponent) != exponent;
}

/// `mlp.kiln:12: logits f32[8, 10]: least -1.5, mean 0.25, greatest 3, first 0.5 0.25 1`, to stderr.
void show(const Package &package, const Output &print, const uint8_t *data) {
  constexpr uint64_t kFirst = 4;
  auto element = elementOf(static_cast<DType>(print.dtype));
  uint64_t count = 1, unit = elementSize(element);
  for (unsigned axis = 0; axis != print.rank; ++axis)
    count *= print.axes[axis].size;
  double least = INFINITY, greatest = -INFINITY, sum = 0;
  std::string first;
  for (uint64_t i = 0; i != count; ++i) {
    double value = numberAt(element, data + i * unit);
    least = std::min(least, value);
    greatest = std::max(greatest, value);
    sum += value;
    if (i < kFirst)
      first += text(" %.7g", value);
  }
  std::string line = package.c(print.name);
  if (print.rank == 0)
    line += first;
  else
    line += text(" %s: least %.7g, mean %.7g, greatest %.7g, first%s", package.type(print).c_str(), least,
                 sum / double(count), greatest, first.c_str());
  fprintf(stderr, "%s\n", line.c_str());
}

} // namespace

Session::~Session() {
  if (mapping_)
    munmap(mapping_, mapped_);
}

Status Session::open(const Package &package, const KilnEntryFn *table, const Executor &executor,
                     uint32_t seed) {
  package_ = &package;
  table_ = table + package.header().functionFirst;
  executor_ = executor;
  size_t size = package.header().arenaSize;
  // What surrounds the arena, a page at least on each side, may not be touched: what is mapped for use is
  // what was planned, and an access beside it does not go unseen.
  size_t align = size < kLargePage ? kPage : kLargePage, whole = (size + kPage - 1) / kPage * kPage;
  mapped_ = kPage + align + whole;
  void *mapping =
      mmap(nullptr, mapped_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapping == MAP_FAILED)
    return error(Code::OutOfMemory, "cannot map the arena of %zu bytes: %s", size, strerror(errno));
  mapping_ = mapping;
  arena_ = static_cast<uint8_t *>(mapping) + kPage;
  arena_ += -reinterpret_cast<uintptr_t>(arena_) & (align - 1);
  if (mprotect(arena_, whole, PROT_READ | PROT_WRITE) != 0)
    return error(Code::OutOfMemory, "cannot map the arena of %zu bytes: %s", size, strerror(errno));
  if (align == kLargePage)
    madvise(arena_, size / kLargePage * kLargePage, MADV_HUGEPAGE);
  return initialize(seed);
}

Status Session::reset(uint32_t seed) {
  memset(arena_, 0, package_->header().arenaSize);
  return initialize(seed);
}

Status Session::initialize(uint32_t seed) {
  seed_ = seed;
  if (const Entry *init = package_->initEntry())
    return call(*init, 0, 0);
  return ok();
}

void Session::setInput(const Input &input, const void *data) {
  memcpy(slot(input), data, slotBytes(input));
}

Status Session::call(const Entry &entry, uint64_t count, int64_t rows, Prologue prologue) {
  CallRegion region = {{arena_, seed_, entry.function, count, rows, executor_.barrier, KILN_NO_FAULT,
                        probe_, 0},
                       table_[entry.function],
                       prologue};
  executor_.run(executor_.self, runCall, &region);
  for (const Output &print : package_->prints(entry))
    show(*package_, print, slot(print));
  if (region.call.fault != KILN_NO_FAULT) {
    if (region.call.fault >= package_->faults().size())
      return error(Code::Fault, "a check of `%s` failed", package_->c(entry.name));
    const FaultSite &site = package_->faults()[region.call.fault];
    return error(Code::Fault, "%s:%u:%u: %s%s%s%s", package_->c(site.file), site.line, site.column,
                 package_->c(site.message), site.path.size ? " (in `" : "", package_->c(site.path),
                 site.path.size ? "`)" : "");
  }
  if (entry.mode == static_cast<uint8_t>(Mode::Train))
    for (const Output &output : package_->outputs(entry))
      if (output.rank == 0 && isFloat(static_cast<DType>(output.dtype)) &&
          !finite(slot(output), static_cast<DType>(output.dtype)))
        return error(Code::Fault, "%s:%u: `%s` of `%s` is not finite", package_->c(entry.file),
                     output.line, package_->c(output.name), package_->c(entry.name));
  return ok();
}

} // namespace kiln::runtime
