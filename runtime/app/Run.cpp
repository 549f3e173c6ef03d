// SPDX-License-Identifier: Apache-2.0
//
// `run ENTRY`: one infer entry over all rows of its files.
#include "runtime/app/App.h"
#include "runtime/app/Numbers.h"
#include "runtime/app/Results.h"
#include "runtime/core/Json.h"
#include "runtime/data/ArrayWriter.h"

#include <algorithm>
#include <stdio.h>

namespace kiln::runtime {

using namespace abi;

namespace {

constexpr uint64_t kShownElements = 16; // of a tensor without --out

std::string elementText(const Result &result, uint64_t index) {
  const FileTensor &tensor = result.tensor;
  return scalarText(*result.output,
                    numberAt(tensor.element, tensor.data + index * elementSize(tensor.element)));
}

/// The elements from `*index` on as nested lists.
std::string nested(const Result &result, size_t axis, uint64_t *index) {
  if (axis == result.tensor.dims.size()) {
    std::string value = elementText(result, (*index)++);
    return value == "nan" || value == "inf" || value == "-inf" ? "null" : value;
  }
  std::string json = "[";
  for (uint64_t i = 0; i != result.tensor.dims[axis]; ++i)
    json += (i == 0 ? "" : ", ") + nested(result, axis + 1, index);
  return json + "]";
}

uint64_t elements(const Result &result) {
  return result.tensor.size / elementSize(result.tensor.element);
}

/// The file that `--out` gives for an output, or null.
const NamedFile *outFor(const Arguments &arguments, const std::string &name) {
  for (const NamedFile &out : arguments.outs)
    if (out.name == name)
      return &out;
  return nullptr;
}

Status checkOuts(const App &app, const Entry &entry) {
  const auto &outs = app.arguments.outs;
  auto outputs = app.package.outputs(entry);
  for (size_t i = 0; i != outs.size(); ++i) {
    if (std::none_of(outputs.begin(), outputs.end(), [&](const Output &output) {
          return app.package.text(output.name) == outs[i].name;
        }))
      return error(Code::Usage, "`%s` has no output `%s`", app.package.c(entry.name),
                   outs[i].name.c_str());
    for (size_t k = 0; k != i; ++k)
      if (outs[k].name == outs[i].name)
        return error(Code::Usage, "output `%s` is given twice", outs[i].name.c_str());
    auto sameFile = [&](const NamedFile &other) { return other.path == outs[i].path; };
    KILN_TRY(checkArrayPath(outs[i].path.c_str(),
                            size_t(std::count_if(outs.begin(), outs.end(), sameFile))));
  }
  return ok();
}

Status writeOuts(const Arguments &arguments, const std::vector<Result> &results) {
  for (size_t i = 0; i != arguments.outs.size(); ++i) {
    const std::string &path = arguments.outs[i].path;
    bool written = false;
    for (size_t k = 0; k != i; ++k)
      written |= arguments.outs[k].path == path;
    if (written)
      continue;
    std::vector<FileTensor> tensors;
    for (const Result &result : results) {
      const NamedFile *out = outFor(arguments, result.name);
      if (out && out->path == path)
        tensors.push_back(result.tensor);
    }
    KILN_TRY(writeArrays(path.c_str(), tensors));
  }
  return ok();
}

void printText(const Arguments &arguments, const Package &package, const std::vector<Result> &results) {
  for (const Result &result : results) {
    const char *name = result.name.c_str();
    if (result.isScalar) {
      printf("%s %s\n", name, result.shown.c_str());
    } else if (outFor(arguments, result.name)) {
      continue;
    } else if (elements(result) <= kShownElements) {
      printf("%s", name);
      for (uint64_t i = 0; i != elements(result); ++i)
        printf(" %s", elementText(result, i).c_str());
      printf("\n");
    } else {
      fprintf(stderr, "`%s` is %s: `--out %s=FILE` writes it\n", name,
              typeText(result.tensor.element, result.tensor.dims).c_str(), name);
    }
  }
}

void printJson(const Arguments &arguments, const std::vector<Result> &results) {
  printf("{");
  const char *comma = "";
  for (const Result &result : results) {
    printf("%s%s: ", comma, jsonString(result.name).c_str());
    comma = ", ";
    if (const NamedFile *out = outFor(arguments, result.name)) {
      printf("{\"file\": %s}", jsonString(out->path).c_str());
    } else {
      uint64_t index = 0;
      printf("%s", nested(result, 0, &index).c_str());
    }
  }
  printf("}\n");
}

} // namespace

Status runCommand(App *app) {
  const Arguments &arguments = app->arguments;
  const Entry *entry = nullptr;
  Batches batches;
  std::vector<Result> results;
  KILN_TRY(app->findEntry(arguments.entry, Mode::Infer, &entry));
  KILN_TRY(checkOuts(*app, *entry));
  KILN_TRY(batches.bind(app->package, *entry, arguments.files));
  KILN_TRY(app->start(arguments.seed.value_or(0)));
  KILN_TRY(app->load());
  if (arguments.loads.empty() && app->package.header().parameterCount != 0)
    fprintf(stderr, "the parameters are initial values (`--load FILE` takes trained ones)\n");
  KILN_TRY(runEntry(&app->session, *entry, &batches, &results));
  KILN_TRY(writeOuts(arguments, results));
  if (arguments.json)
    printJson(arguments, results);
  else
    printText(arguments, app->package, results);
  return ok();
}

} // namespace kiln::runtime
