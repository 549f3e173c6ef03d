// SPDX-License-Identifier: Apache-2.0
//===- Analyze.cpp - kiln analyze: what is known without running ----------===//
#include "compiler/Cost.h"
#include "dialects/kiln/analysis/Place.h"
#include "dialects/kiln/analysis/ReceptiveField.h"
#include "tools/kiln/Commands.h"
#include "tools/kiln/Figures.h"
#include "tools/kiln/ModelOptions.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace kiln;
using analysis::FieldAxis;
using llvm::formatv;
using llvm::StringRef;
namespace json = llvm::json;

namespace {

struct AnalyzeArguments {
  std::string file, entry;
  std::vector<std::pair<std::string, std::string>> receptive;
  bool asJson = false, ignoreStatistics = false;
  ModelOptions model;
  CommandLine line{"analyze", "Says what a model is without running it: its parameters by path; of each entry (or of ENTRY alone) the operations of one\n"
                              "call by family of ops, and the memory that is planned for it.\n"};

  AnalyzeArguments() {
    line.operand("FILE", "model", file);
    line.operand("ENTRY", "entry", entry, /*isOptional=*/true);
    line.option("--receptive", "OF,IN",
                "instead: what an element of the tensor OF sees of the tensor IN; may be given again. A tensor is an input,\n"
                "an output, a name of the entry's body, or a path and a name of a part's body: `net.layers[0].y,image`",
                [this](StringRef value) -> std::string {
                  auto [of, in] = value.rsplit(',');
                  if (of.empty() || in.empty())
                    return "`--receptive` needs two tensors, such as feat,image, not `" + value.str() + "`";
                  receptive.push_back({of.str(), in.str()});
                  for (StringRef path : {of, in})
                    if (!llvm::is_contained(model.frontend.taps, path))
                      model.frontend.taps.push_back(path.str());
                  return "";
                });
    line.flag("--ignore-statistics", "with it: norms see of their input only what they normalise, not the means of whole axes", ignoreStatistics);
    model.declare(line, {"--set", "--precision", "--cpu"});
    line.flag("--json", "one JSON document instead of tables", asJson);
  }

  std::optional<int> read(llvm::ArrayRef<StringRef> words) {
    if (auto code = line.read(words))
      return code;
    if (ignoreStatistics && receptive.empty())
      return line.misuse("`--ignore-statistics` goes with `--receptive`");
    return std::nullopt;
  }
};

//===----------------------------------------------------------------------===//
// Parameters
//===----------------------------------------------------------------------===//

std::string typeText(mlir::RankedTensorType type) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (type.getElementType().isInteger(1))
    os << "bool";
  else if (type.getElementType().isUnsignedInteger())
    os << "u" << type.getElementTypeBitWidth();
  else
    os << type.getElementType();
  llvm::interleave(
      type.getShape(), [&, first = true](int64_t size) mutable { os << (first ? "[" : "") << size, first = false; },
      [&] { os << ", "; });
  if (type.getRank())
    os << "]";
  return text;
}

struct ParameterRow {
  std::string path, type, role;
  int64_t count;
  bool isPart;
};

/// The parameters in the order of the file, each part with the sum of its own before its first.
std::vector<ParameterRow> parameterTable(mlir::ModuleOp module) {
  std::vector<ParameterRow> rows;
  std::map<std::string, int64_t> totals;
  auto params = llvm::make_filter_range(module.getOps<StorageOp>(),
                                        [](StorageOp op) { return op.getKind() == StorageKind::param; });
  auto parts = [](StringRef path) {
    std::vector<std::string> result;
    for (size_t dot = path.find('.'); dot != StringRef::npos; dot = path.find('.', dot + 1))
      result.push_back(path.take_front(dot).str());
    return result;
  };
  for (StorageOp storage : params)
    for (const std::string &part : parts(storage.getSymName()))
      totals[part] += storage.getTensorType().getNumElements();
  llvm::StringSet<> shown;
  for (StorageOp storage : params) {
    for (const std::string &part : parts(storage.getSymName()))
      if (shown.insert(part).second)
        rows.push_back({part, "", "", totals[part], true});
    rows.push_back({storage.getSymName().str(), typeText(storage.getTensorType()), storage.getRole().str(),
                    storage.getTensorType().getNumElements(), false});
  }
  return rows;
}

//===----------------------------------------------------------------------===//
// Costs
//===----------------------------------------------------------------------===//

StringRef modeText(mlir::ModuleOp module, StringRef entry) {
  return stringifyMode(module.lookupSymbol<EntryOp>(entry).getMode());
}

void printCost(mlir::ModuleOp module, const EntryCost &cost) {
  auto &os = llvm::outs();
  os << formatv("\n{0} {1}, one call\n", modeText(module, cost.entry), cost.entry);
  os << formatv("  {0,-12} {1,9} {2,12} {3,12}\n", "", "ops", "MACs", "FLOPs");
  for (auto [i, family] : llvm::enumerate(cost.families))
    if (family.ops)
      os << formatv("  {0,-12} {1,9} {2,12} {3,12}\n", familyName(Family(i)), grouped(family.ops),
                    family.macs > 0 ? scaled(family.macs) : "", family.flops > 0 ? scaled(family.flops) : "");
  os << formatv("  {0,-12} {1,9} {2,12} {3,12}\n", "sum", "", scaled(cost.macs), scaled(cost.flops));
  os << formatv("  memory: {0} planned, of which {1} are storages and {2} inputs, outputs and activations\n",
                scaled(double(cost.arenaBytes), "B"), scaled(double(cost.storageBytes), "B"),
                scaled(double(cost.activationBytes()), "B"));
  os << formatv("  intensity: {0:F1} FLOPs a byte ({1} moved by {2} kernels)\n", cost.intensity(),
                scaled(cost.movedBytes, "B"), grouped(cost.kernels));
}

json::Object costJson(mlir::ModuleOp module, const EntryCost &cost) {
  json::Object families;
  for (auto [i, family] : llvm::enumerate(cost.families))
    families[familyName(Family(i))] =
        json::Object{{"ops", family.ops}, {"macs", family.macs}, {"flops", family.flops}};
  return json::Object{{"entry", cost.entry},
                      {"mode", modeText(module, cost.entry)},
                      {"macs", cost.macs},
                      {"flops", cost.flops},
                      {"families", std::move(families)},
                      {"kernels", cost.kernels},
                      {"moved_bytes", cost.movedBytes},
                      {"input_bytes", cost.inputBytes},
                      {"output_bytes", cost.outputBytes},
                      {"planned_bytes", cost.arenaBytes},
                      {"storage_bytes", cost.storageBytes},
                      {"activation_bytes", cost.activationBytes()},
                      {"intensity", cost.intensity()}};
}

int analyzeCosts(mlir::ModuleOp module, const AnalyzeArguments &arguments) {
  std::vector<ParameterRow> rows = parameterTable(module);
  int64_t parameters = 0;
  json::Array params, entries;
  for (const ParameterRow &row : rows) {
    if (!row.isPart)
      parameters += row.count;
    params.push_back(row.isPart ? json::Object{{"part", row.path}, {"count", row.count}}
                                : json::Object{{"path", row.path},
                                               {"type", row.type},
                                               {"role", row.role},
                                               {"count", row.count}});
  }
  if (!arguments.asJson) {
    llvm::outs() << grouped(parameters) << " parameters\n";
    for (const ParameterRow &row : rows)
      llvm::outs() << formatv("  {0,-44} {1,-24} {2,15}\n", row.path, row.type, grouped(row.count));
  }
  for (auto entry : module.getOps<EntryOp>()) {
    if (entry.getMode() == Mode::init || (!arguments.entry.empty() && entry.getSymName() != arguments.entry))
      continue;
    auto cost = costOf(module, entry.getSymName(), arguments.model.compile);
    if (failed(cost))
      return ExitError;
    if (arguments.asJson)
      entries.push_back(costJson(module, *cost));
    else
      printCost(module, *cost);
  }
  if (arguments.asJson)
    llvm::outs() << formatv("{0:2}\n", json::Value(json::Object{{"parameters", parameters},
                                                                {"table", std::move(params)},
                                                                {"entries", std::move(entries)}}));
  return ExitSuccess;
}

//===----------------------------------------------------------------------===//
// Receptive fields
//===----------------------------------------------------------------------===//

/// A named tensor of an entry and the names of its dims.
struct Named {
  mlir::Value value;
  mlir::ArrayAttr dims;
  int64_t rowAxis = -1;
};

std::optional<Named> find(EntryOp entry, StringRef name) {
  auto fill = [](mlir::Value value, mlir::DictionaryAttr attrs) {
    Named named{value, attrs.getAs<mlir::ArrayAttr>(KilnDialect::kDimNamesAttr)};
    if (auto axis = attrs.getAs<mlir::IntegerAttr>(KilnDialect::kRowAxisAttr))
      named.rowAxis = axis.getInt();
    return named;
  };
  auto is = [&](mlir::DictionaryAttr attrs, StringRef key) {
    auto text = attrs.getAs<mlir::StringAttr>(key);
    return text && text.getValue() == name;
  };
  for (mlir::BlockArgument argument : entry.getBody().getArguments())
    if (auto attrs = entry.getArgAttrDict(argument.getArgNumber()); is(attrs, KilnDialect::kInputAttr))
      return fill(argument, attrs);
  mlir::Operation *end = entry.getBody().front().getTerminator();
  for (mlir::OpOperand &result : end->getOpOperands())
    if (auto attrs = entry.getResultAttrDict(result.getOperandNumber()); is(attrs, KilnDialect::kOutputAttr))
      return fill(result.get(), attrs);
  return std::nullopt;
}

StringRef kindText(FieldAxis::Kind kind) {
  return kind == FieldAxis::Kind::Moving ? "moving" : kind == FieldAxis::Kind::Fixed ? "fixed" : "whole";
}

int analyzeReceptive(mlir::ModuleOp module, const AnalyzeArguments &arguments) {
  json::Array fields;
  int code = ExitSuccess;
  for (const auto &[ofName, inName] : arguments.receptive) {
    bool found = false;
    for (auto entry : module.getOps<EntryOp>()) {
      if (!arguments.entry.empty() && entry.getSymName() != arguments.entry)
        continue;
      auto of = find(entry, ofName), in = find(entry, inName);
      if (!of || !in)
        continue;
      found = true;
      analysis::NoField why;
      auto field = analysis::receptiveField(of->value, in->value, why, {arguments.ignoreStatistics});
      if (failed(field)) {
        llvm::errs() << formatv("error: `{0}` has no receptive field in `{1}`: {2}", ofName, inName, why.what);
        for (auto [i, location] : llvm::enumerate(why.places)) {
          Place place = placeOf(location);
          llvm::errs() << formatv("{0}{1}:{2}", i ? " and " : ", they part at ", place.file, place.line);
        }
        llvm::errs() << "\n";
        code = ExitError;
        continue;
      }
      if (!arguments.asJson) {
        llvm::outs() << formatv("receptive field of {0} in {1}, {2} {3}\n", ofName, inName,
                                stringifyMode(entry.getMode()), entry.getSymName());
        llvm::outs() << formatv("  {0,-16} {1,8} {2,8} {3,8} {4,8}\n", "axis", "size", "stride", "padding", "centre");
      }
      json::Array axes;
      for (auto [i, axis] : llvm::enumerate(field->axes)) {
        bool isRow = int64_t(i) == in->rowAxis;
        std::string dim = in->dims && i < in->dims.size() ? llvm::cast<mlir::StringAttr>(in->dims[i]).str() : "";
        axes.push_back(json::Object{{"dim", dim},
                                    {"kind", kindText(axis.kind)},
                                    {"size", axis.size},
                                    {"stride", axis.stride.value()},
                                    {"padding", axis.padding.value()},
                                    {"centre", axis.centre.value()},
                                    {"along", axis.along}});
        if (arguments.asJson || isRow)
          continue;
        std::string name = formatv("{0}: {1}", i, dim);
        if (axis.kind == FieldAxis::Kind::Moving)
          llvm::outs() << formatv("  {0,-16} {1,8} {2,8} {3,8} {4,8}\n", name, axis.size, axis.stride.str(),
                                  axis.padding.str(), axis.centre.str());
        else
          llvm::outs() << formatv("  {0,-16} {1,8} {2}\n", name, axis.size,
                                  axis.kind == FieldAxis::Kind::Whole ? "the whole axis" : "the same for each position");
      }
      fields.push_back(json::Object{
          {"of", ofName}, {"in", inName}, {"entry", entry.getSymName().str()}, {"axes", std::move(axes)}});
    }
    if (!found) {
      llvm::errs() << formatv("error: no entry has both `{0}` and `{1}`\n", ofName, inName);
      code = ExitError;
    }
  }
  if (arguments.asJson)
    llvm::outs() << formatv("{0:2}\n", json::Value(json::Object{{"receptive", std::move(fields)}}));
  return code;
}

} // namespace

int kiln::analyzeCommand(const Invocation &invocation) {
  AnalyzeArguments arguments;
  if (auto code = arguments.read(invocation.arguments))
    return *code;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  auto module = readModel(context, arguments.file, arguments.model.frontend);
  if (!module)
    return ExitError;
  if (!arguments.entry.empty()) {
    std::vector<std::string> names = entriesOf(*module);
    if (!llvm::is_contained(names, arguments.entry))
      return arguments.line.misuse("there is no entry `" + arguments.entry + "` (" + listed(names) + ")");
  }
  return arguments.receptive.empty() ? analyzeCosts(*module, arguments) : analyzeReceptive(*module, arguments);
}
