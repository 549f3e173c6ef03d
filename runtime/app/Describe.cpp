// SPDX-License-Identifier: Apache-2.0
//
// What an executable says about itself when called without arguments.
#include "runtime/app/App.h"
#include "runtime/app/Numbers.h"
#include "runtime/core/Json.h"

#include <stdio.h>

namespace kiln::runtime {

using namespace abi;

namespace {

const char *modeName(const Entry &entry) {
  return entry.mode == static_cast<uint8_t>(Mode::Train) ? "train" : "infer";
}

std::string signature(const Package &package, const Entry &entry) {
  std::string line = std::string(modeName(entry)) + " " + package.c(entry.name) + "(";
  const char *comma = "";
  for (const Input &input : package.inputs(entry)) {
    line += std::string(comma) + package.c(input.name) + ": " + package.type(input);
    comma = ", ";
  }
  line += ") -> ";
  comma = "";
  for (const Output &output : package.outputs(entry)) {
    line += std::string(comma) + package.c(output.name) + ": " + package.type(output);
    comma = ", ";
  }
  return line;
}

template <typename Slots> std::string slotsJson(const Package &package, Slots slots) {
  std::string json = "[";
  const char *comma = "";
  for (const auto &slot : slots) {
    json += std::string(comma) + "{\"name\": " + jsonString(package.text(slot.name)) +
            ", \"dtype\": \"" + dtypeName(static_cast<DType>(slot.dtype)) + "\", \"type\": " +
            jsonString(package.type(slot)) + ", \"shape\": [";
    for (unsigned i = 0; i != slot.rank; ++i)
      json += text("%s%llu", i == 0 ? "" : ", ", static_cast<unsigned long long>(slot.axes[i].size));
    json += text("], \"row_axis\": %d}", slot.rowAxis);
    comma = ", ";
  }
  return json + "]";
}

void describeJson(const Package &package) {
  const Header &header = package.header();
  std::string json = "{\"model\": " + jsonString(package.text(header.model)) +
                     ", \"source\": " + jsonString(package.text(header.source)) +
                     ", \"compiler\": " + jsonString(package.text(header.compiler)) +
                     ", \"cpu\": " + jsonString(package.text(header.cpu)) + ", \"features\": [";
  const char *comma = "";
  for (const String &feature : package.features()) {
    json += comma + jsonString(package.text(feature));
    comma = ", ";
  }
  json += text("], \"precision\": \"%s\", \"parameters\": %llu, \"peak_bytes\": %llu, \"dims\": {",
               header.precision == static_cast<uint8_t>(Precision::F64) ? "f64" : "as written",
               static_cast<unsigned long long>(header.parameterCount),
               static_cast<unsigned long long>(header.peakBytes));
  comma = "";
  for (const Dim &dim : package.dims()) {
    json += comma + jsonString(package.text(dim.name)) +
            text(": %llu", static_cast<unsigned long long>(dim.value));
    comma = ", ";
  }
  json += "}, \"entries\": [";
  comma = "";
  for (const Entry &entry : package.entries()) {
    if (entry.mode == static_cast<uint8_t>(Mode::Init))
      continue;
    json += std::string(comma) + "\n  {\"name\": " + jsonString(package.text(entry.name)) +
            ", \"mode\": \"" + modeName(entry) + "\", " +
            text("\"rows\": %llu, ", static_cast<unsigned long long>(entry.rowSize)) +
            "\"inputs\": " + slotsJson(package, package.inputs(entry)) +
            ", \"outputs\": " + slotsJson(package, package.outputs(entry)) + "}";
    comma = ",";
  }
  json += "],\n \"storages\": [";
  comma = "";
  for (const Storage &storage : package.storages()) {
    constexpr const char *kKinds[] = {"", "param", "model state", "train state", "session state"};
    json += std::string(comma) + "\n  {\"path\": " + jsonString(package.text(storage.path)) +
            ", \"kind\": \"" + kKinds[storage.kind] + "\", \"dtype\": \"" +
            dtypeName(static_cast<DType>(storage.dtype)) + "\", \"shape\": [";
    for (unsigned i = 0; i != storage.rank; ++i)
      json += text("%s%llu", i == 0 ? "" : ", ", static_cast<unsigned long long>(storage.dims[i]));
    json += "]}";
    comma = ",";
  }
  printf("%s]}\n", json.c_str());
}

} // namespace

Status describe(App *app) {
  const Package &package = app->package;
  const Header &header = package.header();
  if (app->arguments.json) {
    describeJson(package);
    return ok();
  }
  printf("%s: %s parameters, %s of memory planned%s\n", package.c(header.model),
         grouped(header.parameterCount).c_str(), byteSize(header.peakBytes).c_str(),
         header.precision == static_cast<uint8_t>(Precision::F64) ? ", all floats f64" : "");
  std::string cpus = header.cpu.size ? package.c(header.cpu) : "any CPU";
  Package older;
  for (const void *next = package.next(); next && Package::open(next, SIZE_MAX, &older).isOk(); next = older.next())
    cpus += std::string(next == package.next() ? "; for older ones " : ", ") + older.c(older.header().cpu);
  printf("built by kiln %s from %s for %s\n\n", package.c(header.compiler), package.c(header.source), cpus.c_str());
  for (const Entry &entry : package.entries())
    if (entry.mode != static_cast<uint8_t>(Mode::Init))
      printf("  %s\n", signature(package, entry).c_str());
  printf("\n");
  const char *before = "where ";
  for (const Dim &dim : package.dims()) {
    printf("%s%s = %llu", before, package.c(dim.name), static_cast<unsigned long long>(dim.value));
    before = ", ";
  }
  if (!package.dims().empty())
    printf("\n");
  for (const Entry &entry : package.entries())
    if (entry.rowSize != 0 && entry.rowSize != header.rowSize &&
        entry.mode != static_cast<uint8_t>(Mode::Init))
      printf("      %s = %llu in %s\n", package.c(header.rowDim),
             static_cast<unsigned long long>(entry.rowSize), package.c(entry.name));
  printf("`%s --help` lists the commands\n", app->program);
  return ok();
}

} // namespace kiln::runtime
