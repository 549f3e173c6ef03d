// SPDX-License-Identifier: Apache-2.0
//
// The end of a training: results on stdout, a summary on stderr.
#include "runtime/app/Train.h"

#include "runtime/app/Numbers.h"
#include "runtime/core/Json.h"

#include <algorithm>
#include <math.h>
#include <stdio.h>

namespace kiln::runtime {

double Training::median() const {
  if (stepSeconds.empty())
    return 0;
  std::vector<float> sorted = stepSeconds;
  std::sort(sorted.begin(), sorted.end());
  return sorted[sorted.size() / 2];
}

void Training::printResults() const {
  std::vector<std::pair<std::string, std::string>> results;
  auto count = [](uint64_t value) { return text("%llu", static_cast<unsigned long long>(value)); };
  uint64_t steps = train().step - firstStep;
  results.emplace_back("step", count(train().step));
  if (batches.hasRows())
    results.emplace_back("epoch", count(train().epoch));
  if (steps != 0)
    for (size_t i = 0; i != scalars.size(); ++i)
      results.emplace_back(app.package.text(scalars[i]->name), scalarText(*scalars[i], values[i]));
  for (const Evaluation &evaluation : evaluations)
    for (const Result &result : evaluation.results)
      if (result.isScalar)
        results.emplace_back(std::string(app.package.text(evaluation.entry->name)) + "." + result.name,
                             result.shown);
  if (steps != 0) {
    results.emplace_back("step_ms", text("%.4f", 1e3 * median()));
    if (entry->rowSize)
      results.emplace_back("rows_per_second",
                           text("%.0f", double(steps * entry->rowSize) / trained));
  }
  if (!arguments.json) {
    for (const auto &[name, value] : results)
      printf("%s %s\n", name.c_str(), value.c_str());
    return;
  }
  printf("{");
  const char *comma = "";
  for (const auto &[name, value] : results) {
    // JSON has no word for these.
    bool number = value != "nan" && value != "inf" && value != "-inf";
    printf("%s%s: %s", comma, jsonString(name).c_str(), number ? value.c_str() : "null");
    comma = ", ";
  }
  printf("}\n");
}

void Training::printSummary() const {
  uint64_t steps = train().step - firstStep;
  std::string line = grouped(steps) + (steps == 1 ? " step" : " steps");
  if (firstStep != 0)
    line += " after " + grouped(firstStep);
  line += text(", seed %u, %lld %s, %.2f s", info.seed,
               static_cast<long long>(app.session.executor().workers),
               app.session.executor().workers == 1 ? "thread" : "threads", trained);
  if (steps != 0 && entry->rowSize)
    line += ", " + grouped(static_cast<uint64_t>(double(steps * entry->rowSize) / trained)) + " rows/s";
  if (steps != 0)
    line += text(", %.3f ms a step (median)", 1e3 * median());
  fprintf(stderr, "%s\n", line.c_str());
  if (!firstScalars.empty())
    fprintf(stderr, "first step: %s\n", firstScalars.c_str());
  uint64_t left = batches.hasRows() ? batches.rows() % entry->rowSize : 0;
  if (left != 0)
    fprintf(stderr, "%llu %s at the end of each epoch %s left out: %llu is no multiple of %llu\n",
            static_cast<unsigned long long>(left), left == 1 ? "row" : "rows", left == 1 ? "is" : "are",
            static_cast<unsigned long long>(batches.rows()),
            static_cast<unsigned long long>(entry->rowSize));
  if (arguments.save.empty())
    fprintf(stderr, "nothing is saved (`--save FILE` would)\n");
}

} // namespace kiln::runtime
