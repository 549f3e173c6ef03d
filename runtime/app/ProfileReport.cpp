// SPDX-License-Identifier: Apache-2.0
//
// A profile as a table, as JSON and as a trace.
#include "runtime/app/Numbers.h"
#include "runtime/app/Profile.h"
#include "runtime/core/Json.h"
#include "runtime/core/PathPattern.h"

#include <algorithm>

namespace kiln::runtime {

using namespace abi;

namespace {

/// What all launches of a kernel in one call compute and move.
struct Work {
  double flops = 0, bytes = 0;
};

Work workOf(const Package &package, const KernelTime &kernel) {
  Work work;
  for (size_t i = 0; i != kernel.sites.size(); ++i) {
    const Launch &launch = package.launches()[kernel.sites[i]];
    work.flops += double(launch.flops) * double(kernel.runs[i]);
    work.bytes += double(launch.bytes) * double(kernel.runs[i]);
  }
  return work;
}

/// `mlp.kiln:18` and, where launches of one kernel stand on several lines, how many more.
std::string placeText(const Package &package, const KernelTime &kernel) {
  if (kernel.sites.empty())
    return "";
  std::vector<std::pair<std::string, uint32_t>> places;
  for (uint32_t site : kernel.sites) {
    const Launch &launch = package.launches()[site];
    std::pair place(std::string(package.text(launch.file)), launch.line);
    if (std::find(places.begin(), places.end(), place) == places.end())
      places.push_back(place);
  }
  std::string result = text("%s:%u", places.front().first.c_str(), places.front().second);
  return places.size() == 1 ? result : result + text(" +%zu", places.size() - 1);
}

std::string pathText(const Package &package, const KernelTime &kernel) {
  std::vector<std::string> paths;
  for (uint32_t site : kernel.sites)
    paths.emplace_back(package.text(package.launches()[site].path));
  return pathPattern(paths);
}

double share(double part, double whole) { return whole > 0 ? 100 * part / whole : 0; }

const char *modeName(const Entry &entry) {
  return entry.mode == static_cast<uint8_t>(Mode::Train) ? "train" : "infer";
}

/// Pads to `width` columns of UTF-8 text.
std::string padded(std::string value, size_t width) {
  size_t columns = 0;
  for (char c : value)
    columns += (c & 0xc0) != 0x80;
  if (columns < width)
    value.append(width - columns, ' ');
  return value;
}

} // namespace

std::string profileTable(const Package &package, const Profile &profile) {
  const Entry &entry = *profile.entry;
  std::string out =
      text("%s %s of %s: %.4f ms a call, median of %zu (%.4f ms without the probe), %lld worker%s\n", modeName(entry),
           package.c(entry.name), package.c(package.header().source), 1e3 * profile.call, profile.rounds.size(),
           1e3 * profile.unprobed, static_cast<long long>(profile.workers), profile.workers == 1 ? "" : "s");
  out += text("this machine: %.1f GFLOP/s of multiply-adds, reads %.1f GB/s of %s (measured now, all workers together)\n\n",
              1e-9 * profile.peak.flops, 1e-9 * profile.peak.bytes, byteSize(package.header().arenaSize).c_str());
  size_t width = 16;
  for (const KernelTime &kernel : profile.kernels)
    width = std::max(width, kernel.name.size());
  out += padded("kernel", width) + "  launches        ms   share  GFLOP/s     GB/s  roofline  line and path\n";
  double sum = 0;
  Work all;
  uint64_t launches = 0;
  for (const KernelTime &kernel : profile.kernels) {
    Work work = workOf(package, kernel);
    out += padded(kernel.name, width);
    sum += kernel.median;
    if (!kernel.isKernel) {
      out += text("  %8s %9.4f  %5.1f%%\n", "", 1e3 * kernel.median, share(kernel.median, profile.call));
      continue;
    }
    double seconds = std::max(kernel.median, 1e-12);
    launches += kernel.runsInAll();
    all.flops += work.flops;
    all.bytes += work.bytes;
    out += text("  %8llu %9.4f  %5.1f%% %8.1f %8.1f  %7.0f%%  %s  %s\n",
                static_cast<unsigned long long>(kernel.runsInAll()), 1e3 * kernel.median,
                share(kernel.median, profile.call), 1e-9 * work.flops / seconds, 1e-9 * work.bytes / seconds,
                share(profile.peak.seconds(work.flops, work.bytes), seconds), placeText(package, kernel).c_str(),
                pathText(package, kernel).c_str());
  }
  double call = std::max(profile.call, 1e-12);
  out += padded("sum", width) + text("  %8llu %9.4f  %5.1f%% %8.1f %8.1f\n", static_cast<unsigned long long>(launches),
                                     1e3 * sum, share(sum, profile.call), 1e-9 * all.flops / call, 1e-9 * all.bytes / call);
  return out;
}

std::string profileJson(const Package &package, const Profile &profile) {
  const Entry &entry = *profile.entry;
  std::string json =
      "{\"entry\": " + jsonString(package.text(entry.name)) +
      text(", \"mode\": \"%s\", \"workers\": %lld, \"rounds\": %zu, \"ms\": %.6f, \"unprobed_ms\": %.6f,\n"
           " \"peak_gflops\": %.3f, \"peak_gbs\": %.3f,\n \"kernels\": [",
           modeName(entry), static_cast<long long>(profile.workers), profile.rounds.size(), 1e3 * profile.call,
           1e3 * profile.unprobed, 1e-9 * profile.peak.flops, 1e-9 * profile.peak.bytes);
  const char *comma = "";
  for (const KernelTime &kernel : profile.kernels) {
    Work work = workOf(package, kernel);
    json += std::string(comma) + "\n  {\"name\": " + jsonString(kernel.name) +
            text(", \"launches\": %llu, \"ms\": %.6f", static_cast<unsigned long long>(kernel.runsInAll()),
                 1e3 * kernel.median);
    comma = ",";
    if (kernel.isKernel) {
      const Launch &first = package.launches()[kernel.sites.front()];
      json += text(", \"flops\": %.0f, \"bytes\": %.0f, \"roofline\": %.4f, \"file\": ", work.flops, work.bytes,
                   profile.peak.seconds(work.flops, work.bytes) / std::max(kernel.median, 1e-12)) +
              jsonString(package.text(first.file)) + text(", \"line\": %u, \"path\": ", first.line) +
              jsonString(pathText(package, kernel));
    }
    json += "}";
  }
  return json + "]}\n";
}

std::string profileTrace(const Package &package, const Profile &profile) {
  uint64_t origin = UINT64_MAX;
  for (const auto &marks : profile.trace)
    origin = std::min(origin, marks.front().nanoseconds);
  std::string json = "{\"displayTimeUnit\": \"ns\", \"traceEvents\": [\n {\"ph\": \"M\", \"pid\": 1, \"name\": "
                     "\"process_name\", \"args\": {\"name\": " +
                     jsonString(std::string(package.text(package.header().model)) + " " +
                                package.c(profile.entry->name)) +
                     "}}";
  for (size_t worker = 0; worker != profile.trace.size(); ++worker) {
    json += text(",\n {\"ph\": \"M\", \"pid\": 1, \"tid\": %zu, \"name\": \"thread_name\", \"args\": {\"name\": \"worker %zu\"}}",
                 worker, worker);
    const auto &marks = profile.trace[worker];
    for (size_t i = 0; i + 1 < marks.size(); ++i) {
      int32_t launch = marks[i].launch;
      uint64_t begin = marks[i].nanoseconds - origin, length = marks[i + 1].nanoseconds - marks[i].nanoseconds;
      if (length == 0)
        continue;
      json += text(",\n {\"ph\": \"X\", \"pid\": 1, \"tid\": %zu, \"ts\": %llu.%03u, \"dur\": %llu.%03u, ", worker,
                   static_cast<unsigned long long>(begin / 1000), unsigned(begin % 1000),
                   static_cast<unsigned long long>(length / 1000), unsigned(length % 1000));
      if (launch < 0) {
        json += text("\"name\": \"%s\", \"cat\": \"entry\"}", launch == KILN_PROBE_WAIT ? "waiting" : "copies and loops");
        continue;
      }
      const Launch &site = package.launches()[size_t(launch)];
      json += "\"cat\": \"kernel\", \"name\": " + jsonString(package.text(site.kernel)) +
              ", \"args\": {\"path\": " + jsonString(package.text(site.path)) + ", \"line\": " +
              jsonString(text("%s:%u", package.c(site.file), site.line)) +
              text(", \"flops\": %llu, \"bytes\": %llu}}", static_cast<unsigned long long>(site.flops),
                   static_cast<unsigned long long>(site.bytes));
    }
  }
  return json + "\n]}\n";
}

} // namespace kiln::runtime
