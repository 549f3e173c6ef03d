// SPDX-License-Identifier: Apache-2.0
#include "runtime/app/Profile.h"

#include "runtime/app/App.h"
#include "runtime/core/File.h"
#include "runtime/core/Random.h"

#include <algorithm>
#include <stdio.h>
#include <string.h>
#include <time.h>

namespace kiln::runtime {

using namespace abi;

void drawInput(const abi::Input &input, uint32_t number, double least, uint8_t *data) {
  DType type = static_cast<DType>(input.dtype);
  uint32_t size = dtypeSize(type);
  uint64_t count = slotBytes(input) / size;
  uint32_t limit = type == DType::Bool ? 2 : input.indexLimit > 0 ? uint32_t(input.indexLimit) : type == DType::U8 ? 256 : 2;
  for (uint64_t i = 0; i != count; ++i) {
    uint32_t counter[4] = {uint32_t(i), uint32_t(i >> 32), number, 0}, words[4];
    philox({{0, 0}}, counter, words);
    double real = words[0] * 0x1p-32 + least;
    float single = float(real);
    uint32_t bits;
    memcpy(&bits, &single, sizeof bits);
    uint64_t element = uint64_t(words[0]) * limit >> 32;
    if (type == DType::F64)
      memcpy(&element, &real, sizeof real);
    else if (type == DType::F32)
      element = bits;
    else if (type == DType::BF16)
      element = bits >> 16;
    else if (type == DType::F16)
      element = least < 0 && words[0] & 1 ? 0xb400 : 0x3800; // -0.25, 0.5
    memcpy(data + i * size, &element, size);
  }
}

namespace {

constexpr double kSeconds = 1;       // of measuring, where no number of rounds is given
constexpr uint64_t kMostRounds = 1000, kLeastRounds = 5;

uint64_t nanoseconds() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return uint64_t(time.tv_sec) * 1000000000u + uint64_t(time.tv_nsec);
}

/// Drawn inputs: numbers from 0 to 1, indices inside of their limits.
class DrawnInputs {
public:
  DrawnInputs(const Package &package, const Entry &entry) : package(package), inputs(package.inputs(entry)) {}
  Status draw() {
    buffers.resize(inputs.size());
    for (size_t i = 0; i != inputs.size(); ++i) {
      KILN_TRY(MappedFile::buffer(slotBytes(inputs[i]), &buffers[i]));
      drawInput(inputs[i], uint32_t(i), 0, buffers[i].writable());
    }
    return ok();
  }
  void set(Session *session) const {
    for (size_t i = 0; i != inputs.size(); ++i)
      session->setInput(inputs[i], inputs[i].hasDefault ? package.defaultValue(inputs[i]) : buffers[i].data());
  }

private:
  const Package &package;
  std::span<const Input> inputs;
  std::vector<MappedFile> buffers;
};

/// The kernels of an entry in the order of their first launch, then its own code and waiting.
void listKernels(const Package &package, Profile *profile, std::vector<size_t> *kernelOf) {
  auto launches = package.launches();
  kernelOf->resize(launches.size());
  for (uint32_t i = 0; i != launches.size(); ++i) {
    if (&package.entries()[launches[i].entry] != profile->entry)
      continue;
    std::string name(package.text(launches[i].kernel));
    size_t at = 0;
    while (at != profile->kernels.size() && profile->kernels[at].name != name)
      ++at;
    if (at == profile->kernels.size()) {
      profile->kernels.emplace_back();
      profile->kernels[at].name = name;
    }
    (*kernelOf)[i] = at;
    profile->kernels[at].sites.push_back(i);
    profile->kernels[at].runs.push_back(0);
  }
  for (const char *name : {"copies and loops", "waiting"}) {
    profile->kernels.emplace_back();
    profile->kernels.back().name = name;
    profile->kernels.back().isKernel = false;
  }
}

/// Adds one round: a worker's spans lie end to end, so the rows sum to the call.
void addRound(const Recorder &recorder, const std::vector<size_t> &kernelOf, Profile *profile) {
  auto &kernels = profile->kernels;
  size_t other = kernels.size() - 2, wait = kernels.size() - 1;
  for (KernelTime &kernel : kernels) {
    kernel.seconds.push_back(0);
    std::fill(kernel.runs.begin(), kernel.runs.end(), 0);
  }
  for (int64_t worker = 0; worker != recorder.workers(); ++worker) {
    const auto &marks = recorder.of(worker);
    for (size_t i = 0; i + 1 < marks.size(); ++i) {
      int32_t launch = marks[i].launch;
      size_t row = launch >= 0 ? kernelOf[size_t(launch)] : launch == KILN_PROBE_WAIT ? wait : other;
      KernelTime &kernel = kernels[row];
      kernel.seconds.back() += 1e-9 * double(marks[i + 1].nanoseconds - marks[i].nanoseconds) / double(recorder.workers());
      if (launch >= 0 && worker == 0)
        for (size_t site = 0; site != kernel.sites.size(); ++site)
          kernel.runs[site] += kernel.sites[site] == uint32_t(launch);
    }
  }
  profile->rounds.push_back(recorder.seconds());
}

void keepTrace(const Recorder &recorder, Profile *profile) {
  profile->trace.clear();
  for (int64_t worker = 0; worker != recorder.workers(); ++worker)
    profile->trace.push_back(recorder.of(worker));
}

} // namespace

Recorder::Recorder(int64_t workers) : lines_(size_t(workers)) { begin = note; }

void Recorder::clear() {
  for (Line &line : lines_)
    line.marks.clear();
}

double Recorder::seconds() const {
  uint64_t first = UINT64_MAX, last = 0;
  for (const Line &line : lines_) {
    if (line.marks.empty())
      return 0; // an object without the copy of the entry
    first = std::min(first, line.marks.front().nanoseconds);
    last = std::max(last, line.marks.back().nanoseconds);
  }
  return 1e-9 * double(last - first);
}

void Recorder::note(KilnProbe *probe, int64_t worker, int32_t launch) {
  static_cast<Recorder *>(probe)->lines_[size_t(worker)].marks.push_back({nanoseconds(), launch});
}

uint64_t KernelTime::runsInAll() const {
  uint64_t sum = 0;
  for (uint64_t count : runs)
    sum += count;
  return sum;
}

double medianOf(std::vector<double> values) {
  if (values.empty())
    return 0;
  auto middle = values.begin() + long(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

Status profileCommand(App *app) {
  const Arguments &arguments = app->arguments;
  const Package &package = app->package;
  Profile profile;
  KILN_TRY(app->findEntry(arguments.entry, &profile.entry));
  const Entry &entry = *profile.entry;
  Batches batches;
  DrawnInputs drawn(package, entry);
  auto inputs = package.inputs(entry);
  bool draws = arguments.files.empty() &&
               std::any_of(inputs.begin(), inputs.end(), [](const Input &input) { return !input.hasDefault; });
  if (draws)
    KILN_TRY(drawn.draw());
  else
    KILN_TRY(batches.bind(package, entry, arguments.files));
  KILN_TRY(app->start(arguments.seed.value_or(0)));
  KILN_TRY(app->load());
  if (draws)
    fprintf(stderr, "the inputs are drawn (`name=FILE` takes real ones)\n");

  Session &session = app->session;
  Recorder recorder(session.executor().workers);
  std::vector<size_t> kernelOf;
  std::vector<double> unprobed;
  listKernels(package, &profile, &kernelOf);
  profile.workers = session.executor().workers;
  auto hasFeature = [](void *context, std::string_view name) {
    const Package &of = *static_cast<const Package *>(context);
    for (const String &feature : of.features())
      if (of.text(feature) == name)
        return true;
    return false;
  };
  profile.peak = measurePeak(session.executor(), vectorBytes(hasFeature, &app->package),
                             package.header().precision == static_cast<uint8_t>(Precision::F64), package.header().arenaSize);

  // A failing check is part of what is measured; it is told once.
  std::string fault;
  uint64_t calls = 0;
  auto call = [&](KilnProbe *probe) {
    uint64_t first = 0, count = entry.rowSize;
    Prologue prologue;
    if (draws) {
      drawn.set(&session);
    } else {
      count = batches.hasRows() ? std::min(batches.rows(), entry.rowSize) : entry.rowSize;
      if (uint64_t whole = batches.wholeBatches())
        first = calls % whole * entry.rowSize;
      prologue = batches.gather(&session, first, count, nullptr);
    }
    session.setProbe(probe);
    Status status = session.call(entry, calls++, int64_t(count), prologue);
    if (!status.isOk())
      fault = status.message();
  };
  call(nullptr);
  double begin = 1e-9 * double(nanoseconds());
  for (uint64_t round = 0;; ++round) {
    double passed = 1e-9 * double(nanoseconds()) - begin;
    if (arguments.rounds ? round == *arguments.rounds : round == kMostRounds || (round >= kLeastRounds && passed > kSeconds))
      break;
    uint64_t from = nanoseconds();
    call(nullptr);
    unprobed.push_back(1e-9 * double(nanoseconds() - from));
    recorder.clear();
    call(&recorder);
    addRound(recorder, kernelOf, &profile);
    if (profile.rounds.back() == *std::min_element(profile.rounds.begin(), profile.rounds.end()))
      keepTrace(recorder, &profile);
  }
  session.setProbe(nullptr);
  profile.call = medianOf(profile.rounds);
  profile.unprobed = medianOf(unprobed);
  for (KernelTime &kernel : profile.kernels)
    kernel.median = medianOf(kernel.seconds);
  std::sort(profile.kernels.begin(), profile.kernels.end() - 2, [](const KernelTime &a, const KernelTime &b) {
    return a.median != b.median ? a.median > b.median : a.sites.front() < b.sites.front();
  });
  if (!fault.empty())
    fprintf(stderr, "note: a check failed in a measured call: %s\n", fault.c_str());

  if (!arguments.trace.empty()) {
    std::string trace = profileTrace(package, profile);
    KILN_TRY(writeFile(arguments.trace.c_str(), trace.data(), trace.size()));
  }
  fputs((arguments.json ? profileJson(package, profile) : profileTable(package, profile)).c_str(), stdout);
  return ok();
}

} // namespace kiln::runtime
