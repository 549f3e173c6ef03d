// SPDX-License-Identifier: Apache-2.0
#include "runtime/cpu/Features.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace kiln::runtime {

namespace {

enum Register { A, B, C, D };

struct Feature {
  const char *name;
  uint32_t leaf, subleaf;
  Register reg;
  uint32_t bit;
  uint32_t state;
};

constexpr Feature kFeatures[] = {
#define KILN_CPU_FEATURE(name, leaf, subleaf, reg, bit, state) {name, leaf, subleaf, reg, bit, state},
#include "runtime/abi/CpuFeatures.def"
};

#if defined(__x86_64__)
bool present(const Feature &feature) {
  uint32_t registers[4] = {};
  if (!__get_cpuid_count(feature.leaf, feature.subleaf, &registers[A], &registers[B], &registers[C],
                         &registers[D]))
    return false;
  // A leaf with subleaves answers its highest subleaf in EAX of subleaf 0.
  if (feature.subleaf != 0) {
    uint32_t first[4] = {};
    __get_cpuid_count(feature.leaf, 0, &first[A], &first[B], &first[C], &first[D]);
    if (feature.subleaf > first[A])
      return false;
  }
  if (!(registers[feature.reg] >> feature.bit & 1))
    return false;
  if (feature.state == 0)
    return true;
  uint32_t one[4] = {};
  constexpr uint32_t kOsxsave = 27;
  if (!__get_cpuid(1, &one[A], &one[B], &one[C], &one[D]) || !(one[C] >> kOsxsave & 1))
    return false;
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & feature.state) == feature.state;
}
#else
bool present(const Feature &) { return false; }
#endif

} // namespace

bool hasCpuFeature(std::string_view name) {
  for (const Feature &feature : kFeatures)
    if (name == feature.name)
      return present(feature);
  return false;
}

Status openForCpu(const void *bytes, size_t available, std::string_view cpu, Package *out_package) {
  std::string known;
  for (const void *at = bytes; at; at = out_package->next()) {
    size_t before = static_cast<const uint8_t *>(at) - static_cast<const uint8_t *>(bytes);
    KILN_TRY(Package::open(at, available == SIZE_MAX ? SIZE_MAX : available - before, out_package));
    std::string_view name = out_package->text(out_package->header().cpu);
    if (cpu.empty() ? checkCpu(*out_package).isOk() : name == cpu)
      return ok();
    known += (known.empty() ? "`" : ", `") + std::string(name) + "`";
  }
  if (cpu.empty())
    return ok();
  return error(Code::Usage, "this executable has no code for `%s` (it has %s)", std::string(cpu).c_str(), known.c_str());
}

Status checkCpu(const Package &package) {
  std::string missing;
  for (const abi::String &feature : package.features()) {
    if (hasCpuFeature(package.text(feature)))
      continue;
    if (!missing.empty())
      missing += ", ";
    missing += package.text(feature);
  }
  if (missing.empty())
    return ok();
  return error(Code::BadPackage,
               "this executable needs CPU features that this machine lacks (%s): build it here, or with an "
               "older `--cpu` such as x86-64-v3",
               missing.c_str());
}

} // namespace kiln::runtime
